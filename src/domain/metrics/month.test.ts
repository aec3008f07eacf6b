import { expect, test } from 'vitest'
import { monthAfter, monthBefore, numbersOf } from './month.ts'

test.each([
  ['2026-03', '2026-02', '2026-04'],
  ['2026-01', '2025-12', '2026-02'],
  ['2026-12', '2026-11', '2027-01'],
])('%s comes after %s and before %s', (month, before, after) => {
  expect([monthBefore(month), monthAfter(month)]).toEqual([before, after])
})

const traffic = {
  queryType: 'a',
  arrived: 8,
  escalated: 2,
  settled: 4,
  tookMs: 240_000,
  rated: 3,
  satisfied: 2,
  priced: 2,
  costMicros: 500_000,
}

test('the five numbers are sums over sums, not means of means', () => {
  const other = { ...traffic, queryType: 'b', settled: 0, tookMs: 0 }
  const { escalation, timeToResolution, satisfaction, cost, arrived } = numbersOf([traffic, other], [], 0)
  expect(arrived).toBe(16)
  expect(escalation).toEqual({ escalated: 4, ratio: 0.25 })
  expect(timeToResolution).toEqual({ settled: 4, meanMinutes: 1 })
  expect(satisfaction.ratio).toBeCloseTo(2 / 3)
  expect(cost).toEqual({ priced: 4, meanUsd: 0.25, totalUsd: 1 })
})

test('what nobody knows is null and not zero', () => {
  const { accuracy, escalation, timeToResolution, satisfaction, cost } = numbersOf([], [], 0)
  expect(accuracy).toEqual({ n: 0, correct: 0, estimate: null, lower: null, upper: null })
  expect([escalation.ratio, timeToResolution.meanMinutes, satisfaction.ratio, cost.meanUsd]).toEqual([null, null, null, null])
})
