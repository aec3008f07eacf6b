// How often an employee hands over, and whether it hands over what it must. Five questions, each a test of its own that may be looked at daily: the rate
// against both bounds, the missed among the handled, the recall of what needed a person, and the precision, which is shown and gates nothing.
// Source: GATES.md section 4. An agent that never escalates and one that always does both fail here.

import {
  band,
  estimate,
  type Fraction,
  fewestRight,
  type Level,
  likelyReviews,
  logE,
  lower,
  proven,
  upper,
} from './confidence.ts'

/** What was counted, `correct` being the cases that have the property asked about. */
export type Tally = { levels: readonly Level[]; fractions: readonly Fraction[] }

/**
 * One claim about a share, tested. `lower` and `upper` hold at all times, each with the alpha asked for. `proven`: the claim is shown. `violated`: the
 * contrary is. `likely`: how many more cases are likely needed at the rate seen, at least `fewest`, which would all have to speak for the claim; null
 * where no number of them would do, 0 when proven.
 */
export type Claim = {
  value: number | null
  lower: number
  upper: number
  bound: number
  logE: number
  proven: boolean
  violated: boolean
  fewest: number | null
  likely: number | null
}

// The stop rule costs at most 5 % of the agents that keep the bound, whatever the plan's alpha (GATES.md 1, “Red”).
const stopAlpha = 0.05

/**
 * “More than `bound` of these have the property.” A bound of 0 needs no proof and one of 1 or more cannot be proven; neither is tested, since no finite
 * evidence speaks to it.
 */
export function moreThan({ levels, fractions }: Tally, bound: number, alpha: number): Claim {
  const value = estimate(levels, fractions)
  const seen = { value, lower: lower(levels, alpha, fractions), upper: upper(levels, alpha, fractions), bound }
  if (bound <= 0) return { ...seen, logE: 0, proven: true, violated: false, fewest: 0, likely: 0 }
  if (bound >= 1) return { ...seen, logE: 0, proven: false, violated: false, fewest: null, likely: null }
  const shown = proven(levels, bound, alpha, fractions)
  const fewest = fewestRight(levels, bound, alpha, fractions)
  return {
    ...seen,
    logE: logE(levels, bound, fractions),
    proven: shown,
    violated: upper(levels, stopAlpha, fractions) < bound,
    fewest,
    likely: shown ? 0 : likelyMore({ levels, fractions }, { bound, alpha, value, fewest }),
  }
}

type Missing = { bound: number; alpha: number; value: number | null; fewest: number }

function likelyMore({ levels, fractions }: Tally, { bound, alpha, value, fewest }: Missing): number | null {
  const inAll = value === null ? fewest : likelyReviews(value, bound, alpha)
  if (!Number.isFinite(inAll)) return null
  const seen = levels.reduce((sum, { correct, wrong }) => sum + correct + wrong, fractions.length)
  return Math.max(fewest, inAll - seen)
}

/** “Fewer than `bound` of these have the property”: the same, turned round; every number of it is again about the property itself. */
export function fewerThan(tally: Tally, bound: number, alpha: number): Claim {
  const claim = moreThan(turned(tally), 1 - bound, alpha)
  const value = estimate(tally.levels, tally.fractions)
  return { ...claim, value, lower: 1 - claim.upper, upper: 1 - claim.lower, bound }
}

function turned({ levels, fractions }: Tally): Tally {
  return {
    levels: levels.map(({ weight, correct, wrong }) => ({ weight, correct: wrong, wrong: correct })),
    fractions: fractions.map(({ weight, share }) => ({ weight, share: 1 - share })),
  }
}

/** Who escalated of everybody who asked, judged or not: `correct` = escalated. */
export type RateBounds = { minRatio: number; maxRatio: number }

/**
 * (a) The escalation rate against both of its bounds. Every interaction counts, reviewed or not, so the weights are 1. Both must be proven; neither
 * pays for the other, because a gate asks for both (intersection).
 */
export function escalationRate(escalated: Tally, { minRatio, maxRatio }: RateBounds, alpha: number): { min: Claim; max: Claim } {
  return { min: moreThan(escalated, minRatio, alpha), max: fewerThan(escalated, maxRatio, alpha) }
}

/** (b) Handled outputs that should have gone to a person, against their cap (3 %): `correct` = missed. None of 148 shows it (GATES.md 4). */
export function missedEscalations(missed: Tally, capRatio: number, alpha: number): Claim {
  return fewerThan(missed, capRatio, alpha)
}

/** A number of cases at one weight. */
export type Weighed = { weight: number; n: number }

/**
 * (c) Of the queries that need a person, how many reach one. All escalations are judged, but only a sample of the handled; so that both count alike, a
 * needed escalation that was made enters at the rate the sample is drawn at (`weight` = π_base) and a missed one at π_base/π, 1 in the base sample.
 * In Shadow everything is judged and both are 1: recall is cheap to prove there and dear afterwards (4 days against 20), so it is proven there.
 */
export function escalationRecall(
  { made, missed }: { made: readonly Weighed[]; missed: readonly Weighed[] },
  floorRatio: number,
  alpha: number,
): Claim {
  const levels = [
    ...made.map(({ weight, n }) => ({ weight, correct: n, wrong: 0 })),
    ...missed.map(({ weight, n }) => ({ weight, correct: 0, wrong: n })),
  ]
  return moreThan({ levels, fractions: [] }, floorRatio, alpha)
}

/** (d) Of the escalations made, how many were needed, with its two-sided band. Shown only: what bounds needless ones is the maximum of the rate. */
export function escalationPrecision({ levels, fractions }: Tally): { value: number | null; lower: number; upper: number } {
  return { value: estimate(levels, fractions), ...band(levels, fractions) }
}
