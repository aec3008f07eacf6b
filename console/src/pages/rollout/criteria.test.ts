import { expect, test } from 'vitest'
import { en } from '../../locales/en.ts'
import { grouped, groups, needUnit, unitOf } from './criteria.ts'

const criterion = (name: string) => ({ name, outcome: 'met' as const, value: 1, bound: 1, need: 0, reason: '', says: [] })

test('every criterion of the wire has a group, a name and a sentence that says what it asks', () => {
  const wire =
    'accuracy, review_cap, coverage_majors, coverage_unlisted, coverage_novelty, mix_shift, escalation_rate_min, escalation_rate_max, missed_escalations, escalation_recall, open_flags, major_slices_cleared, reviewer_sensitivity, completeness, minimum_reviews, minimum_duration, time_to_resolution, satisfaction, cost, incidents, drift'
  const names = [...wire.split(', '), 'plan']
  const placed = Object.values(groups).flat() as string[]
  expect([...placed].sort()).toEqual([...names].sort())
  expect(Object.keys(en.criterion).sort()).toEqual([...names].sort())
})

test('criteria come in the order people think in, whatever the server’s; a name nobody knows is last and not lost', () => {
  const found = grouped(['drift', 'comet', 'review_cap', 'accuracy'].map(criterion))
  expect(found.map(({ group, criteria }) => [group, criteria.map(({ name }) => name)])).toEqual([
    ['accuracy', ['accuracy', 'review_cap']],
    ['standing', ['drift']],
    ['other', ['comet']],
  ])
})

test.each([
  ['accuracy', 'ratio', 'reviews'],
  ['minimum_duration', 'days', 'days'],
  ['open_flags', 'count', 'things'],
  ['cost', 'dollars', 'reviews'],
])('%s is told in %s and needs %s', (name, unit, need) => {
  expect([unitOf(name), needUnit(name)]).toEqual([unit, need])
})
