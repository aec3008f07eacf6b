import fc from 'fast-check'
import { expect, test } from 'vitest'
import { lower } from './confidence.ts'
import { carriedLower, clopperPearsonUpper } from './replay-bound.ts'

test.each([
  [0, 300, 0.015233347889841823],
  [3, 300, 0.033092742206910324],
  [6, 300, 0.04787834299506864],
  [10, 500, 0.039881484430345955],
])('%i of %i changed: at most %d may have, at 1 %', (changed, n, wanted) => {
  expect(clopperPearsonUpper(changed, n, 0.01)).toBeCloseTo(wanted, 12)
})

test('nothing replayed or everything changed shows nothing', () => {
  expect([clopperPearsonUpper(0, 0, 0.01), clopperPearsonUpper(7, 7, 0.01)]).toEqual([1, 1])
  expect(clopperPearsonUpper(0, 100_000, 0.01)).toBeCloseTo(1 - 0.01 ** (1 / 100_000), 12)
  expect(() => clopperPearsonUpper(3, 2, 0.01)).toThrow(/whole number/)
  expect(() => clopperPearsonUpper(0.5, 2, 0.01)).toThrow(/whole number/)
  expect(() => clopperPearsonUpper(0, 2, 0)).toThrow(/alpha/)
})

test('the bound is the one at which so few would come out with the chance alpha', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60 }), fc.nat(59), fc.constantFrom(0.01, 0.05), (n, count, alpha) => {
      const k = Math.min(count, n - 1)
      const p = clopperPearsonUpper(k, n, alpha)
      let [chance, term] = [0, (1 - p) ** n]
      for (let i = 0; i <= k; i++) {
        chance += term
        term *= (((n - i) / (i + 1)) * p) / (1 - p)
      }
      expect(chance).toBeCloseTo(alpha, 8)
      expect(p).toBeGreaterThan(k / n)
      expect(clopperPearsonUpper(k + 1, n, alpha)).toBeGreaterThan(p)
      expect(clopperPearsonUpper(k, n + 1, alpha)).toBeLessThan(p)
    }),
    { numRuns: 100 },
  )
})

const old = { levels: [{ weight: 1, correct: 285, wrong: 15 }], fractions: [] }

test('a new version takes over the old bound less what may have changed', () => {
  const carried = carriedLower(old, { replayed: 300, changed: 0 })
  expect(carried.oldLower).toBe(lower(old.levels, 0.04))
  expect(carried.oldLower - carried.lower).toBeCloseTo(0.015233347889841823, 12)
  expect(carriedLower(old, { replayed: 0, changed: 0 }).lower).toBe(0)
  expect(carriedLower({ levels: [], fractions: [] }, { replayed: 300, changed: 0 }).lower).toBe(0)
})

test('it takes over less with every change, more with every case replayed unchanged or judged right, and never more than there was', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 400 }), fc.nat(30), fc.integer({ min: 20, max: 400 }), (replayed, more, correct) => {
      const changed = Math.min(more, replayed)
      const evidence = (right: number) => ({ levels: [{ weight: 1, correct: right, wrong: 3 }], fractions: [] })
      const before = carriedLower(evidence(correct), { replayed, changed }).lower
      expect(carriedLower(evidence(correct), { replayed: replayed + 1, changed: changed + 1 }).lower).toBeLessThanOrEqual(before)
      expect(carriedLower(evidence(correct), { replayed: replayed + 1, changed }).lower).toBeGreaterThanOrEqual(before)
      expect(carriedLower(evidence(correct + 1), { replayed, changed }).lower).toBeGreaterThanOrEqual(before)
      expect(before).toBeLessThanOrEqual(lower(evidence(correct).levels, 0.05))
    }),
    { numRuns: 40 },
  )
})
