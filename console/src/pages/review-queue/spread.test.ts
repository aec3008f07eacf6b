import { describe, expect, test } from 'vitest'
import type { ReviewCard } from '../../api.ts'
import { compareOperations } from './operations.ts'
import { spreadOf, wordsInCommon } from './spread.ts'

test.each([
  ['the same words', 'Your account is unlocked.', 'your ACCOUNT is unlocked', 1],
  ['nothing in common', 'yes', 'no', 0],
  ['both empty', '', '', 1],
  ['half', 'one two', 'one three', 0.5],
  ['a word twice counts twice', 'a a', 'a', 2 / 3],
  ['another script', 'मेरा खाता', 'मेरा खाता', 1],
])('words in common: %s', (_, a, b, expected) => {
  expect(wordsInCommon(a, b)).toBeCloseTo(expected)
})

const card = (reply: string, given: object) =>
  ({
    effects: [
      { kind: 'write', system: 'ad', operation: 'unlock', arguments: given },
      { kind: 'reply', text: reply },
    ],
  }) as unknown as ReviewCard

describe('spread', () => {
  test('names the arguments that differ and how far the answers are apart', () => {
    const spread = spreadOf(card('done Ann', { account: 'ann', system: 'vpn' }), [
      card('done Ann', { account: 'ann', system: 'vpn' }),
      card('done Bo', { account: 'bo', system: 'vpn' }),
    ])
    expect(spread).toEqual({ words: { least: 0.5, most: 1 }, differing: [{ name: 'unlock.account', values: 2 }] })
  })
})

describe('operations', () => {
  const write = (operation: string, given: object) => ({ kind: 'write', system: 'ad', operation, arguments: given })
  const done = (operation: string, given: object) => ({ system: 'ad', operation, arguments: given })

  test.each([
    ['the order of arguments means nothing', [write('pay', { a: 1, b: 2 })], [done('pay', { b: 2, a: 1 })], [1, 0, 0]],
    ['another amount is another operation', [write('pay', { a: 1 })], [done('pay', { a: 2 })], [0, 1, 1]],
    ['twice is not once', [write('pay', { a: 1 }), write('pay', { a: 1 })], [done('pay', { a: 1 })], [1, 1, 0]],
    ['reads and replies are no operations', [{ kind: 'read' }, { kind: 'reply' }], [], [0, 0, 0]],
  ])('%s', (_, effects, human, expected) => {
    const { both, employee, person } = compareOperations(effects as unknown as ReviewCard['effects'], human)
    expect([both.length, employee.length, person.length]).toEqual(expected)
  })
})
