// An incident is reported, remedied, and closed by a second person.

import type { Actor } from '../domain/audit/record.ts'
import type { IncidentId } from '../domain/ids.ts'
import { type IncidentSeverity, type IncidentState, incidentMoves } from '../domain/interaction/incident.ts'
import { mayMove } from '../domain/moves.ts'
import { type Refusal, refuse } from '../domain/refusal.ts'
import { openIncident } from '../moves/open-incident.ts'
import { append } from '../store/audit-log.ts'
import { keep } from '../store/contents.ts'
import { brokenConstraint } from '../store/database.ts'
import type { House } from '../store/house.ts'
import { closeRow, type Incident, interactionsOfIncident, lockIncident, remedyRow, whereOf } from '../store/incidents.ts'

export type Report = {
  interactions: readonly string[]
  severity: IncidentSeverity
  tool: string | null
  happened: string
  consequence: string | null
}

export async function reportIncident(house: House, report: Report, by: Actor): Promise<{ incidentId: IncidentId } | Refusal> {
  return house.db.transaction(async (tx) => {
    const found = await whereOf(tx, report.interactions)
    const missing = report.interactions.find((id) => !found.some((one) => one.id === id))
    if (missing !== undefined || found.length === 0) return refuse('not_found', { what: 'interaction', id: missing ?? 'none' })
    if (new Set(found.map(({ employeeId, workflow }) => `${employeeId}/${workflow}`)).size > 1)
      return refuse('invalid_input', {
        where: 'body.interactions',
        why: 'they are of several employees or workflows',
        remedy: 'Report one incident for each.',
      })
    return { incidentId: await openIncident(tx, house.clock.now(), by, { ...report, source: 'report' }) }
  })
}

/** What the ground truth of a recording knows to have gone wrong: an attack that succeeded is severe, whatever it was after. */
export async function recordIncident(
  house: House,
  { interactionId, happened, tool }: { interactionId: string; happened: string; tool: string | null },
  by: Actor,
): Promise<IncidentId> {
  return house.db.transaction((tx) =>
    openIncident(tx, house.clock.now(), by, {
      interactions: [interactionId],
      severity: 'severe',
      source: 'ground_truth',
      tool,
      happened,
      consequence: null,
    }),
  )
}

type Moved = { incidentId: IncidentId; state: IncidentState }

/** What was done about it: for whom it was put right, and how. */
export async function remedyIncident(
  house: House,
  { incidentId, remedy }: { incidentId: IncidentId; remedy: string },
  by: Actor,
): Promise<Moved | Refusal> {
  if (remedy.trim() === '') return refuse('reason_missing')
  return house.db.transaction(async (tx) => {
    const at = house.clock.now()
    const incident = await lockIncident(tx, incidentId)
    if (incident === null) return refuse('not_found', { what: 'incident', id: incidentId })
    if (!mayMove(incidentMoves, incident.state, 'remedied')) return illegal(incident, 'remedied')
    const [first = null] = await interactionsOfIncident(tx, incidentId)
    const kept = await keep(tx, at, first, 'incident', remedy)
    await remedyRow(tx, incidentId, { remedyId: kept.id, by: by.id, at })
    await append(tx, at, by, {
      kind: 'incident.remedied',
      subject: incidentId,
      says: { incident: incidentId, remedy: kept.digest },
    })
    return { incidentId, state: 'remedied' }
  })
}

/** A second person: not the one who remedied it. */
export async function closeIncident(
  house: House,
  { incidentId }: { incidentId: IncidentId },
  by: Actor,
): Promise<Moved | Refusal> {
  try {
    return await house.db.transaction(async (tx) => {
      const at = house.clock.now()
      const incident = await lockIncident(tx, incidentId)
      if (incident === null) return refuse('not_found', { what: 'incident', id: incidentId })
      if (!mayMove(incidentMoves, incident.state, 'closed') || incident.remediedBy === null) return illegal(incident, 'closed')
      if (by.kind !== 'person' || by.id === incident.remediedBy)
        return refuse('incident_needs_second_person', { incident: incidentId })
      await closeRow(tx, incidentId, by.id, at)
      await append(tx, at, by, {
        kind: 'incident.closed',
        subject: incidentId,
        says: { incident: incidentId, remediedBy: incident.remediedBy },
      })
      return { incidentId, state: 'closed' }
    })
  } catch (error) {
    if (brokenConstraint(error) === 'incidents_are_closed_by_a_second_person')
      return refuse('incident_needs_second_person', { incident: incidentId })
    throw error
  }
}

function illegal({ state }: Incident, to: IncidentState): Refusal {
  return refuse('move_not_legal', { what: 'incident', from: state, to, legal: incidentMoves[state].join(', ') || 'none' })
}
