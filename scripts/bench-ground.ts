// What benches stand on: a fresh database of their own for each measurement, and quantiles.

import pg from 'pg'
import type { ensurePostgres } from '../src/main/embedded-postgres.ts'
import { migrate } from '../src/store/migrate.ts'

export type Postgres = Awaited<ReturnType<typeof ensurePostgres>>

let databases = 0

/** An empty database; its address. */
export async function freshDatabase(postgres: Postgres, name: string): Promise<string> {
  const admin = new pg.Client({ connectionString: postgres.adminUrl })
  await admin.connect()
  const database = `bench_${name}_${++databases}`
  await admin.query(`create database ${database}`)
  await admin.end()
  return postgres.url(database)
}

/** A migrated one. */
export async function freshUrl(postgres: Postgres, name: string): Promise<string> {
  const url = await freshDatabase(postgres, name)
  await migrate(url)
  return url
}

/** Of times in any unit, in that unit; not a number when there are none. */
export function quantiles(times: readonly number[]): { p50: number; p99: number } {
  const sorted = times.toSorted((a, b) => a - b)
  const at = (q: number) => sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN
  return { p50: at(0.5), p99: at(0.99) }
}
