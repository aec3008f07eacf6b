import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  band,
  Capital,
  estimate,
  fewestRight,
  type Level,
  likelyReviews,
  logE,
  lower,
  minReviews,
  proven,
  upper,
} from './confidence.ts'

const plain = (n: number, correct: number): Level[] => [{ weight: 1, correct, wrong: n - correct }]
const levels = fc.array(
  fc.record({ weight: fc.double({ min: 0.1, max: 1, noNaN: true }), correct: fc.nat(300), wrong: fc.nat(60) }),
  { maxLength: 4 },
)
const some = { numRuns: 40 }

test.each([
  [10, 10, 0.6464654312179526, 1],
  [43, 43, 0.9011291100915857, 1],
  [50, 48, 0.835417635777678, 0.9990828965190616],
  [100, 95, 0.8656107511662071, 0.9934145800903517],
  [500, 475, 0.916528885130819, 0.977932114617629],
  [2000, 1860, 0.9108882768251876, 0.9500574555495465],
  [5, 0, 0, 0.5712046809808858],
])('%i judged, %i right: the bounds are the golden ones', (n, correct, low, high) => {
  expect(lower(plain(n, correct), 0.05)).toBeCloseTo(low, 9)
  expect(upper(plain(n, correct), 0.05)).toBeCloseTo(high, 9)
})

test('sampled verdicts count by their weight', () => {
  const sampled = [
    { weight: 1, correct: 190, wrong: 6 },
    { weight: 0.2, correct: 30, wrong: 10 },
  ]
  expect(logE(sampled, 0.9)).toBeCloseTo(4.902884687687437, 9)
  expect(lower(sampled, 0.05)).toBeCloseTo(0.9145766346516125, 9)
  expect(estimate(sampled)).toBeCloseTo(0.9607843137254902, 12)
})

test('a case judged in part counts in part', () => {
  const fractions = [1, 1, 0.5, 1, 1].map((share) => ({ weight: 1, share }))
  expect(logE([], 0.9, fractions)).toBeCloseTo(-0.04968812688317908, 9)
  expect(logE(plain(4, 4), 0.9, [{ weight: 1, share: 0.5 }])).toBeCloseTo(-0.04968812688317908, 9)
  expect(estimate(plain(4, 4), [{ weight: 1, share: 0.5 }])).toBeCloseTo(0.9, 12)
})

test.each([
  [0.9, [43, 66, 85, 103]],
  [0.95, [88, 134, 174, 210]],
  [0.875, [34, 52, 68, 82]],
])('the fewest reviews that prove %d with 0, 1, 2, 3 wrong', (target, fewest) => {
  expect([0, 1, 2, 3].map((wrong) => minReviews(target, wrong, 0.05))).toEqual(fewest)
})

test('one review fewer would not do', () => {
  const n = minReviews(0.9, 2, 0.05)
  expect(proven(plain(n, n - 2), 0.9, 0.05)).toBe(true)
  expect(proven(plain(n - 1, n - 3), 0.9, 0.05)).toBe(false)
  expect(fewestRight(plain(n - 7, n - 9), 0.9, 0.05)).toBe(7)
  expect(fewestRight(plain(n, n - 2), 0.9, 0.05)).toBe(0)
})

test('the planner agrees with the exact means: .95 against .90 in about 209, .97 in about 97; what is no better is never proven', () => {
  expect(likelyReviews(0.95, 0.9)).toBe(210)
  expect(Math.abs(likelyReviews(0.98, 0.95) - 286)).toBeLessThan(30)
  expect(likelyReviews(0.9, 0.9)).toBe(Number.POSITIVE_INFINITY)
  expect(likelyReviews(1, 0.9)).toBeLessThan(43)
  expect(likelyReviews(0.95, 0.9, 0.01)).toBeGreaterThan(likelyReviews(0.95, 0.9))
})

test('nothing judged proves nothing', () => {
  expect(logE([], 0.9)).toBeCloseTo(0, 12)
  expect([lower([], 0.05), upper([], 0.05), estimate([]), proven([], 0.5, 0.05)]).toEqual([0, 1, null, false])
})

test('what cannot be evidence is refused, not computed with', () => {
  expect(() => logE([{ weight: 0, correct: 1, wrong: 0 }], 0.9)).toThrow(/weight/)
  expect(() => logE([{ weight: 1.5, correct: 1, wrong: 1 }], 0.9)).toThrow(/weight/)
  expect(() => logE([{ weight: 1, correct: 50, wrong: -1 }], 0.9)).toThrow(/counts/)
  expect(() => logE([{ weight: 1, correct: Number.NaN, wrong: 0 }], 0.9)).toThrow(/counts/)
  expect(() => logE([], 0.9, [{ weight: 1, share: 1.2 }])).toThrow(/share/)
  expect(() => logE([], 1)).toThrow(/between 0 and 1/)
  expect(() => new Capital(0.9).bet({ weight: 1, share: 2 })).toThrow(/share/)
})

test('E depends only on the multiset: case by case in any order comes to the same as counting', () => {
  const shuffled = fc.array(fc.tuple(fc.constantFrom(1, 0.5, 0.2), fc.boolean()), { minLength: 1, maxLength: 60 })
  fc.assert(
    fc.property(shuffled, fc.double({ min: 0.5, max: 0.99, noNaN: true }), (cases, m) => {
      const capital = new Capital(m)
      let last = 0
      for (const [weight, right] of cases) last = capital.bet({ weight, share: right ? 1 : 0 })
      const counted = [...Map.groupBy(cases, ([weight]) => weight)].map(([weight, group]) => {
        const correct = group.filter(([, right]) => right).length
        return { weight, correct, wrong: group.length - correct }
      })
      expect(last).toBeCloseTo(logE(counted, m), 9)
      expect(logE(counted.toReversed(), m)).toBeCloseTo(logE(counted, m), 9)
    }),
    some,
  )
})

test('the lower bound is never above what was seen', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2000 }), fc.double({ min: 0, max: 1, noNaN: true }), (n, share) => {
      const correct = Math.round(n * share)
      expect(lower(plain(n, correct), 0.05)).toBeLessThanOrEqual(correct / n)
    }),
    some,
  )
})

test('upper is 1 − lower of the flipped counts, and the band of a smaller alpha is wider', () => {
  fc.assert(
    fc.property(levels, (evidence) => {
      const flipped = evidence.map(({ weight, correct, wrong }) => ({ weight, correct: wrong, wrong: correct }))
      expect(upper(evidence, 0.05)).toBe(1 - lower(flipped, 0.05))
      expect(lower(evidence, 0.01)).toBeLessThanOrEqual(lower(evidence, 0.05))
      expect(upper(evidence, 0.01)).toBeGreaterThanOrEqual(upper(evidence, 0.05))
      const both = band(evidence)
      expect(both.lower).toBeLessThanOrEqual(lower(evidence, 0.05))
      expect(both.upper).toBeGreaterThanOrEqual(upper(evidence, 0.05))
    }),
    some,
  )
})

test('one more right never lowers the bound, one more wrong never raises it', () => {
  fc.assert(
    fc.property(levels, fc.double({ min: 0.1, max: 1, noNaN: true }), (evidence, weight) => {
      const before = lower(evidence, 0.05)
      expect(lower([...evidence, { weight, correct: 1, wrong: 0 }], 0.05)).toBeGreaterThanOrEqual(before)
      expect(lower([...evidence, { weight, correct: 0, wrong: 1 }], 0.05)).toBeLessThanOrEqual(before)
    }),
    some,
  )
})

test('halving every weight of an all-correct log never raises E', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 500 }), (correct) => {
      expect(logE([{ weight: 0.5, correct, wrong: 0 }], 0.9)).toBeLessThanOrEqual(logE(plain(correct, correct), 0.9))
    }),
    some,
  )
})
