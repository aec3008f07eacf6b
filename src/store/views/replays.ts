// Replays as readers see them: how far they are, what they showed, and the cases that came out differently, each with its three lanes.

import type { Lane, ReplayOutcome, ReplayVerdict } from '../../domain/interaction/replay.ts'
import type { ReplayResult } from '../../domain/rollout/replay-result.ts'
import type { Database, Row } from '../database.ts'
import { type Replay, replayColumns } from '../replays.ts'

export type ReplayRow = Replay & {
  orderedByName: string | null
  done: number
  changed: number
  noise: number
  judged: number
  /** Millionths of a dollar so far; null: the price of some answer is not known. */
  costMicros: number | null
  verdicts: Partial<Record<ReplayVerdict, number>>
  result: ReplayResult | null
}

const select = `select ${replayColumns}, p.name as "orderedByName", r.result, k.done, k.changed, k.noise, k.judged, k.cost as "costMicros",
    coalesce((select jsonb_object_agg(v.verdict, v.n) from (select verdict, count(*)::int as n from tenure.replay_cases where replay_id = r.id and verdict is not null group by 1) v), '{}') as verdicts
  from tenure.replays r left join tenure.people p on p.id = r.ordered_by
  cross join lateral (
    select count(*) filter (where state = 'done')::int as done, count(*) filter (where outcome <> 'unchanged')::int as changed, count(*) filter (where noise)::int as noise,
      count(verdict)::int as judged, case when bool_or(state = 'done' and cost_micros is null) then null else coalesce(sum(cost_micros), 0)::float8 end as cost
    from tenure.replay_cases c where c.replay_id = r.id) k`

/** Replays of a rollout, newest first, a page at a time. */
export async function listReplays(db: Database, rolloutId: string, before: string | null, limit: number): Promise<ReplayRow[]> {
  return db.read<Row & ReplayRow>(
    `${select} where r.rollout_id = $1 and ($2::text is null or r.id < $2) order by r.id desc limit $3`,
    [rolloutId, before, limit],
  )
}

export async function findReplay(db: Database, id: string): Promise<ReplayRow | null> {
  const [row] = await db.read<Row & ReplayRow>(`${select} where r.id = $1`, [id])
  return row ?? null
}

export type CaseRow = {
  id: string
  position: number
  interactionId: string
  queryType: string
  channel: string
  query: string | null
  outcome: ReplayOutcome | null
  noise: boolean | null
  lanes: { happened: Lane; again: Lane; fresh: Lane } | null
  costMicros: number | null
  verdict: ReplayVerdict | null
  judgedBy: string | null
  judgedByName: string | null
  judgedAt: Date | null
}

export type CaseFilter = {
  replayId: string
  outcome: ReplayOutcome | 'differing' | null
  judged: boolean | null
  after: number | null
}

/** Cases in the order they were chosen. `differing`: everything but the unchanged ones, which is what people look at. */
export async function listReplayCases(db: Database, f: CaseFilter, limit: number): Promise<CaseRow[]> {
  return db.read<Row & CaseRow>(
    `select c.id, c.position, c.interaction_id as "interactionId", c.query_type as "queryType", c.channel, q.body ->> 'query' as query, c.outcome, c.noise, l.body as lanes,
       c.cost_micros::float8 as "costMicros", c.verdict, c.judged_by as "judgedBy", p.name as "judgedByName", c.judged_at as "judgedAt"
     from tenure.replay_cases c join tenure.interactions i on i.id = c.interaction_id join tenure.contents q on q.id = i.content_id
       left join tenure.contents l on l.id = c.lanes_id left join tenure.people p on p.id = c.judged_by
     where c.replay_id = $1 and ($2::text is null or c.outcome = $2 or ($2 = 'differing' and c.outcome <> 'unchanged')) and ($3::boolean is null or (c.verdict is not null) = $3)
       and ($4::int is null or c.position > $4)
     order by c.position limit $5`,
    [f.replayId, f.outcome, f.judged, f.after, limit],
  )
}
