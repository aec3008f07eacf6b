import { describe, expect, test } from 'vitest'
import { clash, defaultKeys, type KeyId, matches, printed } from './keys.ts'

const press = (key: string, held: { ctrlKey?: boolean; metaKey?: boolean; altKey?: boolean } = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...held,
})

describe('a press', () => {
  test.each([
    ['1', press('1'), true],
    ['z', press('Z'), true],
    ['?', press('?'), true],
    ['mod+k', press('k', { ctrlKey: true }), true],
    ['mod+k', press('k', { metaKey: true }), true],
    ['mod+k', press('k'), false],
    ['1', press('1', { ctrlKey: true }), false],
    ['1', press('1', { altKey: true }), false],
    ['1', press('2'), false],
  ])('%s for %o is %s', (key, given, expected) => {
    expect(matches(given, key)).toBe(expected)
  })
})

test('keys that are listened for together differ', () => {
  const ids = Object.keys(defaultKeys) as KeyId[]
  const rivals = ids.flatMap((a, i) =>
    ids.slice(i + 1).flatMap((b) => (clash(a, b) && defaultKeys[a] === defaultKeys[b] ? [[a, b]] : [])),
  )
  expect(rivals).toEqual([])
})

test.each([
  ['verdict.correct', 'verdict.wrong', true],
  ['verdict.correct', 'queue.undo', true],
  ['verdict.correct', 'verdict.needed', false],
  ['verdict.correct', 'reason.tone', false],
  ['hand.unclear', 'reason.policy', false],
  ['hand.unclear', 'verdict.save', true],
  ['app.keys', 'reason.tone', true],
] as const)('%s and %s are listened for together: %s', (a, b, expected) => {
  expect([clash(a, b), clash(b, a)]).toEqual([expected, expected])
})

test('keys are printed as they stand on a keyboard', () => {
  expect([printed('z'), printed('Escape'), printed('1')]).toEqual(['Z', 'Esc', '1'])
})
