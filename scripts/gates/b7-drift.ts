// B7: how long until a change is noticed, and how long until an alarm that means nothing (GATES.md section 6). Everything runs through the product's step
// by step detector; the golden path is compared digit by digit.

import {
  accuracyLines,
  accuracyWatch,
  type Lines,
  linesAround,
  opened,
  rateWatch,
  standingOf,
  step,
  type Watch,
} from '../../src/domain/gates/drift.ts'
import { type Detector, peerDetectors } from './drift-peers.ts'
import {
  atLeast,
  atMost,
  beside,
  type Claim,
  type Compared,
  exact,
  type Length,
  type Line,
  mean,
  median,
  type Outcome,
  type Share,
  type Table,
} from './outcome.ts'
import { binomial, normal, type Random, seeded } from './random.ts'

// The product asks for days in order, as text.
const days = Array.from({ length: 4100 }, (_, i) => String(i).padStart(4, '0'))

/** ARL0 is simulated to here, so values near it are lower bounds, as in the method. */
const longest = 4000

const rate = 0.15
// 2,000 cases: enough for a band of exactly 10 % (GATES.md 6).
const baseline = { n: 2000, x: 300 }

/** What happens on a day: the rate, with what moves it from day to day. */
export type World = { n: number; rate: number; wobble?: number }

export function tenure(lines: Lines = linesAround(baseline), watch: Watch = rateWatch()): Detector {
  return {
    name: 'Tenure',
    start: ({ n }) => {
      let [state, day] = [opened(watch), 0]
      return (x) => {
        state = step(state, { day: days[day++]!, n, x }, lines)
        return state.alarm !== null
      }
    },
  }
}

// Quiet days before a change, so that a detector which learns its own baseline has one.
const quietBefore = 30

/** Days until the alarm; `longest` where none came. After `before` quiet days, in which an alarm starts the detector anew. */
function daysToAlarm(detector: Detector, world: World, random: Random, before = 0): number {
  let alarms = detector.start({ n: world.n, rate })
  for (let day = 0; day < before; day++) {
    if (alarms(binomial(random, world.n, rate))) alarms = detector.start({ n: world.n, rate })
  }
  for (let day = 1; day < longest; day++) {
    const today = world.wobble ? world.rate * Math.max(0, 1 + world.wobble * normal(random)) : world.rate
    if (alarms(binomial(random, world.n, Math.min(1, today)))) return day
  }
  return longest
}

export function meanDays(
  detector: Detector,
  world: World,
  { runs, seed, before = 0 }: { runs: number; seed: number; before?: number },
): Share {
  const random = seeded(seed)
  return mean(Array.from({ length: runs }, () => daysToAlarm(detector, world, random, before)))
}

const up = [
  -2.192186711641089, -2.1991718639513027, -1.2787926402795708, -2.174482670220987, 0.4324608120022299, 2.3692270018227934,
  3.6695586930068718, 5.78159825996547, 6.231382467250385, 8.796338882028742,
]
const upCounts = [15, 14, 17, 13, 22, 24, 23, 25, 21, 26]
const down = [
  -1.8303698059830984, -1.801142566303595, 0.7206827063836849, 2.317403570660231, 4.2320549781885415, 5.041554225553793,
  7.546977397817641, 8.93307466431666,
]
const downCounts = [15, 16, 9, 8, 7, 9, 6, 8]

/** The farthest the product is from the golden paths, 100 a day around .15. */
function goldenDistance(): number {
  const lines = { low: 0.135, high: 0.165 }
  const path = (counts: readonly number[], side: 'up' | 'down') => {
    let state = opened(rateWatch())
    return counts.map((x, i) => {
      state = step(state, { day: days[i]!, n: 100, x }, lines)
      return standingOf(state)[side] ?? Number.NaN
    })
  }
  const distances = (found: number[], wanted: number[]) => found.map((value, i) => Math.abs(value - wanted[i]!))
  return Math.max(...distances(path(upCounts, 'up'), up), ...distances(path(downCounts, 'down'), down))
}

/** GATES.md section 6: days to a false alarm clean, with 12 % wobble, with the baseline off by 7 %; days to notice .30, .225, .20, .10, .075. */
const method: Readonly<Record<number, readonly number[]>> = {
  300: [3965, 1289, 3746, 1.1, 2.8, 6.5, 4.9, 2],
  100: [3657, 2738, 3120, 1.9, 6.3, 15, 11, 4.4],
  60: [3574, 2935, 2871, 2.8, 9.1, 22, 16, 6.6],
  20: [2958, 2720, 2294, 6.4, 21, 47, 35, 15],
}
const methodPeers: Readonly<Record<string, readonly number[]>> = {
  'Shewhart, 3 sigma': [360, 41, 396, 1, 1.4, 3.6, 3.7, 1.2],
  'CUSUM, calibrated': [403, 37, 95, 1, 1.5, 2.6, 2.2, 1.2],
  'EWMA .2, calibrated': [338, 56, 333, 1.1, 1.9, 2.8, 2.8, 1.9],
  'Page-Hinkley, defaults of river': [90, 39, 81, 1.3, 2.6, 4.5, 4, 2.5],
}

const shifts = [0.3, 0.225, 0.2, 0.1, 0.075]

type Row = {
  name: string
  n: number
  quiet: Share[]
  noticed: Share[]
  edge: Share | null
  method: readonly number[] | undefined
}

type Setting = { runs: number; quietRuns: number; seed: number }

function rowOf(detector: Detector, n: number, { runs, quietRuns, seed }: Setting): Row {
  const quiet = { runs: quietRuns, seed }
  const isOurs = detector.name === 'Tenure'
  return {
    name: detector.name,
    n,
    quiet: [
      meanDays(detector, { n, rate }, quiet),
      meanDays(detector, { n, rate, wobble: 0.12 }, quiet),
      meanDays(detector, { n, rate: rate * 1.07 }, quiet),
    ],
    noticed: shifts.map((shift) => meanDays(detector, { n, rate: shift }, { runs, seed, before: quietBefore })),
    edge: isOurs ? meanDays(detector, { n, rate: rate * 1.1 }, quiet) : null,
    method: isOurs ? method[n] : methodPeers[detector.name],
  }
}

/** Delays within 15 % (GATES.md section 10). Days to a false alarm spread widely: within 15 % and what chance explains. */
function compare({ name, n, quiet, noticed, method: known }: Row): Compared[] {
  if (!known) return []
  const names = [
    'false alarm, clean',
    'false alarm, 12 % wobble',
    'false alarm, baseline off 7 %',
    ...shifts.map((shift) => `to notice ${shift}`),
  ]
  // One digit after the point is all the table prints.
  return [...quiet, ...noticed].map((found, i) =>
    beside(`${name}, ${n} a day: days ${names[i]}`, found, known[i]!, Math.max(0.06, 0.15 * known[i]!)),
  )
}

const accuracyRates = [0.08, 0.1, 0.15, 0.2, 0.3, 0.5]
/** GATES.md section 6, sampled errors at h = .05: cases a day, then days. */
const accuracyMethod: readonly (readonly [number, readonly number[]])[] = [
  [1, [126, 78, 38, 24, 15, 8]],
  [3.3, [77, 41, 18, 11, 6, 3]],
  [5, [56, 30, 13, 8, 4, 2]],
  [10, [38, 19, 8, 5, 3, 2]],
]

/** Days until more errors are noticed, in a sample of so many a day (3.3: a whole number each day, 3.3 on average). */
function accuracyDays(perDay: number, wrong: number, random: Random): number {
  const lines = accuracyLines(0.95)
  let state = opened(accuracyWatch())
  for (let day = 1; day < longest; day++) {
    const n = Math.floor(day * perDay) - Math.floor((day - 1) * perDay)
    state = step(state, { day: days[day]!, n, x: binomial(random, n, wrong) }, lines)
    if (state.alarm !== null) return day
  }
  return longest
}

/** The same hundred as one batch at the end of each month; the year is then twelve looks. The change comes on any day of the month. */
function batchDays(wrong: number, random: Random): number {
  let state = opened({ ...accuracyWatch(), threshold: 365 / 30 })
  const waited = Math.ceil(random() * 30)
  for (let month = 0; month < 200; month++) {
    state = step(state, { day: days[month]!, n: 100, x: binomial(random, 100, wrong) }, accuracyLines(0.95))
    if (state.alarm !== null) return waited + 30 * month
  }
  return longest
}

function accuracy({ runs, quietRuns, seed }: Setting): { table: Table; compared: Compared[]; claims: Claim[] } {
  const found = accuracyMethod.map(([perDay, known]) => ({
    perDay,
    known,
    days: accuracyRates.map((wrong) => {
      const random = seeded(seed)
      return median(Array.from({ length: runs }, () => accuracyDays(perDay, wrong, random)))
    }),
  }))
  const random = seeded(seed)
  const batch = accuracyRates.map((wrong) => median(Array.from({ length: runs }, () => batchDays(wrong, random))))
  const quiet = mean(Array.from({ length: quietRuns }, () => accuracyDays(5, 0.05, random)))
  return {
    claims: [atLeast('errors exactly at what the target allows, 5 a day: days to a false alarm', quiet, 365)],
    compared: found.flatMap(({ perDay, known, days: values }) =>
      values.map((value, i) =>
        beside(`accuracy, ${perDay} a day: days to notice ${accuracyRates[i]}`, value, known[i]!, Math.max(1, 0.15 * known[i]!)),
      ),
    ),
    table: {
      title: 'Median days until more errors are noticed, target .95',
      head: ['sample', ...accuracyRates.map((wrong) => `${Math.round(wrong * 100)} % wrong`)],
      rows: [
        ...found.map(({ perDay, days: values }) => [`${perDay} a day`, ...values.map(({ value }) => value)]),
        ['100 at the end of the month', ...batch.map(({ value }) => value)],
      ],
    },
  }
}

function table(rows: readonly Row[]): Table {
  return {
    title: `Days to an alarm around a rate of ${rate}: up to the edge of the band nothing has happened (simulated to ${longest} days)`,
    head: [
      'detector',
      'cases a day',
      'clean',
      '±',
      '12 % wobble',
      'baseline off 7 %',
      'at the edge of the band',
      ...shifts.map((shift) => `to ${shift}`),
    ],
    rows: rows.map(({ name, n, quiet, noticed, edge }) => [
      name,
      n,
      quiet[0]!.value,
      quiet[0]!.error,
      quiet[1]!.value,
      quiet[2]!.value,
      edge ? edge.value : '',
      ...noticed.map(({ value }) => value),
    ]),
  }
}

function linesOf(volumes: readonly number[], { runs, seed }: Setting): Line[] {
  const rates = [0.03, 0.05, 0.075, 0.09, 0.1, 0.11, 0.12, 0.18, 0.19, 0.2, 0.225, 0.25, 0.3, 0.35, 0.4]
  return volumes.map((n) => ({
    plot: 'drift',
    name: `${n} queries a day`,
    points: rates.map(
      (changed) =>
        [
          changed,
          meanDays(tenure(), { n, rate: changed }, { runs: Math.min(runs, 500), seed, before: quietBefore }).value,
        ] as const,
    ),
  }))
}

export function b7(length: Length): Outcome {
  const setting = length === 'short' ? { runs: 100, quietRuns: 12, seed: 20_007 } : { runs: 2000, quietRuns: 300, seed: 20_007 }
  const volumes = length === 'short' ? [100] : [300, 100, 60, 20]
  const ours = volumes.map((n) => rowOf(tenure(), n, setting))
  const peers =
    length === 'short'
      ? []
      : peerDetectors({ n: 300, rate }, (random) => binomial(random, 300, rate)).map((one) => rowOf(one, 300, setting))
  const errors = accuracy(setting)
  const claims: Claim[] = [
    atMost('largest distance from the golden paths', exact(goldenDistance()), 1e-12),
    ...ours.flatMap(({ n, quiet, edge }) => [
      atLeast(`${n} a day: days to a false alarm, clean`, quiet[0]!, 365),
      atLeast(`${n} a day: days to a false alarm at the edge of the band`, edge!, 365),
      atLeast(`${n} a day: days to a false alarm, 12 % wobble`, quiet[1]!, 365),
    ]),
    ...errors.claims,
  ]
  return {
    id: 'B7',
    title: 'Drift',
    made: { how: 'simulated', runs: setting.runs, seed: setting.seed },
    claims,
    compared: [...[...ours, ...peers].flatMap(compare), ...errors.compared],
    tables: [table([...ours, ...peers]), errors.table],
    lines: length === 'short' ? [] : linesOf([300, 100, 20], setting),
  }
}
