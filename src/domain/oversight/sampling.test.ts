import fc from 'fast-check'
import { expect, test } from 'vitest'
import { drawn, reviewRatios, uniform } from './sampling.ts'

test('the draws are those of the golden values (GATES.md section 3)', () => {
  expect(uniform('test-key', 'review', 'int_000001')).toBeCloseTo(0.7763752779847037, 15)
  expect(uniform('test-key', 'review', 'int_000002')).toBeCloseTo(0.9454560074348044, 15)
  expect(uniform('test-key', 'double', 'int_000001')).toBeCloseTo(0.6671505804171514, 15)
})

test('a rate is hit within four standard errors over 6,000 ids, and another key draws others', () => {
  const ids = Array.from({ length: 6_000 }, (_, i) => `int_${i}`)
  const pick = (secret: string) =>
    new Set(ids.filter((interactionId) => drawn({ secret, interactionId, baseRatio: 0.15, ratio: 0.15 }).drawn))
  const [one, again, other] = [pick('a'), pick('a'), pick('b')]
  expect(Math.abs(one.size / ids.length - 0.15)).toBeLessThan(4 * Math.sqrt((0.15 * 0.85) / ids.length))
  expect([...one]).toEqual([...again])
  expect([...one].filter((id) => other.has(id)).length).toBeLessThan(one.size / 3)
})

test('an item drawn more often counts for less, in exact proportion', () => {
  expect(drawn({ secret: 's', interactionId: 'i', baseRatio: 0.1, ratio: 0.5 }).weight).toBeCloseTo(0.2, 15)
  expect(() => drawn({ secret: 's', interactionId: 'i', baseRatio: 0.2, ratio: 0.1 })).toThrow(/base rate/)
})

test('what is recorded of a draw is enough to draw again, and does not hold the secret', () => {
  const secret = 'the-secret-of-a-rollout'
  fc.assert(
    fc.property(
      fc.string({ minLength: 1 }),
      fc.double({ min: 0.1, max: 1, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (id, base, up) => {
        const ratio = base + (1 - base) * up
        const kept = drawn({ secret, interactionId: id, baseRatio: base, ratio: Math.min(1, ratio) })
        expect(JSON.stringify(kept)).not.toContain(secret)
        const { interactionId, baseRatio, label } = kept
        expect(drawn({ secret, interactionId, baseRatio, ratio: kept.ratio, label })).toEqual(kept)
        expect(kept.drawn).toBe(kept.u < kept.ratio)
        expect(kept.weight).toBeGreaterThan(0)
        expect(kept.weight).toBeLessThanOrEqual(1)
      },
    ),
    { numRuns: 100 },
  )
})

test('whoever is drawn at a rate is drawn at every higher one', () => {
  const at = (ratio: number) =>
    Array.from({ length: 500 }, (_, i) => drawn({ secret: 's', interactionId: `i${i}`, baseRatio: 0.1, ratio }))
  const [low, high] = [at(0.1), at(0.5)]
  expect(low.every((draw, i) => !draw.drawn || high[i]!.drawn)).toBe(true)
  expect(at(1).every((draw) => draw.drawn)).toBe(true)
})

test('escalations always, half of what is flagged or not cleared, the rest at the base rate and never below 10 %', () => {
  const usual = { escalated: false, flagged: false, uncleared: false, sampleRatio: 0.15 }
  expect(reviewRatios(usual)).toEqual({ baseRatio: 0.15, ratio: 0.15 })
  expect(reviewRatios({ ...usual, flagged: true })).toEqual({ baseRatio: 0.15, ratio: 0.5 })
  expect(reviewRatios({ ...usual, uncleared: true })).toEqual({ baseRatio: 0.15, ratio: 0.5 })
  expect(reviewRatios({ ...usual, escalated: true })).toEqual({ baseRatio: 0.15, ratio: 1 })
  expect(reviewRatios({ ...usual, sampleRatio: 0.02 })).toEqual({ baseRatio: 0.1, ratio: 0.1 })
  expect(reviewRatios({ ...usual, sampleRatio: 0.8, flagged: true })).toEqual({ baseRatio: 0.8, ratio: 0.8 })
})

test('a draw without a secret is refused: anybody could foresee it', () => {
  expect(() => drawn({ secret: '', interactionId: 'i', baseRatio: 0.1, ratio: 0.1 })).toThrow(/secret/)
})
