// What has arrived on the trail, in a way that loses nothing (AUDIT.md decision 3). Arrival numbers are handed out before their transactions commit, so a row may become
// visible after a higher one: “arrival > last” alone loses rows. A number is settled when every transaction that could hold a lower one has ended; up to there, and only
// up to there, a reader may forget. Rows beyond it are read again and told apart by their number.
//
// Today nothing leaves audit.pending. Whatever takes rows out of it must leave a place where the last minutes can still be read by arrival.

import type { Database, Row } from '../database.ts'

export type Arrival = { arrival: bigint; kind: string; subject: string }

/** One look: the rows after a number, the highest number seen, and the snapshot it was seen in. */
export type Look = { arrivals: Arrival[]; newest: bigint; xmin: bigint; xmax: bigint }

/** All of one statement, so of one snapshot. At most `limit` rows, lowest first; `newest` is then the last of them. */
export async function lookAfter(db: Database, after: bigint, limit: number): Promise<Look> {
  const [row] = await db.read<Row & { xmin: string; xmax: string; newest: string; arrivals: [string, string, string][] | null }>(
    `with later as (
       select p.arrival, e.kind, e.subject from audit.pending p join audit.entries e on e.id = p.id where p.arrival > $1 order by p.arrival limit $2
     )
     select pg_snapshot_xmin(pg_current_snapshot())::text as xmin, pg_snapshot_xmax(pg_current_snapshot())::text as xmax,
       (select coalesce(max(arrival), 0) from audit.pending)::text as newest,
       (select json_agg(json_build_array(arrival::text, kind, subject) order by arrival) from later) as arrivals`,
    [after.toString(), limit],
  )
  const arrivals = (row?.arrivals ?? []).map(([arrival, kind, subject]) => ({ arrival: BigInt(arrival), kind, subject }))
  const last = arrivals.at(-1)?.arrival
  const newest = arrivals.length === limit && last !== undefined ? last : BigInt(row?.newest ?? 0)
  return { arrivals, newest, xmin: BigInt(row?.xmin ?? 0), xmax: BigInt(row?.xmax ?? 0) }
}

/** Beyond every number: a look that only asks where the trail stands. */
export const beyond = 2n ** 62n

/**
 * How far a reader has got without losing anything. A number that was visible in a snapshot was handed out, as every lower one was, to a transaction below that
 * snapshot's `xmax`; when no transaction below it runs any more (`xmin`), all lower numbers that will ever be visible are.
 */
export class Horizon {
  /** Everything up to here is known; null until the first number has settled. */
  settled: bigint | null = null
  #candidate: { newest: bigint; xmax: bigint } | null = null

  /** Takes a look that began at `settled`. A look that was cut short settles nothing beyond its last row: late rows may have pushed others out of it. */
  take({ newest, xmin, xmax }: Look): void {
    if (this.#candidate !== null && xmin >= this.#candidate.xmax) {
      const reached = newest < this.#candidate.newest ? newest : this.#candidate.newest
      this.settled = this.settled !== null && this.settled > reached ? this.settled : reached
      this.#candidate = null
    }
    this.#candidate ??= { newest, xmax }
  }
}
