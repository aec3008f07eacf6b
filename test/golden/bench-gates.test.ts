// The short version of `npm run bench:gates`: every claim of every benchmark, with fixed seeds and margins of four standard errors, so that none fails by
// chance; and beside each claim a wrong rule that the same claim catches.

import { expect, test } from 'vitest'
import { goldenRows, neverPromotesFalsely } from '../../scripts/gates/b2-exact.ts'
import { ours, peerFigures } from '../../scripts/gates/b3-peers.ts'
import { burstTrap, missingTrap, pooledTraps, reviewerTrap } from '../../scripts/gates/b4-traps.ts'
import { flags, many } from '../../scripts/gates/b5-sampling.ts'
import { clearing, falseFlags } from '../../scripts/gates/b6-slices.ts'
import { meanDays, tenure } from '../../scripts/gates/b7-drift.ts'
import { agent, promotedOf } from '../../scripts/gates/b8-end-to-end.ts'
import { fixedStop, missing, zipf } from '../../scripts/gates/b9-novelty.ts'
import { benchmarks } from '../../scripts/gates/benchmarks.ts'
import { every, exactly, gateBoundary } from '../../scripts/gates/exact.ts'
import { defaults } from '../../scripts/gates/journey.ts'
import { atLeast, atMost, exact } from '../../scripts/gates/outcome.ts'
import { point, wilson } from '../../scripts/gates/rules.ts'
import { eProcess } from '../../scripts/gates/slice-methods.ts'
import { registry } from '../../scripts/gates/slice-world.ts'
import { type Level, proven } from '../../src/domain/gates/confidence.ts'
import { flagOf } from '../../src/domain/gates/slices.ts'

/** “Proven” at 5-fold instead of 20-fold: the mistake of taking alpha = .2 for .05. */
const fiveFold = (target: number, nMax: number) => gateBoundary(target, nMax, 0.2)

test.each(benchmarks)('$id: every claim holds and every number compared is the method’s', ({ run }) => {
  const { claims, compared } = run('short')
  expect(claims.length + compared.length).toBeGreaterThan(1)
  for (const { says, holds, value } of claims) expect(holds, `${says}: ${value}`).toBe(true)
  for (const { what, same, ours: here, method } of compared) expect(same, `${what}: ${here}, method ${method}`).toBe(true)
})

test.each([
  ['proven at 5-fold instead of 20-fold', fiveFold],
  ['Wilson’s bound', wilson(1)],
  ['a point estimate from 200 on', point(200)],
])('B2: %s promotes falsely under every schedule', (_, rule) => {
  const claims = neverPromotesFalsely(rule, [0.9], 2000)
  expect(claims).toHaveLength(6)
  for (const { says, holds } of claims) expect(holds, says).toBe(false)
})

test('B2: a bet slightly off is not within 1e-9 of the exact values', () => {
  const off = (target: number, nMax: number) => gateBoundary(target, nMax, 0.0501)
  expect(goldenRows(gateBoundary).every(({ same }) => same)).toBe(true)
  expect(goldenRows(off).every(({ same }) => same)).toBe(false)
})

test('B3: the comparison is of this gate, not of a rule that is called so', () => {
  expect(peerFigures(ours).everyReview).toBeCloseTo(0.0405, 4)
  expect(peerFigures({ name: 'Tenure', boundary: fiveFold }).everyReview).toBeGreaterThan(0.05)
})

const [runs, seed] = [200, 1]

test('B4: pooling the escalations promotes what the gate does not, and so does counting copies or leaving out what nobody judged', () => {
  const boundary = gateBoundary(0.9, 3000)
  for (const { name, naive, gate } of pooledTraps(boundary, runs, seed)) {
    expect(atMost(name, gate, 0.05, runs).holds, name).toBe(true)
    expect(atMost(name, naive, 0.05, runs).holds, name).toBe(false)
  }
  const upTo2000 = gateBoundary(0.9, 2000)
  for (const { naive, gate } of [missingTrap(upTo2000), burstTrap(upTo2000, { size: 10, alike: 1, runs, seed })]) {
    expect(atMost('gate', gate, 0.05, runs).holds).toBe(true)
    expect(atMost('naive', naive, 0.05, runs).holds).toBe(false)
  }
})

test('B4: an engine that stops at 5-fold promotes falsely on bursts too', () => {
  const { gate } = burstTrap(gateBoundary(0.9, 2000), { size: 5, alike: 1, runs: 400, seed, alpha: 0.2 })
  expect(atMost('gate', gate, 0.05, 400).holds).toBe(false)
})

test('B4: reviewers who miss half of the errors pass when the known-wrong items ask for half only', () => {
  const boundary = gateBoundary(0.9, 2000)
  const eyes = { seen: 0.5, leftAlone: 0.99 }
  expect(reviewerTrap(boundary, gateBoundary(0.8, 500), 0.88, eyes).gate).toBeLessThan(0.05)
  expect(reviewerTrap(boundary, gateBoundary(0.4, 500), 0.88, eyes).gate).toBeGreaterThan(0.5)
})

test('B5: at 5-fold the weighted sample promotes falsely', () => {
  const design = { flag: flags[2], wrong: 0.1, base: 0.1, flagged: 0.5, days: 60 }
  const proves = (levels: readonly Level[], target: number) => proven(levels, target, 0.2)
  expect(atMost('', many(design, 800, seed).promoted, 0.05, 800).holds).toBe(true)
  expect(atMost('', many({ ...design, proves }, 800, seed).promoted, 0.05, 800).holds).toBe(false)
})

test('B5: counting the flagged as if they had been drawn like the rest hides no error but costs the promotion', () => {
  const design = { flag: flags[3], wrong: 0.05, base: 0.1, flagged: 0.5, days: 10 }
  const unweighted = (levels: readonly Level[], target: number) =>
    proven(
      levels.map((level) => ({ ...level, weight: 1 })),
      target,
      0.05,
    )
  expect(many(design, 100, seed).promoted.value).toBeGreaterThan(0.9)
  expect(many({ ...design, proves: unweighted }, 100, seed).promoted.value).toBeLessThan(0.1)
})

test('B6: without paying for the number of slices flags are raised where nothing is wrong', () => {
  const unpaid = eProcess(registry, (n, wrong) => {
    const counts = { slice: '', levels: [{ weight: 1, correct: n - wrong, wrong }], fractions: [] }
    return flagOf(counts, { targetRatio: 0.95, registry: { singles: 1, pairs: 1 }, isPair: false }).state === 'flagged'
  })
  const [right, wrong] = falseFlags([eProcess(registry), unpaid], { perDay: 40, wrong: 0.05 }, { runs: 60, seed })
  expect(atMost('', right!.any, 0.05, 60).holds).toBe(true)
  expect(atMost('', wrong!.any, 0.05, 60).holds).toBe(false)
})

test('B6: clearing by the point estimate clears a slice at its limit', () => {
  const question = { targetRatio: 0.9, tolerance: 4 }
  expect(clearing(0.4, question).cleared).toBeLessThanOrEqual(0.05)
  expect(clearing(0.4, question, (n, wrong) => n >= 5 && wrong < 0.4 * n).cleared).toBeGreaterThan(0.5)
})

test('B7: with the threshold of a proof in place of a year’s, false alarms come within months', () => {
  const world = { n: 100, rate: 0.165 }
  const hasty = tenure(undefined, { up: [1.25, 1.5, 2, 3], down: [0.8, 0.65, 0.5, 0.25], threshold: 20 })
  expect(atLeast('', meanDays(tenure(), world, { runs: 30, seed }), 365).holds).toBe(true)
  expect(atLeast('', meanDays(hasty, world, { runs: 30, seed }), 365).holds).toBe(false)
})

test('B7: without its band the detector takes daily wobble for a change', () => {
  const world = { n: 300, rate: 0.15, wobble: 0.12 }
  expect(atLeast('', meanDays(tenure({ low: 0.15, high: 0.15 }), world, { runs: 30, seed }), 365).holds).toBe(false)
})

test('B8: without clearing slices an agent with one bad tool gets through', () => {
  const bad = agent('one tool 35 % wrong', 0.06, 0.35)
  expect(atMost('', promotedOf(bad, defaults, { runs: 60, seed }), 0.05, 60).holds).toBe(true)
  expect(atMost('', promotedOf(bad, { ...defaults, tolerance: null }, { runs: 60, seed }), 0.05, 60).holds).toBe(false)
})

test('B9: a run of fixed length leaves much unseen where types are many', () => {
  const found = missing(fixedStop(0.05), zipf(100), 0.05, { runs: 300, seed })
  expect(atMost('', found.missed, 0.05, 300).holds).toBe(false)
})

test('a claim about a simulated chance is refuted beyond four standard errors and not before', () => {
  expect(atMost('', { value: 0.09, error: 0.01 }, 0.05, 400).holds).toBe(true)
  expect(atMost('', { value: 0.1, error: 0.01 }, 0.05, 400).holds).toBe(false)
  expect(atMost('', exact(0.0501), 0.05).holds).toBe(false)
})

test('the chance of a rule that always promotes is one, and of one that never does none', () => {
  expect(exactly(new Int32Array([-1, 1, 2, 3]), 0.5, every(1)).promoted).toBe(1)
  expect(exactly(new Int32Array([-1, -1, -1, -1]), 0.5, every(1)).promoted).toBe(0)
})
