// Items of known outcome as their owner and an auditor see them: what is known, and how often it was shown and recognised. Never where a copy waits.

import type { Database, Row } from '../database.ts'

export type ListedBlindItem = {
  id: string
  sourceInteractionId: string
  known: 'wrong' | 'right'
  why: 'adjudicated' | 'two_agree' | 'verified_source' | 'edge_case' | 'entered'
  variant: boolean
  enteredBy: string | null
  enteredByName: string | null
  enteredAt: Date
  retiredAt: Date | null
  query: string | null
  placed: number
  judged: number
  found: number
}

export async function listBlindItems(db: Database, rolloutId: string): Promise<ListedBlindItem[]> {
  return db.read<Row & ListedBlindItem>(
    `select b.id, b.source_interaction_id as "sourceInteractionId", b.known, b.why, b.variant_id is not null as variant, b.entered_by as "enteredBy", e.name as "enteredByName", b.entered_at as "enteredAt",
       b.retired_at as "retiredAt", q.body ->> 'query' as query, (select count(*)::int from tenure.blind_placements p where p.item_id = b.id) as placed,
       (select count(distinct p.review_id)::int from tenure.blind_placements p join tenure.verdicts v on v.review_id = p.review_id where p.item_id = b.id) as judged,
       (select count(*)::int from tenure.blind_placements p where p.item_id = b.id
          and (select v.correct from tenure.verdicts v where v.review_id = p.review_id order by v.id limit 1) = (b.known = 'right')) as found
     from tenure.blind_items b join tenure.interactions i on i.id = b.source_interaction_id join tenure.contents q on q.id = i.content_id left join tenure.people e on e.id = b.entered_by
     where b.rollout_id = $1 order by b.id desc`,
    [rolloutId],
  )
}
