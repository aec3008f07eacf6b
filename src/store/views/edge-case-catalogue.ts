// The edge-case catalogue as readers see it: entries with how many examples they have, and one entry with them.

import type { EdgeCaseKind, EdgeCaseState } from '../../domain/gates/edge-case.ts'
import type { VerdictKind } from '../../domain/interaction/verdict.ts'
import type { Database, Row } from '../database.ts'
import { edgeCaseColumns, type StoredEdgeCase } from '../edge-cases.ts'

export type CatalogueRow = StoredEdgeCase & { employee: string; ownerName: string | null; examples: number }

const select = `select ${edgeCaseColumns}, e.name as employee, p.name as "ownerName",
    (select count(*)::int from tenure.edge_case_examples x where x.edge_case_id = c.id) as examples
  from tenure.edge_cases c join tenure.employees e on e.id = c.employee_id left join tenure.people p on p.id = c.owner`

export type CatalogueFilter = {
  employeeId: string | null
  rolloutId: string | null
  workflow: string | null
  state: EdgeCaseState | null
  kind: EdgeCaseKind | null
  owner: string | null
  before: string | null
}

/** Entries, newest first, a page at a time. */
export async function listEdgeCases(db: Database, f: CatalogueFilter, limit: number): Promise<CatalogueRow[]> {
  return db.read<Row & CatalogueRow>(
    `${select} where ($1::text is null or c.employee_id = $1) and ($2::text is null or c.rollout_id = $2) and ($3::text is null or c.workflow = $3)
       and ($4::text is null or c.state = $4) and ($5::text is null or c.kind = $5) and ($6::text is null or c.owner = $6) and ($7::text is null or c.id < $7)
     order by c.id desc limit $8`,
    [f.employeeId, f.rolloutId, f.workflow, f.state, f.kind, f.owner, f.before, limit],
  )
}

export async function findEdgeCase(db: Database, id: string): Promise<CatalogueRow | null> {
  const [row] = await db.read<Row & CatalogueRow>(`${select} where c.id = $1`, [id])
  return row ?? null
}

export type ExampleRow = {
  interactionId: string
  queryType: string
  channel: string
  query: string | null
  verdict: VerdictKind | null
  dossierId: string | null
  receivedAt: Date
}

/**
 * Its examples, oldest first, each with the verdict that stands (the worst, where several do). Whoever may be asked to judge does not see those about which something is
 * open, and a reviewer none that a blind item is copied from unless they have judged it: an example would be the answer.
 */
export async function examplesAbout(
  db: Database,
  id: string,
  of: { person: string; judge: boolean; reviewer: boolean },
): Promise<ExampleRow[]> {
  return db.read<Row & ExampleRow>(
    `select i.id as "interactionId", i.query_type as "queryType", i.channel, q.body ->> 'query' as query, i.dossier_id as "dossierId", i.received_at as "receivedAt",
       (select v.kind from tenure.verdicts v where v.interaction_id = i.id and v.withdrawn_at is null order by v.correct nulls last, v.given_at desc limit 1) as verdict
     from tenure.edge_case_examples x join tenure.interactions i on i.id = x.interaction_id join tenure.contents q on q.id = i.content_id
     where x.edge_case_id = $1 and (not $2 or not exists (select from tenure.reviews r where r.interaction_id = i.id and r.state = 'open'))
       and (not $3 or not exists (select from tenure.blind_items b where b.source_interaction_id = i.id)
         or exists (select from tenure.verdicts v where v.interaction_id = i.id and v.given_by = $4))
     order by i.received_at, i.id limit 500`,
    [id, of.judge, of.reviewer, of.person],
  )
}
