import { expect, test } from 'vitest'
import { leftUntil } from './countdown.ts'

test.each([
  ['two days and five hours', 2 * 86_400_000 + 5 * 3_600_000, { over: false, key: 'days', values: { d: 2, h: 5 } }],
  ['an hour and a half', 5_400_000, { over: false, key: 'hours', values: { h: 1, m: 30 } }],
  ['just under an hour', 3_599_999, { over: false, key: 'minutes', values: { m: 59 } }],
  ['the last minute', 12_000, { over: false, key: 'seconds', values: { s: 12 } }],
  ['now', 0, { over: true, key: 'seconds', values: { s: 0 } }],
  ['over for three minutes', -180_000, { over: true, key: 'minutes', values: { m: 3 } }],
])('%s', (_name, ms, left) => {
  expect(leftUntil(1_000_000_000 + ms, 1_000_000_000)).toEqual(left)
})
