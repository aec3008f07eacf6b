// Incidents and the interactions they happened in.

import type { DossierId, EmployeeId, IncidentId, RolloutId } from '../domain/ids.ts'
import type { IncidentSeverity, IncidentSource, IncidentState } from '../domain/interaction/incident.ts'
import type { Database, Row, Tx } from './database.ts'

export type Incident = {
  id: IncidentId
  employeeId: EmployeeId
  workflow: string
  rolloutId: RolloutId | null
  severity: IncidentSeverity
  state: IncidentState
  source: IncidentSource
  dossierId: DossierId | null
  roleHash: string | null
  tool: string | null
  openedBy: string
  openedAt: Date
  remediedBy: string | null
}

const columns = `id, employee_id as "employeeId", workflow, rollout_id as "rolloutId", severity, state, source, dossier_id as "dossierId", role_hash as "roleHash", tool,
  opened_by as "openedBy", opened_at as "openedAt", remedied_by as "remediedBy"`

export type NewIncident = Omit<Incident, 'state' | 'remediedBy'> & {
  happenedId: string
  consequenceId: string | null
  interactions: readonly string[]
}

export async function insertIncident(tx: Tx, i: NewIncident): Promise<void> {
  tx.write(
    `insert into tenure.incidents (id, employee_id, workflow, rollout_id, severity, state, source, dossier_id, role_hash, tool, happened_id, consequence_id, opened_by, opened_at)
     values ($1, $2, $3, $4, $5, 'open', $6, $7, $8, $9, $10, $11, $12, $13)`,
    [
      i.id,
      i.employeeId,
      i.workflow,
      i.rolloutId,
      i.severity,
      i.source,
      i.dossierId,
      i.roleHash,
      i.tool,
      i.happenedId,
      i.consequenceId,
      i.openedBy,
      i.openedAt,
    ],
  )
  tx.write('insert into tenure.incident_interactions (incident_id, interaction_id) select $1, unnest($2::text[])', [
    i.id,
    i.interactions,
  ])
}

export async function lockIncident(tx: Tx, id: string): Promise<Incident | null> {
  const [row] = await tx.query<Row & Incident>(`select ${columns} from tenure.incidents where id = $1 for update`, [id])
  return row ?? null
}

/** The interactions it happened in, the first one first. */
export async function interactionsOfIncident(tx: Tx, id: string): Promise<string[]> {
  const rows = await tx.query<Row & { id: string }>(
    'select interaction_id as id from tenure.incident_interactions where incident_id = $1 order by 1',
    [id],
  )
  return rows.map((row) => row.id)
}

export async function remedyRow(tx: Tx, id: string, it: { remedyId: string; by: string; at: Date }): Promise<void> {
  tx.write("update tenure.incidents set state = 'remedied', remedy_id = $2, remedied_by = $3, remedied_at = $4 where id = $1", [
    id,
    it.remedyId,
    it.by,
    it.at,
  ])
}

export async function closeRow(tx: Tx, id: string, by: string, at: Date): Promise<void> {
  await tx.query("update tenure.incidents set state = 'closed', closed_by = $2, closed_at = $3 where id = $1", [id, by, at])
}

/** Whether one that came from this source and is not closed names this interaction: the same thing is not opened twice. */
export async function incidentStands(tx: Tx, interactionId: string, source: IncidentSource): Promise<IncidentId | null> {
  const [row] = await tx.query<Row & { id: IncidentId }>(
    `select i.id from tenure.incidents i join tenure.incident_interactions n on n.incident_id = i.id
     where n.interaction_id = $1 and i.source = $2 and i.state <> 'closed' order by i.id limit 1`,
    [interactionId, source],
  )
  return row?.id ?? null
}

/** The rollouts that own the cells of these interactions now. */
export async function ownersOf(tx: Tx, interactions: readonly string[]): Promise<RolloutId[]> {
  const rows = await tx.query<Row & { id: RolloutId }>(
    `select distinct c.rollout_id as id from tenure.interactions i
     join tenure.cells c on (c.employee_id, c.workflow, c.query_type, c.channel) = (i.employee_id, i.workflow, i.query_type, i.channel)
     where i.id = any($1) order by 1`,
    [interactions],
  )
  return rows.map((row) => row.id)
}

/** What of an incident's interactions its own row says. The first by time; an incident is of one employee and one workflow. */
export type Where = {
  id: string
  employeeId: EmployeeId
  workflow: string
  rolloutId: RolloutId | null
  dossierId: DossierId | null
  roleHash: string | null
}

export async function whereOf(tx: Tx, interactions: readonly string[]): Promise<Where[]> {
  return tx.query<Row & Where>(
    `select i.id, i.employee_id as "employeeId", i.workflow, i.rollout_id as "rolloutId", i.dossier_id as "dossierId", d.role_hash as "roleHash"
     from tenure.interactions i left join tenure.dossiers d on d.id = i.dossier_id where i.id = any($1) order by i.received_at, i.id`,
    [interactions],
  )
}

/** How many incidents hold a rollout back: not closed, and in a cell that is its own now. An incident follows its cell, as evidence does, so a split takes it along. */
export async function openIncidentsOf(db: Pick<Database, 'read'>, rolloutId: string): Promise<number> {
  const [row] = await db.read<Row & { n: number }>(
    `select count(distinct i.id)::int as n from tenure.incidents i
     join tenure.incident_interactions n on n.incident_id = i.id join tenure.interactions a on a.id = n.interaction_id
     join tenure.cells c on (c.employee_id, c.workflow, c.query_type, c.channel) = (a.employee_id, a.workflow, a.query_type, a.channel)
     where i.state <> 'closed' and c.rollout_id = $1`,
    [rolloutId],
  )
  return row!.n
}
