// Verdicts and escalations, counted. Escalations are judged apart and never pooled into accuracy: an agent that hands over well is not thereby one that
// handles well (GATES.md D4: pooled, an agent that is right 85 % of the time was promoted every time).

import { type Fraction, type Level, lower } from './confidence.ts'

/** One judged proposal. `correct` and `shouldEscalate` are null where the judge did not say. */
export type Judged = {
  interactionId: string
  queryType: string
  channel: string
  /** The day the verdict stands on, YYYY-MM-DD in UTC. */
  day: string
  escalated: boolean
  correct: boolean | null
  shouldEscalate: boolean | null
  weight: number
  /** Cases that are one case (duplicates, a burst of the same message) share this and count once. */
  cluster: string | null
}

export type Counts = { n: number; correct: number }

export type EscalationCounts = { n: number; escalated: number; needed: number; missed: number; unneeded: number }

/** Everything judged, whoever handled it: what a backtest prints as accuracy. */
export function judgedCounts(items: readonly Judged[]): Counts {
  const said = items.filter((item) => item.correct !== null)
  return { n: said.length, correct: said.filter((item) => item.correct).length }
}

/** Needed = should have gone to a person, whether it did or not; missed and unneeded are the two ways of being wrong about it. */
export function escalationCounts(items: readonly Judged[]): EscalationCounts {
  return {
    n: items.length,
    escalated: items.filter((item) => item.escalated).length,
    needed: items.filter((item) => item.shouldEscalate === true).length,
    missed: items.filter((item) => !item.escalated && item.shouldEscalate === true).length,
    unneeded: items.filter((item) => item.escalated && item.shouldEscalate === false).length,
  }
}

export type Handled = { levels: Level[]; fractions: Fraction[]; n: number; correct: number }

/** What the gate's accuracy rests on: handled outputs only, one unit per independent case, by weight. */
export function handled(items: readonly Judged[]): Handled {
  const levels = new Map<number, Level>()
  const fractions: Fraction[] = []
  const units = unitsOf(items)
  for (const { weight, share } of units) {
    if (share !== 0 && share !== 1) {
      fractions.push({ weight, share })
      continue
    }
    const level = levels.get(weight) ?? { weight, correct: 0, wrong: 0 }
    levels.set(weight, share === 1 ? { ...level, correct: level.correct + 1 } : { ...level, wrong: level.wrong + 1 })
  }
  return { levels: [...levels.values()], fractions, n: units.length, correct: units.reduce((sum, unit) => sum + unit.share, 0) }
}

type Unit = Fraction & { day: string; id: string }

/** Independent cases in the order of the evaluation rule: day, then interaction. A cluster stands where its first member stands. */
function unitsOf(items: readonly Judged[]): Unit[] {
  const groups = new Map<string, Judged[]>()
  for (const item of items) {
    if (item.escalated || item.correct === null) continue
    const name = item.cluster === null ? `i/${item.interactionId}` : `c/${item.cluster}`
    groups.set(name, [...(groups.get(name) ?? []), item])
  }
  const units = [...groups.values()].map((group) => {
    const sorted = group.toSorted(inOrder)
    const weight = Math.min(...group.map((item) => item.weight))
    return { weight, share: group.filter((item) => item.correct).length / group.length, day: sorted[0]!.day, id: sorted[0]!.interactionId }
  })
  return units.toSorted((a, b) => compare(a.day, b.day) || compare(a.id, b.id))
}

function inOrder(a: Judged, b: Judged): number {
  return compare(a.day, b.day) || compare(a.interactionId, b.interactionId)
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/**
 * Whether the e-process against “accuracy ≤ m” reached 1/alpha at any point of the ordered evidence, and after how many cases. Replaying in a fixed
 * order makes the answer independent of who looks when (GATES.md 1, evaluation rule). `most` is the largest ln E seen.
 */
export function firstProof(items: readonly Judged[], m: number, alpha: number): { at: number | null; most: number } {
  const wanted = Math.log(1 / alpha)
  const capital = new Capital(m)
  let at: number | null = null
  let most = 0
  unitsOf(items).forEach((unit, i) => {
    const now = capital.bet(unit)
    most = Math.max(most, now)
    if (at === null && now >= wanted) at = i + 1
  })
  return { at, most }
}

/** The same e-process as `logE`, kept up case by case, so that replaying n cases costs n steps and not n². */
class Capital {
  readonly #m: number
  readonly #logs = new Float64Array(50)

  constructor(m: number) {
    this.#m = m
  }

  bet({ weight, share }: Fraction): number {
    let most = Number.NEGATIVE_INFINITY
    for (let j = 0; j < 50; j++) {
      const g = (j + 0.5) / 50
      this.#logs[j]! += Math.log1p((g * weight * (share - this.#m)) / this.#m)
      most = Math.max(most, this.#logs[j]!)
    }
    let sum = 0
    for (const log of this.#logs) sum += Math.exp(log - most)
    return most + Math.log(sum) - Math.log(50)
  }
}

/** Items of each query type. */
export function byQueryType(items: readonly Judged[]): Map<string, Judged[]> {
  return Map.groupBy(items, (item) => item.queryType)
}

/** How sure one may be of the share that is right among what was handled: the one-sided lower bound. */
export function handledLower(items: readonly Judged[], alpha: number): number {
  const { levels, fractions } = handled(items)
  return lower(levels, alpha, fractions)
}
