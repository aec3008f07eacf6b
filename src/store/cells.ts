// Epochs of cells: since when evidence counts. What was judged before stays in the database with its epoch; it only no longer counts (GATES.md D12).

import type { EmployeeId } from '../domain/ids.ts'
import type { Row, Tx } from './database.ts'
import type { Cell } from './rollouts.ts'

type Ageing = {
  employeeId: EmployeeId | string
  /** Null: every workflow of the employee. */
  workflow: string | null
  cells: 'all' | readonly Cell[]
  at: Date
  /** A word of the ageing rule, or what else began it. */
  why: string
}

/** Begins a new epoch in these cells: evidence of theirs starts at nothing. Cells nobody owns have none. Answers which cells it were. */
export async function startEpoch(tx: Tx, { employeeId, workflow, cells, at, why }: Ageing): Promise<Cell[]> {
  const named = cells === 'all' ? null : cells
  return tx.query<Row & Cell>(
    `with begun as (
       insert into tenure.epochs (employee_id, workflow, query_type, channel, dossier_id, since, why)
       select c.employee_id, c.workflow, c.query_type, c.channel, r.dossier_id, $5, $6 from tenure.cells c join tenure.rollouts r on r.id = c.rollout_id
       where c.employee_id = $1 and ($2::text is null or c.workflow = $2) and ($3::text[] is null or (c.query_type, c.channel) in (select * from unnest($3::text[], $4::text[])))
       returning id, employee_id, workflow, query_type, channel)
     update tenure.cells c set epoch = b.id, evidence_since = $5 from begun b
     where (c.employee_id, c.workflow, c.query_type, c.channel) = (b.employee_id, b.workflow, b.query_type, b.channel)
     returning c.query_type as "queryType", c.channel`,
    [employeeId, workflow, named?.map((cell) => cell.queryType) ?? null, named?.map((cell) => cell.channel) ?? null, at, why],
  )
}

/**
 * What came in since `since` and was found to be the first work of the new epoch belongs to it: the model that answers now answered it. Moves what was counted of its
 * traffic along.
 */
export async function takeIntoEpoch(tx: Tx, employeeId: string, since: Date): Promise<void> {
  tx.write(
    `with moved as (
       update tenure.interactions i set epoch = c.epoch from tenure.cells c, tenure.interactions was
       where was.id = i.id and i.employee_id = $1 and i.received_at >= $2 and i.epoch is not null and i.epoch <> c.epoch
         and (c.employee_id, c.workflow, c.query_type, c.channel) = (i.employee_id, i.workflow, i.query_type, i.channel)
       returning i.employee_id, i.workflow, i.query_type, i.channel, was.epoch as from_epoch, i.epoch as to_epoch, (i.received_at at time zone 'UTC')::date as day)
     insert into tenure.traffic_deltas (employee_id, workflow, query_type, channel, epoch, day, arrived)
     select employee_id, workflow, query_type, channel, from_epoch, day, -1 from moved union all
     select employee_id, workflow, query_type, channel, to_epoch, day, 1 from moved`,
    [employeeId, since],
  )
}
