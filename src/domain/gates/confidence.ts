// Bounds on a proportion that stay valid however often one looks: a betting e-process with a fixed grid of bets. Needs only counts, so it is the same
// whoever recomputes it from the trail, in whatever order. Source: GATES.md section 1; Waudby-Smith & Ramdas 2020/2024 (2006.04347); Ville 1939.

import { invariant } from '../fault.ts'

/** Verdicts of one weight: `weight` = π_base/π in (0, 1], fixed before the verdict; 1 where everything is reviewed. */
export type Level = { weight: number; correct: number; wrong: number }

/** One case judged in part: `share` in [0, 1] of it was right (several duplicates averaged), with its weight. */
export type Fraction = { weight: number; share: number }

// 50 bets at (j + 0.5)/50, prior 1/50 each: J = 20, 50 and a continuum give the same boundaries to four digits (GATES.md 1).
const bets = Array.from({ length: 50 }, (_, j) => (j + 0.5) / 50)

/**
 * ln E(m): the log of the e-value against H0 “mean correctness ≤ m”, formula (1.1). 0 for no evidence. Under H0 it reaches ln(1/alpha) with
 * probability at most alpha, at any time, looked at however often (Ville).
 */
export function logE(levels: readonly Level[], m: number, fractions: readonly Fraction[] = []): number {
  invariant(m > 0 && m < 1, 'the proportion tested lies strictly between 0 and 1')
  const terms = bets.map((g) => {
    let sum = 0
    for (const { weight, correct, wrong } of levels) {
      if (correct > 0) sum += correct * Math.log1p((g * weight * (1 - m)) / m)
      if (wrong > 0) sum += wrong * Math.log1p(-g * weight)
    }
    for (const { weight, share } of fractions) sum += Math.log1p((g * weight * (share - m)) / m)
    return sum
  })
  return logSumExp(terms) - Math.log(bets.length)
}

function logSumExp(terms: readonly number[]): number {
  const most = Math.max(...terms)
  return most + Math.log(terms.reduce((sum, term) => sum + Math.exp(term - most), 0))
}

/** (1.2): whether the evidence shows, at this level of error, that the proportion is above m. Nothing judged proves nothing. */
export function proven(levels: readonly Level[], m: number, alpha: number): boolean {
  return logE(levels, m) >= Math.log(1 / alpha)
}

/** (1.3): the largest m that is proven exceeded: a lower bound that holds at all times at once, with probability 1 − alpha. 0 without evidence. */
export function lower(levels: readonly Level[], alpha: number, fractions: readonly Fraction[] = []): number {
  const wanted = Math.log(1 / alpha)
  let [low, high] = [1e-12, 1 - 1e-12]
  if (logE(levels, low, fractions) < wanted) return 0
  // E falls with m, so bisection; 200 halvings are far below the last bit.
  for (let i = 0; i < 200 && low < high; i++) {
    const middle = (low + high) / 2
    if (middle === low || middle === high) break
    if (logE(levels, middle, fractions) >= wanted) low = middle
    else high = middle
  }
  return low
}

/** (1.4): the upper bound, by flipping right and wrong. 1 without evidence. */
export function upper(levels: readonly Level[], alpha: number, fractions: readonly Fraction[] = []): number {
  const flipped = levels.map(({ weight, correct, wrong }) => ({ weight, correct: wrong, wrong: correct }))
  return 1 - lower(flipped, alpha, fractions.map(({ weight, share }) => ({ weight, share: 1 - share })))
}

/** The two-sided 95 % band to show beside an estimate: each side at 2.5 %. */
export function band(levels: readonly Level[]): { lower: number; upper: number } {
  return { lower: lower(levels, 0.025), upper: upper(levels, 0.025) }
}

/** Hájek's estimate of the share that is right, weights included; null without evidence (unknown is never zero). */
export function estimate(levels: readonly Level[]): number | null {
  const total = levels.reduce((sum, { weight, correct, wrong }) => sum + weight * (correct + wrong), 0)
  return total === 0 ? null : levels.reduce((sum, { weight, correct }) => sum + weight * correct, 0) / total
}

/** The fewest reviews that prove `target` with `wrong` of them wrong: the table “0 wrong: 43, 1 wrong: 66 …” (GATES.md 1.3). */
export function minReviews(target: number, wrong: number, alpha: number): number {
  const enough = (n: number) => proven([{ weight: 1, correct: n - wrong, wrong }], target, alpha)
  let high = Math.max(8, 2 * wrong)
  while (!enough(high)) high *= 2
  let low = wrong
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (enough(middle)) high = middle
    else low = middle
  }
  return high
}

/** Reviews likely needed in all if the truth is `p`: about 3.5 / KL(p, target) at alpha 5 % (GATES.md D3). Infinity when p does not exceed it. */
export function likelyReviews(p: number, target: number): number {
  if (p <= target) return Number.POSITIVE_INFINITY
  const inside = Math.min(p, 1 - 1e-9)
  const divergence = inside * Math.log(inside / target) + (1 - inside) * Math.log((1 - inside) / (1 - target))
  return Math.ceil(3.5 / divergence)
}
