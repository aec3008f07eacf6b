import { expect, test } from 'vitest'
import { marksOf } from './change-marks.ts'

const entry = (kind: string, day: string) => ({
  recordId: kind + day,
  at: `${day}T10:00:00.000Z`,
  kind,
  by: { kind: 'person', id: 'p', name: null },
  says: {},
})

test('a mark a day, numbered in time, at the first day with evidence; what moves nothing and what came last is not drawn', () => {
  const timeline = [
    entry('rollout.split', '2026-03-05'),
    entry('delivery.set', '2026-03-05'),
    entry('rollout.demoted', '2026-03-02'),
    entry('gate.read', '2026-03-02'),
    entry('rollout.halted', '2026-03-09'),
  ]
  expect(marksOf(timeline, ['2026-03-01', '2026-03-03', '2026-03-05'])).toEqual([
    { at: '2026-03-03', number: 1, kinds: ['rollout.demoted'] },
    { at: '2026-03-05', number: 2, kinds: ['rollout.split', 'delivery.set'] },
  ])
})
