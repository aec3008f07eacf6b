// Whether the database answers and is as new as this program.

import { Fault } from '../../domain/fault.ts'
import type { Database, Row } from '../database.ts'
import { migrationState } from '../migrate.ts'

export type DatabaseHealth = { reachable: false } | { reachable: true; applied: number; pending: number }

/** Asks the database; one that cannot be reached is an answer here, not an error. */
export async function databaseHealth(db: Database): Promise<DatabaseHealth> {
  try {
    let applied = 0
    const { pending } = await migrationState(async (text) => {
      const rows = await db.read<Row & { name: string }>(text)
      applied = rows.length
      return { rows }
    })
    return { reachable: true, applied, pending: pending.length }
  } catch (error) {
    if (error instanceof Fault) return { reachable: false }
    throw error
  }
}
