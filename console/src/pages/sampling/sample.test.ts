import { expect, test } from 'vitest'
import { endOf, monthsDrawn, sampleText } from './sample.ts'

test('months newest first, each with whether its key was given out; a record that says nothing tells of none', () => {
  const committed = [
    { id: 'rec_1', at: '2026-02-03T00:00:00Z', says: { month: '2026-02', key: 'aa' } },
    { id: 'rec_2', at: '2026-03-01T00:00:00Z', says: { month: '2026-03', key: 'bb' } },
    { id: 'rec_3', at: '2026-04-01T00:00:00Z', says: {} },
  ]
  const disclosed = [{ id: 'rec_9', at: '2026-03-02T00:00:00Z', says: { month: '2026-02', key: 'aa' } }]
  expect(monthsDrawn(committed, disclosed)).toEqual([
    { month: '2026-03', key: 'bb', committed: { id: 'rec_2', at: '2026-03-01T00:00:00Z' }, disclosed: null },
    {
      month: '2026-02',
      key: 'aa',
      committed: { id: 'rec_1', at: '2026-02-03T00:00:00Z' },
      disclosed: { id: 'rec_9', at: '2026-03-02T00:00:00Z' },
    },
  ])
})

test('a month ends as the next one begins, also in December', () => {
  expect([endOf('2026-02'), endOf('2026-12')].map((end) => end.toISOString().slice(0, 10))).toEqual(['2026-03-01', '2027-01-01'])
})

test('the file is JSON Lines: its month and keys first, then one record a line', () => {
  const month = { month: '2026-02', keys: [{ rollout: 'rol_1', key: 'k' }], records: [{ body: '{"a":1}', leaf: 'ff' }] }
  expect(sampleText(month)).toBe(
    '{"format":"tenure-sample/1","month":"2026-02","keys":[{"rollout":"rol_1","key":"k"}]}\n{"body":"{\\"a\\":1}","leaf":"ff"}\n',
  )
})
