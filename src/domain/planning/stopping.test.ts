import fc from 'fast-check'
import { expect, it } from 'vitest'
import { stoppingTime } from './stopping.ts'

// GATES.md 10, B2: target .90, a look after every review, up to 2,000.
it('agrees with the exact tables', () => {
  expect(stoppingTime(0.9, 0.95, 0.05, 2000).mean).toBeCloseTo(209.28057248068717, 6)
  expect(stoppingTime(0.9, 0.9, 0.05, 2000).provenRatio).toBeCloseTo(0.040455897377711755, 9)
  expect(stoppingTime(0.9, 0.88, 0.05, 2000).provenRatio).toBeCloseTo(0.007412819478756146, 9)
})

it.each([
  [0.9, 0.97, 97],
  [0.9, 0.99, 55],
  [0.95, 0.98, 286],
  [0.95, 0.99, 147],
])('proves %f at a truth of %f in about %i reviews', (line, truth, reviews) => {
  expect(Math.round(stoppingTime(line, truth, 0.05, 2000).mean)).toBe(reviews)
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
