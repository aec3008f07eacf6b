import fc from 'fast-check'
import { expect, test } from 'vitest'
import { asked, item, open, outputs } from '../../../test/support/gate-items.ts'
import { logE } from './confidence.ts'
import { escalationCounts, judgedCases, judgedCounts, judgedLevels } from './gate.ts'
import type { EvidenceItem } from './item.ts'
import { daysToLookAt, evidenceOf, type Proof, proofOf } from './proof.ts'
import { casesOf, countedAt, unitsOfDay } from './recount.ts'

const counted = (items: readonly EvidenceItem[], at = asked) => countedAt(casesOf(items), at)
const handled = (items: readonly EvidenceItem[]) => evidenceOf(counted(items).tallies)

function proven(items: readonly EvidenceItem[], m: number): Proof {
  const cases = casesOf(items)
  const { days, waitsFor } = countedAt(cases, asked)
  return proofOf(
    days,
    new Map(daysToLookAt(days, m, 0.05).map((day) => [day, unitsOfDay(cases, day, { waitsFor, at: asked })])),
    m,
    0.05,
  )
}

/** The definition, word by word: ln E after each case, in order. */
function slowly(items: readonly EvidenceItem[], m: number): number | null {
  const { waitsFor } = counted(items)
  const units = casesOf(items).flatMap((one) => unitsOfDay([one], one.day, { waitsFor, at: asked }))
  const found = units.findIndex((_, i) => logE([], m, units.slice(0, i + 1)) >= Math.log(20))
  return found < 0 ? null : found + 1
}

test('an escalation never enters the accuracy of what was handled, however well it was judged', () => {
  const needed = Array.from({ length: 40 }, (_, i) => item(500 + i, { escalated: true, shouldEscalate: true }))
  const items = [...outputs(160, 24), ...needed]
  expect(handled(items)).toMatchObject({ n: 160, correct: 136, levels: [{ weight: 1, correct: 136, wrong: 24 }] })
  expect(judgedCounts(counted(items).tallies)).toEqual({ n: 200, correct: 176 })
  // Pooled, the same agent (85 % right) would look ten points better than it is: the trap of GATES.md D4.
  expect(proven(items, 0.8).at).toBeNull()
  expect(
    proven(
      items.map((one) => ({ ...one, escalated: false })),
      0.8,
    ).at,
  ).not.toBeNull()
})

test('needed counts what went to a person and what should have; missed and unneeded are the two errors', () => {
  const of = (from: number, n: number, over: Partial<EvidenceItem>) => Array.from({ length: n }, (_, i) => item(from + i, over))
  const items = [
    ...of(0, 6, { escalated: true, shouldEscalate: true }),
    ...of(100, 42, { escalated: true, shouldEscalate: false }),
    ...of(200, 10, { shouldEscalate: true, correct: false }),
    ...of(300, 142, {}),
  ]
  expect(escalationCounts(counted(items).tallies)).toEqual({ n: 200, escalated: 48, needed: 16, missed: 10, unneeded: 42 })
  expect(escalationCounts([])).toEqual({ n: 0, escalated: 0, needed: 0, missed: 0, unneeded: 0 })
})

test('a burst of one message is one case: its share counts once', () => {
  const burst = Array.from({ length: 5 }, (_, i) => item(i, { caseKey: 'same', correct: i !== 0 }))
  expect(handled(burst)).toEqual({ levels: [], fractions: [{ weight: 1, share: 0.8, n: 1 }], n: 1, correct: 0.8 })
  expect(judgedCases(counted(burst).tallies)).toBe(1)
  const copies = Array.from({ length: 60 }, (_, i) => item(i, { caseKey: `c${i % 12}` }))
  expect(proven(copies, 0.9).at).toBeNull()
  // Counted one by one the same sixty prove it: bursts of five promoted an agent at the limit 59 % of the time (GATES.md D13).
  expect(proven(outputs(60, 0), 0.9).at).toBe(43)
})

test('one message on two channels is two cases, and so are one handled and one escalated', () => {
  expect(handled([item(1, { caseKey: 'x' }), item(2, { caseKey: 'x', channel: 'chat' })]).n).toBe(2)
  expect(casesOf([item(1, { caseKey: 'x' }), item(2, { caseKey: 'x', escalated: true })])).toHaveLength(2)
})

test('a review nobody gave in time counts as wrong where the employee handled it, and says nothing of an escalation', () => {
  expect(handled([item(1, open)])).toMatchObject({ n: 1, correct: 0 })
  expect(judgedCases(counted([item(1, { ...open, escalated: true })]).tallies)).toBe(0)
  const partly = [item(1, { caseKey: 'x' }), item(2, { caseKey: 'x', ...open })]
  expect(handled(partly).fractions).toEqual([{ weight: 1, share: 0.5, n: 1 }])
  expect(counted([item(1, open), item(2)]).due).toEqual({ cases: 2, missing: 1 })
})

test('what counts ends at the oldest case that still waits for its verdict, whatever came after it', () => {
  const items = [...outputs(10, 0), item(10, { ...open, dueAt: '2026-02-01T00:00:00.000Z' }), ...outputs(30, 0).slice(11)]
  expect(counted(items)).toMatchObject({ waitsFor: 'rev_000010', behind: 19 })
  expect(handled(items).n).toBe(10)
  expect(evidenceOf(counted(items, '2026-02-02T00:00:00.000Z').tallies)).toMatchObject({ n: 30, correct: 29 })
})

test('cases count in the order their reviews opened, so early luck that was lost again stays proven', () => {
  const bad = Array.from({ length: 10 }, (_, i) => item(100 + i, { openedAt: '2026-01-06T10:00:00.000Z', correct: false }))
  const proof = proven([...bad, ...outputs(43, 0)], 0.9)
  expect(proof.at).toBe(43)
  expect(proof.most).toBeCloseTo(3.0388379703095416, 9)
  const first = bad.map((one, i) => ({ ...one, reviewId: `rev_00000!${i}`, openedAt: '2026-01-04T10:00:00.000Z' }))
  expect(proven([...first, ...outputs(43, 0)], 0.9)).toMatchObject({ at: null, most: 0 })
})

const someItems = fc
  .array(
    fc.record({
      day: fc.constantFrom('01', '02', '03', '09'),
      correct: fc.constantFrom(true, true, true, true, true, false, null),
      escalated: fc.constantFrom(false, false, false, true),
      weight: fc.constantFrom(1, 0.3, 0.2),
      caseKey: fc.constantFrom(null, null, null, null, 'x', 'y'),
      late: fc.integer({ min: 0, max: 80 }).map((n) => n === 0),
    }),
    { minLength: 20, maxLength: 150, size: 'max' },
  )
  .map((list) =>
    list
      .toSorted((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0))
      .map(({ day, correct, escalated, weight, caseKey, late }, i) => {
        const judged = correct === null ? open : { correct, shouldEscalate: !correct }
        const dueAt = late ? '2026-02-10T10:00:00.000Z' : '2026-01-12T10:00:00.000Z'
        return item(i, {
          openedAt: `2026-01-${day}T10:00:00.000Z`,
          dueAt,
          escalated,
          weight,
          ...judged,
          ...(caseKey === null ? {} : { caseKey }),
        })
      }),
  )

test('the days that are looked at are enough: the proof is the one of the definition, case by case', () => {
  let seen = 0
  fc.assert(
    fc.property(someItems, fc.constantFrom(0.3, 0.5, 0.6), (items, m) => {
      const at = slowly(items, m)
      if (at !== null) seen += 1
      expect(proven(items, m).at).toBe(at)
    }),
    { numRuns: 80 },
  )
  expect(seen).toBeGreaterThan(5)
})

test('whoever asks, in whatever order the rows arrive, gets the same bits', () => {
  const shuffled = someItems.chain((items) =>
    fc.tuple(fc.constant(items), fc.shuffledSubarray(items, { minLength: items.length, maxLength: items.length })),
  )
  fc.assert(
    fc.property(shuffled, ([items, other]) => {
      expect(counted(other)).toEqual(counted(items))
      expect(proven(other, 0.9)).toEqual(proven(items, 0.9))
    }),
    { numRuns: 50 },
  )
})

test('replaying the log gives the same gate history whatever the times of looking', () => {
  fc.assert(
    fc.property(someItems, fc.array(fc.nat(150), { maxLength: 8 }), (items, looks) => {
      const history = (lookedAt: readonly number[]) => {
        for (const n of lookedAt) proven(items.slice(0, n), 0.9)
        return items.map((_, i) => proven(items.slice(0, i + 1), 0.9).at).filter((_, i) => i % 25 === 0)
      }
      expect(history(looks)).toEqual(history([]))
    }),
    { numRuns: 10 },
  )
})

test('counts kept apart by weight say what the plain counts say', () => {
  const sampled = Array.from({ length: 10 }, (_, i) => item(500 + i, { weight: 0.2, escalated: i > 7 }))
  expect(judgedLevels(counted([...outputs(30, 5), ...sampled]).tallies)).toEqual([
    { weight: 1, correct: 25, wrong: 5 },
    { weight: 0.2, correct: 10, wrong: 0 },
  ])
})
