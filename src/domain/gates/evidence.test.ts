import fc from 'fast-check'
import { expect, test } from 'vitest'
import { logE } from './confidence.ts'
import {
  escalationCounts,
  firstProof,
  handled,
  handledLower,
  type Judged,
  judgedCases,
  judgedCounts,
  judgedLevels,
} from './evidence.ts'

function judged(i: number, over: Partial<Judged> = {}): Judged {
  const interactionId = `int_${String(i).padStart(5, '0')}`
  const usual = {
    queryType: 'refund',
    channel: 'mail',
    day: '2026-01-05',
    escalated: false,
    correct: true,
    shouldEscalate: false,
  }
  return { interactionId, ...usual, weight: 1, cluster: null, ...over }
}

const many = (n: number, over: (i: number) => Partial<Judged> = () => ({})) =>
  Array.from({ length: n }, (_, i) => judged(i, over(i)))

test('an escalation never enters the accuracy of what was handled, however well it was judged', () => {
  const items = [
    ...many(160, (i) => ({ correct: i % 20 >= 3 })),
    ...many(40, (i) => ({ interactionId: `e${i}`, escalated: true, shouldEscalate: true })),
  ]
  expect(handled(items)).toMatchObject({ n: 160, correct: 136, levels: [{ weight: 1, correct: 136, wrong: 24 }] })
  expect(judgedCounts(items)).toEqual({ n: 200, correct: 176 })
  // Pooled, the same agent (85 % right) would look ten points better than it is: the trap of GATES.md D4.
  const pooled = items.map((item) => ({ ...item, escalated: false }))
  expect(firstProof(items, 0.8, 0.05).at).toBeNull()
  expect(firstProof(pooled, 0.8, 0.05).at).not.toBeNull()
})

test('needed counts what went to a person and what should have; missed and unneeded are the two errors', () => {
  const items = [
    ...many(6, (i) => ({ interactionId: `a${i}`, escalated: true, shouldEscalate: true })),
    ...many(42, (i) => ({ interactionId: `b${i}`, escalated: true, shouldEscalate: false })),
    ...many(10, (i) => ({ interactionId: `c${i}`, shouldEscalate: true, correct: false })),
    ...many(142, (i) => ({ interactionId: `d${i}` })),
  ]
  expect(escalationCounts(items)).toEqual({ n: 200, escalated: 48, rate: 0.24, needed: 16, missed: 10, unneeded: 42 })
  expect(escalationCounts([])).toEqual({ n: 0, escalated: 0, rate: null, needed: 0, missed: 0, unneeded: 0 })
})

test('a burst of one message is one case: its share counts once', () => {
  const burst = many(5, (i) => ({ cluster: 'same', correct: i !== 0 }))
  expect(handled(burst)).toEqual({ levels: [], fractions: [{ weight: 1, share: 0.8 }], n: 1, correct: 0.8 })
  expect(judgedCases(burst)).toBe(1)
  const copies = many(60, (i) => ({ cluster: `c${i % 12}` }))
  expect(firstProof(copies, 0.9, 0.05).at).toBeNull()
  expect(
    firstProof(
      copies.map((item) => ({ ...item, cluster: null })),
      0.9,
      0.05,
    ).at,
  ).toBe(43)
})

test('a cluster and an interaction of the same name stay two cases', () => {
  expect(handled([judged(1), judged(2, { cluster: 'int_00001' })]).n).toBe(2)
})

test('a review that lapsed without a word is no verdict on an escalation', () => {
  const lapsed = judged(1, { escalated: true, correct: null, shouldEscalate: null })
  expect(judgedCases([lapsed])).toBe(0)
  expect(judgedCases([judged(2, { escalated: true, correct: null, shouldEscalate: true })])).toBe(1)
})

test('the replay is ordered by day and interaction, so early luck that was lost again stays proven', () => {
  const good = many(43)
  const bad = many(10, (i) => ({ interactionId: `z${i}`, day: '2026-01-06', correct: false }))
  const proof = firstProof([...bad, ...good], 0.9, 0.05)
  expect(proof.at).toBe(43)
  expect(proof.most).toBeCloseTo(3.0388379703095416, 9)
  const first = bad.map((item) => ({ ...item, day: '2026-01-04' }))
  expect(firstProof([...first, ...good], 0.9, 0.05)).toMatchObject({ at: null, most: 0 })
})

test('whoever asks, in whatever order the rows arrive, gets the same bits', () => {
  const item = fc.record({
    day: fc.constantFrom('2026-01-01', '2026-01-02', '2026-01-03'),
    correct: fc.constantFrom(true, true, true, false, null),
    escalated: fc.constantFrom(false, false, true),
    weight: fc.constantFrom(1, 0.3, 0.2),
    cluster: fc.constantFrom(null, null, null, 'x', 'y'),
  })
  const evidence = fc.array(item, { maxLength: 60 }).map((list) => list.map((over, i) => judged(i, over)))
  const shuffled = evidence.chain((items) =>
    fc.tuple(fc.constant(items), fc.shuffledSubarray(items, { minLength: items.length, maxLength: items.length })),
  )
  fc.assert(
    fc.property(shuffled, ([items, other]) => {
      const [one, two] = [handled(items), handled(other)]
      expect(two).toEqual(one)
      expect(logE(two.levels, 0.9, two.fractions)).toBe(logE(one.levels, 0.9, one.fractions))
      expect(firstProof(other, 0.9, 0.05)).toEqual(firstProof(items, 0.9, 0.05))
      expect(escalationCounts(other)).toEqual(escalationCounts(items))
    }),
    { numRuns: 50 },
  )
})

test('which interaction was right does not matter, only how many at each weight', () => {
  const one = many(40, (i) => ({ correct: i > 3, weight: i % 2 ? 1 : 0.2 }))
  const two = many(40, (i) => ({ correct: i < 36, weight: i % 2 ? 1 : 0.2 }))
  expect(handledLower(two, 0.05)).toBe(handledLower(one, 0.05))
})

test('counts kept apart by weight say what the plain counts say', () => {
  const items = [
    ...many(30, (i) => ({ correct: i > 4 })),
    ...many(10, (i) => ({ interactionId: `s${i}`, weight: 0.2, escalated: i > 7 })),
  ]
  expect(judgedLevels(items)).toEqual([
    { weight: 1, correct: 25, wrong: 5 },
    { weight: 0.2, correct: 10, wrong: 0 },
  ])
})
