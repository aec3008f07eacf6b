// What a rollout's cells have to show: verdicts that stand, samples nobody judged in time, and the traffic that arrived.

import { unlisted } from '../domain/discovery/workflow-map.ts'
import type { Traffic } from '../domain/gates/coverage.ts'
import type { Judged } from '../domain/gates/evidence.ts'
import type { Database, Row } from './database.ts'
import { standingVerdicts } from './standing-verdicts.ts'

type Reader = Pick<Database, 'read'>

/** Since when evidence counts for the rollout `r`: since its own began, and since the model that answers now answered first. Another model is another employee. */
const begun = 'greatest(r.evidence_since, (select max(m.since) from tenure.agent_models m where m.employee_id = r.employee_id))'

/**
 * Verdicts on this rollout's cells under its dossier since its evidence began. Evidence follows the cell, not the rollout, so a split keeps it; another
 * dossier version starts afresh (GATES.md D12). A sampled item whose deadline has passed without a verdict counts as wrong (D14). Evidence of a
 * closed day only would be stricter still; the order of evaluation is by day and id, so the answer does not depend on who looks when. The same words
 * from the same requester on the same day are one case, however often they arrived (D13: bursts counted one by one promoted an agent at the limit 59 %
 * of the time).
 */
export async function judgedOf(db: Reader, rolloutId: string, at: Date): Promise<(Judged & { inPhase: boolean })[]> {
  return db.read<Row & Judged & { inPhase: boolean }>(
    `select w.interaction_id as "interactionId", w.query_type as "queryType", w.channel, to_char(w.at at time zone 'UTC', 'YYYY-MM-DD') as day, w.escalated, w.correct,
       w.should_escalate as "shouldEscalate", w.weight,
       case when q.body is null then w.interaction_id else md5(concat_ws(E'\\n', lower(btrim(q.body ->> 'query')), q.body ->> 'requester', to_char(w.received_at at time zone 'UTC', 'YYYY-MM-DD'))) end as cluster, w.at >= r.phase_since as "inPhase"
     from tenure.rollouts r join tenure.cells c on c.rollout_id = r.id
     join lateral (
       select v.interaction_id, v.query_type, v.channel, v.given_at as at, v.escalated, v.correct, v.should_escalate, v.weight, i.content_id, i.received_at
       from ${standingVerdicts} v join tenure.interactions i on i.id = v.interaction_id
       where v.query_type = c.query_type and v.channel = c.channel and v.dossier_id = r.dossier_id and i.employee_id = r.employee_id and i.received_at >= ${begun}
       union all
       select w.interaction_id, w.query_type, w.channel, w.due_at, w.escalated, case when w.escalated then null else false end, null, w.weight, i.content_id, i.received_at
       from tenure.reviews w join tenure.interactions i on i.id = w.interaction_id
       where w.state = 'open' and w.purpose = 'primary' and w.due_at < $2 and w.query_type = c.query_type and w.channel = c.channel and i.dossier_id = r.dossier_id and i.employee_id = r.employee_id and i.received_at >= ${begun}
     ) w on true
     join tenure.contents q on q.id = w.content_id
     where r.id = $1 order by 4, 1`,
    [rolloutId, at],
  )
}

/** What arrived for this rollout's cells since its evidence began, and beside it the queries on the same channels that fit no type. */
export async function trafficOf(db: Reader, rolloutId: string): Promise<Traffic> {
  const rows = await db.read<Row & { queryType: string; n: number }>(
    `select i.query_type as "queryType", count(*)::int as n from tenure.rollouts r
     join tenure.interactions i on i.employee_id = r.employee_id and i.workflow = r.workflow and i.received_at >= ${begun}
     where r.id = $1 and (
       exists (select from tenure.cells c where c.rollout_id = r.id and c.query_type = i.query_type and c.channel = i.channel)
       or (i.query_type = $2 and exists (select from tenure.cells c where c.rollout_id = r.id and c.channel = i.channel)))
     group by 1`,
    [rolloutId, unlisted],
  )
  const byType = Object.fromEntries(rows.filter((row) => row.queryType !== unlisted).map((row) => [row.queryType, row.n]))
  return { byType, unlisted: rows.find((row) => row.queryType === unlisted)?.n ?? 0 }
}

/** Of the interactions of this rollout's cells since its evidence began, how many went to people: the rate over all of them, not over those judged. */
export async function escalationRateOf(db: Reader, rolloutId: string): Promise<number | null> {
  const [row] = await db.read<Row & { rate: number | null }>(
    `select count(e.id)::float8 / nullif(count(*), 0) as rate from tenure.rollouts r join tenure.cells c on c.rollout_id = r.id
     join tenure.interactions i on i.employee_id = r.employee_id and i.workflow = r.workflow and i.query_type = c.query_type and i.channel = c.channel and i.received_at >= ${begun}
     left join tenure.escalations e on e.interaction_id = i.id where r.id = $1`,
    [rolloutId],
  )
  return row?.rate ?? null
}
