import fc from 'fast-check'
import { expect, test } from 'vitest'
import { onlyDeclared } from './declared-fields.ts'

test.each([
  ['an undeclared field', { email: 'a', salary: 9 }, ['email'], { email: 'a' }, ['salary']],
  ['in a list', [{ email: 'a', salary: 9 }, { salary: 8 }], ['email'], [{ email: 'a' }, {}], ['salary']],
  [
    'under a wrapper',
    { data: { items: [{ email: 'a', salary: 9 }] }, took: 3 },
    ['email'],
    { data: { items: [{ email: 'a' }] } },
    ['data.items.salary', 'took'],
  ],
  ['a wrapper of undeclared things', { pay: { salary: 9 }, email: 'a' }, ['email'], { email: 'a' }, ['pay']],
  [
    'a path',
    { person: { name: 'x', salary: 1 }, manager: { name: 'y' } },
    ['person.name'],
    { person: { name: 'x' } },
    ['manager', 'person.salary'],
  ],
  ['a declared field, whole', { person: { name: 'x', salary: 1 } }, ['person'], { person: { name: 'x', salary: 1 } }, []],
  ['a list of texts under an undeclared name', { notes: ['a'], email: 'b' }, ['email'], { email: 'b' }, ['notes']],
  ['a text', 'plain', ['email'], 'plain', []],
  ['nothing', null, [], null, []],
  ['nothing declared', { a: 1 }, [], {}, ['a']],
  ['a name every object has', { constructor: 'x', email: 'a' }, ['email'], { email: 'a' }, ['constructor']],
])('%s', (_, value, declared, kept, removed) => {
  expect(onlyDeclared(value, declared)).toEqual({ value: kept, removed })
})

test('no leaf under an undeclared name ever comes through', () => {
  const named = fc.dictionary(fc.constantFrom('email', 'salary', 'data'), fc.oneof(fc.integer(), fc.constant('secret')))
  const nested = fc.dictionary(fc.constantFrom('data', 'items', 'salary'), fc.oneof(named, fc.array(named)))
  fc.assert(
    fc.property(nested, (value) => {
      expect(JSON.stringify(onlyDeclared(value, ['email']).value)).not.toMatch(/"salary":(\d|-|"secret")/)
    }),
  )
})
