import fc from 'fast-check'
import { expect, test } from 'vitest'
import { clearedAbove, countedBy, isCleared, type Later, slicesIn, subjectOf, successesNeeded } from './edge-case.ts'

const later = (successes: number, failures: number): Later => ({
  successes,
  failures,
  levels: [{ weight: 1, correct: successes, wrong: failures }],
})

// .80 and .88 stand in the table of GATES.md 1.3 (all reviews, failures included); .60 and .50 follow from its closed form (1 - m^(n+1)) / ((n+1)(1-m)m^n) >= 20.
test.each([
  [0.95, 0, 0.8, 20],
  [0.95, 1, 0.8, 31 - 1],
  [0.97, 0, 0.88, 35],
  [0.97, 2, 0.88, 71 - 2],
  [0.9, 0, 0.6, 9],
  [0.7, 0, 0.5, 7],
])(
  'at a target of %d, %i failures: more than %d right must be shown, which takes %i successes',
  (target, failures, above, needed) => {
    expect(clearedAbove(target)).toBeCloseTo(above, 12)
    expect(successesNeeded(target, later(0, failures))).toBe(needed)
  },
)

test('closed exactly when the successes needed are there, and every failure asks for more', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 80 }),
      fc.integer({ min: 0, max: 10 }),
      fc.constantFrom(0.8, 0.9, 0.95),
      (ok, bad, target) => {
        const seen = later(ok, bad)
        expect(isCleared(target, seen)).toBe(successesNeeded(target, seen) <= ok)
        expect(successesNeeded(target, later(ok, bad + 1))).toBeGreaterThanOrEqual(successesNeeded(target, seen))
      },
    ),
  )
})

test('waiting for a lucky run after a failure closes nothing: an agent that is wrong four times as often as it may be is let through at most once in twenty', () => {
  let [closed, seed] = [0, 7]
  const chance = () => {
    seed = (seed * 1103515245 + 12345) % 2147483648
    return seed / 2147483648
  }
  for (let run = 0; run < 400; run++) {
    let [ok, bad] = [0, 0]
    for (let i = 0; i < 150; i++) {
      if (chance() < 0.4) bad++
      else ok++
      if (isCleared(0.9, later(ok, bad))) {
        closed++
        break
      }
    }
  }
  expect(closed / 400).toBeLessThan(0.08)
})

test('a subject says which interactions it speaks of; what only tells entries apart does not', () => {
  const subject = subjectOf([
    { dimension: 'queryType', value: 'password_reset' },
    { dimension: 'operation', value: 'directory.reset_password' },
    { dimension: 'tag', value: 'wrong person' },
  ])
  expect(subject).toBe('query_type=password_reset & operation=directory.reset_password & tag=wrong person')
  expect(slicesIn(subject)).toHaveLength(3)
  expect(countedBy(subject)).toEqual(['query_type=password_reset', 'operation=directory.reset_password'])
})

test('a pair of the slice registry is read too, and a value may hold what joins', () => {
  expect(countedBy('query_type=vpn&channel=chat')).toEqual(['query_type=vpn', 'channel=chat'])
  expect(countedBy('query_type=R&D requests')).toEqual(['query_type=R&D requests'])
})

test.each([
  ['a dimension evidence does not keep', 'moon=full & query_type=vpn'],
  ['who reviewed', 'reviewer=per_rita & query_type=vpn'],
  ['only what tells entries apart', 'tag=odd'],
  ['no slice at all', 'something'],
])('%s cannot be counted', (_, subject) => {
  expect(countedBy(subject)).toBeNull()
})
