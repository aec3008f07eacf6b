// What the peers' rules do to an agent exactly at the target when somebody looks at them more than once: exact, by dynamic programming over the count
// right (GATES.md 1.1). Ours, under the same looks, is in gates-dp.test.ts.

import { expect, test } from 'vitest'
import { chanceAbove, clopperPearsonLower, pointReaches, wilsonLower } from './peers.ts'

const target = 0.9
type Rule = (right: number, n: number) => boolean

/** The chance that the rule says yes at some look up to n = 2000. */
function everPromoted(rule: Rule, truth: number, every: number): number {
  const chances = new Float64Array(2002)
  chances[0] = 1
  let promoted = 0
  // least: the fewest right that satisfy the rule; it grows with n by one at most.
  let least = 0
  for (let n = 1; n <= 2000; n++) {
    for (let right = n; right > 0; right--) chances[right] = chances[right]! * (1 - truth) + chances[right - 1]! * truth
    chances[0] = chances[0]! * (1 - truth)
    if (n % every !== 0) continue
    while (least > 0 && rule(least - 1, n)) least--
    while (least <= n && !rule(least, n)) least++
    for (let right = least; right <= n; right++) {
      promoted += chances[right]!
      chances[right] = 0
    }
  }
  return promoted
}

const wilson: Rule = (right, n) => wilsonLower(right, n) >= target
const exact: Rule = (right, n) => clopperPearsonLower(right, n) >= target
const bayes: Rule = (right, n) => chanceAbove(target, { right, n }) >= 0.95
const pointFrom =
  (least: number): Rule =>
  (right, n) =>
    pointReaches(target, { right, n }, least)

test.each<[string, Rule, number, number]>([
  ['the point estimate from 20 on', pointFrom(20), 0.943, 0.97],
  ['the point estimate from 100 on', pointFrom(100), 0.908, 0.929],
  ['the point estimate from 200 on', pointFrom(200), 0.884, 0.898],
  ['Wilson', wilson, 0.245, 0.351],
  ['Clopper-Pearson', exact, 0.23, 0.313],
  ['Bayes with Beta(1, 1)', bayes, 0.234, 0.324],
])(
  '%s promotes an agent at the target as often as published, looked at daily and after every review',
  (_, rule, daily, perReview) => {
    // Published to three digits, some of them rounded twice.
    expect(Math.abs(everPromoted(rule, target, 40) - daily)).toBeLessThan(0.001)
    expect(Math.abs(everPromoted(rule, target, 1) - perReview)).toBeLessThan(0.001)
  },
)

test('a worse agent is promoted less often, and a bound says nothing of no cases', () => {
  expect(everPromoted(wilson, 0.88, 40)).toBeCloseTo(0.029, 3)
  expect(everPromoted(exact, 0.85, 40)).toBeCloseTo(0.003, 3)
  expect([wilsonLower(0, 0), clopperPearsonLower(0, 5), pointReaches(0.9, { right: 0, n: 0 }, 1)]).toEqual([0, 0, false])
  expect(pointReaches(0.9, { right: 27, n: 30 }, 20)).toBe(true)
})
