// Stops in force. Read inside the transaction that rules on an effect and again in the one that claims it, so that a halt wins every race it can win. A row
// that cannot be read is an error, and the effect does not happen.

import { invariant } from '../domain/fault.ts'
import type { DrillId, HaltId } from '../domain/ids.ts'
import type { Database, Row, Tx } from './database.ts'

type HaltScope = 'all' | 'employee' | 'rollout' | 'tool'

export type Halt = {
  id: HaltId
  scope: HaltScope
  target: string
  reason: string
  orderedBy: string
  orderedAt: Date
  drill: boolean
  liftProposedBy: string | null
  liftProposedAt: Date | null
  liftedAt: Date | null
}

const columns = `id, scope, target, reason, ordered_by as "orderedBy", ordered_at as "orderedAt", drill, lift_proposed_by as "liftProposedBy",
  lift_proposed_at as "liftProposedAt", lifted_at as "liftedAt"`

/** The halt that covers this employee, rollout and (if named, as `system.operation`) tool, or null. */
export async function haltInForce(
  tx: Tx,
  on: { employeeId: string; rolloutId: string | null; tool: string | null },
): Promise<{ reason: string; orderedAt: Date } | null> {
  const [row] = await tx.query<Row & { reason: string; orderedAt: Date }>(
    `select reason, ordered_at as "orderedAt" from tenure.halts where lifted_at is null
     and (scope = 'all' or (scope = 'employee' and target = $1) or (scope = 'rollout' and target = $2)
       or (scope = 'tool' and $3::text is not null and target in ($3, split_part($3, '.', 1)))) limit 1`,
    [on.employeeId, on.rolloutId, on.tool],
  )
  return row ?? null
}

export type EmployeeHalt = { scope: 'all' | 'employee'; target: string; reason: string }

/** Every halt in force of everything or of one employee: for what is not an effect and still has to stop, as a call of a model that is under way. */
export async function employeeHalts(db: Pick<Database, 'read'>): Promise<EmployeeHalt[]> {
  return db.read<Row & EmployeeHalt>(
    "select scope, target, reason from tenure.halts where lifted_at is null and scope in ('all', 'employee')",
  )
}

export async function insertHalt(
  tx: Tx,
  halt: Pick<Halt, 'id' | 'scope' | 'target' | 'reason' | 'drill'> & { by: string; at: Date },
): Promise<void> {
  await tx.query(
    `insert into tenure.halts (id, scope, target, reason, ordered_by, ordered_at, recorded_at, drill) values ($1, $2, $3, $4, $5, $6, $6, $7)`,
    [halt.id, halt.scope, halt.target, halt.reason, halt.by, halt.at, halt.drill],
  )
}

/** The halt, locked, whether in force or lifted; null when there is none. */
export async function lockHalt(tx: Tx, id: string): Promise<Halt | null> {
  const [row] = await tx.query<Row & Halt>(`select ${columns} from tenure.halts where id = $1 for update`, [id])
  return row ?? null
}

/** Writes down who wants it lifted; the database lets somebody else lift it from the next statement on. */
export async function proposeLift(tx: Tx, id: string, by: string, at: Date): Promise<void> {
  await tx.query('update tenure.halts set lift_proposed_by = $2, lift_proposed_at = $3 where id = $1', [id, by, at])
}

/** `alone`: there is nobody else who could; whoever proposed it does not count as a second person then. The database checks both. */
export async function liftHaltRow(tx: Tx, id: string, by: string, { at, alone }: { at: Date; alone: boolean }): Promise<void> {
  const rows = await tx.query(
    `update tenure.halts set lifted_by = $2, lifted_at = $3, lift_proposed_by = case when $4 then null else lift_proposed_by end,
       lift_proposed_at = case when $4 then null else lift_proposed_at end where id = $1 returning 1`,
    [id, by, at, alone],
  )
  invariant(rows.length === 1, 'a halt that is lifted is one that can be seen')
}

/** How many people could lift a halt today. The same rule as in the database (migrations/0009_stops.sql) and the same roles as `halt.lift`. */
export async function peopleWhoMayLift(tx: Tx): Promise<number> {
  const [row] = await tx.query<Row & { n: number }>(
    "select count(*)::int as n from tenure.people where role in ('ops_lead', 'admin') and not disabled",
  )
  return row!.n
}

/** Halts that somebody ordered in the database itself and that the trail does not know yet; locked, each to one process. */
export async function lockFlags(tx: Tx): Promise<Halt[]> {
  return tx.query<Row & Halt>(
    `select ${columns} from tenure.halts where recorded_at is null order by ordered_at for update skip locked`,
  )
}

export async function flagIsRecorded(tx: Tx, id: string, at: Date): Promise<void> {
  await tx.query('update tenure.halts set recorded_at = $2 where id = $1', [id, at])
}

/** Whether there is anything for `lockFlags`: a look that costs no transaction. */
export async function flagsWait(db: Database): Promise<boolean> {
  return (await db.read('select 1 from tenure.halts where recorded_at is null limit 1')).length > 0
}

/** Starts of effects that the trail has recorded since `from`, and effects under way, of those a halt of this scope covers. */
export async function startsIn(
  store: Tx | Database,
  { scope, target }: Pick<Halt, 'scope' | 'target'>,
  from: Date,
): Promise<{ starts: number; inFlight: number }> {
  const covered = `($1 = 'all' or ($1 = 'employee' and i.employee_id = $2) or ($1 = 'rollout' and i.rollout_id = $2)
       or ($1 = 'tool' and (e.system = $2 or e.system || '.' || e.operation = $2)))`
  const text = `select
       (select count(*)::int from audit.entries a join tenure.effects e on e.id = a.body::jsonb #>> '{says,effect}' join tenure.interactions i on i.id = e.interaction_id
        where a.kind = 'effect.attempted' and a.at >= $3 and ${covered}) as starts,
       (select count(*)::int from tenure.effects e join tenure.interactions i on i.id = e.interaction_id where e.state = 'attempting' and ${covered}) as "inFlight"`
  type Counted = Row & { starts: number; inFlight: number }
  const values = [scope, target, from]
  const [row] = 'read' in store ? await store.read<Counted>(text, values) : await store.query<Counted>(text, values)
  return row!
}

export type DrillRecord = Pick<Halt, 'scope' | 'target' | 'reason' | 'orderedBy' | 'orderedAt'> & {
  id: DrillId
  haltId: HaltId
  endedAt: Date
  watchedMs: number
  stoppedWithinMs: number
  effectsAfter: number
  inFlight: number
}

export async function insertDrill(tx: Tx, d: DrillRecord): Promise<void> {
  await tx.query(
    `insert into tenure.halt_drills (id, halt_id, scope, target, reason, ordered_by, ordered_at, ended_at, watched_ms, stopped_within_ms, effects_after, in_flight)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      d.id,
      d.haltId,
      d.scope,
      d.target,
      d.reason,
      d.orderedBy,
      d.orderedAt,
      d.endedAt,
      d.watchedMs,
      d.stoppedWithinMs,
      d.effectsAfter,
      d.inFlight,
    ],
  )
}
