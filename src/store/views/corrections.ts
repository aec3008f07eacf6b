// What one reviewer has set right on an item, and which effects items have in common.

import type { Database, Row } from '../database.ts'

export type CorrectionsRow = {
  reviewId: string
  filedAs: string
  declared: string[]
  queryType: string | null
  answer: string | null
}

/** The latest type and answer this person has named; null: there is no such review. An answer that was erased is null again. */
export async function correctionsBy(db: Database, reviewId: string, personId: string): Promise<CorrectionsRow | null> {
  const [row] = await db.read<Row & CorrectionsRow>(
    `with mine as (
       select t.kind, t.body::jsonb -> 'says' as says, t.at, t.id from audit.entries t, tenure.reviews r where r.id = $1 and t.subject = r.interaction_id
         and t.kind in ('review.type_checked', 'review.answer_written') and t.body::jsonb #>> '{actor,id}' = $2 and t.body::jsonb #>> '{says,review}' = $1)
     select r.id as "reviewId", r.query_type as "filedAs",
       array(select q.value ->> 'name' from jsonb_array_elements(d.content -> 'workflow' -> 'queryTypes') with ordinality as q (value, n) order by q.n) as declared,
       (select says ->> 'to' from mine where kind = 'review.type_checked' order by at desc, id desc limit 1) as "queryType",
       (select c.body #>> '{}' from mine m join tenure.contents c on c.interaction_id = r.interaction_id and c.digest = m.says ->> 'answer'
         where m.kind = 'review.answer_written' order by m.at desc, m.id desc limit 1) as answer
     from tenure.reviews r join tenure.proposals p on p.id = r.proposal_id join tenure.dossiers d on d.id = p.dossier_id where r.id = $1`,
    [reviewId, personId],
  )
  return row ?? null
}

/** interaction → its writes and replies as operations in order, with the state of each: what “the same effects” compares. Reads are left out: they change nothing. */
export async function effectShapes(db: Database, interactionIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await db.read<Row & { id: string; shape: string }>(
    `select interaction_id as id, string_agg(concat_ws(' ', kind, system, operation, state), E'\\n' order by position) as shape
     from tenure.effects where interaction_id = any($1) and kind <> 'read' group by interaction_id`,
    [interactionIds],
  )
  return new Map(rows.map(({ id, shape }) => [id, shape]))
}
