// Sentences as code and blanks: what English is made of them.

import { expect, test } from 'vitest'
import { sentencesOf } from './sentence.ts'

const { says, phrase, inEnglish } = sentencesOf({
  seen: '{right} of {n} were right',
  open: '; {need} more are needed.',
  apart: 'Look into {names}.',
  named: '{name} ({n})',
  and_more: 'and {n} more',
})

test('a part that begins with a punctuation mark goes on in the sentence before it, and another begins anew', () => {
  expect(
    inEnglish([
      says('seen', { right: 9, n: 10 }),
      says('open', { need: 3 }),
      says('apart', { names: [phrase('named', { name: 'vpn', n: 1 })] }),
    ]),
  ).toBe('9 of 10 were right; 3 more are needed. Look into vpn (1).')
})

test('a list has commas, and none before how many more there are', () => {
  const names = ['a', 'b'].map((name) => phrase('named', { name, n: 2 }))
  expect(inEnglish([says('apart', { names: [...names, phrase('and_more', { n: 4 })] })])).toBe(
    'Look into a (2), b (2) and 4 more.',
  )
})

test('what stands in a blank is never read as a blank, nor as the mark a part begins with', () => {
  const hostile = says('apart', { names: [phrase('named', { name: '{n}; and_more', n: 7 })] })
  expect(inEnglish([says('seen', { right: '{n}', n: 2 }), hostile])).toBe('{n} of 2 were right Look into {n}; and_more (7).')
})
