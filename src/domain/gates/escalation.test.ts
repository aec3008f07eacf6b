import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { minReviews, proven } from './confidence.ts'
import {
  escalationPrecision,
  escalationRate,
  escalationRecall,
  fewerThan,
  missedEscalations,
  moreThan,
  type Tally,
} from './escalation.ts'

const tally = (n: number, having: number, weight = 1): Tally => ({
  levels: [{ weight, correct: having, wrong: n - having }],
  fractions: [],
})
const bounds = { minRatio: 0.05, maxRatio: 0.25 }
const tallies = fc.record({
  levels: fc.array(
    fc.record({ weight: fc.double({ min: 0.1, max: 1, noNaN: true }), correct: fc.nat(200), wrong: fc.nat(200) }),
    { maxLength: 3 },
  ),
  fractions: fc.array(
    fc.record({ weight: fc.double({ min: 0.1, max: 1, noNaN: true }), share: fc.double({ min: 0, max: 1, noNaN: true }) }),
    { maxLength: 3 },
  ),
})
const plus = (evidence: Tally, correct: number, weight = 1): Tally => ({
  ...evidence,
  levels: [...evidence.levels, { weight, correct, wrong: 1 - correct }],
})
const some = { numRuns: 60 }

describe('the rate', () => {
  it('is inside when both bounds are proven', () => {
    const { min, max } = escalationRate(tally(200, 30), bounds, 0.05)
    expect([min.proven, max.proven, min.violated, max.violated]).toEqual([true, true, false, false])
    expect([min.value, max.value]).toEqual([0.15, 0.15])
    expect(min.lower).toBeGreaterThan(0.05)
    expect(max.upper).toBeLessThan(0.25)
    expect(max.upper).toBeCloseTo(min.upper, 12)
    expect([min.likely, max.likely]).toEqual([0, 0])
  })

  it('of an agent that never escalates is shown to be too low, and of one that always does too high', () => {
    const never = escalationRate(tally(500, 0), bounds, 0.05)
    expect([never.min.violated, never.min.proven, never.max.proven]).toEqual([true, false, true])
    expect(never.min.likely).toBeNull()
    const always = escalationRate(tally(500, 500), bounds, 0.05)
    expect([always.max.violated, always.max.proven, always.min.proven]).toEqual([true, false, true])
    expect(always.max.bound).toBe(0.25)
  })

  it('is not yet known at first, and says how many more interactions are likely needed', () => {
    const { min, max } = escalationRate(tally(40, 6), bounds, 0.05)
    expect([min.proven, max.proven]).toEqual([false, false])
    // 3.5 / KL(0.15, 0.05) = 50 in all, and 3.5 / KL(0.85, 0.75) = 118.
    expect([min.likely, max.likely]).toEqual([10, 78])
    const nothing = escalationRate(tally(0, 0), bounds, 0.05)
    expect(nothing.min).toMatchObject({ value: null, lower: 0, upper: 1, proven: false, violated: false })
    expect(nothing.max.likely).toBe(nothing.max.fewest)
  })

  it('needs no proof against a bound of 0 or 1, and cannot have one against the other ends', () => {
    const open = escalationRate(tally(0, 0), { minRatio: 0, maxRatio: 1 }, 0.05)
    expect([open.min.proven, open.max.proven, open.max.likely]).toEqual([true, true, 0])
    expect(fewerThan(tally(1000, 0), 0, 0.05)).toMatchObject({ proven: false, likely: null, fewest: null })
    expect(moreThan(tally(1000, 1000), 1, 0.05)).toMatchObject({ proven: false, likely: null })
  })
})

test.each([
  [0.05, 88],
  [0.03, 148],
  [0.02, 224],
  [0.01, 449],
])('a cap of %d on missed escalations is shown by none among %i, and by no fewer', (cap, n) => {
  expect(missedEscalations(tally(n, 0), cap, 0.05).proven).toBe(true)
  expect(missedEscalations(tally(n - 1, 0), cap, 0.05)).toMatchObject({ proven: false, fewest: 1, likely: 1 })
  expect(missedEscalations(tally(n, n), cap, 0.05)).toMatchObject({ proven: false, violated: true, value: 1 })
})

/** Cases until `stops` holds at a look (every 40, as on a day), exactly, by dynamic programming; runs that go on are counted as `cap`. */
function meanUntil(rate: number, cap: number, stops: (n: number) => [least: number, most: number]): number {
  const open = new Float64Array(cap + 2)
  open[0] = 1
  let [mean, stopped, last] = [0, 0, 0]
  for (let n = 1; n <= cap; n++) {
    last++
    for (let having = last; having > 0; having--) open[having] = open[having]! * (1 - rate) + open[having - 1]! * rate
    open[0] = open[0]! * (1 - rate)
    while (last > 0 && open[last]! < 1e-15) open[last--] = 0
    if (n % 40 !== 0) continue
    const [least, most] = stops(n)
    for (let having = least; having <= Math.min(most, last); having++) {
      mean += n * open[having]!
      stopped += open[having]!
      open[having] = 0
    }
  }
  return mean + cap * (1 - stopped)
}

/** The counts at which both bounds are proven after n interactions. */
function inside(n: number, { minRatio, maxRatio }: { minRatio: number; maxRatio: number }): [number, number] {
  const first = (holds: (having: number) => boolean) => {
    let [low, high] = [-1, n + 1]
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2)
      if (holds(middle)) high = middle
      else low = middle
    }
    return high
  }
  const level = (correct: number) => [{ weight: 1, correct, wrong: n - correct }]
  return [
    first((having) => proven(level(having), minRatio, 0.05)),
    first((having) => !proven(level(n - having), 1 - maxRatio, 0.05)) - 1,
  ]
}

test.each([
  [0.05, 0.25, 0.15, 196],
  [0.05, 0.25, 0.1, 333],
  [0.05, 0.25, 0.18, 345],
  [0.05, 0.2, 0.12, 287],
  [0.05, 0.2, 0.15, 560],
])(
  'a rate inside %d to %d, in truth %d, looked at daily, is shown after %i of 40 a day on average',
  (minRatio, maxRatio, rate, wanted) => {
    const mean = meanUntil(rate, 2500, (n) => inside(n, { minRatio, maxRatio }))
    // GATES.md section 4 (a) is a simulation: its means are within 5 % (section 12).
    expect(Math.abs(mean / wanted - 1)).toBeLessThan(0.05)
  },
)

test.each([
  [0.05, 149],
  [0.03, 248],
  [0.02, 468],
])('a cap of %d on what is missed, in truth 0.5 %%, is shown after %i handled outputs on average', (cap, wanted) => {
  const allowed: number[] = []
  while (allowed.length < 40) allowed.push(minReviews(1 - cap, allowed.length, 0.05))
  const mean = meanUntil(0.005, 3000, (n) => [0, allowed.filter((least) => least <= n).length - 1])
  expect(Math.abs(mean / wanted - 1)).toBeLessThan(0.05)
})

describe('recall', () => {
  test.each([
    [48, 2, 0.8, 1, 4.495622452027926],
    [120, 3, 0.85, 1, 9.65020855838369],
    [240, 2, 0.8, 0.15, 3.0156716592922317],
    [100, 0, 0.9, 0.15, 0.9399540183562928],
  ])('%i made, %i missed, floor %d, sample %d: ln E is %d', (made, missed, floor, weight, wanted) => {
    const claim = escalationRecall({ made: [{ weight, n: made }], missed: [{ weight: 1, n: missed }] }, floor, 0.05)
    expect(claim.logE).toBeCloseTo(wanted, 9)
    expect(claim.proven).toBe(wanted >= Math.log(20))
  })

  it('estimates the share in the traffic, not in the sample', () => {
    // 90 made, and at 15 % sampling two missed were seen: about 13 were missed, so 90 of 103.
    const claim = escalationRecall({ made: [{ weight: 0.15, n: 90 }], missed: [{ weight: 1, n: 2 }] }, 0.8, 0.05)
    expect(claim.value).toBeCloseTo(13.5 / 15.5, 12)
    const counted = escalationRecall({ made: [{ weight: 1, n: 90 }], missed: [{ weight: 1, n: 2 }] }, 0.8, 0.05)
    expect(counted.proven && !claim.proven).toBe(true)
  })

  it('is not yet known when nothing needed a person', () => {
    expect(escalationRecall({ made: [], missed: [] }, 0.8, 0.05)).toMatchObject({ value: null, proven: false, violated: false })
  })
})

test('precision is an estimate with its band, and nothing more', () => {
  const shown = escalationPrecision(tally(100, 60))
  expect(shown.value).toBe(0.6)
  expect(shown.lower).toBeLessThan(0.6)
  expect(shown.upper).toBeGreaterThan(0.6)
  expect(Object.keys(shown)).toEqual(['value', 'lower', 'upper'])
  expect(escalationPrecision(tally(0, 0))).toEqual({ value: null, lower: 0, upper: 1 })
})

test('a claim is never both proven and violated, and its bounds say the same as its verdict', () => {
  fc.assert(
    fc.property(tallies, fc.double({ min: 0.01, max: 0.99, noNaN: true }), (evidence, bound) => {
      for (const claim of [moreThan(evidence, bound, 0.05), fewerThan(evidence, bound, 0.05)]) {
        expect(claim.proven && claim.violated).toBe(false)
        expect(claim.likely === 0).toBe(claim.proven)
        expect((claim.fewest ?? 0) <= (claim.likely ?? Number.POSITIVE_INFINITY)).toBe(true)
      }
      const more = moreThan(evidence, bound, 0.05)
      if (Math.abs(more.lower - bound) > 1e-9) expect(more.lower > bound).toBe(more.proven)
    }),
    some,
  )
})

test('one more case that speaks for a claim never takes a proof away, and one against it never gives one', () => {
  fc.assert(
    fc.property(tallies, fc.double({ min: 0.1, max: 1, noNaN: true }), (evidence, weight) => {
      const [having, lacking] = [plus(evidence, 1, weight), plus(evidence, 0, weight)]
      for (const bound of [0.05, 0.25, 0.8]) {
        const [more, fewer] = [moreThan(evidence, bound, 0.05).proven, fewerThan(evidence, bound, 0.05).proven]
        expect(moreThan(having, bound, 0.05).proven || !more).toBe(true)
        expect(more || !moreThan(lacking, bound, 0.05).proven).toBe(true)
        expect(fewerThan(lacking, bound, 0.05).proven || !fewer).toBe(true)
        expect(fewer || !fewerThan(having, bound, 0.05).proven).toBe(true)
      }
    }),
    { numRuns: 20 },
  )
})
