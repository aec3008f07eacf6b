import { describe, expect, test } from 'vitest'
import { defaultKeys, matches, printed } from './keys.ts'

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
  const layers = [
    ['verdict.correct', 'verdict.correct_small_edit', 'verdict.wrong', 'verdict.should_escalate', 'verdict.unsafe'],
    ['verdict.needed', 'verdict.not_needed'],
    [
      'reason.wrong_fact',
      'reason.wrong_operation',
      'reason.wrong_argument',
      'reason.missed_step',
      'reason.policy',
      'reason.tone',
      'verdict.save',
      'verdict.cancel',
    ],
  ] as const
  const always = (Object.keys(defaultKeys) as (keyof typeof defaultKeys)[]).filter(
    (id) => id.startsWith('queue.') || id.startsWith('app.'),
  )
  for (const layer of layers) {
    const keys = [...layer, ...always].map((id) => defaultKeys[id])
    expect(new Set(keys).size).toBe(keys.length)
  }
})

test('keys are printed as they stand on a keyboard', () => {
  expect([printed('z'), printed('Escape'), printed('1')]).toEqual(['Z', 'Esc', '1'])
})
