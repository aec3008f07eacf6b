// Bounds on a proportion that stay valid however often one looks: a betting e-process with a fixed grid of bets. Needs only counts, so it is the same
// whoever recomputes it from the trail, in whatever order. Refuses counts and weights that cannot be evidence.
// Sources: GATES.md section 1; Ville 1939; Robbins 1970; Waudby-Smith & Ramdas 2020/2024 (2010.09686, 2006.04347); Howard et al. 2021 (1810.08240).

import { invariant } from '../fault.ts'

/** Verdicts of one weight: `weight` = π_base/π in (0, 1], fixed before the verdict; 1 where everything is reviewed. */
export type Level = { weight: number; correct: number; wrong: number }

/** Cases judged in part: `share` in [0, 1] of each was right (several duplicates averaged), with their weight; `n` of them, one where it is left out. */
export type Fraction = { weight: number; share: number; n?: number }

// 50 bets at (j + 0.5)/50, prior 1/50 each: J = 20, 50 and a continuum give the same boundaries to four digits (GATES.md 1).
export const bets: readonly number[] = Array.from({ length: 50 }, (_, j) => (j + 0.5) / 50)

/**
 * ln E(m): the log of the e-value against H0 “mean correctness ≤ m”, formula (1.1). 0 for no evidence. Under H0 it reaches ln(1/alpha) with
 * probability at most alpha, at any time, looked at however often (Ville).
 */
export function logE(levels: readonly Level[], m: number, fractions: readonly Fraction[] = []): number {
  invariant(m > 0 && m < 1, 'the proportion tested lies strictly between 0 and 1')
  for (const level of levels) invariant(isLevel(level), 'a level has a weight in (0, 1] and counts of zero or more')
  for (const { weight, share, n = 1 } of fractions) {
    invariant(isWeight(weight) && share >= 0 && share <= 1 && n >= 0, 'a fraction has a weight in (0, 1] and a share from 0 to 1')
  }
  const terms = bets.map((g) => {
    let sum = 0
    for (const { weight, correct, wrong } of levels) {
      if (correct > 0) sum += correct * Math.log1p((g * weight * (1 - m)) / m)
      if (wrong > 0) sum += wrong * Math.log1p(-g * weight)
    }
    for (const { weight, share, n = 1 } of fractions) sum += n * Math.log1p((g * weight * (share - m)) / m)
    return sum
  })
  return logMean(terms)
}

function isWeight(weight: number): boolean {
  return weight > 0 && weight <= 1
}

function isLevel({ weight, correct, wrong }: Level): boolean {
  return isWeight(weight) && correct >= 0 && wrong >= 0 && Number.isFinite(correct + wrong)
}

/** ln of the mean of exponentials, without overflow. */
export function logMean(terms: ArrayLike<number> & Iterable<number>): number {
  let most = Number.NEGATIVE_INFINITY
  for (const term of terms) most = Math.max(most, term)
  let sum = 0
  for (const term of terms) sum += Math.exp(term - most)
  return most + Math.log(sum) - Math.log(terms.length)
}

/** The same e-process as `logE`, kept up case by case, so that replaying n cases costs n steps and not n². */
export class Capital {
  readonly #m: number
  readonly #logs = new Float64Array(bets.length)

  constructor(m: number) {
    invariant(m > 0 && m < 1, 'the proportion tested lies strictly between 0 and 1')
    this.#m = m
  }

  /** Bets on one more case and answers ln E after it. */
  bet({ weight, share }: Fraction): number {
    invariant(isWeight(weight) && share >= 0 && share <= 1, 'a case has a weight in (0, 1] and a share from 0 to 1')
    const move = (weight * (share - this.#m)) / this.#m
    for (let j = 0; j < bets.length; j++) this.#logs[j]! += Math.log1p(bets[j]! * move)
    return logMean(this.#logs)
  }
}

/** (1.2): whether the evidence shows, at this level of error, that the proportion is above m. Nothing judged proves nothing. */
export function proven(levels: readonly Level[], m: number, alpha: number, fractions: readonly Fraction[] = []): boolean {
  return logE(levels, m, fractions) >= Math.log(1 / alpha)
}

/** (1.3): the largest m that is proven exceeded: a lower bound that holds at all times at once, with probability 1 − alpha. 0 without evidence. */
export function lower(levels: readonly Level[], alpha: number, fractions: readonly Fraction[] = []): number {
  const question = `${alpha} ${levels.map(asKey).join(' ')} ${fractions.map(asKey).join(' ')}`
  const known = answered.get(question)
  if (known !== undefined) return known
  const answer = searched(levels, alpha, fractions)
  if (answered.size >= mostAnswered) answered.clear()
  answered.set(question, answer)
  return answer
}

// A gate that is read again asks most of the same questions as before: only counts that moved are searched for anew. The answers are pure, and as many are kept as two
// hundred query types ask for.
const answered = new Map<string, number>()
const mostAnswered = 2_000

function asKey(one: Level | Fraction): string {
  return 'share' in one ? `${one.weight}/${one.share}/${one.n ?? 1}` : `${one.weight}:${one.correct}:${one.wrong}`
}

function searched(levels: readonly Level[], alpha: number, fractions: readonly Fraction[]): number {
  let [low, high] = [1e-12, 1 - 1e-12]
  if (!proven(levels, low, alpha, fractions)) return 0
  // E falls with m, so bisection; it stops where two neighbouring doubles remain.
  for (let i = 0; i < 200; i++) {
    const middle = (low + high) / 2
    if (middle === low || middle === high) break
    if (proven(levels, middle, alpha, fractions)) low = middle
    else high = middle
  }
  return low
}

/** (1.4): the upper bound, by flipping right and wrong. 1 without evidence. */
export function upper(levels: readonly Level[], alpha: number, fractions: readonly Fraction[] = []): number {
  const flipped = levels.map(({ weight, correct, wrong }) => ({ weight, correct: wrong, wrong: correct }))
  const mirrored = fractions.map((fraction) => ({ ...fraction, share: 1 - fraction.share }))
  return 1 - lower(flipped, alpha, mirrored)
}

/** The two-sided 95 % band to show beside an estimate: each side at 2.5 %. */
export function band(levels: readonly Level[], fractions: readonly Fraction[] = []): { lower: number; upper: number } {
  return { lower: lower(levels, 0.025, fractions), upper: upper(levels, 0.025, fractions) }
}

/** Hájek's estimate of the share that is right, weights included; null without evidence (unknown is never zero). */
export function estimate(levels: readonly Level[], fractions: readonly Fraction[] = []): number | null {
  let [total, right] = [0, 0]
  for (const { weight, correct, wrong } of levels) {
    total += weight * (correct + wrong)
    right += weight * correct
  }
  for (const { weight, share, n = 1 } of fractions) {
    total += n * weight
    right += n * weight * share
  }
  return total === 0 ? null : right / total
}

/** The fewest reviews in all that prove `target` with `wrong` of them wrong: the table “0 wrong: 43, 1 wrong: 66 …” (GATES.md 1.3). */
export function minReviews(target: number, wrong: number, alpha: number): number {
  return wrong + fewestRight([{ weight: 1, correct: 0, wrong }], target, alpha)
}

/** How many more reviews prove m if every one of them finds the output right: the least that is still missing. 0 when proven. */
export function fewestRight(levels: readonly Level[], m: number, alpha: number, fractions: readonly Fraction[] = []): number {
  const enough = (more: number) => proven([...levels, { weight: 1, correct: more, wrong: 0 }], m, alpha, fractions)
  if (enough(0)) return 0
  let [low, high] = [0, 8]
  while (!enough(high)) [low, high] = [high, 2 * high]
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (enough(middle)) high = middle
    else low = middle
  }
  return high
}

/**
 * Reviews likely needed in all if the truth is `p`: about 3.5 / KL(p, target) at alpha 5 % (GATES.md D3); another alpha moves the 3.5 by the difference
 * of what must be won, ln(1/alpha). Infinity when p does not exceed the target: no number of reviews proves what is not so.
 */
export function likelyReviews(p: number, target: number, alpha = 0.05): number {
  if (p <= target) return Number.POSITIVE_INFINITY
  const inside = Math.min(p, 1 - 1e-9)
  const divergence = inside * Math.log(inside / target) + (1 - inside) * Math.log((1 - inside) / (1 - target))
  return Math.ceil((3.5 + Math.log(0.05 / alpha)) / divergence)
}
