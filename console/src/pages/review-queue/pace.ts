// How long an item takes, with idle time cut off; the day's numbers stay in this browser so that a reload does not forget them. Shown to the reviewer only.

// Somebody who fetched a coffee did not read for ten minutes: between two signs of life at most this counts.
const idleCapMs = 120_000
/** Five in a row below two seconds is faster than the items can be read. */
const rushedSeconds = 2
const rushedStreak = 5
// A long day of short items; the median of more would not move.
const keptAtMost = 2_000

type Clock = () => number
export type PaceStore = { read(): number[]; write(seconds: readonly number[]): void }

export class Pace {
  readonly #now: Clock
  readonly #store: PaceStore
  #since = 0
  #spentMs = 0
  #seconds: readonly number[]

  constructor(store: PaceStore, now: Clock) {
    this.#store = store
    this.#now = now
    this.#seconds = store.read()
  }

  /** Another item is shown: its time starts. An item that was only fetched ahead has none. */
  shown(): void {
    this.#since = this.#now()
    this.#spentMs = 0
  }

  /** A key, a scroll, a movement. */
  alive(): void {
    const now = this.#now()
    this.#spentMs += Math.min(idleCapMs, now - this.#since)
    this.#since = now
  }

  /** Seconds on the item so far. */
  spent(): number {
    return (this.#spentMs + Math.min(idleCapMs, this.#now() - this.#since)) / 1000
  }

  /** Answers the seconds that were spent. */
  judged(): number {
    const spent = this.spent()
    this.#seconds = [...this.#seconds, spent].slice(-keptAtMost)
    this.#store.write(this.#seconds)
    return spent
  }

  takenBack(): void {
    this.#seconds = this.#seconds.slice(0, -1)
    this.#store.write(this.#seconds)
  }

  get seconds(): readonly number[] {
    return this.#seconds
  }
}

/** Today's numbers of this person in this browser; yesterday's are forgotten. */
export function paceStore(personId: string, today: string, storage: Storage = localStorage): PaceStore {
  const name = `tenure.pace.${personId}`
  return {
    read() {
      const text = storage.getItem(name)
      const kept = text === null ? null : (JSON.parse(text) as { day: string; seconds: number[] })
      return kept?.day === today ? kept.seconds : []
    },
    write: (seconds) =>
      storage.setItem(name, JSON.stringify({ day: today, seconds: seconds.map((each) => Math.round(each * 10) / 10) })),
  }
}

export function median(numbers: readonly number[]): number | null {
  if (numbers.length === 0) return null
  const sorted = numbers.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

/** The reviewer may know better; so it is said, and nothing is prevented. */
export function isRushed(seconds: readonly number[]): boolean {
  return seconds.length >= rushedStreak && seconds.slice(-rushedStreak).every((each) => each < rushedSeconds)
}
