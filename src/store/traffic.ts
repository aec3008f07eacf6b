// All that arrives, judged or not: steps leave differences in their own transaction, a fold sums them up, and readers add both. No step waits for another's sum.

import { unlisted } from '../domain/discovery/workflow-map.ts'
import type { Traffic } from '../domain/gates/coverage.ts'
import type { Database, Row, Tx } from './database.ts'

type Reader = Pick<Database, 'read'>

type Where = { employeeId: string; workflow: string; queryType: string; channel: string; epoch: number | null; receivedAt: Date }
export type TrafficChange = Partial<{
  arrived: number
  escalated: number
  settled: number
  tookMs: number
  rated: number
  satisfied: number
  priced: number
  costMicros: number
}>

/** Says what changed in the traffic of the day the query came on. */
export function leaveTraffic(tx: Tx, of: Where, change: TrafficChange): void {
  tx.write(
    `insert into tenure.traffic_deltas (employee_id, workflow, query_type, channel, epoch, day, arrived, escalated, settled, took_ms, rated, satisfied, priced, cost_micros)
     values ($1, $2, $3, $4, $5, ($6::timestamptz at time zone 'UTC')::date, $7, $8, $9, $10, $11, $12, $13, $14)`,
    [
      of.employeeId,
      of.workflow,
      of.queryType,
      of.channel,
      of.epoch,
      of.receivedAt,
      change.arrived ?? 0,
      change.escalated ?? 0,
      change.settled ?? 0,
      Math.round(change.tookMs ?? 0),
      change.rated ?? 0,
      change.satisfied ?? 0,
      change.priced ?? 0,
      Math.round(change.costMicros ?? 0),
    ],
  )
}

/** Sums up the differences left so far, in pieces. Answers how many there were. */
export async function foldTraffic(db: Database): Promise<number> {
  let folded = 0
  for (let more = 1; more > 0; folded += more) {
    more = await db.transaction(async (tx) => {
      const [row] = await tx.query<Row & { n: number }>('select tenure.fold_traffic() as n')
      return row!.n
    })
  }
  return folded
}

const both = `(select employee_id, workflow, query_type, channel, epoch, day, arrived, escalated, settled, took_ms, rated, satisfied, priced, cost_micros from tenure.traffic_days
   union all select employee_id, workflow, query_type, channel, coalesce(epoch, 0), day, arrived, escalated, settled, took_ms, rated, satisfied, priced, cost_micros from tenure.traffic_deltas)`

export type CellTraffic = {
  queryType: string
  arrived: number
  escalated: number
  settled: number
  tookMs: number
  rated: number
  satisfied: number
  priced: number
  costMicros: number
}

/** What came for this rollout's cells in their present epochs, by query type. */
export async function cellTraffic(db: Reader, rolloutId: string): Promise<CellTraffic[]> {
  return db.read<Row & CellTraffic>(
    `select t.query_type as "queryType", sum(t.arrived)::int as arrived, sum(t.escalated)::int as escalated, sum(t.settled)::int as settled, sum(t.took_ms)::float8 as "tookMs",
       sum(t.rated)::int as rated, sum(t.satisfied)::int as satisfied, sum(t.priced)::int as priced, sum(t.cost_micros)::float8 as "costMicros"
     from tenure.cells c join ${both} t on (t.employee_id, t.workflow, t.query_type, t.channel, t.epoch) = (c.employee_id, c.workflow, c.query_type, c.channel, c.epoch)
     where c.rollout_id = $1 group by 1 order by 1`,
    [rolloutId],
  )
}

/** What came on the rollout's channels since its oldest evidence and fits no declared type. */
async function unlistedTraffic(db: Reader, rolloutId: string): Promise<number> {
  const [row] = await db.read<Row & { n: number }>(
    `select coalesce(sum(t.arrived), 0)::int as n from ${both} t
     join (select employee_id, workflow, channel, min(evidence_since) as since from tenure.cells where rollout_id = $1 group by 1, 2, 3) c
       on (t.employee_id, t.workflow, t.channel) = (c.employee_id, c.workflow, c.channel)
     where t.query_type = $2 and t.day >= (c.since at time zone 'UTC')::date`,
    [rolloutId, unlisted],
  )
  return row!.n
}

/** Arrivals by query type, and beside them what fits no type. */
export async function trafficOf(db: Reader, rolloutId: string): Promise<Traffic> {
  const [cells, none] = await Promise.all([cellTraffic(db, rolloutId), unlistedTraffic(db, rolloutId)])
  return {
    byType: Object.fromEntries(cells.filter((cell) => cell.arrived > 0).map((cell) => [cell.queryType, cell.arrived])),
    unlisted: none,
  }
}

/** Arrivals by query type over the days from `since` on: the mix of today, to compare the evidence with. */
export async function recentMix(db: Reader, rolloutId: string, since: Date): Promise<Record<string, number>> {
  const rows = await db.read<Row & { queryType: string; n: number }>(
    `select t.query_type as "queryType", sum(t.arrived)::int as n
     from tenure.cells c join ${both} t on (t.employee_id, t.workflow, t.query_type, t.channel, t.epoch) = (c.employee_id, c.workflow, c.query_type, c.channel, c.epoch)
     where c.rollout_id = $1 and t.day >= ($2::timestamptz at time zone 'UTC')::date group by 1 having sum(t.arrived) > 0`,
    [rolloutId, since],
  )
  return Object.fromEntries(rows.map((row) => [row.queryType, row.n]))
}
