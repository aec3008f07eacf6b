// B6: finding a bad slice among 856 without crying wolf, and clearing slices without letting a bad one through (GATES.md section 5). Flags are simulated,
// clearing and the cases it takes to flag are counted exactly. All answers come from the product's flagOf and clearedOf.

import { clearedOf, flagOf } from '../../src/domain/gates/slices.ts'
import { boundaryOf, every, exactly } from './exact.ts'
import {
  atMost,
  beside,
  type Claim,
  type Compared,
  exact,
  type Length,
  type Line,
  median,
  type Outcome,
  type Share,
  share,
  type Table,
} from './outcome.ts'
import { seeded } from './random.ts'
import { type Method, methods } from './slice-methods.ts'
import { type Bad, bad, days, registry, sliceCount } from './slice-world.ts'

type Setting = { runs: number; seed: number }

/** P(any slice flagged within 28 days) when every slice has the same error rate. */
export function falseFlags(
  chosen: readonly Method[],
  { perDay, wrong }: { perDay: number; wrong: number },
  { runs, seed }: Setting,
): { any: Share; slices: number }[] {
  const random = seeded(seed)
  const all = Array.from({ length: runs }, () => days({ perDay, days: 28, wrong, bad: null }, chosen, random))
  return chosen.map((_, m) => ({
    any: share(all.filter((run) => run[m]!.slices > 0).length, runs),
    slices: all.reduce((sum, run) => sum + run[m]!.slices, 0) / runs,
  }))
}

/** The median day a bad slice is flagged; never within the time counts as the day after. */
function flagDay(chosen: readonly Method[], { perDay, worse }: { perDay: number; worse: Bad }, { runs, seed }: Setting): Share[] {
  const random = seeded(seed)
  const most = 60
  const all = Array.from({ length: runs }, () => days({ perDay, days: most, wrong: 0.03, bad: worse }, chosen, random))
  return chosen.map((_, m) => median(all.map((run) => run[m]!.day ?? most + 1)))
}

const worses = [
  { name: 'tool 11 % of traffic, 30 % wrong', worse: bad.large(0.3) },
  { name: 'tool 11 %, 20 % wrong', worse: bad.large(0.2) },
  { name: 'tool 6 %, 30 % wrong', worse: bad.small(0.3) },
  { name: 'pair 3.2 %, 40 % wrong', worse: bad.pair(0.4) },
]

/** GATES.md section 5: median days at 40 and at 100 a day. */
const methodDays: Readonly<Record<string, readonly (readonly [number, number])[]>> = {
  'Fisher p < .05 each day': [
    [2, 1],
    [3, 2],
    [3, 2],
    [5, 2],
  ],
  'Benjamini-Hochberg q .05 each day': [
    [6, 3],
    [10, 4],
    [8, 4],
    [11, 5],
  ],
  'Bonferroni-Fisher each day': [
    [6, 3],
    [10, 5],
    [8, 4],
    [11, 5],
  ],
  Tenure: [
    [7, 3],
    [15, 7],
    [11, 5],
    [18, 8],
  ],
  'e-BH, FDR .10': [
    [8, 4],
    [18, 8],
    [13, 6],
    [16, 7],
  ],
}
const methodFalse: Readonly<Record<string, readonly [number, number]>> = {
  'Fisher p < .05 each day': [1, 1],
  'Benjamini-Hochberg q .05 each day': [0.05, 0.15],
  'Bonferroni-Fisher each day': [0.05, 0.15],
  Tenure: [0, 0],
  'e-BH, FDR .10': [0, 0],
}

/** Within 20 %, and days are whole ones: a median may fall on the next. */
const daysAllowed = (day: number) => Math.max(1, 0.2 * day)

type Flags = { name: string; false: Share[]; slices: number[]; worst: Share[]; days: Share[][] }

function flags(length: Length, setting: Setting): Flags[] {
  const chosen = length === 'short' ? methods(registry).slice(0, 2) : methods(registry)
  const volumes = length === 'short' ? [40] : [40, 100]
  const clean = volumes.map((perDay) => falseFlags(chosen, { perDay, wrong: 0.03 }, setting))
  const worst = volumes.map((perDay) => falseFlags(chosen, { perDay, wrong: 0.05 }, setting))
  const shown = length === 'short' ? worses.slice(0, 1) : worses
  const found = shown.map(({ worse }) => volumes.map((perDay) => flagDay(chosen, { perDay, worse }, setting)))
  return chosen.map(({ name }, m) => ({
    name,
    false: clean.map((volume) => volume[m]!.any),
    slices: clean.map((volume) => volume[m]!.slices),
    worst: worst.map((volume) => volume[m]!.any),
    days: found.map((slice) => slice.map((volume) => volume[m]!)),
  }))
}

function compareFlags(rows: readonly Flags[]): Compared[] {
  const volume = ['40 a day', '100 a day']
  return rows.flatMap((row) => [
    ...row.false.map((any, v) => beside(`${row.name}: any false flag, ${volume[v]}`, any, methodFalse[row.name]![v]!, 0.02)),
    ...row.days.flatMap((slice, i) =>
      slice.map(({ value }, v) => {
        const day = methodDays[row.name]![i]![v]!
        return beside(`${row.name}: median day, ${worses[i]!.name}, ${volume[v]}`, exact(value), day, daysAllowed(day))
      }),
    ),
  ])
}

function flagTable(rows: readonly Flags[]): Table {
  const both = (values: readonly Share[], digits: number) => values.map(({ value }) => value.toFixed(digits)).join(' / ')
  return {
    title: `${sliceCount} slices, looked at daily, base error 3 %, reference 5 %; 40 / 100 reviews a day`,
    head: [
      'method',
      'any false flag in 28 days',
      'slices falsely flagged',
      'any, all slices at 5 %',
      ...worses.map(({ name }) => `day: ${name}`),
    ],
    rows: rows.map((row) => [
      row.name,
      both(row.false, 3),
      row.slices.map((n) => n.toFixed(1)).join(' / '),
      both(row.worst, 3),
      ...worses.map((_, i) => (row.days[i] ? both(row.days[i], 0) : '')),
    ]),
  }
}

/** Mean cases inside a slice until it is flagged, exactly. Here what counts against the flag are the right ones. */
function casesToFlag(wrong: number, reference: number): number {
  const nMax = 4000
  const allowed = boundaryOf(nMax, (n, right) => {
    const counts = { slice: '', levels: [{ weight: 1, correct: right, wrong: n - right }], fractions: [] }
    return flagOf(counts, { targetRatio: 1 - reference, registry, isPair: false }).state === 'flagged'
  })
  return exactly(allowed, wrong, every(1)).meanReviews
}

type Clears = (n: number, wrong: number, question: { targetRatio: number; tolerance: number }) => boolean

const productClears: Clears = (n, wrong, question) =>
  clearedOf({ slice: '', levels: [{ weight: 1, correct: n - wrong, wrong }], fractions: [] }, question).cleared

/** A slice with this error rate: the chance that it is ever cleared within 1,000 cases, and the mean it takes. Exactly, looked at after every case. */
export function clearing(
  wrong: number,
  question: { targetRatio: number; tolerance: number },
  clears: Clears = productClears,
): { cleared: number; cases: number } {
  const found = exactly(
    boundaryOf(1000, (n, f) => clears(n, f, question)),
    1 - wrong,
    every(1),
  )
  return { cleared: found.promoted, cases: found.meanReviews }
}

const toClear: readonly [number, number, number, number][] = [
  // target, tolerance, error rate, cases (GATES.md section 5)
  [0.9, 3, 0, 13],
  [0.9, 3, 0.04, 18],
  [0.9, 3, 0.07, 23],
  [0.95, 3, 0, 28],
  [0.95, 3, 0.04, 56],
  [0.95, 3, 0.07, 116],
]

function clearedFigures(): { claims: Claim[]; compared: Compared[]; table: Table } {
  const limits = [0.9, 0.95].flatMap((targetRatio) => [3, 4].map((tolerance) => ({ targetRatio, tolerance })))
  const atLimit = limits.map((question) => ({
    question,
    ...clearing(question.tolerance * (1 - question.targetRatio), question),
  }))
  const rows = toClear.map(([targetRatio, tolerance, wrong, cases]) => ({
    targetRatio,
    tolerance,
    wrong,
    cases,
    found: clearing(wrong, { targetRatio, tolerance }).cases,
  }))
  return {
    claims: atLimit.map(({ question, cleared }) =>
      atMost(`a slice at the limit (target ${question.targetRatio}, k ${question.tolerance}) is cleared`, exact(cleared), 0.05),
    ),
    compared: rows.map(({ targetRatio, tolerance, wrong, cases, found }) =>
      beside(`cases to clear, target ${targetRatio}, k ${tolerance}, ${wrong * 100} % wrong`, exact(found), cases, 0.6),
    ),
    table: {
      title: 'Cases it takes on average to clear a slice (exact, looked at after every case)',
      kinds: 'pnpn',
      head: ['target', 'k', 'error rate', 'mean cases'],
      rows: rows.map(({ targetRatio, tolerance, wrong, found }) => [targetRatio, tolerance, wrong, found]),
    },
  }
}

const toFlag: readonly [number, number, number][] = [
  [0.2, 0.05, 67],
  [0.3, 0.05, 28],
  [0.4, 0.05, 16],
  [0.5, 0.05, 11],
  [0.2, 0.1, 217],
  [0.3, 0.1, 59],
  [0.4, 0.1, 28],
  [0.5, 0.1, 17],
]

function lines(length: Length, rows: readonly Flags[], setting: Setting): Line[] {
  if (length === 'short') return []
  const [ours] = methods(registry)
  const rates = [0.15, 0.2, 0.25, 0.3, 0.4, 0.5]
  const falsely = rows.map(
    (row): Line => ({ plot: 'flags', name: row.name, points: row.false.map(({ value }, v) => [v, value]) }),
  )
  const found = [40, 100].map((perDay) => ({
    plot: 'slices',
    name: `${perDay} reviews a day`,
    points: rates.map((wrong) => [wrong, flagDay([ours!], { perDay, worse: bad.large(wrong) }, setting)[0]!.value] as const),
  }))
  return [...found, ...falsely]
}

export function b6(length: Length): Outcome {
  const [runs, seed] = [length === 'short' ? 60 : 1000, 20_006]
  const rows = flags(length, { runs, seed })
  const ours = rows[0]!
  const cleared = clearedFigures()
  const claims: Claim[] = [
    ...[...ours.false, ...ours.worst].map((any, i) =>
      atMost(
        `any false flag in 28 days, ${i < ours.false.length ? 'base error 3 %' : 'every slice at 5 %'}, volume ${i % ours.false.length}`,
        any,
        0.05,
        runs,
      ),
    ),
    ...cleared.claims,
  ]
  const compared = [
    ...compareFlags(rows),
    ...toFlag.map(([wrong, reference, cases]) =>
      beside(
        `cases until flagged, ${wrong * 100} % wrong, reference ${reference}`,
        exact(casesToFlag(wrong, reference)),
        cases,
        0.6,
      ),
    ),
    ...cleared.compared,
  ]
  return {
    id: 'B6',
    title: 'Systematic errors',
    made: { how: 'simulated', runs, seed },
    claims,
    compared,
    tables: [flagTable(rows), cleared.table],
    lines: lines(length, rows, { runs, seed }),
  }
}
