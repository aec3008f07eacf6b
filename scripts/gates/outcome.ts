// What a benchmark answers: claims that must hold, numbers beside those of the method, tables and lines for people. How much chance a simulated number may
// have is part of the number.

/** `error` is the Monte Carlo standard error; 0 where the number is exact. */
export type Claim = { says: string; value: number; bound: number; side: 'most' | 'least'; error: number; holds: boolean }

export type Compared = { what: string; ours: number; error: number; method: number; allowed: number; same: boolean }

export type Cell = string | number
/** `kinds`, one letter per column: p, a chance to be shown in per cent; anything else as it is. */
export type Table = { title: string; head: readonly string[]; kinds?: string; rows: readonly (readonly Cell[])[] }

/** Points of one line in one plot; `gap` breaks it. */
export type Line = { plot: string; name: string; points: readonly (readonly [number, number])[] }

export type Outcome = {
  id: string
  title: string
  /** How the numbers were made: exactly, or by how many runs from which seed. */
  made: { how: 'exact' } | { how: 'simulated'; runs: number; seed: number }
  claims: readonly Claim[]
  compared: readonly Compared[]
  tables: readonly Table[]
  lines: readonly Line[]
}

export type Length = 'short' | 'long'

/** A proportion found in `runs` runs. */
export type Share = { value: number; error: number }

export function share(count: number, runs: number): Share {
  const value = count / runs
  return { value, error: Math.sqrt(Math.max(value * (1 - value), 1 / runs) / runs) }
}

export function mean(values: readonly number[]): Share {
  const n = values.length
  const value = values.reduce((sum, x) => sum + x, 0) / n
  const squares = values.reduce((sum, x) => sum + (x - value) ** 2, 0)
  return { value, error: n > 1 ? Math.sqrt(squares / (n - 1) / n) : Number.POSITIVE_INFINITY }
}

/** The middle value, with the standard error of a median: half the distance of the order statistics one standard error of the rank to both sides. */
export function median(values: readonly number[]): Share {
  const sorted = [...values].sort((a, b) => a - b)
  const n = sorted.length
  const at = (rank: number) => sorted[Math.min(n - 1, Math.max(0, Math.round(rank)))]!
  const spread = Math.sqrt(n) / 2
  return { value: at((n - 1) / 2), error: (at((n - 1) / 2 + spread) - at((n - 1) / 2 - spread)) / 2 }
}

// Four standard errors: a true claim at its bound fails one simulation in 30,000, and the seeds are fixed.
const errorsAllowed = 4

/** A simulated probability that must be at most the bound: refuted only beyond what chance explains at the bound itself. */
export function atMost(says: string, { value, error }: Share, bound: number, runs = 0): Claim {
  const chance = runs > 0 ? errorsAllowed * Math.sqrt((bound * (1 - bound)) / runs) : error > 0 ? errorsAllowed * error : 0
  return { says, value, bound, side: 'most', error, holds: value <= bound + chance }
}

export function atLeast(says: string, { value, error }: Share, bound: number, runs = 0): Claim {
  const chance = runs > 0 ? errorsAllowed * Math.sqrt((bound * (1 - bound)) / runs) : error > 0 ? errorsAllowed * error : 0
  return { says, value, bound, side: 'least', error, holds: value >= bound - chance }
}

/** Beside the number of the method, `allowed` apart (an absolute distance), plus what chance explains on our side. */
export function beside(what: string, { value, error }: Share, method: number, allowed: number): Compared {
  const same = Math.abs(value - method) <= allowed + errorsAllowed * error
  return { what, ours: value, error, method, allowed, same }
}

export function exact(value: number): Share {
  return { value, error: 0 }
}
