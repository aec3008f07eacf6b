// Verdicts and escalations, counted. Escalations are judged apart and never pooled into accuracy: an agent that hands over well is not thereby one that
// handles well (GATES.md D4: pooled, an agent that is right 85 % of the time was promoted every time). A lapsed review nobody judged is no verdict.

import { Capital, type Fraction, type Level, lower } from './confidence.ts'

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
  /** π_base/π in (0, 1], fixed before the verdict. */
  weight: number
  /** Cases that are one case (duplicates, a burst of the same message) share this and count once. */
  cluster: string | null
}

export type Counts = { n: number; correct: number }

/** `rate` is the share of what was judged: the rate of the traffic only where everything is judged (Shadow). Null without anything judged. */
export type EscalationCounts = {
  n: number
  escalated: number
  rate: number | null
  needed: number
  missed: number
  unneeded: number
}

/** Everything judged, whoever handled it: what a backtest prints as accuracy. */
export function judgedCounts(items: readonly Judged[]): Counts {
  const said = items.filter((item) => item.correct !== null)
  return { n: said.length, correct: said.filter((item) => item.correct).length }
}

/** The same counts kept apart by weight, for an estimate and a band over a sample drawn at several rates. */
export function judgedLevels(items: readonly Judged[]): Level[] {
  return levelsOf(items.flatMap(({ weight, correct }) => (correct === null ? [] : [{ weight, share: correct ? 1 : 0 }])))
}

/** Needed = should have gone to a person, whether it did or not; missed and unneeded are the two ways of being wrong about it. */
export function escalationCounts(items: readonly Judged[]): EscalationCounts {
  const escalated = items.filter((item) => item.escalated).length
  return {
    n: items.length,
    escalated,
    rate: items.length === 0 ? null : escalated / items.length,
    needed: items.filter((item) => item.shouldEscalate === true).length,
    missed: items.filter((item) => !item.escalated && item.shouldEscalate === true).length,
    unneeded: items.filter((item) => item.escalated && item.shouldEscalate === false).length,
  }
}

/** `n` independent cases; `correct` their sum, in which a cluster counts its share. */
export type Handled = { levels: Level[]; fractions: Fraction[]; n: number; correct: number }

/** What the gate's accuracy rests on: handled outputs only, one unit per independent case, by weight. Depends on the multiset alone, to the last bit. */
export function handled(items: readonly Judged[]): Handled {
  const units = unitsOf(items)
  const fractions = units.filter(({ share }) => !isWhole(share)).map(({ weight, share }) => ({ weight, share }))
  return {
    levels: levelsOf(units.filter(({ share }) => isWhole(share))),
    fractions: fractions.toSorted((a, b) => b.weight - a.weight || b.share - a.share),
    n: units.length,
    correct: units.reduce((sum, unit) => sum + unit.share, 0),
  }
}

function isWhole(share: number): boolean {
  return share === 0 || share === 1
}

function levelsOf(wholes: readonly Fraction[]): Level[] {
  const levels = [...Map.groupBy(wholes, ({ weight }) => weight)].map(([weight, group]) => {
    const correct = group.filter(({ share }) => share === 1).length
    return { weight, correct, wrong: group.length - correct }
  })
  return levels.toSorted((a, b) => b.weight - a.weight)
}

/**
 * Independent cases on which somebody has said something, handled or escalated: what coverage and the agreed minimum of reviews count. A burst of the
 * same message counts once (GATES.md D13), an escalation whose review lapsed not at all.
 */
export function judgedCases(items: readonly Judged[]): number {
  return new Set(items.filter((item) => item.correct !== null || item.shouldEscalate !== null).map(caseOf)).size
}

function caseOf({ cluster, interactionId }: Judged): string {
  return cluster === null ? `i/${interactionId}` : `c/${cluster}`
}

type Unit = Fraction & { day: string; id: string }

/**
 * Independent cases in the order of the evaluation rule: day, then interaction. A cluster stands where its first member stands and has that one's
 * weight, which was fixed before any verdict on it.
 */
function unitsOf(items: readonly Judged[]): Unit[] {
  const said = items.filter((item) => !item.escalated && item.correct !== null).toSorted(inOrder)
  return [...Map.groupBy(said, caseOf).values()].map((group) => {
    const first = group[0]!
    const share = group.filter((item) => item.correct).length / group.length
    return { weight: first.weight, share, day: first.day, id: first.interactionId }
  })
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

/** Items of each query type. */
export function byQueryType(items: readonly Judged[]): Map<string, Judged[]> {
  return Map.groupBy(items, (item) => item.queryType)
}

/** How sure one may be of the share that is right among what was handled: the one-sided lower bound. */
export function handledLower(items: readonly Judged[], alpha: number): number {
  const { levels, fractions } = handled(items)
  return lower(levels, alpha, fractions)
}
