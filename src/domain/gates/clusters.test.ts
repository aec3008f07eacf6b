import fc from 'fast-check'
import { expect, test } from 'vitest'
import { clustersOf, shapeOf, type WrongItem } from './clusters.ts'

const item = (interactionId: string, more: Partial<WrongItem> = {}): WrongItem => ({
  interactionId,
  queryType: 'password_reset',
  reasons: ['wrong_argument'],
  calls: [
    { operation: 'directory.get_person', kind: 'read', failed: false, why: null },
    { operation: 'directory.reset_password', kind: 'write', failed: false, why: null },
  ],
  ...more,
})

test('three that are alike are one group, two are none, and one that differs is not in it', () => {
  expect(clustersOf([item('a'), item('b')])).toEqual([])
  const found = clustersOf([item('a'), item('b'), item('c'), item('d', { reasons: ['tone'] })])
  expect(found).toEqual([
    {
      subject: 'query_type=password_reset & operation=directory.reset_password & reason=wrong_argument',
      title: 'Wrong in password_reset at directory.reset_password because of wrong argument',
      members: ['a', 'b', 'c'],
    },
  ])
})

test('an error is grouped by its shape: ids, numbers and quoted words do not keep two apart', () => {
  const failing = (id: string, why: string) =>
    item(id, { reasons: [], calls: [{ operation: 'crm.find', kind: 'read', failed: true, why }] })
  const found = clustersOf([
    failing('a', 'no customer “Ann” with id 4711'),
    failing('b', 'no customer “Bob” with id c81e728d9d4c'),
    failing('c', 'No customer "" with id 9'),
  ])
  expect(found.map(({ members }) => members)).toEqual([['a', 'b', 'c']])
  expect(shapeOf('No customer “Ann” with id 4711')).toBe('no customer … with id #')
})

test('items that share nothing but being wrong make no group', () => {
  expect(clustersOf(['a', 'b', 'c', 'd'].map((id) => item(id, { reasons: [], calls: [] })))).toEqual([])
})

test('the groups do not depend on the order of the items', () => {
  const items = Array.from({ length: 12 }, (_, i) => item(`i${i}`, { reasons: [i % 2 ? 'policy' : 'tone'] }))
  const sorted = (list: readonly WrongItem[]) => clustersOf(list).map((c) => ({ ...c, members: c.members.toSorted() }))
  fc.assert(
    fc.property(fc.shuffledSubarray(items, { minLength: 12, maxLength: 12 }), (shuffled) => {
      expect(sorted(shuffled)).toEqual(sorted(items))
    }),
  )
})
