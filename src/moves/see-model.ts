// A move several steps make: a model has answered for an employee. Another model or build than last time is said on the trail, and evidence from before it no
// longer counts: what people judged before was another's work. A phase that was given for it goes with it (docs/ageing.md).

import type { Actor } from '../domain/audit/record.ts'
import type { EmployeeId } from '../domain/ids.ts'
import { insertModel, lockLastModels } from '../store/agent-steps.ts'
import { append } from '../store/audit-log.ts'
import { takeIntoEpoch } from '../store/cells.ts'
import type { Tx } from '../store/database.ts'
import { ageEvidence } from './age-evidence.ts'

/**
 * Writes down which model answered. `asked` is the name that was asked for, where an agent may use several: going from one to another it has used before is no
 * change, a name it asks for first is one. Evidence from before `since` was another model's. The first model ever seen changes nothing.
 */
export async function seeModel(
  tx: Tx,
  at: Date,
  by: Actor,
  seen: { employeeId: EmployeeId; asked: string | null; model: string; fingerprint: string | null; since: Date },
): Promise<void> {
  const { employeeId, asked, model, fingerprint, since } = seen
  const { same, any } = await lockLastModels(tx, employeeId, asked)
  if (same !== null && same.model === model && same.fingerprint === fingerprint) return
  await insertModel(tx, employeeId, { model, fingerprint, asked }, { since, at })
  if (any === null) return
  const says = { employee: employeeId, from: any, to: { model, fingerprint } }
  await append(tx, at, by, { kind: 'agent.model_changed', subject: employeeId, says })
  const change = same !== null && same.model === model ? 'provider_fingerprint' : 'model_id'
  const what = `${any.model} (${any.fingerprint ?? 'no build named'}) → ${model} (${fingerprint ?? 'no build named'})`
  const changes = [{ kind: change, what, types: [] } as const]
  await ageEvidence(tx, at, by, { employeeId, workflow: null, rolloutId: null, changes, channels: [] })
  await takeIntoEpoch(tx, employeeId, since)
}
