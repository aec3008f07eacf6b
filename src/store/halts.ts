// Stops in force. Read inside the transaction that claims an effect, so that a halt wins every race it can win.

import type { HaltId } from '../domain/ids.ts'
import type { Row, Tx } from './database.ts'

export type Halt = { id: HaltId; scope: 'all' | 'employee' | 'tool'; target: string; reason: string; orderedAt: Date }

/** The reason of a halt that covers this employee (and, if named, this operation), or null. */
export async function haltInForce(tx: Tx, employeeId: string, tool: string | null): Promise<string | null> {
  const [row] = await tx.query<Row & { reason: string }>(
    `select reason from tenure.halts where lifted_at is null
     and (scope = 'all' or (scope = 'employee' and target = $1) or (scope = 'tool' and $2::text is not null and (target = $2 or target = split_part($2, '.', 1)))) limit 1`,
    [employeeId, tool],
  )
  return row?.reason ?? null
}

export async function insertHalt(tx: Tx, halt: Omit<Halt, 'orderedAt'> & { by: string; at: Date }): Promise<void> {
  await tx.query('insert into tenure.halts (id, scope, target, reason, ordered_by, ordered_at) values ($1, $2, $3, $4, $5, $6)', [
    halt.id,
    halt.scope,
    halt.target,
    halt.reason,
    halt.by,
    halt.at,
  ])
}

/** Lifts a halt; false when there is none in force with this id. */
export async function liftHaltRow(tx: Tx, id: string, by: string, at: Date): Promise<boolean> {
  const rows = await tx.query(
    'update tenure.halts set lifted_by = $2, lifted_at = $3 where id = $1 and lifted_at is null returning 1',
    [id, by, at],
  )
  return rows.length > 0
}
