// All that arrives, judged or not: steps leave differences in their own transaction, a fold sums them up, and readers add both. No step waits for another's sum.

import { unlisted } from '../domain/discovery/workflow-map.ts'
import type { Traffic } from '../domain/gates/coverage.ts'
import type { Database, Row, Tx } from './database.ts'
import { firstRecentDay, keptSums } from './old-days.ts'

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

export type TrafficSums = {
  /** What came for the rollout's cells in their present epochs. */
  cells: CellTraffic[]
  /** Arrivals by query type, and beside them what came on the same channels since the oldest evidence and fits no declared type. */
  traffic: Traffic
  /** Arrivals by query type from `since` on: the mix of today, to compare the evidence with. */
  recent: Record<string, number>
}

type SumRow = CellTraffic & { recent: number }

/** All of a rollout's traffic. Days that are over are summed once and kept while nothing in them moves. */
export async function trafficSums(db: Reader, rolloutId: string, { since, at }: { since: Date; at: Date }): Promise<TrafficSums> {
  const scope = await scopeOf(db, rolloutId)
  const recentDay = firstRecentDay(at)
  const days = { since: since.toISOString().slice(0, 10), recentDay }
  const [old, fresh] = await Promise.all([
    oldTraffic(db, rolloutId, { scope, ...days }),
    scope === null ? [] : sumsBetween(db, rolloutId, { scope, ...days, old: false }),
  ])
  const rows = [...Map.groupBy([...old, ...fresh], (row) => row.queryType)].map(([, list]) => list.reduce(plus))
  const cells = rows.filter((row) => row.queryType !== unlisted).toSorted((a, b) => (a.queryType < b.queryType ? -1 : 1))
  const counts = (what: 'arrived' | 'recent') =>
    Object.fromEntries(cells.filter((cell) => cell[what] > 0).map((cell) => [cell.queryType, cell[what]]))
  return {
    cells,
    traffic: { byType: counts('arrived'), unlisted: rows.find((row) => row.queryType === unlisted)?.arrived ?? 0 },
    recent: counts('recent'),
  }
}

/** The same without a memory: what arrived for a rollout by now. */
export async function trafficOf(db: Reader, rolloutId: string): Promise<Traffic> {
  const scope = await scopeOf(db, rolloutId)
  const rows =
    scope === null ? [] : await sumsBetween(db, rolloutId, { scope, since: '0001-01-01', recentDay: '0001-01-01', old: false })
  const byType = Object.fromEntries(
    rows.filter((row) => row.queryType !== unlisted && row.arrived > 0).map((row) => [row.queryType, row.arrived]),
  )
  return { byType, unlisted: rows.find((row) => row.queryType === unlisted)?.arrived ?? 0 }
}

type Scope = { employeeId: string; workflow: string; epochs: string }

async function scopeOf(db: Reader, rolloutId: string): Promise<Scope | null> {
  const [row] = await db.read<Row & Scope>(
    `select employee_id as "employeeId", workflow, string_agg(epoch::text, ',' order by epoch) as epochs from tenure.cells where rollout_id = $1 group by 1, 2`,
    [rolloutId],
  )
  return row ?? null
}

type Between = { scope: Scope; since: string; recentDay: string; old: boolean }

async function oldTraffic(
  db: Reader,
  rolloutId: string,
  it: { scope: Scope | null; since: string; recentDay: string },
): Promise<SumRow[]> {
  const { scope, since, recentDay } = it
  if (scope === null) return []
  return keptSums(db, `traffic/${rolloutId}/${scope.epochs}/${since}/${recentDay}`, {
    moved: async (xmin) => {
      const [row] = await db.read<Row & { moved: boolean }>(
        'select exists (select 1 from tenure.traffic_days where employee_id = $1 and workflow = $2 and changed >= $4::xid8 and day < $3::date) as moved',
        [scope.employeeId, scope.workflow, recentDay, xmin],
      )
      return row!.moved
    },
    read: () => sumsBetween(db, rolloutId, { scope, since, recentDay, old: true }),
  })
}

/** By query type: the rollout's cells, and the unlisted of its channels. Old days are in the folded sums; differences not yet folded count as recent, whatever their day. */
async function sumsBetween(db: Reader, rolloutId: string, { scope, since, recentDay, old }: Between): Promise<SumRow[]> {
  const mine = 'employee_id = $5 and workflow = $6'
  const from = old
    ? `select ${columns}, epoch from tenure.traffic_days where ${mine} and day < $3::date`
    : `select ${columns}, epoch from tenure.traffic_days where ${mine} and day >= $3::date union all select ${columns}, coalesce(epoch, 0) from tenure.traffic_deltas where ${mine}`
  return db.read<Row & SumRow>(
    `with mine as (select query_type, channel, epoch, evidence_since from tenure.cells where rollout_id = $1),
       theirs as (select channel, (min(evidence_since) at time zone 'UTC')::date as since from mine group by 1),
       moved as (${from}),
       counted as (
         select t.* from moved t join mine c on (t.query_type, t.channel, t.epoch) = (c.query_type, c.channel, c.epoch)
         union all
         select t.* from moved t join theirs c on t.channel = c.channel and t.query_type = $4 and t.day >= c.since)
     select query_type as "queryType", sum(arrived)::int as arrived, sum(escalated)::int as escalated, sum(settled)::int as settled, sum(took_ms)::float8 as "tookMs", sum(rated)::int as rated,
       sum(satisfied)::int as satisfied, sum(priced)::int as priced, sum(cost_micros)::float8 as "costMicros", coalesce(sum(arrived) filter (where day >= $2::date), 0)::int as recent
     from counted group by 1 order by 1`,
    [rolloutId, since, recentDay, unlisted, scope.employeeId, scope.workflow],
  )
}

const columns = 'query_type, channel, day, arrived, escalated, settled, took_ms, rated, satisfied, priced, cost_micros'

function plus(one: SumRow, other: SumRow): SumRow {
  return {
    queryType: one.queryType,
    arrived: one.arrived + other.arrived,
    escalated: one.escalated + other.escalated,
    settled: one.settled + other.settled,
    tookMs: one.tookMs + other.tookMs,
    rated: one.rated + other.rated,
    satisfied: one.satisfied + other.satisfied,
    priced: one.priced + other.priced,
    costMicros: one.costMicros + other.costMicros,
    recent: one.recent + other.recent,
  }
}
