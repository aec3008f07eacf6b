// Sums over days that are over, kept in memory while nothing in them has moved. A gate over a million cases is then read again from the last days alone. Nothing is trusted
// that could have been missed: whoever kept a sum asks whether a row of it was changed by a transaction its snapshot did not see.

import type { Database, Row } from './database.ts'

type Reader = Pick<Database, 'read'>
type Kept = { xmin: string; sums: unknown }

const memory = new WeakMap<Reader, Map<string, Kept>>()

// A rollout keeps two sums of some hundred rows each; fifty rollouts looked at by one process are some megabytes.
const mostKept = 100

/** Sums of `read`, under `key`; read again when `moved` says that a transaction not before `xmin` has changed a row of it. */
export async function keptSums<T>(
  db: Reader,
  key: string,
  it: { moved: (xmin: string) => Promise<boolean>; read: () => Promise<T> },
): Promise<T> {
  const kept = memory.get(db) ?? new Map<string, Kept>()
  memory.set(db, kept)
  const known = kept.get(key)
  if (known !== undefined && !(await it.moved(known.xmin))) return known.sums as T
  // The horizon is taken before the rows are read: what commits between the two is in the sums and only makes the next reader look once more.
  const [row] = await db.read<Row & { xmin: string }>('select pg_snapshot_xmin(pg_current_snapshot())::text as xmin')
  const sums = await it.read()
  if (kept.size >= mostKept) kept.clear()
  kept.set(key, { xmin: row!.xmin, sums })
  return sums
}

// Verdicts are due within three days and most traffic settles within a week: what is older hardly ever moves.
const settledAfterMs = 8 * 86_400_000

/** The first day that may still move often, YYYY-MM-DD in UTC. */
export function firstRecentDay(at: Date): string {
  return new Date(at.getTime() - settledAfterMs).toISOString().slice(0, 10)
}
