// Incidents, newest first; one whole, with what else may be touched by what went wrong.

import type { IncidentSeverity, IncidentSource, IncidentState } from '../../domain/interaction/incident.ts'
import type { Database, Row } from '../database.ts'

export type IncidentRow = {
  id: string
  employeeId: string
  employee: string
  workflow: string
  rolloutId: string | null
  severity: IncidentSeverity
  state: IncidentState
  source: IncidentSource
  tool: string | null
  dossierId: string | null
  interactions: string[]
  queryTypes: string[]
  happened: unknown
  consequence: unknown
  remedy: unknown
  openedBy: string
  openedByName: string | null
  openedAt: Date
  remediedBy: string | null
  remediedByName: string | null
  remediedAt: Date | null
  closedBy: string | null
  closedByName: string | null
  closedAt: Date | null
}

const select = `select i.id, i.employee_id as "employeeId", e.name as employee, i.workflow, i.rollout_id as "rolloutId", i.severity, i.state, i.source, i.tool, i.dossier_id as "dossierId",
  (select array_agg(n.interaction_id order by n.interaction_id) from tenure.incident_interactions n where n.incident_id = i.id) as interactions,
  (select array_agg(distinct a.query_type order by a.query_type) from tenure.incident_interactions n join tenure.interactions a on a.id = n.interaction_id where n.incident_id = i.id) as "queryTypes",
  h.body as happened, c.body as consequence, r.body as remedy, i.opened_by as "openedBy", po.name as "openedByName", i.opened_at as "openedAt",
  i.remedied_by as "remediedBy", pr.name as "remediedByName", i.remedied_at as "remediedAt", i.closed_by as "closedBy", pc.name as "closedByName", i.closed_at as "closedAt"
  from tenure.incidents i join tenure.employees e on e.id = i.employee_id join tenure.contents h on h.id = i.happened_id
  left join tenure.contents c on c.id = i.consequence_id left join tenure.contents r on r.id = i.remedy_id
  left join tenure.people po on po.id = i.opened_by left join tenure.people pr on pr.id = i.remedied_by left join tenure.people pc on pc.id = i.closed_by`

export type IncidentFilter = { state: IncidentState | null; employeeId: string | null; before: string | null }

export async function listIncidents(db: Database, filter: IncidentFilter, limit: number): Promise<IncidentRow[]> {
  return db.read<Row & IncidentRow>(
    `${select} where ($1::text is null or i.state = $1) and ($2::text is null or i.employee_id = $2) and ($3::text is null or i.id < $3) order by i.id desc limit $4`,
    [filter.state, filter.employeeId, filter.before, limit],
  )
}

export async function findIncident(db: Database, id: string): Promise<IncidentRow | null> {
  const [row] = await db.read<Row & IncidentRow>(`${select} where i.id = $1`, [id])
  return row ?? null
}

type Touched = {
  id: string
  queryType: string
  channel: string
  state: string
  outcome: string | null
  receivedAt: Date
  samePattern: boolean
}
export type BlastRadius = { sameVersion: number; sameTool: number; samePattern: number; interactions: Touched[] }

/** As many as a person reads through; the counts say how many there are. */
const mostTouched = 200

/**
 * What else may have gone wrong in the same way: interactions handled under the same version of the role; of those, the ones in which the same tool was used (without a
 * tool: all of them); and of those the same pattern, a query of the same type. The incident's own are not among them.
 */
export async function blastRadiusOf(db: Database, incidentId: string): Promise<BlastRadius> {
  const touched = `select a.id, a.query_type as "queryType", a.channel, a.state, a.outcome, a.received_at as "receivedAt",
      i.tool is null or exists (select from tenure.effects f where f.interaction_id = a.id and f.system || '.' || f.operation = i.tool) as "sameTool",
      exists (select from tenure.incident_interactions m join tenure.interactions b on b.id = m.interaction_id where m.incident_id = i.id and b.query_type = a.query_type) as "sameType"
    from tenure.incidents i join tenure.interactions a on a.employee_id = i.employee_id and a.dossier_id = i.dossier_id
    where i.id = $1 and not exists (select from tenure.incident_interactions n where n.incident_id = i.id and n.interaction_id = a.id)`
  const [[counts], interactions] = await Promise.all([
    db.read<Row & Omit<BlastRadius, 'interactions'>>(
      `select count(*)::int as "sameVersion", (count(*) filter (where t."sameTool"))::int as "sameTool",
         (count(*) filter (where t."sameTool" and t."sameType"))::int as "samePattern" from (${touched}) t`,
      [incidentId],
    ),
    db.read<Row & Touched>(
      `select t.id, t."queryType", t.channel, t.state, t.outcome, t."receivedAt", t."sameType" as "samePattern" from (${touched}) t
       where t."sameTool" order by t."sameType" desc, t."receivedAt" desc, t.id desc limit $2`,
      [incidentId, mostTouched],
    ),
  ])
  return { ...counts!, interactions }
}

export type IncidentGroup = {
  queryType: string
  tool: string | null
  severity: IncidentSeverity
  count: number
  examples: string[]
}

const mostExamples = 5

/** Incidents of one employee by query type and tool, the most frequent first. Examples are the messages' own ids, oldest first. */
export async function incidentGroups(db: Pick<Database, 'read'>, employeeId: string): Promise<IncidentGroup[]> {
  return db.read<Row & IncidentGroup>(
    `select a.query_type as "queryType", i.tool, i.severity, count(distinct i.id)::int as count,
       (array_agg(a.external_id order by a.received_at, a.id))[1:$2] as examples
     from tenure.incidents i join tenure.incident_interactions n on n.incident_id = i.id join tenure.interactions a on a.id = n.interaction_id
     where i.employee_id = $1 group by 1, 2, 3 order by 4 desc, 1, 2 nulls last, 3`,
    [employeeId, mostExamples],
  )
}
