import fc from 'fast-check'
import { expect, test } from 'vitest'
import { anyPromotedAtLimit, promotedAtLimit, usualAttempt } from './attempts.ts'

const usual = { targetRatio: 0.9, alphaRatio: 0.05, ...usualAttempt }

test.each([
  [3, 0.038],
  [5, 0.063],
  [10, 0.122],
])(
  '%i versions exactly at the limit, 500 reviews each, looked at daily: %d that any is promoted (GATES.md 8)',
  (versions, chance) => {
    expect(anyPromotedAtLimit(versions, usual)).toBeCloseTo(chance, 3)
  },
)

// GATES.md 10, B2: exact values for one version and n up to 2,000.
test.each([
  [1, 0.040455897377711755],
  [40, 0.01882442410921881],
])('one version looked at every %i reviews, up to 2,000: %d', (every, chance) => {
  expect(Math.abs(promotedAtLimit({ ...usual, reviews: 2000, every }) - chance)).toBeLessThan(1e-9)
})

test('no version is no attempt, and every further one adds to the chance', () => {
  expect(anyPromotedAtLimit(0, usual)).toBe(0)
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 19 }), fc.constantFrom(0.8, 0.9, 0.95), (versions, targetRatio) => {
      const at = (n: number) => anyPromotedAtLimit(n, { ...usual, targetRatio, reviews: 200 })
      expect(at(versions + 1)).toBeGreaterThan(at(versions))
      expect(at(1)).toBeLessThanOrEqual(0.05)
    }),
    { numRuns: 20 },
  )
})
