import { expect, test } from 'vitest'
import { en } from '../../locales/en.ts'
import { lastReadingOf, planFacts } from './plan-facts.ts'

test('the numbers of a plan have a group, a unit and a name in the words; what is missing is left out', () => {
  const found = planFacts({ sampling: { baseRatio: 0.15 }, targetRatio: 0.9, shadow: { minDays: 14 }, reviewCap: '1000' })
  expect(found).toEqual([
    { group: 'sampling', name: 'base', value: 0.15, unit: 'ratio' },
    { group: 'proof', name: 'target', value: 0.9, unit: 'ratio' },
    { group: 'pace', name: 'shadowDays', value: 14, unit: 'days' },
  ])
  for (const { name } of found) expect(Object.keys(en.plans.fact)).toContain(name)
})

test.each([
  ['nothing was read', 'none', null],
  ['null', null, null],
  ['another form', { criteria: 'many', outcome: 'met' }, null],
  ['an outcome nobody knows', { criteria: [], outcome: 'fine' }, null],
  ['a reading', { outcome: 'met', criteria: [] }, { outcome: 'met', criteria: [] }],
])('%s', (_name, kept, reading) => {
  expect(lastReadingOf(kept)).toEqual(reading)
})
