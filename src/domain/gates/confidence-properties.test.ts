// What must hold of the engine for any evidence (GATES.md section 10, B10); the single numbers are in confidence.test.ts and test/golden.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  Capital,
  estimate,
  type Fraction,
  fewestRight,
  type Level,
  logE,
  lower,
  minReviews,
  proven,
  upper,
} from './confidence.ts'

const weight = fc.double({ min: 0.05, max: 1, noNaN: true })
const levels = fc.array(fc.record({ weight, correct: fc.nat(400), wrong: fc.nat(60) }), { maxLength: 4 })
const fractions = fc.array(fc.record({ weight, share: fc.double({ min: 0, max: 1, noNaN: true }) }), { maxLength: 4 })
const tested = fc.double({ min: 0.05, max: 0.99, noNaN: true })
const some = { numRuns: 25 }

const flipped = (list: Level[]) => list.map((level) => ({ weight: level.weight, correct: level.wrong, wrong: level.correct }))
const mirrored = (list: Fraction[]) => list.map((one) => ({ weight: one.weight, share: 1 - one.share }))

describe('E', () => {
  it('depends on the multiset alone: levels split, joined, reversed, or written as whole shares', () => {
    fc.assert(
      fc.property(levels, fractions, tested, (list, parts, m) => {
        const whole = logE(list, m, parts)
        const split = list.flatMap((level) => [
          { ...level, wrong: 0 },
          { ...level, correct: 0 },
        ])
        expect(logE(split.toReversed(), m, parts.toReversed())).toBeCloseTo(whole, 8)
        const shares = list
          .slice(0, 1)
          .flatMap((level) => [
            ...Array.from({ length: level.correct }, () => ({ weight: level.weight, share: 1 })),
            ...Array.from({ length: level.wrong }, () => ({ weight: level.weight, share: 0 })),
          ])
        expect(logE(list.slice(1), m, [...parts, ...shares])).toBeCloseTo(whole, 8)
      }),
      some,
    )
  })

  it('kept up case by case is E of the cases so far, at every moment', () => {
    const cases = fc.array(fc.record({ weight, share: fc.constantFrom(0, 1, 0.5) }), { maxLength: 30 })
    fc.assert(
      fc.property(cases, tested, (list, m) => {
        const capital = new Capital(m)
        list.forEach((one, i) => {
          expect(capital.bet(one)).toBeCloseTo(logE([], m, list.slice(0, i + 1)), 9)
        })
      }),
      some,
    )
  })

  it('falls with the proportion tested', () => {
    fc.assert(
      fc.property(levels, fractions, tested, tested, (list, parts, a, b) => {
        const [less, more] = [Math.min(a, b), Math.max(a, b)]
        expect(logE(list, less, parts)).toBeGreaterThanOrEqual(logE(list, more, parts) - 1e-9)
      }),
      some,
    )
  })

  it('is at most 1 in the mean at the limit: one more case, right with chance m, is a fair bet', () => {
    fc.assert(
      fc.property(levels, weight, tested, (list, w, m) => {
        const moved = (correct: number) =>
          Math.exp(logE([...list, { weight: w, correct, wrong: 1 - correct }], m) - logE(list, m))
        expect(m * moved(1) + (1 - m) * moved(0)).toBeCloseTo(1, 6)
      }),
      some,
    )
  })

  it('of an all-correct log never rises when every weight is halved', () => {
    fc.assert(
      fc.property(levels, tested, (list, m) => {
        const right = list.map((level) => ({ ...level, wrong: 0 }))
        const halved = right.map((level) => ({ ...level, weight: level.weight / 2 }))
        expect(logE(halved, m)).toBeLessThanOrEqual(logE(right, m))
      }),
      some,
    )
  })
})

describe('the bounds', () => {
  it('lie on either side of what was seen, also where it was sampled at several rates', () => {
    fc.assert(
      fc.property(levels, fractions, (list, parts) => {
        const seen = estimate(list, parts)
        if (seen === null) return
        expect(lower(list, 0.05, parts)).toBeLessThanOrEqual(seen + 1e-9)
        expect(upper(list, 0.05, parts)).toBeGreaterThanOrEqual(seen - 1e-9)
      }),
      some,
    )
  })

  it('are one another’s mirror image, fractions included', () => {
    fc.assert(
      fc.property(levels, fractions, (list, parts) => {
        expect(upper(list, 0.05, parts)).toBe(1 - lower(flipped(list), 0.05, mirrored(parts)))
      }),
      some,
    )
  })

  it('are wider for a smaller alpha', () => {
    const alpha = fc.double({ min: 0.001, max: 0.2, noNaN: true })
    fc.assert(
      fc.property(levels, fractions, alpha, alpha, (list, parts, a, b) => {
        const [small, large] = [Math.min(a, b), Math.max(a, b)]
        expect(lower(list, small, parts)).toBeLessThanOrEqual(lower(list, large, parts))
        expect(upper(list, small, parts)).toBeGreaterThanOrEqual(upper(list, large, parts))
      }),
      some,
    )
  })

  it('never fall with a right verdict or rise with a wrong one, nor with a case that turns out better', () => {
    fc.assert(
      fc.property(levels, fractions, weight, (list, parts, w) => {
        const [low, high] = [lower(list, 0.05, parts), upper(list, 0.05, parts)]
        const right = [...list, { weight: w, correct: 1, wrong: 0 }]
        const wrong = [...list, { weight: w, correct: 0, wrong: 1 }]
        expect(lower(right, 0.05, parts)).toBeGreaterThanOrEqual(low)
        expect(upper(right, 0.05, parts)).toBeGreaterThanOrEqual(high - 1e-12)
        expect(lower(wrong, 0.05, parts)).toBeLessThanOrEqual(low)
        expect(upper(wrong, 0.05, parts)).toBeLessThanOrEqual(high + 1e-12)
        const better = parts.map((one) => ({ ...one, share: Math.min(1, one.share + 0.2) }))
        expect(lower(list, 0.05, better)).toBeGreaterThanOrEqual(low)
      }),
      some,
    )
  })

  it('say the same as the proof', () => {
    fc.assert(
      fc.property(levels, fractions, tested, (list, parts, m) => {
        const low = lower(list, 0.05, parts)
        if (Math.abs(low - m) > 1e-9) expect(low > m).toBe(proven(list, m, 0.05, parts))
      }),
      some,
    )
  })
})

describe('what is still missing', () => {
  it('is enough, and one fewer is not', () => {
    fc.assert(
      fc.property(levels, fractions, fc.constantFrom(0.8, 0.9, 0.95), (list, parts, m) => {
        const need = fewestRight(list, m, 0.05, parts)
        const withMore = (correct: number) => proven([...list, { weight: 1, correct, wrong: 0 }], m, 0.05, parts)
        expect(withMore(need)).toBe(true)
        if (need > 0) expect(withMore(need - 1)).toBe(false)
      }),
      some,
    )
  })

  it('grows with every error, and with the target', () => {
    const table = [0.8, 0.85, 0.9, 0.95, 0.99].map((m) => [0, 1, 2, 5].map((wrong) => minReviews(m, wrong, 0.05)))
    for (const row of table) expect(row).toEqual(row.toSorted((a, b) => a - b))
    const byTarget = table[0]!.map((_, column) => table.map((row) => row[column]))
    for (const column of byTarget) expect(column).toEqual(column.toSorted((a, b) => a! - b!))
    expect(new Set(table.flat()).size).toBeGreaterThan(15)
  })
})
