// Registered plans: the numbers agreed before the first counted verdict. A plan never changes; a change is a new one, and what the old one had shown stays with it.

import type { Plan } from '../domain/gates/plan.ts'
import type { PlanId } from '../domain/ids.ts'
import type { Database, Row, Tx } from './database.ts'

export type StoredPlan = { id: PlanId; rolloutId: string; dossierId: string; hash: string; plan: Plan; registeredAt: Date }

const read = new WeakMap<Database, Map<string, Plan>>()

const columns = 'id, rollout_id as "rolloutId", dossier_id as "dossierId", hash, registered_at as "registeredAt"'

/** The plan in force for a rollout; null: none was registered. Bodies are kept in memory, by id: a plan does not change. */
export async function planOf(db: Database, rolloutId: string): Promise<StoredPlan | null> {
  const [row] = await db.read<Row & Omit<StoredPlan, 'plan'>>(
    `select ${columns} from tenure.plans where rollout_id = $1 and replaced_at is null`,
    [rolloutId],
  )
  if (!row) return null
  const kept = read.get(db) ?? new Map<string, Plan>()
  read.set(db, kept)
  const known = kept.get(row.id)
  if (known) return { ...row, plan: known }
  const [found] = await db.read<Row & { body: Plan }>('select body from tenure.plans where id = $1', [row.id])
  kept.set(row.id, found!.body)
  return { ...row, plan: found!.body }
}

/** The same inside a transaction, without the memory: for steps that write by it. */
export async function planInForce(tx: Tx, rolloutId: string): Promise<Plan | null> {
  const [row] = await tx.query<Row & { body: Plan }>(
    'select body from tenure.plans where rollout_id = $1 and replaced_at is null',
    [rolloutId],
  )
  return row?.body ?? null
}

export async function insertPlan(
  tx: Tx,
  p: { id: PlanId; rolloutId: string; dossierId: string; hash: string; plan: Plan; by: string; at: Date },
): Promise<void> {
  tx.write(
    'insert into tenure.plans (id, rollout_id, dossier_id, hash, body, registered_by, registered_at) values ($1, $2, $3, $4, $5, $6, $7)',
    [p.id, p.rolloutId, p.dossierId, p.hash, JSON.stringify(p.plan), p.by, p.at],
  )
}

/** Ends the plan in force and keeps what it showed; null: none was in force. */
export async function replacePlan(
  tx: Tx,
  rolloutId: string,
  reading: unknown,
  at: Date,
): Promise<{ id: PlanId; hash: string } | null> {
  const [row] = await tx.query<Row & { id: PlanId; hash: string }>(
    'update tenure.plans set replaced_at = $2, last_reading = $3 where rollout_id = $1 and replaced_at is null returning id, hash',
    [rolloutId, at, JSON.stringify(reading)],
  )
  return row ?? null
}
