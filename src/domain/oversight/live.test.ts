import { liveTopicSchema } from '@tenure/contract/live'
import { expect, test } from 'vitest'
import { changesFor, changesOf, topics } from './live.ts'

test('the topics are those of the contract', () => {
  expect([...liveTopicSchema.options].sort()).toEqual([...topics].sort())
})

test.each([
  [
    'a verdict changes the queue without saying which item',
    'verdict.given',
    'int_1',
    [
      ['interactions', []],
      ['reviews', []],
      ['rollouts', []],
      ['trail', []],
    ],
  ],
  [
    'a halt changes halts and the board',
    'halt.ordered',
    'hlt_1',
    [['halts', []], ['rollouts', ['hlt_1']], ['trail', []].slice(0, 2)],
  ],
  ['a kind nobody has told us of changes the trail', 'comet.seen', 'x', [['trail', []]]],
])('%s', (_name, kind, subject, expected) => {
  const found = changesOf([{ kind, subject }]).map(({ topic, ids }) => [topic, ids])
  expect(Object.fromEntries(found as [string, string[]][])).toEqual(Object.fromEntries(expected as [string, string[]][]))
})

test('more than five hundred things of a topic are told as any of them; the same one twice is told once', () => {
  const many = Array.from({ length: 501 }, (_, i) => ({ kind: 'interaction.received', subject: `int_${i}` }))
  expect(changesOf(many).find(({ topic }) => topic === 'interactions')?.ids).toEqual([])
  const twice = [many[0]!, many[0]!]
  expect(changesOf(twice).find(({ topic }) => topic === 'interactions')?.ids).toEqual(['int_0'])
})

test('nobody is told of what they may not read', () => {
  const changes = changesOf([
    { kind: 'person.changed', subject: 'per_1' },
    { kind: 'key.issued', subject: 'key_1' },
    { kind: 'rollout.opened', subject: 'rol_1' },
  ])
  const told = (role: 'admin' | 'engineer' | 'reviewer' | 'none') =>
    changesFor({ kind: 'person', role }, changes).map(({ topic }) => topic)
  expect(told('admin')).toEqual(['rollouts', 'people', 'keys', 'trail'])
  expect(told('engineer')).toEqual(['rollouts', 'keys', 'trail'])
  expect(told('reviewer')).toEqual(['rollouts'])
  expect(told('none')).toEqual([])
  expect(changesFor({ kind: 'key', scopes: ['agent'], role: null, employeeId: 'emp_1' }, changes)).toEqual([])
})

test('a reviewer is told that interactions changed and never which: a blind item, which never arrives, would stand out', () => {
  const changes = changesOf([{ kind: 'interaction.received', subject: 'int_1' }])
  const told = (role: 'reviewer' | 'ops_lead') =>
    changesFor({ kind: 'person', role }, changes).find(({ topic }) => topic === 'interactions')
  expect(told('reviewer')).toEqual({ topic: 'interactions', ids: [] })
  expect(told('ops_lead')).toEqual({ topic: 'interactions', ids: ['int_1'] })
  expect(changesOf([{ kind: 'blind.placed', subject: 'int_2' }])).toEqual(
    changesOf([{ kind: 'proposal.disposed', subject: 'int_2' }]),
  )
})
