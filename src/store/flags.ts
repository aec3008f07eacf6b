// Slices shown to be wrong more often than the target allows. A flag stays until a person closes it.

import { invariant } from '../domain/fault.ts'
import type { SliceCounts } from '../domain/gates/slices.ts'
import type { EmployeeId, FlagId } from '../domain/ids.ts'
import type { Database, Row, Tx } from './database.ts'

type Asked = Pick<Database, 'read'> | Pick<Tx, 'query'>

function ask<R extends Row>(db: Asked, sql: string, values: unknown[]): Promise<R[]> {
  return 'read' in db ? db.read<R>(sql, values) : db.query<R>(sql, values)
}

export type Flag = {
  id: FlagId
  rolloutId: string
  slice: string
  state: 'open' | 'closed'
  logE: number
  threshold: number
  cases: number
  wrong: number
  openedAt: Date
  edgeCaseId: string | null
  closedBy: string | null
  closedAt: Date | null
}

const columns = `id, rollout_id as "rolloutId", slice, state, log_e as "logE", threshold, cases, wrong, opened_at as "openedAt", edge_case_id as "edgeCaseId", closed_by as "closedBy", closed_at as "closedAt"`

/** Names of the slices with an open flag. */
export async function openFlagsOf(db: Asked, rolloutId: string): Promise<string[]> {
  const rows = await ask<Row & { slice: string }>(
    db,
    "select slice from tenure.flags where rollout_id = $1 and state = 'open' order by slice",
    [rolloutId],
  )
  return rows.map((row) => row.slice)
}

export async function flagsOf(db: Asked, rolloutId: string): Promise<Flag[]> {
  return ask<Row & Flag>(
    db,
    `select ${columns} from tenure.flags where rollout_id = $1 order by state desc, opened_at desc, id`,
    [rolloutId],
  )
}

/** What had been seen in these slices when a person last closed a flag on them: only what came after speaks for another one. */
export async function baselinesOf(db: Asked, rolloutId: string, slices: readonly string[]): Promise<Map<string, SliceCounts>> {
  const rows = await ask<Row & { slice: string; baseline: SliceCounts }>(
    db,
    "select distinct on (slice) slice, baseline from tenure.flags where rollout_id = $1 and state = 'closed' and slice = any($2) order by slice, closed_at desc",
    [rolloutId, slices],
  )
  return new Map(rows.map((row) => [row.slice, row.baseline]))
}

export async function insertFlag(tx: Tx, f: Omit<Flag, 'state' | 'closedBy' | 'closedAt'>): Promise<boolean> {
  const rows = await tx.query(
    `insert into tenure.flags (id, rollout_id, slice, state, log_e, threshold, cases, wrong, opened_at, edge_case_id) values ($1, $2, $3, 'open', $4, $5, $6, $7, $8, $9)
     on conflict (rollout_id, slice) where state = 'open' do nothing returning 1`,
    [f.id, f.rolloutId, f.slice, f.logE, f.threshold, f.cases, f.wrong, f.openedAt, f.edgeCaseId],
  )
  return rows.length > 0
}

export async function nameEdgeCase(tx: Tx, flagId: FlagId, edgeCaseId: string): Promise<void> {
  tx.write('update tenure.flags set edge_case_id = $2 where id = $1', [flagId, edgeCaseId])
}

export async function lockFlag(tx: Tx, id: string): Promise<Flag | null> {
  const [row] = await tx.query<Row & Flag>(`select ${columns} from tenure.flags where id = $1 for update`, [id])
  return row ?? null
}

export async function closeFlagRow(
  tx: Tx,
  id: FlagId,
  it: { by: string; at: Date; reasonId: string; baseline: SliceCounts },
): Promise<void> {
  tx.write(
    "update tenure.flags set state = 'closed', closed_by = $2, closed_at = $3, reason_id = $4, baseline = $5 where id = $1",
    [id, it.by, it.at, it.reasonId, JSON.stringify(it.baseline)],
  )
}

/** Whose rollout it is. */
export async function scopeOf(tx: Tx, rolloutId: string): Promise<{ employeeId: EmployeeId; workflow: string }> {
  const [row] = await tx.query<Row & { employeeId: EmployeeId; workflow: string }>(
    'select employee_id as "employeeId", workflow from tenure.rollouts where id = $1',
    [rolloutId],
  )
  invariant(row !== undefined, 'evidence counts for a rollout that exists')
  return row
}
