// Something evidence depends on changed where Tenure cannot see it: what an agent elsewhere is told or knows, which agent it is, who reviews. A person says so, and the
// ageing rule does the rest. It only ever takes trust away.

import type { Actor } from '../domain/audit/record.ts'
import { agedBy } from '../domain/gates/ageing.ts'
import type { RolloutId } from '../domain/ids.ts'
import { type Refusal, refuse } from '../domain/refusal.ts'
import { type Aged, ageEvidence } from '../moves/age-evidence.ts'
import { append, saidDigest } from '../store/audit-log.ts'
import type { House } from '../store/house.ts'
import { readRollout } from '../store/rollouts.ts'

/** Kinds of the ageing rule that no document and no provider tells. */
type Declarable = 'knowledge' | 'prompt' | 'agent_binding' | 'reviewers'

export type Declared = Aged & { rolloutId: RolloutId; sentence: string }

/** Concerns the employee's whole workflow: what its agent is told or knows is not told or known by rollout. */
export async function declareChange(
  house: House,
  it: { rolloutId: RolloutId; kind: Declarable; what: string; reason: string },
  by: Actor,
): Promise<Declared | Refusal> {
  if (it.reason.trim() === '') return refuse('reason_missing')
  return house.db.transaction(async (tx) => {
    const at = house.clock.now()
    const found = await readRollout({ read: tx.query }, it.rolloutId)
    if (found === null) return refuse('not_found', { what: 'rollout', id: it.rolloutId })
    const { employeeId, workflow } = found.rollout
    const change = { kind: it.kind, what: it.what, types: [] }
    const aged = await ageEvidence(tx, at, by, { employeeId, workflow, rolloutId: null, changes: [change], channels: [] })
    const says = { rollout: it.rolloutId, change: it.kind, reason: saidDigest(`${it.what}\n${it.reason}`) }
    await append(tx, at, by, { kind: 'change.declared', subject: it.rolloutId, says })
    return { ...aged, rolloutId: it.rolloutId, sentence: agedBy(change, []).sentence }
  })
}
