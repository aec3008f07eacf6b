// The engine against values computed elsewhere with fifty digits (GATES.md section 10, B1): 1e-9, and the table of least reviews exactly.

import { expect, test } from 'vitest'
import { estimate, type Level, logE, lower, minReviews, upper } from '../../src/domain/gates/confidence.ts'
import { noveltyRun } from '../../src/domain/gates/coverage.ts'
import { uniform } from '../../src/domain/oversight/sampling.ts'
import { golden } from './golden-files.ts'

type Golden = {
  logE: { n: number; k: number; m: string; logE: number }[]
  lcb: { n: number; k: number; alpha: string; lower: number; upper: number }[]
  minReviews: { target: string; alpha: string; byErrors: Record<string, number> }[]
  weighted: { levels: [string, number, number][]; logE90: number; lower05: number; ht: number }[]
  recall: { tp: number; fnSampled: number; rho: string; pi: string; logE: number }[]
  slice: { n: number; errors: number; ref: string; logE: number }[]
  noveltyRun: { D: number; eps: number; delta: number; run: number }[]
}

type Extra = {
  hmacUniform: { key: string; msg: string; u: number }[]
  fractional: { x: number[]; m: number; logE: number }[]
  mix: { shadowShare: number[]; prodShare: number[]; counts: [number, number][]; m: number; weights: number[]; logE: number }[]
}

const values = golden<Golden>('golden.json')
const extra = golden<Extra>('golden_extra.json')

const plain = (n: number, correct: number): Level[] => [{ weight: 1, correct, wrong: n - correct }]

/** Every difference above 1e-9, so that a failure names all rows at once. */
function differing<T>(rows: readonly T[], pairs: (row: T) => [number, number][]): T[] {
  expect(rows.length).toBeGreaterThan(0)
  return rows.filter((row) => !pairs(row).every(([got, wanted]) => Math.abs(got - wanted) <= 1e-9))
}

test.skipIf(values === null)('ln E, bounds at three levels, and weighted evidence', () => {
  expect(differing(values!.logE, ({ n, k, m, logE: wanted }) => [[logE(plain(n, k), Number(m)), wanted]])).toEqual([])
  const bounds = differing(values!.lcb, ({ n, k, alpha, ...row }) => [
    [lower(plain(n, k), Number(alpha)), row.lower],
    [upper(plain(n, k), Number(alpha)), row.upper],
  ])
  expect(bounds).toEqual([])
  const weighted = differing(values!.weighted, ({ levels, logE90, lower05, ht }) => {
    const evidence = levels.map(([weight, correct, wrong]) => ({ weight: Number(weight), correct, wrong }))
    return [
      [logE(evidence, 0.9), logE90],
      [lower(evidence, 0.05), lower05],
      [estimate(evidence) ?? Number.NaN, ht],
    ]
  })
  expect(weighted).toEqual([])
})

test.skipIf(values === null)('the least reviews with so many wrong, exactly', () => {
  for (const { target, alpha, byErrors } of values!.minReviews) {
    const ours = Object.keys(byErrors).map((wrong) => [wrong, minReviews(Number(target), Number(wrong), Number(alpha))])
    expect(Object.fromEntries(ours), `target ${target}`).toEqual(byErrors)
  }
})

test.skipIf(values === null)('slices: an error is what is counted, against the error allowed', () => {
  expect(differing(values!.slice, ({ n, errors, ref, logE: wanted }) => [[logE(plain(n, errors), Number(ref)), wanted]])).toEqual(
    [],
  )
})

test.skipIf(values === null)('recall: what was handed over at the sampling rate, the missed that were sampled in full', () => {
  const found = differing(values!.recall, ({ tp, fnSampled, rho, pi, logE: wanted }) => {
    const evidence = [
      { weight: Number(pi), correct: tp, wrong: 0 },
      { weight: 1, correct: 0, wrong: fnSampled },
    ]
    return [[logE(evidence, Number(rho)), wanted]]
  })
  expect(found).toEqual([])
})

test.skipIf(values === null)('how long nothing new must arrive', () => {
  for (const { D, eps, delta, run } of values!.noveltyRun) expect(noveltyRun(D, eps, delta), `${D} types, ${eps}`).toBe(run)
})

test.skipIf(extra === null)('cases judged in part, evidence weighted to another mix, and the draws', () => {
  const fractional = differing(extra!.fractional, ({ x, m, logE: wanted }) => [
    [
      logE(
        [],
        m,
        x.map((share) => ({ weight: 1, share })),
      ),
      wanted,
    ],
  ])
  expect(fractional).toEqual([])
  const mix = differing(extra!.mix, ({ counts, weights, m, logE: wanted }) => [
    [
      logE(
        counts.map(([correct, wrong], i) => ({ weight: weights[i]!, correct, wrong })),
        m,
      ),
      wanted,
    ],
  ])
  expect(mix).toEqual([])
  const draws = differing(extra!.hmacUniform, ({ key, msg, u }) => {
    const [label, , id] = msg.split('|')
    return [[uniform(key, label as 'review' | 'double', id!), u]]
  })
  expect(draws).toEqual([])
})
