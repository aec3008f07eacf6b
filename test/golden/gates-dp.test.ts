// The chance of a wrong promotion, exactly: every history of verdicts weighed by its probability (dynamic programming over the count of errors), not
// simulated. Whatever the days on which somebody looks, an agent at the target is promoted at most once in twenty (GATES.md section 10, B2).

import { expect, test } from 'vitest'
import { minReviews } from '../../src/domain/gates/confidence.ts'
import { chance } from '../support/chance.ts'
import { golden } from './golden-files.ts'

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

type Promoted = Pick<Row, 'pPromote' | 'meanReviewsTruncated' | 'median' | 'pBy500'>

const rows = golden<Row[]>('golden_dp.json')

const boundaries = new Map<string, number[]>()

/** `boundary[f]`: how many reviews must stand before f wrong among them still prove the target; for as many f as fit into nMax. */
function boundaryOf({ target, alpha, nMax }: Pick<Row, 'target' | 'alpha' | 'nMax'>): number[] {
  const name = `${target}/${alpha}/${nMax}`
  const known = boundaries.get(name)
  if (known) return known
  const boundary: number[] = []
  for (let n = minReviews(target, 0, alpha); n <= nMax; n = minReviews(target, boundary.length, alpha)) boundary.push(n)
  boundaries.set(name, boundary)
  return boundary
}

function promoted(row: Pick<Row, 'target' | 'alpha' | 'nMax' | 'trueAccuracy'>, looksAt: (n: number) => boolean): Promoted {
  const boundary = boundaryOf(row)
  const wrong = 1 - row.trueAccuracy
  // chances[f]: not promoted yet, f errors so far.
  const chances = new Float64Array(row.nMax + 2)
  chances[0] = 1
  let [pPromote, mean, pBy500] = [0, 0, 0]
  let median: number | null = null
  let allowed = 0
  for (let n = 1; n <= row.nMax; n++) {
    for (let f = n; f > 0; f--) chances[f] = chances[f]! * row.trueAccuracy + chances[f - 1]! * wrong
    chances[0] = chances[0]! * row.trueAccuracy
    while (allowed < boundary.length && boundary[allowed]! <= n) allowed++
    if (!looksAt(n)) continue
    let now = 0
    for (let f = 0; f < allowed; f++) {
      now += chances[f]!
      chances[f] = 0
    }
    pPromote += now
    mean += n * now
    if (n <= 500) pBy500 = pPromote
    if (median === null && pPromote >= 0.5) median = n
  }
  return { pPromote, meanReviewsTruncated: mean + row.nMax * (1 - pPromote), median, pBy500 }
}

test.skipIf(rows === null)('every row of the exact table, within 1e-9', () => {
  expect(rows!.length).toBe(60)
  for (const row of rows!) {
    const ours = promoted(row, (n) => n % row.lookEvery === 0)
    const name = `target ${row.target}, true ${row.trueAccuracy}, every ${row.lookEvery}`
    expect(Math.abs(ours.pPromote - row.pPromote), name).toBeLessThanOrEqual(1e-9)
    expect(Math.abs(ours.pBy500 - row.pBy500), name).toBeLessThanOrEqual(1e-9)
    expect(Math.abs(ours.meanReviewsTruncated - row.meanReviewsTruncated), name).toBeLessThanOrEqual(1e-9)
    expect(ours.median, name).toBe(row.median)
  }
})

const atTarget = [0.9, 0.95].map((target) => ({ target, alpha: 0.05, nMax: 2000, trueAccuracy: target }))

/** Looks on about one review in nine, by a seed. */
function atRandom(seed: number): (n: number) => boolean {
  const throws = chance(seed)
  return () => throws() < 1 / 9
}

test.each<[string, () => (n: number) => boolean]>([
  ['after every review', () => () => true],
  ['every 7', () => (n) => n % 7 === 0],
  ['every 20', () => (n) => n % 20 === 0],
  ['every 40', () => (n) => n % 40 === 0],
  ['at random, seed 1', () => atRandom(1)],
  ['at random, seed 2', () => atRandom(2)],
])('an agent exactly at the target is promoted at most once in twenty, looked at %s', (_, looks) => {
  for (const row of atTarget) {
    const { pPromote } = promoted(row, looks())
    expect(pPromote).toBeGreaterThan(0)
    expect(pPromote).toBeLessThanOrEqual(0.05)
  }
})

test('a point estimate above the target, looked at after every review from the 200th, promotes the same agent nine times in ten', () => {
  const [row] = atTarget
  const chances = new Float64Array(2002)
  chances[0] = 1
  let wrongly = 0
  for (let n = 1; n <= 2000; n++) {
    for (let f = n; f > 0; f--) chances[f] = chances[f]! * row!.trueAccuracy + chances[f - 1]! * (1 - row!.trueAccuracy)
    chances[0] = chances[0]! * row!.trueAccuracy
    if (n < 200) continue
    for (let f = 0; f <= n && 10 * (n - f) >= 9 * n; f++) {
      wrongly += chances[f]!
      chances[f] = 0
    }
  }
  expect(wrongly).toBeCloseTo(0.898, 3)
})
