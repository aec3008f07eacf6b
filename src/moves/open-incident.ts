// A move several steps make: an incident is opened, by whoever noticed. A severe one sends the rollout back to shadow in the same transaction: nobody has to decide that
// first (GATES.md 6: “any severe incident demotes at once, no statistics”).

import type { Actor } from '../domain/audit/record.ts'
import { invariant } from '../domain/fault.ts'
import type { IncidentId } from '../domain/ids.ts'
import type { IncidentSeverity, IncidentSource } from '../domain/interaction/incident.ts'
import { append } from '../store/audit-log.ts'
import { keep } from '../store/contents.ts'
import type { Tx } from '../store/database.ts'
import { freshId } from '../store/fresh-id.ts'
import { incidentStands, insertIncident, ownersOf, whereOf } from '../store/incidents.ts'
import { lockRollout, type Rollout } from '../store/rollouts.ts'
import { isLower, sendBack } from './send-back.ts'

export type Happened = {
  /** At least one; all of one employee and workflow. */
  interactions: readonly string[]
  severity: IncidentSeverity
  source: IncidentSource
  /** `system.operation`, where it is known. */
  tool: string | null
  happened: string
  consequence: string | null
}

/** Opens an incident and returns its id. One that a verdict or ground truth opens for an interaction that has such a one already is that one. */
export async function openIncident(tx: Tx, at: Date, by: Actor, it: Happened): Promise<IncidentId> {
  const [first, ...more] = await whereOf(tx, it.interactions)
  invariant(first !== undefined, 'an incident happened in an interaction that exists')
  invariant(
    more.every(({ employeeId, workflow }) => employeeId === first.employeeId && workflow === first.workflow),
    'an incident is of one employee and one workflow',
  )
  const stands = it.source === 'report' ? null : await incidentStands(tx, first.id, it.source)
  if (stands !== null) return stands
  // Before anything refers to the rollout: a row that names it holds it shared, and two reports that both want it whole would wait for each other.
  const owners = it.severity === 'severe' ? await lockOwners(tx, it.interactions) : []
  const id = freshId('incident', at)
  const happened = await keep(tx, at, first.id, 'incident', it.happened)
  const consequence = it.consequence === null ? null : await keep(tx, at, first.id, 'incident', it.consequence)
  const { employeeId, workflow, rolloutId, dossierId, roleHash } = first
  const interactions = [first, ...more].map((one) => one.id)
  const { severity, source, tool } = it
  const incident = { id, employeeId, workflow, rolloutId, severity, source, dossierId, roleHash, tool, interactions }
  await insertIncident(tx, {
    ...incident,
    happenedId: happened.id,
    consequenceId: consequence?.id ?? null,
    openedBy: by.id,
    openedAt: at,
  })
  await append(tx, at, by, {
    kind: 'incident.opened',
    subject: id,
    says: {
      incident: id,
      employee: employeeId,
      severity,
      source,
      interactions,
      dossier: dossierId,
      role: roleHash,
      tool,
      happened: happened.digest,
      consequence: consequence?.digest ?? null,
    },
  })
  for (const rollout of owners.filter(({ phase }) => isLower(phase, 'shadow')))
    await sendBack(tx, at, by, { rollout, to: 'shadow', reason: `severe incident ${id}` })
  return id
}

async function lockOwners(tx: Tx, interactions: readonly string[]): Promise<Rollout[]> {
  const locked: Rollout[] = []
  for (const owner of await ownersOf(tx, interactions)) {
    const rollout = await lockRollout(tx, owner)
    if (rollout !== null) locked.push(rollout)
  }
  return locked
}
