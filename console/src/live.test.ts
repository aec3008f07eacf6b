import { expect, test } from 'vitest'
import { waitMs } from './live.ts'

test.each([
  ['at first half a second at most', 0, 1, 500],
  ['never less than half of it', 0, 0, 250],
  ['twice as long each time', 3, 1, 4000],
  ['never longer than half a minute', 20, 1, 30_000],
])('a line that broke is opened again: %s', (_name, failures, chance, expected) => {
  expect(waitMs(failures, chance)).toBe(expected)
})
