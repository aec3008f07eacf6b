import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { minReviews } from './confidence.ts'
import {
  blindStillNeeded,
  correctedGate,
  exclusionOf,
  firstExclusion,
  minDwellMs,
  poolSensitivity,
  type ReviewerEvent,
  sensitivityOf,
  stillCounts,
  trueErrorRatio,
} from './reviewers.ts'

const counts = (reviewer: string, verdicts: number, caught: number, missed: number) => ({ reviewer, verdicts, caught, missed })

describe('sensitivity', () => {
  test.each([
    [20, 0],
    [30, 1],
    [39, 2],
  ])('is shown by %i caught and %i missed, and by no fewer', (caught, missed) => {
    expect(sensitivityOf({ caught, missed }).proven).toBe(true)
    expect(sensitivityOf({ caught: caught - 1, missed }).proven).toBe(false)
    expect(blindStillNeeded({ caught: caught - 1, missed })).toBe(1)
  })

  it('of nobody is not known', () => {
    expect(sensitivityOf({ caught: 0, missed: 0 })).toMatchObject({ value: null, proven: false, violated: false, fewest: 20 })
    expect(poolSensitivity([], 0.05)).toMatchObject({ value: null, proven: false, unprobed: [] })
  })

  it('of a pool is the sum, whoever caught them', () => {
    const pool = poolSensitivity([counts('a', 200, 12, 0), counts('b', 200, 8, 0)], 0.05)
    expect(pool).toMatchObject({ value: 1, proven: true, unprobed: [] })
    expect(poolSensitivity([counts('a', 200, 10, 0), counts('b', 180, 9, 0)], 0.05).proven).toBe(false)
  })

  it('of one careful reviewer does not vouch for another who gave the verdicts', () => {
    const steered = poolSensitivity([counts('careful', 50, 38, 0), counts('stamp', 950, 0, 1)], 0.05)
    expect(steered).toMatchObject({ proven: false, unprobed: ['stamp'] })
    // Summed up alone, 38 of 39 would have passed.
    expect(sensitivityOf({ caught: 38, missed: 1 }).proven).toBe(true)
    expect(poolSensitivity([counts('careful', 400, 38, 0), counts('new', 120, 0, 0)], 0.05).proven).toBe(true)
    expect(poolSensitivity([counts('careful', 400, 38, 0), counts('never asked', 180, 0, 0)], 0.05).unprobed).toEqual([
      'never asked',
    ])
  })

  it('is not called steered by chance: at the agreed rate hardly ever, at half of it in one of twenty at most, exactly', () => {
    // Called from so many judged items on, by known-wrong ones among them; only the boundary is asked of the engine.
    const least = Array.from({ length: 60 }, (_, met) => minReviews(1 - 0.025, met, 0.05))
    expect(poolSensitivity([counts('a', least[3]! - 3, 3, 0)], 0.05).unprobed).toEqual(['a'])
    expect(poolSensitivity([counts('a', least[3]! - 4, 3, 0)], 0.05).unprobed).toEqual([])
    const called = (rate: number) => {
      let open = [1]
      let out = 0
      for (let n = 1; n <= 1500; n++) {
        open = [...open, 0].map((mass, met) => mass * (1 - rate) + (open[met - 1] ?? 0) * rate).slice(0, 60)
        open.forEach((mass, met) => {
          if (n < least[met]!) return
          out += mass
          open[met] = 0
        })
      }
      return out
    }
    expect(called(0.05)).toBeLessThan(0.001)
    expect(called(0.025)).toBeLessThanOrEqual(0.05)
    expect(called(0.025)).toBeGreaterThan(0.02)
  })

  it('is never lost by one more item caught, and never won by one more missed', () => {
    fc.assert(
      fc.property(fc.nat(60), fc.nat(10), (caught, missed) => {
        const before = sensitivityOf({ caught, missed }).proven
        expect(sensitivityOf({ caught: caught + 1, missed }).proven || !before).toBe(true)
        expect(before || !sensitivityOf({ caught, missed: missed + 1 }).proven).toBe(true)
      }),
      { numRuns: 60 },
    )
  })
})

describe('correction', () => {
  test.each([
    [0.05, 0.8, 1, 0.0625],
    [0.05, 0.7, 0.99, 0.05797101449275362],
    [0.03, 0.9, 0.99, 0.022471910112359536],
    [0.005, 0.9, 0.99, 0],
    [0.95, 0.9, 0.99, 1],
  ])('observed %d, sensitivity %d, specificity %d: the true error rate is %d', (observed, sensitivity, specificity, wanted) => {
    expect(trueErrorRatio(observed, { sensitivity, specificity })).toBeCloseTo(wanted, 12)
  })

  it('says nothing about judges no better than a coin', () => {
    expect(trueErrorRatio(0.05, { sensitivity: 0.5, specificity: 0.5 })).toBeNull()
    expect(trueErrorRatio(0.05, { sensitivity: 0, specificity: 0.9 })).toBeNull()
  })

  it('asks more of a gate than the verdicts alone: the errors that were missed are reckoned in', () => {
    const levels = [{ weight: 1, correct: 96, wrong: 4 }]
    const few = correctedGate({ levels, fractions: [] }, { caught: 45, missed: 5 }, 0.9)
    expect(few.met).toBe(false)
    expect(few.correctedUpper).toBeCloseTo(few.errorUpper / few.sensitivityLower, 12)
    const many = correctedGate(
      { levels: [{ weight: 1, correct: 576, wrong: 24 }], fractions: [] },
      { caught: 180, missed: 20 },
      0.9,
    )
    expect(many.met).toBe(true)
    expect(correctedGate({ levels, fractions: [] }, { caught: 0, missed: 0 }, 0.9)).toMatchObject({
      correctedUpper: 1,
      met: false,
    })
    expect(correctedGate({ levels: [], fractions: [] }, { caught: 500, missed: 0 }, 0.5)).toMatchObject({
      errorUpper: 1,
      met: false,
    })
  })

  it('never turns from met to not met by one more right verdict or one more item caught', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 200, max: 900 }),
        fc.nat(30),
        fc.integer({ min: 30, max: 300 }),
        fc.nat(20),
        (right, wrong, caught, missed) => {
          const met = (r: number, c: number) =>
            correctedGate({ levels: [{ weight: 1, correct: r, wrong }], fractions: [] }, { caught: c, missed }, 0.9).met
          const before = met(right, caught)
          expect(met(right + 1, caught) || !before).toBe(true)
          expect(met(right, caught + 1) || !before).toBe(true)
        },
      ),
      { numRuns: 40 },
    )
  })
})

describe('rubber stamps', () => {
  const record = (given: Partial<Parameters<typeof exclusionOf>[0]>) => ({
    verdicts: 0,
    hasty: 0,
    confirmed: 0,
    caught: 0,
    missed: 0,
    ...given,
  })

  it('nobody looks at a proposal in less than two seconds, nor at a long one in less than it takes to skim it', () => {
    expect([0, 10, 31].map(minDwellMs)).toEqual([2000, 2000, 2000])
    expect(minDwellMs(238 * 4)).toBe(60_000)
    expect(minDwellMs(200)).toBe(12_606)
  })

  it('who is hasty and finds nothing is out after twenty verdicts; who is hasty and catches what is there is not', () => {
    expect(exclusionOf(record({ verdicts: 19, hasty: 19 }))).toBeNull()
    expect(exclusionOf(record({ verdicts: 20, hasty: 20 }))).toBe('hasty')
    expect(exclusionOf(record({ verdicts: 200, hasty: 200, caught: 10 }))).toBeNull()
    expect(exclusionOf(record({ verdicts: 200, hasty: 200, confirmed: 3 }))).toBeNull()
    expect(exclusionOf(record({ verdicts: 200, hasty: 200, confirmed: 3, caught: 3, missed: 1 }))).toBe('hasty')
    expect(exclusionOf(record({ verdicts: 200, hasty: 80 }))).toBeNull()
  })

  it('who is slow and blind is out as soon as that is shown', () => {
    expect(exclusionOf(record({ verdicts: 40, missed: 1 }))).toBeNull()
    expect(exclusionOf(record({ verdicts: 40, missed: 3 }))).toBe('insensitive')
    expect(exclusionOf(record({ verdicts: 400, caught: 16, missed: 4 }))).toBeNull()
    expect(exclusionOf(record({ verdicts: 400, caught: 8, missed: 12 }))).toBe('insensitive')
  })

  it('stays out, however careful the afternoon', () => {
    const stamping: ReviewerEvent[] = Array.from({ length: 30 }, () => ({ kind: 'judged', hasty: true }))
    const care: ReviewerEvent[] = Array.from({ length: 200 }, () => [
      { kind: 'judged', hasty: false } as const,
      { kind: 'caught' } as const,
    ]).flat()
    expect(firstExclusion([...stamping, ...care])).toEqual({ after: 20, why: 'hasty' })
    expect(firstExclusion(care)).toBeNull()
    expect(firstExclusion([{ kind: 'caught' }, ...care, ...stamping])).toBeNull()
    expect(firstExclusion([])).toBeNull()
  })

  it('a good reviewer who takes the time is hardly ever excluded: sensitivity 0.9, 200 known-wrong items', () => {
    // Exactly, over the number missed so far: those excluded leave.
    let open = new Map([[0, 1]])
    let excluded = 0
    for (let n = 1; n <= 200; n++) {
      const next = new Map<number, number>()
      for (const [missed, mass] of open) {
        for (const [more, chance] of [
          [0, 0.9],
          [1, 0.1],
        ] as const) {
          const after = missed + more
          const out = exclusionOf(record({ verdicts: 20 * n, caught: n - after, missed: after })) !== null
          if (out) excluded += mass * chance
          else next.set(after, (next.get(after) ?? 0) + mass * chance)
        }
      }
      open = next
    }
    expect(excluded).toBeLessThan(0.01)
    expect(excluded).toBeGreaterThan(0)
  })

  it('an exclusion takes away what was let pass and never what was found against the agent', () => {
    expect([true, false].map((favourable) => stillCounts({ favourable }, 'hasty'))).toEqual([false, true])
    expect([true, false].map((favourable) => stillCounts({ favourable }, null))).toEqual([true, true])
  })
})
