// How likely it is that one of several versions, each exactly at the limit, is promoted by chance: every new version starts over, and a gate that is wrong once in many
// attempts is wrong sooner or later when the attempts are many. Exact, by dynamic programming over the count of errors. Source: GATES.md section 8.

import { minReviews } from './confidence.ts'

/** `every`: reviews between two looks; `reviews`: how many a version gets at most. */
export type Attempted = { targetRatio: number; alphaRatio: number; reviews: number; every: number }

// GATES.md section 8: at most 500 reviews each, looked at daily, which is every 40.
export const usualAttempt = { reviews: 500, every: 40 } as const

/** The chance that one version whose true accuracy is exactly the target is promoted within its reviews. */
export function promotedAtLimit({ targetRatio, alphaRatio, reviews, every }: Attempted): number {
  // chances[f]: not promoted yet, f errors so far. allowed: how many errors the reviews so far still bear.
  const chances = new Float64Array(reviews + 2)
  chances[0] = 1
  let [promoted, allowed] = [0, 0]
  let next = minReviews(targetRatio, 0, alphaRatio)
  for (let n = 1; n <= reviews; n++) {
    for (let f = n; f > 0; f--) chances[f] = chances[f]! * targetRatio + chances[f - 1]! * (1 - targetRatio)
    chances[0] = chances[0]! * targetRatio
    while (next <= n) next = minReviews(targetRatio, ++allowed, alphaRatio)
    if (n % every !== 0) continue
    for (let f = 0; f < allowed; f++) {
      promoted += chances[f]!
      chances[f] = 0
    }
  }
  return promoted
}

/** The chance that any of so many versions, all exactly at the limit, would have been promoted. 0 for none. */
export function anyPromotedAtLimit(versions: number, attempted: Attempted): number {
  return 1 - (1 - promotedAtLimit(attempted)) ** versions
}
