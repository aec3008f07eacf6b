// The work behind a month: what the employee did by itself, and what people spent on looking at it.

import { blindEmployee } from '../../domain/interaction/blind.ts'
import type { Handled, Reviewed } from '../../domain/metrics/worth.ts'
import type { Database, Row } from '../database.ts'
import type { Span } from './month.ts'

type Reader = Pick<Database, 'read'>
type Of = { employeeId: string; workflow: string }

/** Handled with real effects, by query type; `autonomous`: those nobody looked at one by one. */
export async function monthHandled(db: Reader, { from, to }: Span): Promise<(Of & Handled & { autonomous: number })[]> {
  return db.read<Row & Of & Handled & { autonomous: number }>(
    `select employee_id as "employeeId", workflow, query_type as "queryType", count(*)::int as handled, (count(*) filter (where phase = 'autonomous'))::int as autonomous
     from tenure.interactions where received_at >= $1::timestamptz and received_at < $2::timestamptz and outcome = 'handled' and phase in ('supervised', 'autonomous') and employee_id <> $3
     group by 1, 2, 3`,
    [`${from}T00:00:00Z`, `${to}T00:00:00Z`, blindEmployee],
  )
}

/** Every verdict of a person in the month, second looks and blind items too: all of it is time. */
export async function monthReviewed(db: Reader, { from, to }: Span): Promise<(Of & Reviewed)[]> {
  return db.read<Row & Of & Reviewed>(
    `select coalesce(p.employee_id, w.employee_id) as "employeeId", w.workflow, count(*)::int as verdicts, count(v.active_ms)::int as timed, coalesce(sum(v.active_ms), 0)::float8 as "activeMs"
     from tenure.verdicts v join tenure.reviews w on w.id = v.review_id left join tenure.blind_placements p on p.review_id = w.id
     where v.given_at >= $1::timestamptz and v.given_at < $2::timestamptz and v.source = 'person' group by 1, 2`,
    [`${from}T00:00:00Z`, `${to}T00:00:00Z`],
  )
}
