// The rules of others, as what they forgive: point estimates, fixed-n intervals, streaks, and the sequential methods of the literature. Each with where it is
// used or published; GATES.md 1.1 and 11 say how they were found.

import { type Boundary, boundaryOf } from './exact.ts'

/** One-sided 95 %. */
const z95 = 1.6448536269514722

const logFactorials = new Map<number, Float64Array>()

/** ln Γ(i + start) for i = 0 … n, by summing: exact enough for any n, without an approximation to trust. `start` is 1 or 1/2. */
export function logGammas(start: 1 | 0.5, n: number): Float64Array {
  const before = logFactorials.get(start)
  if (before && before.length > n) return before
  const table = new Float64Array(n + 1)
  table[0] = start === 1 ? 0 : Math.log(Math.PI) / 2
  for (let i = 1; i <= n; i++) table[i] = table[i - 1]! + Math.log(i - 1 + start)
  logFactorials.set(start, table)
  return table
}

/** P(at most `wrong` of n), each wrong with probability `rate`. */
function binomialTail(n: number, wrong: number, rate: number): number {
  const logs = logGammas(1, Math.max(n, 20_000))
  let sum = 0
  for (let f = 0; f <= wrong; f++)
    sum += Math.exp(logs[n]! - logs[f]! - logs[n - f]! + f * Math.log(rate) + (n - f) * Math.log1p(-rate))
  return sum
}

/** “At least `target` of at least n right”: ai-sdlc.io (20), attacca-forge and humaipair (100), the mission's own wording (200). */
export const point =
  (from: number) =>
  (target: number, nMax: number): Boundary =>
    // In whole numbers: 0.9 × 200 must not depend on the last bit of 0.9.
    boundaryOf(nMax, (n, wrong) => n >= from && (n - wrong) * 10_000 >= Math.round(target * 10_000) * n)

/** Wilson's one-sided 95 % bound above the target (lcb-gate on PyPI, among many). */
export const wilson =
  (from: number) =>
  (target: number, nMax: number): Boundary =>
    boundaryOf(nMax, (n, wrong) => n >= from && wilsonLower(n, wrong) >= target)

function wilsonLower(n: number, wrong: number): number {
  const right = 1 - wrong / n
  const square = z95 * z95
  const centre = right + square / (2 * n)
  return (centre - z95 * Math.sqrt((right * (1 - right)) / n + square / (4 * n * n))) / (1 + square / n)
}

/** Clopper and Pearson's one-sided 95 % bound above the target: so few wrong would be seen at the target at most once in twenty. */
export function clopperPearson(target: number, nMax: number): Boundary {
  return boundaryOf(nMax, (n, wrong) => binomialTail(n, wrong, 1 - target) <= 0.05)
}

/** Bayes, flat prior: P(accuracy > target) ≥ 95 %. The beta's tail is a binomial one with one more case. */
export function bayesFlat(target: number, nMax: number): Boundary {
  return boundaryOf(nMax, (n, wrong) => binomialTail(n + 1, wrong, 1 - target) <= 0.05)
}

/**
 * Asymptotic confidence sequence as A/B tools use it (Waudby-Smith et al. 2103.06476, one-sided), tuned to 300 observations. Its standard deviation is 0
 * while everything is right, so one right answer promotes.
 */
export function asymptotic(target: number, nMax: number): Boundary {
  const two = -2 * Math.log(0.05)
  const rho2 = (two + Math.log(two + 1)) / 300
  return boundaryOf(nMax, (n, wrong) => {
    const right = 1 - wrong / n
    const inside = 1 + Math.sqrt(n * rho2 + 1) / 0.1
    const radius = Math.sqrt(((2 * (n * rho2 + 1)) / (n * n * rho2)) * Math.log(inside))
    return right - Math.sqrt(right * (1 - right)) * radius >= target
  })
}

/** Two-sided beta-binomial mixture with Jeffreys' prior (Robbins 1970; seqbench, ballistics-engine in kind). */
export function betaBinomial(target: number, nMax: number): Boundary {
  const halves = logGammas(0.5, nMax)
  const wholes = logGammas(1, Math.max(nMax, 20_000))
  return boundaryOf(nMax, (n, wrong) => {
    const right = n - wrong
    if (right <= target * n) return false
    const mixture = halves[right]! + halves[wrong]! - wholes[n]! - Math.log(Math.PI)
    return mixture - right * Math.log(target) - wrong * Math.log1p(-target) >= Math.log(20)
  })
}

/** Polynomial stitching (Howard et al. 2021, theorem 1; eta 2, s 1.4) with variance at the target, from 40 cases on. */
export function stitched(target: number, nMax: number): Boundary {
  const variance = target * (1 - target)
  const [eta, s, start, zeta] = [2, 1.4, 40, 3.1055472779775806]
  const k1 = (eta ** 0.25 + eta ** -0.25) / Math.SQRT2
  return boundaryOf(nMax, (n, wrong) => {
    const gain = n - wrong - n * target
    if (gain <= 0) return false
    const cases = Math.max(n, start)
    const level = s * Math.log(Math.log((eta * cases) / start)) + Math.log(zeta / (0.05 * Math.log(eta) ** s))
    return gain >= k1 * Math.sqrt(cases * variance * level)
  })
}

/** Wald's likelihood ratio against one alternative, half the allowed errors; at 1/alpha, without the lower boundary. */
export function sprt(target: number, nMax: number): Boundary {
  const alternative = 1 - (1 - target) / 2
  const [right, wrong] = [Math.log(alternative / target), Math.log((1 - alternative) / (1 - target))]
  return boundaryOf(nMax, (n, f) => (n - f) * right + f * wrong >= Math.log(20))
}

/**
 * Group-sequential: alpha is spent over looks fixed in advance (Lan and DeMets 1983), exactly: at each look the most wrong verdicts that keep what is spent
 * at the target within the plan. Valid only while nobody looks at another time.
 */
export function groupSequential(
  target: number,
  nMax: number,
  { every, spent }: { every: number; spent: (t: number) => number },
): Boundary {
  const allowed = new Int32Array(nMax + 1).fill(-1)
  const chances = new Float64Array(nMax + 2)
  chances[0] = 1
  let used = 0
  for (let n = 1; n <= nMax; n++) {
    for (let f = n; f > 0; f--) chances[f] = chances[f]! * target + chances[f - 1]! * (1 - target)
    chances[0]! *= target
    if (n % every !== 0) continue
    const budget = spent(n / nMax)
    for (let f = 0; f <= n && used + chances[f]! <= budget; f++) {
      used += chances[f]!
      chances[f] = 0
      allowed[n] = f
    }
  }
  return allowed
}

export const pocock = (t: number): number => 0.05 * Math.log(1 + (Math.E - 1) * t)
/** Two-sided 5 % each way halved: 2 (1 − Φ(z₀.₉₇₅/√t)). */
export const obrienFleming = (t: number): number => 2 * upperNormal(1.959963984540054 / Math.sqrt(t))

/** 1 − Φ(x) by Simpson's rule on [x, x + 12]: the rest is below 1e−30. */
function upperNormal(x: number): number {
  const steps = 2000
  const h = 12 / steps
  let sum = 0
  for (let i = 0; i <= steps; i++) {
    const at = x + i * h
    sum += (i === 0 || i === steps ? 1 : i % 2 === 1 ? 4 : 2) * Math.exp((-at * at) / 2)
  }
  return (sum * h) / 3 / Math.sqrt(2 * Math.PI)
}

/**
 * A streak: promoted after k right in a row. P(seen within n) and the mean number of reviews, counted as nMax where it never comes: exact, by the length of
 * the streak so far.
 */
export function streak(
  k: number,
  truth: number,
  nMax: number,
): { promoted: number; meanReviews: number; promotedBy: Float64Array } {
  const chances = new Float64Array(k)
  chances[0] = 1
  const promotedBy = new Float64Array(nMax + 1)
  let [promoted, reviews] = [0, 0]
  for (let n = 1; n <= nMax; n++) {
    let standing = 0
    for (let i = 0; i < k; i++) standing += chances[i]!
    const now = chances[k - 1]! * truth
    for (let i = k - 1; i > 0; i--) chances[i] = chances[i - 1]! * truth
    chances[0] = standing * (1 - truth)
    promoted += now
    reviews += n * now
    promotedBy[n] = promoted
  }
  return { promoted, meanReviews: reviews + nMax * (1 - promoted), promotedBy }
}
