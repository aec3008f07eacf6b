import { expect, test } from 'vitest'
import type { Evidence } from '../gates/proof.ts'
import { carriedLower } from '../gates/replay-bound.ts'
import { type CaseCount, replayResult } from './replay-result.ts'

const count = (queryType: string, outcome: CaseCount['outcome'], n: number, noise = false): CaseCount => ({
  queryType,
  channel: 'chat',
  outcome,
  noise,
  n,
})
const evidence: Evidence = { levels: [{ weight: 1, correct: 285, wrong: 15 }], fractions: [], n: 300, correct: 285 }
const old = { levels: evidence.levels, fractions: [] }

const cells = ['reset', 'vpn'].map((queryType) => ({ queryType, channel: 'chat' }))

test('what changed is counted whatever the reason, by type and over all; noise is shown and not taken off', () => {
  const counts = [
    count('reset', 'unchanged', 200),
    count('reset', 'changed', 3, true),
    count('vpn', 'unchanged', 90, true),
    count('vpn', 'unanswerable', 5),
    count('vpn', 'failed', 2),
  ]
  const result = replayResult({ counts, cells, never: [], evidenceOf: () => evidence })
  expect(result.touched).toBe(false)
  expect(result).toMatchObject({ cases: 300, changed: 10, unanswerable: 5, failed: 2, noise: 93 })
  expect(result.byType.vpn).toMatchObject({ cases: 97, changed: 7, noise: 90, affected: false })
  expect(result.carried).toEqual({ ...carriedLower(old, { replayed: 300, changed: 10 }), replayed: 300, changed: 10 })
})

test('nothing is carried for a type the change touches, and the bound rests on the others alone', () => {
  const counts = [count('reset', 'changed', 40), count('vpn', 'unchanged', 300)]
  const asked: string[][] = []
  const result = replayResult({
    counts,
    cells,
    never: [{ queryType: 'reset', channel: 'chat' }],
    evidenceOf: (types) => {
      asked.push([...types])
      return evidence
    },
  })
  expect(result.touched).toBe(true)
  expect(result.byType.reset).toMatchObject({ affected: true, carried: null })
  expect(asked.flat()).not.toContain('reset')
  // GATES.md 8: no change in 300 costs 1.5 points.
  expect(result.carried!.oldLower - result.carried!.lower).toBeCloseTo(0.015233, 6)
})

test.each([
  ['everything is touched', 'all' as const, evidence],
  ['the old version has no evidence', [], { levels: [], fractions: [], n: 0, correct: 0 }],
  ['the old version is not in force any more', [], null],
])('nothing is carried where %s', (_, never, found) => {
  const result = replayResult({ counts: [count('vpn', 'unchanged', 300)], cells, never, evidenceOf: () => found })
  expect(result.carried).toBeNull()
  expect(result.byType.vpn!.carried).toBeNull()
})
