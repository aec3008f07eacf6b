import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { chance } from '../../../test/support/chance.ts'
import {
  accuracyLines,
  accuracyWatch,
  bandOf,
  type DriftEvent,
  decided,
  type Lines,
  linesAround,
  linesBetween,
  mixAdjusted,
  movedOf,
  opened,
  rateWatch,
  recomputed,
  standingOf,
  step,
  type Watch,
} from './drift.ts'
import { binomialFactor } from './shiryaev-roberts.ts'

const golden: Lines = { high: 0.165, low: 0.135 }
const dayOf = (i: number) => new Date(Date.UTC(2026, 0, 1 + i)).toISOString().slice(0, 10)
const days = (xs: readonly number[], n: number, lines: Lines): DriftEvent[] =>
  xs.map((x, i) => ({ kind: 'day', count: { day: dayOf(i), n, x }, lines }))

/** After each of the days. */
function path(watch: Watch, events: readonly DriftEvent[]) {
  return events.map((_, i) => recomputed(watch, events.slice(0, i + 1)))
}

describe('the recursion', () => {
  it('follows the golden path upwards, and raises the alarm on the tenth day', () => {
    const states = path(rateWatch(), days([15, 14, 17, 13, 22, 24, 23, 25, 21, 26], 100, golden))
    const wanted = [
      -2.192186711641089, -2.1991718639513027, -1.2787926402795708, -2.174482670220987, 0.4324608120022299, 2.3692270018227934,
      3.6695586930068718, 5.78159825996547, 6.231382467250385, 8.796338882028742,
    ]
    states.forEach((state, i) => {
      expect(standingOf(state).up).toBeCloseTo(wanted[i]!, 9)
    })
    expect(states[8]?.alarm).toBeNull()
    expect(states[9]?.alarm).toEqual({ day: '2026-01-10', direction: 'up' })
  })

  it('follows the golden path downwards, and raises the alarm on the seventh day, which stays', () => {
    const states = path(rateWatch(), days([15, 16, 9, 8, 7, 9, 6, 8], 100, golden))
    const wanted = [
      -1.8303698059830984, -1.801142566303595, 0.7206827063836849, 2.317403570660231, 4.2320549781885415, 5.041554225553793,
      7.546977397817641, 8.93307466431666,
    ]
    states.forEach((state, i) => {
      expect(standingOf(state).down).toBeCloseTo(wanted[i]!, 9)
    })
    expect(states[5]?.alarm).toBeNull()
    expect([states[6]?.alarm, states[7]?.alarm]).toEqual(Array(2).fill({ day: '2026-01-07', direction: 'down' }))
  })

  it('is expected to rise by at most one a day while the rate is inside the lines: each ratio averages 1 at its line and less inside', () => {
    const average = (rate: number, q: number, line: number) => {
      let [sum, chance] = [0, (1 - rate) ** 50]
      for (let x = 0; x <= 50; x++) {
        sum += chance * Math.exp(binomialFactor({ n: 50, x }, q, line))
        chance *= (((50 - x) / (x + 1)) * rate) / (1 - rate)
      }
      return sum
    }
    for (const times of [1.25, 1.5, 2, 3]) {
      expect(average(0.165, 0.165 * times, 0.165)).toBeCloseTo(1, 6)
      expect(average(0.15, 0.165 * times, 0.165)).toBeLessThan(1)
      expect(average(0.2, 0.165 * times, 0.165)).toBeGreaterThan(1)
    }
    for (const times of [0.8, 0.65, 0.5, 0.25]) {
      expect(average(0.135, 0.135 * times, 0.135)).toBeCloseTo(1, 6)
      expect(average(0.15, 0.135 * times, 0.135)).toBeLessThan(1)
    }
  })

  it('neither overflows nor forgets: ten thousand days of one kind leave finite logs', () => {
    let [worse, same] = [opened(rateWatch()), opened(rateWatch())]
    for (let i = 0; i < 10_000; i++) {
      worse = step(worse, { day: String(i).padStart(6, '0'), n: 1000, x: 1000 }, golden)
      same = step(same, { day: String(i).padStart(6, '0'), n: 1000, x: 150 }, golden)
    }
    expect(worse.up.every(Number.isFinite)).toBe(true)
    expect(same.up.every(Number.isFinite)).toBe(true)
    expect(same.alarm).toBeNull()
  })
})

describe('the lines', () => {
  it('are ten percent away, or as far as the baseline is uncertain', () => {
    expect(bandOf(0.15, 300)).toBeCloseTo(0.22608362513803507, 12)
    expect(bandOf(0.15, 2000)).toBe(0.1)
    expect(bandOf(0.05, 1000)).toBeCloseTo(0.22674760197188412, 12)
    const lines = linesAround({ n: 2000, x: 300 })
    expect([lines.low, lines.high]).toEqual([expect.closeTo(0.135, 12), expect.closeTo(0.165, 12)])
  })

  it('around a baseline without any, or with nothing else, come from the exact bound', () => {
    expect(bandOf(0, 300)).toBeNull()
    const none = linesAround({ n: 300, x: 0 })
    expect(none).toEqual({ low: null, high: expect.closeTo(1 - 0.05 ** (1 / 300), 12) })
    expect(linesAround({ n: 300, x: 300 })).toEqual({ low: expect.closeTo(0.05 ** (1 / 300), 12), high: null })
    expect(() => linesAround({ n: 0, x: 0 })).toThrow(/at least one case/)
    // Two in a day of a hundred, after none in three hundred, is no alarm; ten are.
    expect(recomputed(rateWatch(), days([2], 100, none)).alarm).toBeNull()
    expect(recomputed(rateWatch(), days([12], 100, none)).alarm).toMatchObject({ direction: 'up' })
  })

  it('that lie outside of what can be are none', () => {
    expect(linesBetween({ minRatio: 0, maxRatio: 1 })).toEqual({ low: null, high: null })
    expect(linesAround({ n: 2000, x: 1960 }).high).toBeNull()
    const open = recomputed(rateWatch(), days([0, 100, 0], 100, linesBetween({ minRatio: 0, maxRatio: 1 })))
    expect([open.alarm, open.up, open.down]).toEqual([null, [], []])
    const high = recomputed(rateWatch(), days([100], 100, { low: null, high: 0.99 }))
    expect(high.up.every(Number.isFinite)).toBe(true)
  })

  it('of the registered bounds are watched by the second copy: an agent that stops escalating is an alarm', () => {
    const bounds = linesBetween({ minRatio: 0.05, maxRatio: 0.25 })
    const quiet = recomputed(rateWatch(), days([0, 0, 0, 0], 60, bounds))
    expect(quiet.alarm?.direction).toBe('down')
    expect(recomputed(rateWatch(), days([9, 10, 8, 9], 60, bounds)).alarm).toBeNull()
  })
})

test('accuracy is watched upwards only: errors beyond 1 − target, and becoming better is no alarm', () => {
  const watch = (x: number) => recomputed(accuracyWatch(), days(Array(40).fill(x), 5, accuracyLines(0.95)))
  expect(watch(2).alarm).toMatchObject({ direction: 'up' })
  expect(watch(0).alarm).toBeNull()
  expect(watch(0).down).toEqual([])
})

describe('state', () => {
  const events = fc.array(
    fc.oneof(
      {
        weight: 8,
        arbitrary: fc.record({
          kind: fc.constant('day' as const),
          n: fc.nat(200),
          share: fc.double({ min: 0, max: 1, noNaN: true }),
        }),
      },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('decided' as const) }) },
    ),
    { maxLength: 40 },
  )

  it('kept day by day through JSON is what the list of days recomputes', () => {
    fc.assert(
      fc.property(events, (list) => {
        let kept = opened(rateWatch())
        const all: DriftEvent[] = []
        for (const [i, event] of list.entries()) {
          if (event.kind === 'decided') {
            kept = decided(kept)
            all.push({ kind: 'decided' })
          } else {
            const count = { day: dayOf(i), n: event.n, x: Math.round(event.n * event.share) }
            kept = step(kept, count, golden)
            all.push({ kind: 'day', count, lines: golden })
          }
          kept = JSON.parse(JSON.stringify(kept))
        }
        expect(kept).toEqual(recomputed(rateWatch(), all))
      }),
      { numRuns: 60 },
    )
  })

  it('starts again after an alarm and a decision, and not without an alarm', () => {
    const loud = days([40, 40], 100, golden)
    const alarmed = recomputed(rateWatch(), loud)
    expect(alarmed.alarm).not.toBeNull()
    expect(decided(alarmed)).toEqual({ ...opened(rateWatch()), last: alarmed.last, decisions: 1 })
    const calm = recomputed(rateWatch(), days([18, 19], 100, golden))
    expect(decided(calm)).toEqual(calm)
    const nagged = days([18, 19, 21, 22, 22, 23, 23, 23, 24], 100, golden).flatMap((event): DriftEvent[] => [
      event,
      { kind: 'decided' },
    ])
    expect(recomputed(rateWatch(), nagged).decisions).toBe(1)
  })

  it('does not count a day without cases, and refuses days out of order or counts that cannot be', () => {
    const idle = recomputed(rateWatch(), days(Array(2000).fill(0), 0, golden))
    expect([idle.days, idle.alarm, idle.up]).toEqual([0, null, []])
    const state = recomputed(rateWatch(), days([15], 100, golden))
    expect(() => step(state, { day: dayOf(0), n: 100, x: 15 }, golden)).toThrow(/in order/)
    expect(() => step(state, { day: dayOf(1), n: 100, x: 101 }, golden)).toThrow(/count among/)
  })

  it('stands higher for every further escalation on a day, and lower on the other side', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(99), { minLength: 1, maxLength: 10 }), fc.nat(9), (xs, at) => {
        const more = xs.map((x, i) => (i === at % xs.length ? x + 1 : x))
        const [one, other] = [xs, more].map((list) => standingOf(recomputed(rateWatch(), days(list, 100, golden))))
        expect(other!.up!).toBeGreaterThanOrEqual(one!.up!)
        expect(other!.down!).toBeLessThanOrEqual(one!.down!)
      }),
      { numRuns: 60 },
    )
  })
})

describe('the mix taken out', () => {
  const baseline = new Map([
    ['easy', { n: 900, x: 45 }],
    ['hard', { n: 100, x: 50 }],
  ])
  const run = (today: [string, { n: number; x: number }][][]) => {
    const lines = linesAround({ n: 1000, x: 95 })
    let [raw, adjusted] = [opened(rateWatch()), opened(rateWatch())]
    for (const [i, types] of today.entries()) {
      const [n, x] = [types.reduce((sum, [, t]) => sum + t.n, 0), types.reduce((sum, [, t]) => sum + t.x, 0)]
      raw = step(raw, { day: dayOf(i), n, x }, lines)
      const left = mixAdjusted(dayOf(i), new Map(types), baseline)
      if (left !== null) adjusted = step(adjusted, left.count, left.lines)
    }
    return { raw, adjusted, moved: movedOf(raw, adjusted) }
  }
  const repeated = (easy: [number, number], hard: [number, number]) =>
    Array.from({ length: 20 }, (): [string, { n: number; x: number }][] => [
      ['easy', { n: easy[0], x: easy[1] }],
      ['hard', { n: hard[0], x: hard[1] }],
    ])

  it('tells a moved mix from a moved agent', () => {
    expect(run(repeated([90, 5], [10, 5])).moved).toBe('nothing')
    const mix = run(repeated([50, 3], [50, 25]))
    expect([mix.raw.alarm?.direction, mix.adjusted.alarm, mix.moved]).toEqual(['up', null, 'mix'])
    const agent = run(repeated([90, 15], [10, 7]))
    expect(agent.moved).toBe('agent')
    // The rate is the old one, and yet: harder queries come, and fewer of them are handed over.
    const hidden = run(repeated([50, 2], [50, 8]))
    expect([hidden.raw.alarm, hidden.moved]).toEqual([null, 'agent'])
  })

  it('leaves out a type the baseline never saw, and says nothing when no other is left', () => {
    const left = mixAdjusted('2026-01-01', new Map([...baseline, ['new', { n: 50, x: 50 }]]), baseline)
    expect(left?.count).toEqual({ day: '2026-01-01', n: 1000, x: 95 })
    expect(left?.lines.high).toBeGreaterThan(0.095)
    expect(left?.lines.low).toBeLessThan(0.095)
    expect(mixAdjusted('2026-01-01', new Map([['new', { n: 50, x: 50 }]]), baseline)).toBeNull()
    expect(mixAdjusted('2026-01-01', baseline, new Map())).toBeNull()
  })

  it('does not make a type’s first escalation impossible', () => {
    const young = new Map([
      ['easy', { n: 900, x: 90 }],
      ['rare', { n: 3, x: 0 }],
    ])
    const left = mixAdjusted('2026-01-01', new Map([['rare', { n: 5, x: 1 }]]), young)!
    const state = step(opened(rateWatch()), left.count, left.lines)
    expect(state.up.every(Number.isFinite)).toBe(true)
    expect(state.alarm).toBeNull()
  })
})

test('a share that is one of several is watched at a threshold for all of them together', () => {
  expect(rateWatch().threshold).toBe(730)
  expect(rateWatch(8).threshold).toBe(5840)
  const share = days(Array(30).fill(27), 100, linesAround({ n: 2000, x: 400 }))
  const [alone, among] = [path(rateWatch(), share), path(rateWatch(8), share)].map((states) =>
    states.findIndex(({ alarm }) => alarm !== null),
  )
  expect(alone).toBeGreaterThan(0)
  expect(among).toBeGreaterThan(alone!)
})

test.each([
  [300, 0.3, 1.1],
  [300, 0.225, 2.8],
  [300, 0.075, 2],
  [100, 0.225, 6.3],
  [100, 0.075, 4.4],
])('%i a day, from 0.15 to %d: the alarm comes after %d days on average, within 15 %%', (n, rate, wanted) => {
  const throws = chance(7)
  const runs = 300
  let total = 0
  for (let run = 0; run < runs; run++) {
    let state = opened(rateWatch())
    while (state.alarm === null) {
      let x = 0
      for (let i = 0; i < n; i++) if (throws() < rate) x++
      state = step(state, { day: String(state.days + 1).padStart(6, '0'), n, x }, golden)
    }
    total += state.days
  }
  expect(Math.abs(total / runs / wanted - 1)).toBeLessThan(0.15)
})
