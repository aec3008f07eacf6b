import fc from 'fast-check'
import { expect, test } from 'vitest'
import { agreementOf } from './agreement.ts'

const pairs = (bothWrong: number, firstWrong: number, secondWrong: number, bothRight: number) => ({
  bothWrong,
  firstWrong,
  secondWrong,
  bothRight,
})

test.each([
  [
    [12, 3, 5, 280],
    [0.9733333333, 0.7359735974, 0.9703381451, 0.7363556338, 0.75],
  ],
  [
    [40, 5, 7, 248],
    [0.96, 0.8459563544, 0.9459719054, 0.8461999315, 0.8695652174],
  ],
] as const)('%j: raw, kappa, AC1, alpha and positive agreement are the golden ones', ([a, b, c, d], wanted) => {
  const { raw, kappa, ac1, alpha, positive } = agreementOf(pairs(a, b, c, d))
  const found = [raw, kappa, ac1, alpha, positive]
  found.forEach((value, i) => {
    expect(value).toBeCloseTo(wanted[i]!, 9)
  })
})

test('judges who miss half of the errors still look as if they agreed, except on what matters', () => {
  // Errors 5 %, specificity .99, as of 100,000 proposals: both judge each one independently given the truth.
  const shown = (sensitivity: number) => {
    const cell = (first: number, second: number) => {
      const wrong = (first ? sensitivity : 1 - sensitivity) * (second ? sensitivity : 1 - sensitivity)
      const right = (first ? 0.01 : 0.99) * (second ? 0.01 : 0.99)
      return 100_000 * (0.05 * wrong + 0.95 * right)
    }
    const { raw, ac1, kappa, positive } = agreementOf(pairs(cell(1, 1), cell(1, 0), cell(0, 1), cell(0, 0)))
    return [raw, ac1, kappa, positive].map((value) => Number(value?.toFixed(2)))
  }
  expect(shown(0.9)).toEqual([0.97, 0.97, 0.73, 0.74])
  expect(shown(0.5)).toEqual([0.96, 0.95, 0.34, 0.37])
})

test('what is not defined is null, not zero and not one', () => {
  expect(agreementOf(pairs(0, 0, 0, 0))).toEqual({ n: 0, raw: null, positive: null, kappa: null, ac1: null, alpha: null })
  expect(agreementOf(pairs(0, 0, 0, 50))).toMatchObject({ raw: 1, positive: null, kappa: null, ac1: 1, alpha: null })
  expect(() => agreementOf(pairs(-1, 0, 0, 5))).toThrow(/zero or more/)
})

test('it is the same whoever is called the first judge, and never above 1', () => {
  const count = fc.nat(500)
  fc.assert(
    fc.property(count, count, count, count, (a, b, c, d) => {
      const [one, other] = [agreementOf(pairs(a, b, c, d)), agreementOf(pairs(a, c, b, d))]
      for (const name of ['raw', 'positive', 'kappa', 'ac1', 'alpha'] as const) {
        const [value, turned] = [one[name], other[name]]
        expect(value === null).toBe(turned === null)
        if (value === null || turned === null) continue
        expect(value).toBeCloseTo(turned, 9)
        expect(value).toBeLessThanOrEqual(1 + 1e-12)
      }
    }),
    { numRuns: 200 },
  )
})

test('kappa and alpha do not change when “wrong” and “right” are named the other way round; positive agreement does', () => {
  const [one, turned] = [agreementOf(pairs(12, 3, 5, 280)), agreementOf(pairs(280, 5, 3, 12))]
  expect(turned.kappa).toBeCloseTo(one.kappa ?? 0, 12)
  expect(turned.alpha).toBeCloseTo(one.alpha ?? 0, 12)
  expect(turned.positive).toBeGreaterThan(0.98)
})
