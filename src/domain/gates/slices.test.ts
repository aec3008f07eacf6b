import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { type Level, minReviews } from './confidence.ts'
import {
  clearedOf,
  flagOf,
  flagThreshold,
  isPair,
  majorSlices,
  pairsOf,
  powerOf,
  registryOf,
  type SliceCounts,
  sliceName,
  slicesOf,
  sliceValues,
  verdictWeight,
} from './slices.ts'

const plain = (n: number, wrong: number): SliceCounts => ({
  slice: 'system=crm',
  levels: [{ weight: 1, correct: n - wrong, wrong }],
  fractions: [],
})
// The registry of GATES.md section 5: 44 singles and 812 pairs.
const gates = { singles: 44, pairs: 812 }
const single = (targetRatio: number) => ({ targetRatio, registry: gates, isPair: false })
const levels = fc.array(
  fc.record({ weight: fc.double({ min: 0.1, max: 1, noNaN: true }), correct: fc.nat(60), wrong: fc.nat(30) }),
  { maxLength: 4 },
)
const fractions = fc.array(
  fc.record({ weight: fc.double({ min: 0.1, max: 1, noNaN: true }), share: fc.double({ min: 0, max: 1, noNaN: true }) }),
  { maxLength: 4 },
)
const counts = fc.record({ slice: fc.constant('system=crm'), levels, fractions })
const plus = (evidence: SliceCounts, more: Level): SliceCounts => ({ ...evidence, levels: [...evidence.levels, more] })

describe('the registry', () => {
  const registry = registryOf({
    query_type: ['refund', 'address', 'refund'],
    channel: ['mail'],
    system: ['crm'],
    operation: ['crm.read', 'crm.write'],
    language: [],
  })

  it('keeps each value once, by name, with `other` behind it, and has no slice of a dimension without values', () => {
    expect(registry.dimensions.query_type).toEqual(['address', 'refund', 'other'])
    expect(registry.dimensions.language).toEqual([])
    expect(registry.dimensions.reviewer).toEqual([])
    expect(registry.singles).toBe(3 + 2 + 2 + 3)
    expect(registry.pairs).toBe(3 * 2 + 3 * 2 + 3 * 3 + 2 * 2 + 2 * 3 + 2 * 3)
    expect(registryOf({ channel: ['other'] })).toMatchObject({ singles: 0, pairs: 0 })
  })

  it('tells what slices a case belongs to; what was not registered is `other`, what touched no system has none', () => {
    expect(slicesOf({ query_type: 'refund', channel: 'fax', system: ['crm', 'erp', 'tms'], operation: [] }, registry)).toEqual([
      'query_type=refund',
      'channel=other',
      'system=crm',
      'system=other',
    ])
    expect(slicesOf({}, registry)).toEqual(['query_type=other', 'channel=other'])
    expect(slicesOf({ query_type: '__proto__', channel: null }, registry)).toEqual(['query_type=other', 'channel=other'])
  })

  it('pairs values of different dimensions only, under the same name whatever the order', () => {
    const singles = slicesOf({ query_type: 'refund', channel: 'mail', operation: ['crm.write', 'crm.read'] }, registry)
    const wanted = [
      'query_type=refund&channel=mail',
      'query_type=refund&operation=crm.read',
      'query_type=refund&operation=crm.write',
      'channel=mail&operation=crm.read',
      'channel=mail&operation=crm.write',
    ]
    expect(pairsOf(singles)).toEqual(wanted)
    expect(pairsOf(singles.toReversed())).toEqual(wanted)
    expect(wanted.every(isPair) && !singles.some(isPair)).toBe(true)
    expect(() => pairsOf(['colour=red', 'channel=mail'])).toThrow(/registered dimensions/)
  })

  it('reads a name back, also of a value that looks like a pair or was already escaped', () => {
    const hostile = 'a&channel=mail%26%'
    const name = sliceName('requester_group', hostile)
    expect(isPair(name)).toBe(false)
    expect(sliceValues(name)).toEqual([{ dimension: 'requester_group', value: hostile }])
    expect(sliceValues(pairsOf([name, 'channel=mail'])[0]!)).toEqual([
      { dimension: 'channel', value: 'mail' },
      { dimension: 'requester_group', value: hostile },
    ])
  })

  it('can form no slice that is not counted: every case’s slices are among the registered ones', () => {
    const value = fc.constantFrom('a', 'b', 'c', 'x&y', 'other')
    fc.assert(
      fc.property(fc.array(value), fc.array(value), value, fc.array(value), (types, systems, type, used) => {
        const small = registryOf({ query_type: types, system: systems, channel: ['mail', 'chat'] })
        const all = Object.entries(small.dimensions).flatMap(([name, list]) =>
          list.map((one) => sliceName(name as 'system', one)),
        )
        expect(all.length).toBe(small.singles)
        const mine = slicesOf({ query_type: type, system: used, channel: 'mail' }, small)
        expect(mine.filter((slice) => !all.includes(slice))).toEqual([])
        expect(pairsOf(all).length).toBe(small.pairs)
        expect(new Set(pairsOf(mine)).size).toBe(pairsOf(mine).length)
      }),
      { numRuns: 60 },
    )
  })
})

describe('a flag', () => {
  it('asks for ln(K / 2.5 %): 7.473 among 44 singles, 10.388 among 812 pairs', () => {
    expect(flagThreshold(single(0.95))).toBeCloseTo(7.473, 3)
    expect(flagThreshold({ registry: gates, isPair: true })).toBeCloseTo(10.388, 3)
  })

  test.each([
    [28, 9, 0.95, 8.87212853876664, 'flagged'],
    [40, 12, 0.95, 11.27903864461256, 'flagged'],
    [60, 8, 0.95, 0.9082471908206117, 'quiet'],
    [60, 8, 0.9, -1.931734317896365, 'quiet'],
    [64, 13, 0.95, 7.230938994661925, 'watched'],
  ])('%i verdicts, %i wrong, target %d: ln E is %d, so it is %s', (n, wrong, target, wanted, state) => {
    const flag = flagOf(plain(n, wrong), single(target))
    expect(flag).toMatchObject({ n, wrong, errorRatio: wrong / n, state })
    expect(flag.logE).toBeCloseTo(wanted, 9)
  })

  it('asks for more of a pair, so the same counts may flag a single value and not a pair', () => {
    expect(flagOf(plain(28, 9), single(0.95)).state).toBe('flagged')
    expect(flagOf(plain(28, 9), { ...single(0.95), isPair: true }).state).toBe('watched')
  })

  it('needs two errors, however improbable one is; halves of cases add up', () => {
    const strict = single(1 - 1e-6)
    expect(flagOf(plain(1, 1), strict)).toMatchObject({ state: 'quiet' })
    expect(flagOf(plain(1, 1), strict).logE).toBeGreaterThan(flagThreshold(strict))
    expect(flagOf(plain(2, 2), strict).state).toBe('flagged')
    const halves = [0.5, 0.5, 0.5].map((share) => ({ weight: 1, share }))
    expect(flagOf({ ...plain(0, 0), fractions: halves }, strict)).toMatchObject({ state: 'quiet', n: 3, wrong: 1.5 })
    expect(flagOf({ ...plain(1, 1), fractions: halves }, strict).state).toBe('flagged')
    expect(flagOf(plain(0, 0), strict)).toMatchObject({ state: 'quiet', n: 0, errorRatio: null })
  })

  it('is never opened by one more right verdict, and never closed by one more wrong one', () => {
    const rank = { quiet: 0, watched: 1, flagged: 2 }
    fc.assert(
      fc.property(counts, fc.double({ min: 0.1, max: 1, noNaN: true }), fc.boolean(), (evidence, weight, pair) => {
        const asked = { ...single(0.9), isPair: pair }
        const before = rank[flagOf(evidence, asked).state]
        expect(rank[flagOf(plus(evidence, { weight, correct: 1, wrong: 0 }), asked).state]).toBeLessThanOrEqual(before)
        expect(rank[flagOf(plus(evidence, { weight, correct: 0, wrong: 1 }), asked).state]).toBeGreaterThanOrEqual(before)
      }),
      { numRuns: 60 },
    )
  })

  it('does not depend on the order of the evidence', () => {
    fc.assert(
      fc.property(counts, (evidence) => {
        const turned = { ...evidence, levels: evidence.levels.toReversed(), fractions: evidence.fractions.toReversed() }
        const [one, other] = [flagOf(evidence, single(0.9)), flagOf(turned, single(0.9))]
        expect(other.logE).toBeCloseTo(one.logE, 9)
        expect(other.wrong).toBeCloseTo(one.wrong, 9)
      }),
      { numRuns: 40 },
    )
  })
})

/** Cases inside a slice until `stops` says so, exactly: every history weighed by its probability. Runs that go on are counted as `cap`. */
function meanUntil(
  errorRatio: number,
  cap: number,
  stops: (n: number, wrong: number) => boolean,
): { mean: number; stopped: number } {
  let open = new Float64Array(cap + 2)
  open[0] = 1
  let [mean, stopped] = [0, 0]
  for (let n = 1; n <= cap; n++) {
    const next = new Float64Array(cap + 2)
    for (let wrong = 0; wrong <= n; wrong++) {
      const mass = open[wrong]! * (1 - errorRatio) + (wrong > 0 ? open[wrong - 1]! * errorRatio : 0)
      if (mass < 1e-15) continue
      if (stops(n, wrong)) {
        mean += n * mass
        stopped += mass
      } else next[wrong] = mass
    }
    open = next
  }
  return { mean: mean + cap * (1 - stopped), stopped }
}

test.each([
  [0.95, [0.2, 0.3, 0.4, 0.5], [67, 28, 16, 11]],
  [0.9, [0.3, 0.4, 0.5], [59, 28, 17]],
])('cases until a single value of 44 is flagged, target %d, error rates %j: %j on average, exactly', (target, rates, wanted) => {
  const flagged = (n: number, wrong: number) => flagOf(plain(n, wrong), single(target)).state === 'flagged'
  expect(rates.map((rate) => Math.round(meanUntil(rate, 250, flagged).mean))).toEqual(wanted)
})

describe('a clearing', () => {
  it('shows that the error rate is below so many times the budget', () => {
    // 1 − 4 × 0.05 = 0.80, and 0.80 is proven by 20 of 20 or 30 of 31 (GATES.md 1.3).
    const asked = { targetRatio: 0.95, tolerance: 4 }
    expect(clearedOf(plain(20, 0), asked)).toMatchObject({ cleared: true, need: 0 })
    expect(clearedOf(plain(19, 0), asked)).toMatchObject({ cleared: false, need: 1 })
    expect(clearedOf(plain(30, 1), asked).cleared).toBe(false)
    expect(clearedOf(plain(31, 1), asked).cleared).toBe(true)
    expect(clearedOf(plain(31, 1), asked).limit).toBeCloseTo(0.2, 12)
    expect(clearedOf(plain(31, 1), { ...asked, tolerance: 3 })).toMatchObject({ cleared: false })
  })

  it('is never had for nothing, also where the limit says nothing', () => {
    const lax = { targetRatio: 0.75, tolerance: 4 }
    expect(clearedOf(plain(0, 0), lax)).toMatchObject({ cleared: false, need: 1, limit: 1 })
    expect(clearedOf(plain(5, 5), lax).cleared).toBe(false)
    expect(clearedOf(plain(6, 5), lax)).toMatchObject({ cleared: true, need: 0 })
    expect(clearedOf(plain(0, 0), { targetRatio: 0.9, tolerance: 4 })).toMatchObject({ cleared: false, logE: 0 })
  })

  /** Cleared from so many cases on, by errors among them: the boundary of the engine, each computed once. */
  const boundary = (targetRatio: number) => {
    const known: number[] = []
    return (n: number, wrong: number) => {
      while (known.length <= wrong) known.push(minReviews(1 - 3 * (1 - targetRatio), known.length, 0.05))
      return n >= known[wrong]!
    }
  }

  it('has the boundary of the engine', () => {
    const stops = boundary(0.9)
    for (const n of [7, 12, 20, 33])
      for (const wrong of [0, 1, 2, 5])
        expect(clearedOf(plain(n, wrong), { targetRatio: 0.9, tolerance: 3 }).cleared).toBe(stops(n, wrong))
  })

  test.each([
    [0.9, [0, 0.04, 0.07], [13, 18, 23]],
    [0.95, [0, 0.04, 0.07], [28, 56, 116]],
  ])(
    'cases until cleared with k = 3, target %d, error rates %j: %j on average, exactly, within 6 %%',
    (target, rates, wanted) => {
      const stops = boundary(target)
      const off = rates.map((rate, i) => Math.abs(meanUntil(rate, 800, stops).mean / wanted[i]! - 1))
      expect(Math.max(...off)).toBeLessThan(0.06)
    },
  )

  it('is had wrongly at most once in twenty by a slice exactly at the limit', () => {
    const { stopped } = meanUntil(0.3, 800, boundary(0.9))
    expect(stopped).toBeGreaterThan(0.03)
    expect(stopped).toBeLessThanOrEqual(0.05)
  })

  it('is never lost by one more right verdict and never won by one more wrong one', () => {
    fc.assert(
      fc.property(counts, fc.double({ min: 0.1, max: 1, noNaN: true }), fc.constantFrom(3, 4), (evidence, weight, tolerance) => {
        const asked = { targetRatio: 0.9, tolerance }
        const before = clearedOf(evidence, asked)
        const better = clearedOf(plus(evidence, { weight, correct: 1, wrong: 0 }), asked)
        const worse = clearedOf(plus(evidence, { weight, correct: 0, wrong: 1 }), asked)
        expect(better.cleared || !before.cleared).toBe(true)
        expect(better.need).toBeLessThanOrEqual(before.need)
        expect(before.cleared || !worse.cleared).toBe(true)
        expect(before.need === 0).toBe(before.cleared)
      }),
      { numRuns: 60 },
    )
  })
})

describe('the power statement', () => {
  test.each([
    [28, 0.95, 0.3],
    [67, 0.95, 0.2],
    [16, 0.95, 0.4],
    [11, 0.95, 0.5],
    [59, 0.9, 0.3],
    [28, 0.9, 0.4],
    [217, 0.9, 0.2],
  ])('%i verdicts, target %d: an error rate of about %d would have shown', (n, target, wanted) => {
    expect(Math.abs(powerOf(n, single(target))! - wanted)).toBeLessThan(0.025)
  })

  it('is null where even nothing but errors would not have shown, and sinks with every verdict', () => {
    expect([0, 1, 2].map((n) => powerOf(n, single(0.95)))).toEqual([null, null, null])
    const rates = [5, 10, 20, 40, 80, 160, 1000].map((n) => powerOf(n, single(0.95))!)
    expect(rates).toEqual(rates.toSorted((a, b) => b - a))
    expect(rates.at(-1)).toBeGreaterThan(0.05)
    expect(powerOf(28, { ...single(0.95), isPair: true })!).toBeGreaterThan(powerOf(28, single(0.95))!)
  })

  it('says no more than a sample at several rates has shown', () => {
    const sampled: SliceCounts = {
      slice: 'system=crm',
      levels: [
        { weight: 1, correct: 20, wrong: 0 },
        { weight: 0.2, correct: 60, wrong: 0 },
      ],
      fractions: [{ weight: 0.5, share: 0.5 }],
    }
    expect(verdictWeight(sampled)).toBeCloseTo(32.5, 9)
    const rate = powerOf(verdictWeight(sampled), single(0.95))!
    const atThatRate = sampled.levels.map(({ weight, correct: n }) => ({ weight, correct: n * (1 - rate), wrong: n * rate }))
    const fraction = { weight: 0.5, share: 1 - rate }
    expect(flagOf({ ...sampled, levels: atThatRate, fractions: [fraction] }, single(0.95)).state).toBe('flagged')
  })
})

test('a major slice is a single value with its share of the traffic', () => {
  const seen = new Map([
    ['system=crm', 50],
    ['system=erp', 3],
    ['channel=mail', 4],
    ['system=crm&channel=mail', 40],
    ['channel=fax', 0],
  ])
  expect(majorSlices(seen, 100, 0.04)).toEqual(['channel=mail', 'system=crm'])
  expect(majorSlices(new Map(), 0, 0.04)).toEqual([])
})
