import fc from 'fast-check'
import { expect, it } from 'vitest'
import { minReviews } from '../gates/confidence.ts'
import { furthestReviews, reviewsBeyond, stoppingTime } from './stopping.ts'

// GATES.md 10, B2: target .90, a look after every review, up to 2,000.
it('agrees with the exact tables', () => {
  expect(stoppingTime(0.9, 0.95, 0.05, 2000).mean).toBeCloseTo(209.28057248068717, 9)
  expect(stoppingTime(0.9, 0.9, 0.05, 2000).provenRatio).toBeCloseTo(0.040455897377711755, 9)
  expect(stoppingTime(0.9, 0.88, 0.05, 2000).provenRatio).toBeCloseTo(0.007412819478756146, 9)
})

// GATES.md 1.1 and 1.2; .93 and .97 of the second line with their caps.
it.each([
  [0.9, 0.97, 2000, 97],
  [0.9, 0.99, 2000, 55],
  [0.9, 0.93, 3000, 670],
  [0.95, 0.97, 2000, 715],
  [0.95, 0.98, 2000, 286],
  [0.95, 0.99, 2000, 147],
])('proves %f at a truth of %f, up to %i, in about %i reviews', (line, truth, cap, reviews) => {
  expect(Math.round(stoppingTime(line, truth, 0.05, cap).mean)).toBe(reviews)
})

// GATES.md section 5: outputs until a slice is cleared, for three times the errors that targets of 90 and 95 % allow.
it.each([
  [0.7, 1, 13],
  [0.7, 0.96, 18],
  [0.7, 0.93, 23],
  [0.85, 1, 28],
  [0.85, 0.96, 56],
  [0.85, 0.93, 116],
])('clears %f at a truth of %f after about %i', (line, truth, reviews) => {
  expect(Math.abs(stoppingTime(line, truth, 0.05, 2000).mean / reviews - 1)).toBeLessThan(0.05)
})

// GATES.md 1.3, the columns 0, 1, 2, 3, 5, 10, 20.
it.each([
  [0.8, [20, 31, 41, 50, 66, 103, 171]],
  [0.875, [34, 52, 68, 82, 108, 169, 279]],
  [0.9, [43, 66, 85, 103, 137, 212, 351]],
  [0.95, [88, 134, 174, 210, 277, 430, 709]],
  [0.97, [148, 226, 292, 353, 465, 721, 1186]],
])('a perfect run proves %f with the first of its fewest reviews', (line, fewest) => {
  expect([0, 1, 2, 3, 5, 10, 20].map((wrong) => minReviews(line, wrong, 0.05))).toEqual(fewest)
  expect(stoppingTime(line, 1, 0.05, 2000)).toMatchObject({ mean: fewest[0], ninetieth: fewest[0], provenRatio: 1 })
})

it('counts by hand: right nine times in ten against one half, after the seventh review at the earliest', () => {
  const [none, one] = [0, 1].map((wrong) => minReviews(0.5, wrong, 0.05)) as [number, number]
  const { unprovenAfter } = stoppingTime(0.5, 0.9, 0.05, 500)
  expect(unprovenAfter[none - 1]).toBe(1)
  expect(unprovenAfter[none]).toBeCloseTo(1 - 0.9 ** none, 12)
  // With one wrong among the first `none`, and none after it.
  expect(unprovenAfter[one]).toBeCloseTo(1 - 0.9 ** none - none * 0.1 * 0.9 ** (one - 1), 12)
})

it('has the boundary of the gate, error by error', () => {
  // Never right at all until `wrong` errors, then always: such runs end at the gate's own fewest reviews, so nobody is through before.
  for (const line of [0.02, 0.55, 0.9, 0.99]) {
    const { unprovenAfter } = stoppingTime(line, 0.999, 0.05, 20_000)
    const ends = Array.from(unprovenAfter.keys()).filter((n) => n > 0 && unprovenAfter[n - 1]! - unprovenAfter[n]! > 1e-12)
    const fewest = Array.from({ length: 4 }, (_, wrong) => minReviews(line, wrong, 0.05))
    expect(fewest.filter((reviews) => !ends.includes(reviews))).toEqual([])
    expect(ends.filter((n) => n <= fewest[3]! && !fewest.includes(n))).toEqual([])
  }
})

it('knows what is left after some reviews were given: nothing given, everything; the cap given, nothing', () => {
  const stopping = stoppingTime(0.9, 0.95, 0.05, 1000)
  expect(reviewsBeyond(stopping, 0)).toBeCloseTo(stopping.mean, 9)
  expect(reviewsBeyond(stopping, 42)).toBeCloseTo(stopping.mean - 42, 9)
  expect(reviewsBeyond(stopping, 1000)).toBe(0)
})

it('answers for any cap, and looks no further than anybody would review', () => {
  const stopping = stoppingTime(0.99, 0.9901, 0.05, 10_000_000)
  expect(stopping.cap).toBe(furthestReviews)
  expect(stopping.provenRatio).toBeLessThan(0.2)
})

it('never takes fewer reviews for a higher line, or more for a better employee', () => {
  const lines = fc.double({ min: 0.6, max: 0.97, noNaN: true })
  fc.assert(
    fc.property(lines, lines, lines, (a, b, truth) => {
      const [low, high] = [Math.min(a, b), Math.max(a, b)]
      expect(stoppingTime(low, truth, 0.05, 200).mean).toBeLessThanOrEqual(stoppingTime(high, truth, 0.05, 200).mean + 1e-6)
      expect(stoppingTime(truth, high, 0.05, 200).mean).toBeLessThanOrEqual(stoppingTime(truth, low, 0.05, 200).mean + 1e-6)
    }),
    { numRuns: 60 },
  )
})
