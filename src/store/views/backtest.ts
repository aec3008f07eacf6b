// The counts a backtest reports, read from what the steps left in the database.

import { invariant } from '../../domain/fault.ts'
import type { Database, Row } from '../database.ts'

type Reader = Pick<Database, 'read'>

export type BacktestCounts = {
  interactions: number
  performed: number
  held: number
  recorded: number
  replayed: number
  refused: number
  /** Interactions that went to people. */
  escalated: number
  costMicros: number
  /** Interactions an agent worked on that have no price. */
  unpriced: number
  /** Verdicts that say whether a person should have had it. */
  toldWhetherToEscalate: number
}

export async function countsOf(db: Reader, employeeId: string): Promise<BacktestCounts> {
  const [row] = await db.read<Row & BacktestCounts>(
    `with mine as (select id, cost_micros from tenure.interactions where employee_id = $1),
     ended as (select f.state, count(*)::int as n from tenure.effects f join mine on mine.id = f.interaction_id group by 1)
     select (select count(*)::int from mine) as interactions,
       coalesce((select n from ended where state = 'performed'), 0) as performed,
       coalesce((select n from ended where state = 'held'), 0) as held,
       coalesce((select n from ended where state = 'recorded'), 0) as recorded,
       coalesce((select n from ended where state = 'replayed'), 0) as replayed,
       coalesce((select n from ended where state = 'refused'), 0) as refused,
       (select count(*)::int from tenure.escalations e join mine on mine.id = e.interaction_id) as escalated,
       (select coalesce(sum(cost_micros), 0)::float8 from mine) as "costMicros",
       (select count(*)::int from mine join tenure.proposals p on p.interaction_id = mine.id where mine.cost_micros is null and p.agent <> 'tenure') as unpriced,
       (select count(*)::int from tenure.verdicts v join mine on mine.id = v.interaction_id where v.withdrawn_at is null and v.should_escalate is not null) as "toldWhetherToEscalate"`,
    [employeeId],
  )
  invariant(row !== undefined, 'a select of counts has one row')
  return row
}

/** How far the steps are: interactions whose part without people is over, and a number that grows whenever anything happens. */
export async function advanceOf(db: Reader, employeeId: string): Promise<{ done: number; happenings: number }> {
  const [row] = await db.read<Row & { done: number; happenings: number }>(
    `select (select count(*)::int from tenure.interactions where employee_id = $1 and state in ('settled', 'escalated')) as done,
       (select count(*)::int from audit.entries) as happenings`,
    [employeeId],
  )
  invariant(row !== undefined, 'a select of counts has one row')
  return row
}

/** Reviews of an employee that wait for a verdict, with the message's own id, oldest first. */
export async function openReviewsOf(
  db: Reader,
  employeeId: string,
): Promise<{ reviewId: string; interactionId: string; externalId: string }[]> {
  return db.read<Row & { reviewId: string; interactionId: string; externalId: string }>(
    `select r.id as "reviewId", i.id as "interactionId", i.external_id as "externalId" from tenure.reviews r join tenure.interactions i on i.id = r.interaction_id
     where i.employee_id = $1 and r.state = 'open' and r.purpose = 'primary' order by i.received_at, r.id`,
    [employeeId],
  )
}
