// Halts, in force or lifted, newest first.

import type { Database, Row } from '../database.ts'

export type HaltRow = {
  id: string
  scope: 'all' | 'employee' | 'tool'
  target: string
  reason: string
  orderedBy: string
  orderedAt: Date
  liftedBy: string | null
  liftedAt: Date | null
}

export async function listHalts(
  db: Database,
  filter: { inForce: boolean | null; before: string | null },
  limit: number,
): Promise<HaltRow[]> {
  return db.read<Row & HaltRow>(
    `select id, scope, target, reason, ordered_by as "orderedBy", ordered_at as "orderedAt", lifted_by as "liftedBy", lifted_at as "liftedAt" from tenure.halts
     where ($1::boolean is null or (lifted_at is null) = $1) and ($2::text is null or id < $2) order by id desc limit $3`,
    [filter.inForce, filter.before, limit],
  )
}
