// The months a rollout drew in, from the records of the trail; and a month's sample as the file `tenure audit verify --sampling` reads.

type Said = { id: string; at: string; says: Record<string, unknown> }
type Point = { id: string; at: string }

/** `key`: the digest that was committed to. */
export type Drawn = { month: string; key: string; committed: Point; disclosed: Point | null }

/** Newest month first. A record that does not say its month and digest tells of none. */
export function monthsDrawn(committed: readonly Said[], disclosed: readonly Said[]): Drawn[] {
  return committed
    .flatMap(({ id, at, says: { month, key } }) => {
      if (typeof month !== 'string' || typeof key !== 'string') return []
      const given = disclosed.find(({ says }) => says.month === month)
      return [{ month, key, committed: { id, at }, disclosed: given === undefined ? null : { id: given.id, at: given.at } }]
    })
    .toSorted((a, b) => (a.month < b.month ? 1 : -1))
}

/** The first instant after a month. */
export function endOf(month: string): Date {
  const [year = 0, number = 1] = month.split('-').map(Number)
  return new Date(Date.UTC(year, number, 1))
}

type Sample = { month: string; keys: readonly unknown[]; records: readonly unknown[] }

/** JSON Lines: the first with the month and its keys, then one record each. */
export function sampleText({ month, keys, records }: Sample): string {
  return `${[{ format: 'tenure-sample/1', month, keys }, ...records].map((line) => JSON.stringify(line)).join('\n')}\n`
}
