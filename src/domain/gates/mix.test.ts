import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { logE } from './confidence.ts'
import { mostVariation, type TypeEvidence, totalVariation, weighedToMix, worstMix } from './mix.ts'

const judged = (correct: number, wrong: number, weight = 1): TypeEvidence => ({
  levels: [{ weight, correct, wrong }],
  fractions: [],
})
const mix = (counts: Record<string, number>) => new Map(Object.entries(counts))
const two = new Map([
  ['a', judged(205, 5)],
  ['b', judged(86, 4)],
])

test('total variation is the share that would have to change its type', () => {
  expect(totalVariation(mix({ a: 70, b: 30 }), mix({ a: 4, b: 6 }))).toBeCloseTo(0.3, 12)
  expect(totalVariation(mix({ a: 1 }), mix({ b: 1 }))).toBe(1)
  expect(totalVariation(mix({ a: 5, b: 5 }), mix({ b: 1, a: 1 }))).toBe(0)
  expect(totalVariation(mix({}), mix({ a: 1 }))).toBeNull()
  expect(totalVariation(mix({ a: 1 }), mix({ a: 0 }))).toBeNull()
  expect(() => totalVariation(mix({ a: -1 }), mix({ a: 1 }))).toThrow(/zero or more/)
})

describe('evidence weighed to another mix', () => {
  it('reproduces the golden weights, ln E and estimate', () => {
    const weighing = weighedToMix({ wanted: mix({ a: 0.4, b: 0.6 }), seen: mix({ a: 0.7, b: 0.3 }), evidence: two })
    if (weighing.kind !== 'weighed') throw new Error(weighing.kind)
    expect(weighing.weights.get('a')).toBeCloseTo(0.2857142857142857, 12)
    expect(weighing.weights.get('b')).toBe(1)
    expect(logE(weighing.levels, 0.9)).toBeCloseTo(4.021294791975192, 9)
    expect(weighing.estimate).toBeCloseTo(0.9638095238095239, 12)
  })

  it('is left as it is while the mixes are within 0.10 of one another', () => {
    const near = weighedToMix({ wanted: mix({ a: 0.59, b: 0.41 }), seen: mix({ a: 0.7, b: 0.3 }), evidence: two })
    expect(near.kind).toBe('weighed')
    const nearer = weighedToMix({ wanted: mix({ a: 62, b: 38 }), seen: mix({ a: 70, b: 30 }), evidence: two })
    expect(nearer).toEqual({ kind: 'alike', variation: expect.closeTo(0.08, 12) })
  })

  it('is not yet known where a type that is asked for was not seen, or was seen and never judged; the types are named', () => {
    const seen = mix({ a: 70, b: 20, d: 10 })
    const evidence = new Map([...two, ['d', judged(0, 0)]])
    const weighing = weighedToMix({ wanted: mix({ a: 1, b: 1, c: 5, d: 3, e: 3 }), seen, evidence })
    expect(weighing).toMatchObject({ kind: 'unknown', missing: [{ queryType: 'c' }, { queryType: 'd' }, { queryType: 'e' }] })
    expect(weighedToMix({ wanted: mix({}), seen, evidence })).toEqual({ kind: 'unknown', variation: null, missing: [] })
  })

  it('drops a type that is no longer asked for, and carries the weight of the sample', () => {
    const evidence = new Map([...two, ['c', judged(0, 90)]])
    evidence.set('b', { levels: [{ weight: 0.2, correct: 8, wrong: 2 }], fractions: [{ weight: 0.5, share: 0.5 }] })
    const weighing = weighedToMix({ wanted: mix({ a: 1, b: 1, c: 0 }), seen: mix({ a: 2, b: 1, c: 3 }), evidence })
    if (weighing.kind !== 'weighed') throw new Error(weighing.kind)
    expect(weighing.levels).toEqual([
      { weight: 0.5, correct: 205, wrong: 5 },
      { weight: 0.2, correct: 8, wrong: 2 },
    ])
    expect(weighing.fractions).toEqual([{ weight: 0.5, share: 0.5 }])
    expect(weighing.estimate).toBeCloseTo(205 / 210 / 2 + (1.6 + 0.25) / 2.5 / 2, 12)
  })

  it('has weights in (0, 1], the largest 1, and never more in proof than all cases at full weight', () => {
    const counts = fc.array(fc.integer({ min: 1, max: 500 }), { minLength: 2, maxLength: 6 })
    fc.assert(
      fc.property(counts, counts, (wanted, seen) => {
        const n = Math.min(wanted.length, seen.length)
        const named = (list: number[]) => new Map(list.slice(0, n).map((one, i) => [`t${i}`, one]))
        const evidence = new Map(seen.slice(0, n).map((_, i) => [`t${i}`, judged(40, 2)]))
        const weighing = weighedToMix({ wanted: named(wanted), seen: named(seen), evidence })
        const variation = totalVariation(named(wanted), named(seen))!
        expect(weighing.kind).toBe(variation > mostVariation ? 'weighed' : 'alike')
        if (weighing.kind !== 'weighed') return
        const weights = [...weighing.weights.values()]
        expect(Math.max(...weights)).toBe(1)
        expect(Math.min(...weights)).toBeGreaterThan(0)
        expect(weighing.estimate).toBeCloseTo(40 / 42, 9)
        const plain = [...evidence.values()].flatMap(({ levels }) => levels)
        const allRight = (list: typeof plain) => list.map((level) => ({ ...level, wrong: 0 }))
        expect(logE(allRight(weighing.levels), 0.9)).toBeLessThanOrEqual(logE(allRight(plain), 0.9) + 1e-12)
      }),
      { numRuns: 40 },
    )
  })

  it('never proves less for one more right verdict of any type', () => {
    fc.assert(
      fc.property(fc.nat(200), fc.nat(20), fc.constantFrom('a', 'b'), (correct, wrong, type) => {
        const evidence = new Map([...two, ['b', judged(correct + 1, wrong)]])
        const more = new Map(evidence)
        const { levels, fractions } = evidence.get(type)!
        more.set(type, { levels: [...levels, { weight: 1, correct: 1, wrong: 0 }], fractions })
        const ask = (given: Map<string, TypeEvidence>) => {
          const weighing = weighedToMix({ wanted: mix({ a: 0.4, b: 0.6 }), seen: mix({ a: 0.7, b: 0.3 }), evidence: given })
          if (weighing.kind !== 'weighed') throw new Error(weighing.kind)
          return { proof: logE(weighing.levels, 0.9, weighing.fractions), estimate: weighing.estimate }
        }
        expect(ask(more).proof).toBeGreaterThanOrEqual(ask(evidence).proof)
        expect(ask(more).estimate).toBeGreaterThanOrEqual(ask(evidence).estimate)
      }),
      { numRuns: 40 },
    )
  })
})

describe('the stress line', () => {
  const accuracies = mix({ a: 0.98, b: 0.95, c: 0.85 })

  it('moves a tenth of the traffic from the best type to the worst: 0.945 becomes 0.932', () => {
    const { base, worst } = worstMix(mix({ a: 0.5, b: 0.3, c: 0.2 }), accuracies)!
    expect([base, worst]).toEqual([expect.closeTo(0.945, 12), expect.closeTo(0.932, 12)])
  })

  it('takes from the next best when the best has too little, and cannot be worse than the worst type', () => {
    expect(worstMix(mix({ a: 0.05, b: 0.9, c: 0.05 }), accuracies)!.worst).toBeCloseTo(0.9465 - 0.05 * 0.13 - 0.05 * 0.1, 12)
    expect(worstMix(mix({ a: 0.5, b: 0.3, c: 0.2 }), accuracies, 2)!.worst).toBeCloseTo(0.85, 12)
    expect(worstMix(mix({ a: 1 }), accuracies)).toEqual({ base: 0.98, worst: 0.98 })
  })

  it('is unknown where a type was never judged, unless nobody asks for it', () => {
    expect(worstMix(mix({ a: 0.5, d: 0.5 }), accuracies)).toBeNull()
    expect(worstMix(mix({ a: 1, d: 0 }), accuracies)).not.toBeNull()
    expect(worstMix(mix({}), accuracies)).toBeNull()
  })
})
