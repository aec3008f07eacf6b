import { expect, test } from 'vitest'
import { levelsIn, levelsText, shareIn } from './address.ts'

test.each([
  [
    'two weights',
    '1x180x7,0.1x20x1',
    [
      [1, 180, 7],
      [0.1, 20, 1],
    ],
  ],
  ['nothing', undefined, [[1, 180, 4]]],
  ['words', 'hello', [[1, 180, 4]]],
  ['a weight above one', '2x1x1', [[1, 180, 4]]],
  ['half a count', '1x1.5x0', [[1, 180, 4]]],
  ['a number too many', '1x1x1x1', [[1, 180, 4]]],
])('%s', (_name, text, levels) => {
  expect(levelsIn(text)).toEqual(levels)
})

test('what is written is read again', () => {
  expect(levelsIn(levelsText([[0.25, 3, 0]]))).toEqual([[0.25, 3, 0]])
  expect([shareIn('0.9', 0.5), shareIn('1', 0.5), shareIn('x', 0.5), shareIn(undefined, 0.5)]).toEqual([0.9, 0.5, 0.5, 0.5])
})
