import { expect, test } from 'vitest'
import { besides, thisMonth } from './months.ts'

test.each([
  ['2026-01', '2025-12', '2026-02'],
  ['2026-12', '2026-11', '2027-01'],
])('%s stands between %s and %s', (month, before, after) => {
  expect(besides(month)).toEqual({ before, after })
})

test('the month is that of UTC', () => {
  expect(thisMonth(new Date('2026-10-31T23:30:00-02:00'))).toBe('2026-11')
})
