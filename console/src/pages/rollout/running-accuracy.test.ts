import { expect, test } from 'vitest'
import type { ReviewSummary, VerdictKind } from '../../api.ts'
import { runningAccuracy, wilson } from './running-accuracy.ts'

const given = (kind: VerdictKind, day: number): Pick<ReviewSummary, 'verdict'> => ({
  verdict: { id: `${kind}${day}`, kind, givenBy: 'me', givenAt: `2026-03-0${day}T10:00:00.000Z` },
})

test('each day counts everything judged so far, whatever order it came in; verdicts on escalations are not accuracy', () => {
  const points = runningAccuracy([
    given('wrong', 3),
    given('correct', 1),
    given('correct_small_edit', 1),
    given('needed', 2),
    { verdict: null },
  ])
  expect(points.map(({ day, n, share }) => [day, n, share])).toEqual([
    ['2026-03-01', 2, 1],
    ['2026-03-03', 3, 2 / 3],
  ])
})

test('the band is Wilson’s: textbook values, and never outside 0 and 1', () => {
  const [lower, upper] = wilson(45, 50)
  expect([lower.toFixed(3), upper.toFixed(3)]).toEqual(['0.786', '0.957'])
  expect(wilson(0, 0)).toEqual([0, 1])
  expect(wilson(5, 5)[1]).toBe(1)
})
