// The chance that a rule promotes, exactly: every history of verdicts weighed by its probability, by dynamic programming over the count of wrong ones. No
// simulation. A rule that looks at counts only is a boundary: how many wrong verdicts it forgives among n.

import { minReviews } from '../../src/domain/gates/confidence.ts'

/** `allowed[n]`: the most wrong verdicts among n with which the rule promotes; −1 where it never does. */
export type Boundary = Int32Array

export type Looks = (n: number) => boolean

export const every =
  (step: number): Looks =>
  (n) =>
    n % step === 0

export type Promoted = {
  promoted: number
  /** Unpromoted runs count as nMax. */
  meanReviews: number
  median: number | null
  by500: number
  /** `promotedBy[n]`: promoted by the nth review. */
  promotedBy: Float64Array
}

export function exactly(allowed: Boundary, truth: number, looks: Looks): Promoted {
  const nMax = allowed.length - 1
  const wrong = 1 - truth
  const most = allowed.reduce((a, b) => Math.max(a, b), -1)
  // chances[f]: not promoted yet and f wrong so far. What has more wrong than the boundary ever forgives cannot be promoted and is let go.
  const chances = new Float64Array(most + 2)
  chances[0] = 1
  const promotedBy = new Float64Array(nMax + 1)
  let [promoted, reviews] = [0, 0]
  let median: number | null = null
  for (let n = 1; n <= nMax; n++) {
    for (let f = Math.min(n, most); f > 0; f--) chances[f] = chances[f]! * truth + chances[f - 1]! * wrong
    chances[0]! *= truth
    if (looks(n) && allowed[n]! >= 0) {
      let now = 0
      for (let f = 0; f <= allowed[n]!; f++) {
        now += chances[f]!
        chances[f] = 0
      }
      promoted += now
      reviews += n * now
      if (median === null && promoted >= 0.5) median = n
    }
    promotedBy[n] = promoted
  }
  return { promoted, meanReviews: reviews + nMax * (1 - promoted), median, by500: promotedBy[Math.min(500, nMax)]!, promotedBy }
}

/** The boundary of any rule that forgives no more when more is wrong. */
export function boundaryOf(nMax: number, promotes: (n: number, wrong: number) => boolean): Boundary {
  const allowed = new Int32Array(nMax + 1).fill(-1)
  let most = -1
  for (let n = 1; n <= nMax; n++) {
    while (most >= 0 && !promotes(n, most)) most--
    while (most + 1 <= n && promotes(n, most + 1)) most++
    allowed[n] = most
  }
  return allowed
}

const known = new Map<string, Boundary>()

/** The gate's own boundary, from the product's `minReviews`: f wrong are forgiven from that many reviews on. */
export function gateBoundary(target: number, nMax: number, alpha = 0.05): Boundary {
  const name = `${target}/${nMax}/${alpha}`
  const before = known.get(name)
  if (before) return before
  const allowed = new Int32Array(nMax + 1).fill(-1)
  for (let f = 0, from = minReviews(target, 0, alpha); from <= nMax; f++, from = minReviews(target, f, alpha))
    allowed.fill(f, from)
  known.set(name, allowed)
  return allowed
}
