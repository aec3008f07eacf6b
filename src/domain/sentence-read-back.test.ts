import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sentencesOf } from './sentence.ts'
import { readBack } from './sentence-read-back.ts'

const table = {
  plain: 'a granted read',
  one: 'halted: {why}',
  two: 'the role grants {operation} for {types} and not for {type}, which this query is',
  open: '{operation} is not in the map',
} as const
const { inEnglish } = sentencesOf<Readonly<Record<string, string>>>(table)

test.each([
  ['a granted read', { code: 'plain', blanks: {} }],
  ['halted: two people: look', { code: 'one', blanks: { why: 'two people: look' } }],
  [
    'the role grants a.b for x, y and not for z, which this query is',
    { code: 'two', blanks: { operation: 'a.b', types: 'x, y', type: 'z' } },
  ],
  ['comet.fly is not in the map', { code: 'open', blanks: { operation: 'comet.fly' } }],
  ['a granted reading', null],
  ['halted: ', null],
  ['the role grants a.b for x, which this query is', null],
  [' is not in the map', null],
  ['', null],
])('“%s”', (text, expected) => {
  expect(readBack(table, text)).toEqual(expected)
})

test('what is read back says the same text again, whatever fills the blanks; plain names are always read', () => {
  const plain = fc.stringMatching(/^[a-z_.]{1,12}$/)
  const word = fc.oneof(plain, fc.string(), fc.constantFrom(' for ', ' and not for ', '{why}', ', which this query is'))
  fc.assert(
    fc.property(fc.constantFrom('one', 'two', 'open'), word, word, word, (code, a, b, c) => {
      const text = inEnglish([{ code, blanks: { why: a, operation: a, types: b, type: c } }])
      const found = readBack(table, text)
      if ([a, b, c].every((each) => /^[a-z_.]{1,12}$/.test(each))) expect(found?.code).toBe(code)
      if (found !== null) expect(inEnglish([found])).toBe(text)
    }),
  )
})

test('a long text that almost fits again and again is read in one pass', () => {
  const text = `the role grants ${' for a and not for b'.repeat(20_000)}`
  const started = performance.now()
  expect(readBack(table, text)).toBeNull()
  expect(performance.now() - started).toBeLessThan(200)
})
