// B2: the gate's own false promotions and reviews needed, exactly. Whoever looks after every review looks at least as often as anyone else, so that schedule
// is the worst there is; the others are printed because people ask (GATES.md D2, 1.1, 1.2; section 10).

import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { type Boundary, every, exactly, gateBoundary, type Looks } from './exact.ts'
import {
  atLeast,
  atMost,
  beside,
  type Claim,
  type Compared,
  exact,
  type Length,
  type Line,
  type Outcome,
  type Table,
} from './outcome.ts'
import { seeded } from './random.ts'
import { betaBinomial } from './rules.ts'

export type Gate = (target: number, nMax: number) => Boundary

type Row = {
  target: number
  alpha: number
  lookEvery: number
  nMax: number
  trueAccuracy: number
  pPromote: number
  meanReviewsTruncated: number
  median: number | null
  pBy500: number
}

// Beside the repository, never in it; a clone without them is held to the key figures below.
const goldenFile = path.join(import.meta.dirname, '../../../shared/data/golden/golden_dp.json')

/** Target .90, from GATES.md section 10: [looked at every, true accuracy, P(promoted by 2000), mean reviews]. */
const keyFigures: readonly [number, number, number | null, number | null][] = [
  [1, 0.9, 0.040455897377711755, null],
  [1, 0.88, 0.007412819478756146, null],
  [1, 0.95, null, 209.28057248068717],
  [40, 0.9, 0.01882442410921881, null],
  [40, 0.95, null, 262.8291933582732],
]

const tolerance = 1e-9

/** On about one review in nine, by a seed. */
function atRandom(seed: number): Looks {
  const random = seeded(seed)
  return () => random() < 1 / 9
}

/** Each made anew, because a random schedule remembers where it is. */
const schedules: readonly [string, () => Looks][] = [
  ['after every review', () => every(1)],
  ['every 7', () => every(7)],
  ['every 20', () => every(20)],
  ['every 40', () => every(40)],
  ['at random, seed 1', () => atRandom(1)],
  ['at random, seed 2', () => atRandom(2)],
]

/** False promotion is at most 5 % whatever the schedule: for every target, an agent exactly at the target. */
export function neverPromotesFalsely(gate: Gate, targets: readonly number[], nMax: number): Claim[] {
  return targets.flatMap((target) =>
    schedules.map(([name, looks]) => {
      const { promoted } = exactly(gate(target, nMax), target, looks())
      return atMost(`false promotion at target ${target}, looked at ${name}, by ${nMax} reviews`, exact(promoted), 0.05)
    }),
  )
}

/** The golden rows, or the key figures where the file is not there: compared within 1e-9. */
export function goldenRows(gate: Gate = gateBoundary): Compared[] {
  if (!existsSync(goldenFile)) return keyFigures.flatMap((figure) => figureOf(gate, figure))
  const rows = JSON.parse(readFileSync(goldenFile, 'utf8')) as Row[]
  return rows.flatMap((row) => {
    const ours = exactly(gate(row.target, row.nMax), row.trueAccuracy, every(row.lookEvery))
    const name = `target ${row.target}, true ${row.trueAccuracy}, every ${row.lookEvery}`
    return [
      beside(`${name}: promoted`, exact(ours.promoted), row.pPromote, tolerance),
      beside(`${name}: by 500`, exact(ours.by500), row.pBy500, tolerance),
      beside(`${name}: mean reviews`, exact(ours.meanReviews), row.meanReviewsTruncated, tolerance),
      beside(`${name}: median`, exact(ours.median ?? 0), row.median ?? 0, 0),
    ]
  })
}

function figureOf(gate: Gate, [step, truth, promoted, reviews]: (typeof keyFigures)[number]): Compared[] {
  const ours = exactly(gate(0.9, 2000), truth, every(step))
  const name = `target 0.9, true ${truth}, every ${step}`
  return [
    ...(promoted === null ? [] : [beside(`${name}: promoted`, exact(ours.promoted), promoted, tolerance)]),
    ...(reviews === null ? [] : [beside(`${name}: mean reviews`, exact(ours.meanReviews), reviews, tolerance)]),
  ]
}

/** Any of so many versions of a role, all of this accuracy, promoted within 500 reviews each, looked at every 40 (GATES.md 8). */
const attempts: readonly [number, number, number][] = [
  [3, 0.9, 0.038],
  [5, 0.9, 0.063],
  [10, 0.9, 0.122],
  [10, 0.88, 0.014],
]

function anyOf(versions: number, truth: number): number {
  return 1 - (1 - exactly(gateBoundary(0.9, 500), truth, every(40)).promoted) ** versions
}

const truths = [0.8, 0.85, 0.88, 0.89, 0.9, 0.91, 0.92, 0.93, 0.94, 0.95, 0.96, 0.97, 0.98, 0.99, 0.995]

function reviewsTable(): Table {
  const rows = truths.map((truth) => {
    const [one, daily] = [1, 40].map((step) => exactly(gateBoundary(0.9, 2000), truth, every(step)))
    return [truth, one!.promoted, one!.meanReviews, one!.median ?? 'none by 2000', daily!.promoted, daily!.meanReviews]
  })
  return {
    title: 'The gate at a target of 90 %, by 2,000 reviews (a run that is not promoted counts as 2,000)',
    kinds: 'pprrpr',
    head: ['true accuracy', 'promoted, every review', 'mean reviews', 'median', 'promoted, every 40', 'mean reviews'],
    rows,
  }
}

export function b2(length: Length): Outcome {
  const targets = length === 'short' ? [0.9, 0.95] : [0.8, 0.85, 0.875, 0.88, 0.9, 0.9375, 0.95, 0.97, 0.98, 0.99]
  const claims: Claim[] = neverPromotesFalsely(gateBoundary, targets, 2000)
  // A gate that never opens would hold all of the above.
  const good = exactly(gateBoundary(0.9, 2000), 0.95, every(40))
  claims.push(atLeast('an agent at .95 is promoted at target .90', exact(good.promoted), 0.99))
  const lines: Line[] = []
  if (length === 'long') {
    const far = exactly(gateBoundary(0.9, 10_000), 0.9, every(1)).promoted
    claims.push(atMost('false promotion at target 0.9, looked at after every review, by 10000 reviews', exact(far), 0.05))
    lines.push(reviewsLine('target 90 %', gateBoundary, 0.9), reviewsLine('target 95 %', gateBoundary, 0.95))
    lines.push(reviewsLine('90 %, beta-binomial', betaBinomial, 0.9))
  }
  const rows = goldenRows()
  const farthest = Math.max(...rows.map(({ ours, method }) => Math.abs(ours - method)))
  claims.push(atMost(`largest distance from ${rows.length} exact values of the method`, exact(farthest), tolerance))
  return {
    id: 'B2',
    title: 'False promotion and reviews needed, exactly',
    made: { how: 'exact' },
    claims,
    compared: [
      ...keyFigures.flatMap((figure) => figureOf(gateBoundary, figure)),
      ...attempts.map(([versions, truth, method]) =>
        beside(`any of ${versions} versions at ${truth} promoted`, exact(anyOf(versions, truth)), method, 0.0006),
      ),
    ],
    tables: [reviewsTable()],
    lines,
  }
}

/** Mean reviews until promoted against true accuracy; no point where one run in a hundred is not through by 10,000, so that the cap hides nothing. */
function reviewsLine(name: string, gate: Gate, target: number): Line {
  const allowed = gate(target, 10_000)
  const points: [number, number][] = []
  for (let truth = target + 0.01; truth < 0.9991; truth += 0.0025) {
    const ours = exactly(allowed, truth, every(1))
    if (ours.promoted > 0.99) points.push([truth, ours.meanReviews])
  }
  return { plot: 'reviews', name, points }
}
