// Epochs of cells: since when evidence counts. What was judged before stays in the database; it only no longer counts (GATES.md D12).

import type { EmployeeId } from '../domain/ids.ts'
import type { Row, Tx } from './database.ts'
import type { Cell } from './rollouts.ts'

type Begin = {
  employeeId: EmployeeId
  /** Null: every workflow of the employee. */
  workflow: string | null
  cells: 'all' | readonly Cell[]
  at: Date
  /** A word of the ageing rule, or what else began it. */
  why: string
}

/**
 * Begins a new epoch in these cells: evidence of theirs starts at nothing. Cells nobody owns have none. Answers which cells it were. Evidence is kept by rollout, so a rollout
 * with one such cell starts over whole: more ages than must, never less.
 */
export async function startEpoch(tx: Tx, { employeeId, workflow, cells, at }: Begin): Promise<Cell[]> {
  const named = cells === 'all' ? null : cells
  return tx.query<Row & Cell>(
    `with begun as (
       select c.rollout_id, c.query_type, c.channel from tenure.cells c
       where c.employee_id = $1 and ($2::text is null or c.workflow = $2) and ($3::text[] is null or (c.query_type, c.channel) in (select * from unnest($3::text[], $4::text[])))),
     over as (update tenure.rollouts r set evidence_since = $5 where r.id in (select rollout_id from begun))
     select query_type as "queryType", channel from begun order by 1, 2`,
    [employeeId, workflow, named?.map((cell) => cell.queryType) ?? null, named?.map((cell) => cell.channel) ?? null, at],
  )
}
