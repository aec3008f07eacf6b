// B5: reviewing a few at random and half of what a flag points at, weighted (GATES.md section 3), beside the same effort spread evenly. What is wrong is
// flagged more often than what is right; how much more is the quality of the flag. Weights keep the answer honest whatever the flag does.

import { type Level, proven } from '../../src/domain/gates/confidence.ts'
import {
  atMost,
  beside,
  type Claim,
  type Compared,
  type Length,
  type Line,
  mean,
  type Outcome,
  type Share,
  share,
  type Table,
} from './outcome.ts'
import { binomial, type Random, seeded } from './random.ts'

type Proves = (levels: readonly Level[], target: number) => boolean

const proves: Proves = (levels, target) => proven(levels, target, 0.05)

/** P(flagged | wrong), P(flagged | right), and of GATES.md section 3: reviews at .05 two-level and even, at .065 the same, errors found per 100 reviews. */
export const flags = [
  { name: 'bad', onWrong: 0.3, onRight: 0.05, method: [259, 252, 538, 534, 8.8] },
  { name: 'weak', onWrong: 0.5, onRight: 0.08, method: [255, 256, 515, 538, 10.6] },
  { name: 'fair', onWrong: 0.7, onRight: 0.05, method: [208, 253, 396, 535, 14.2] },
  { name: 'good', onWrong: 0.85, onRight: 0.03, method: [175, 251, 320, 532, 17] },
] as const

type Flag = { onWrong: number; onRight: number }

const perDay = 300
const rates = { base: 0.1, flagged: 0.5 }
const target = 0.9

/** Share of the traffic reviewed, for the even sample of the same effort. */
function effort(flag: Flag, wrong: number, flaggedRate: number): number {
  const flagged = wrong * flag.onWrong + (1 - wrong) * flag.onRight
  return rates.base * (1 - flagged) + flaggedRate * flagged
}

type Counts = { wrongFlagged: number; wrongPlain: number; rightFlagged: number; rightPlain: number }

/** One day's reviews. Types with error rates of their own add up to the overall rate: what is drawn is a case, not a type. */
function day(
  random: Random,
  { flag, wrong, base, flagged }: { flag: Flag; wrong: number; base: number; flagged: number },
): Counts {
  const bad = binomial(random, perDay, wrong)
  const badFlagged = binomial(random, bad, flag.onWrong)
  const goodFlagged = binomial(random, perDay - bad, flag.onRight)
  return {
    wrongFlagged: binomial(random, badFlagged, flagged),
    wrongPlain: binomial(random, bad - badFlagged, base),
    rightFlagged: binomial(random, goodFlagged, flagged),
    rightPlain: binomial(random, perDay - bad - goodFlagged, base),
  }
}

export type Design = { flag: Flag; wrong: number; base: number; flagged: number; days: number; proves?: Proves }
type Run = { promoted: boolean; reviews: number; errors: number }

/** Looked at at the end of every day. Weight = base rate / own rate, fixed before the verdict. */
function run(random: Random, design: Design): Run {
  const test = design.proves ?? proves
  const levels: [Level, Level] = [
    { weight: 1, correct: 0, wrong: 0 },
    { weight: design.base / design.flagged, correct: 0, wrong: 0 },
  ]
  let [reviews, errors] = [0, 0]
  for (let i = 0; i < design.days; i++) {
    const one = day(random, design)
    levels[0].wrong += one.wrongPlain
    levels[0].correct += one.rightPlain
    levels[1].wrong += one.wrongFlagged
    levels[1].correct += one.rightFlagged
    reviews += one.wrongFlagged + one.wrongPlain + one.rightFlagged + one.rightPlain
    errors += one.wrongFlagged + one.wrongPlain
    if (test(levels, target)) return { promoted: true, reviews, errors }
  }
  return { promoted: false, reviews, errors }
}

export type Found = { reviews: Share; errorsPer100: number; promoted: Share }

export function many(design: Design, runs: number, seed: number): Found {
  const random = seeded(seed)
  const all = Array.from({ length: runs }, () => run(random, design))
  const [reviews, errors] = [all.reduce((sum, one) => sum + one.reviews, 0), all.reduce((sum, one) => sum + one.errors, 0)]
  return {
    reviews: mean(all.map((one) => one.reviews)),
    errorsPer100: (100 * errors) / reviews,
    promoted: share(all.filter(({ promoted }) => promoted).length, runs),
  }
}

// Enough that stopping at 5-fold instead of 20-fold would be seen.
const leastRuns = 800

type FlagRow = { name: string; two: Found[]; even: Found[]; falsely: Found; method: readonly number[] }

// Longer than any mean here by a factor of ten.
const patience = 200

function flagRow(flag: (typeof flags)[number], runs: number, seed: number): FlagRow {
  const two = (wrong: number, days: number) => many({ flag, wrong, base: rates.base, flagged: rates.flagged, days }, runs, seed)
  const even = (wrong: number) => {
    const rate = effort(flag, wrong, rates.flagged)
    return many({ flag, wrong, base: rate, flagged: rate, days: patience }, runs, seed)
  }
  return {
    name: flag.name,
    two: [two(0.05, patience), two(0.065, patience)],
    even: [even(0.05), even(0.065)],
    falsely: many(
      { flag, wrong: 1 - target, base: rates.base, flagged: rates.flagged, days: 60 },
      Math.max(runs, leastRuns),
      seed,
    ),
    method: flag.method,
  }
}

/** Reviews within 10 % (GATES.md section 10), errors per 100 within half of one. */
function compare({ name, two, even, method }: FlagRow): Compared[] {
  const reviews = [two[0], even[0], two[1], even[1]]
  const what = ['two-level at .05', 'even at .05', 'two-level at .065', 'even at .065']
  return [
    ...reviews.map((found, i) => beside(`${name} flag: reviews, ${what[i]}`, found!.reviews, method[i]!, 0.1 * method[i]!)),
    beside(`${name} flag: errors per 100 reviews`, { value: two[0]!.errorsPer100, error: 0 }, method[4]!, 0.5),
  ]
}

function table(rows: readonly FlagRow[]): Table {
  return {
    kinds: 'wrrrrrrrrpp',
    title: '300 handled a day at a target of 90 %, reviewed 10 % and 50 % of the flagged, against the same effort spread evenly',
    head: [
      'flag',
      'reviews at 5 % wrong',
      '±',
      'even',
      'at 6.5 % wrong',
      '±',
      'even',
      'errors per 100 reviews',
      'even',
      'false at 10 %',
      '±',
    ],
    rows: rows.map(({ name, two, even, falsely }) => [
      name,
      two[0]!.reviews.value,
      two[0]!.reviews.error,
      even[0]!.reviews.value,
      two[1]!.reviews.value,
      two[1]!.reviews.error,
      even[1]!.reviews.value,
      two[0]!.errorsPer100,
      even[0]!.errorsPer100,
      falsely.promoted.value,
      falsely.promoted.error,
    ]),
  }
}

export function b5(length: Length): Outcome {
  const [runs, seed] = [length === 'short' ? 300 : 4000, 20_005]
  const rows = flags.map((flag) => flagRow(flag, runs, seed))
  const claims: Claim[] = rows.flatMap(({ name, falsely, two, even }) => [
    atMost(
      `${name} flag: false promotion at 10 % wrong, 60 days, looked at daily`,
      falsely.promoted,
      0.05,
      Math.max(runs, leastRuns),
    ),
    atMost(`${name} flag: reviews beside the even sample, at most 7 % more`, ratio(two[0]!.reviews, even[0]!.reviews), 1.07),
  ])
  const all = many({ flag: flags[2], wrong: 0.05, base: rates.base, flagged: 1, days: patience }, runs, seed)
  const compared = [...rows.flatMap(compare), beside('fair flag, every flagged one reviewed: reviews', all.reviews, 264, 26)]
  const lines: Line[] = [
    { plot: 'sampling', name: '10 % and half of what is flagged', points: rows.map((row, i) => [i, row.two[0]!.reviews.value]) },
    { plot: 'sampling', name: 'the same effort, evenly', points: rows.map((row, i) => [i, row.even[0]!.reviews.value]) },
  ]
  return {
    id: 'B5',
    title: 'Two-level sampling',
    made: { how: 'simulated', runs, seed },
    claims,
    compared,
    tables: [table(rows)],
    lines,
  }
}

function ratio(a: Share, b: Share): Share {
  const value = a.value / b.value
  return { value, error: value * Math.hypot(a.error / a.value, b.error / b.value) }
}
