import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { halfCharacterAt, jsonDepth, jsonErrorAt } from './json-place.ts'

describe('where JSON stops making sense', () => {
  test.each([
    ['{"a": }', 6],
    ['{"a" 1}', 5],
    ['{"a": 1,}', 8],
    ['{a: 1}', 1],
    ['[1 2]', 3],
    ['[1,]', 3],
    ['{"a": tru}', 6],
    ['{"a": "x\ny"}', 6],
    ['not json', 0],
    ['{} {}', 3],
    ['{"a": [1, {"b": 2}', 18],
    ['', 0],
    ['{"a": 01}', 7],
  ])('%j at %i', (text, at) => {
    expect(jsonErrorAt(text)).toBe(at)
    expect(() => JSON.parse(text)).toThrow()
  })

  test('nowhere in what JSON.stringify writes, with or without spaces', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(0, 2), (value, indent) => {
        const text = JSON.stringify(value, null, indent)
        expect(jsonErrorAt(text)).toBe(text.length)
        expect(jsonErrorAt(`${text} x`)).toBe(text.length + 1)
      }),
    )
  })

  test('a text nested a hundred thousand deep is measured, not choked on', () => {
    const deep = '['.repeat(100_000) + ']'.repeat(100_000)
    expect(jsonErrorAt(deep)).toBe(deep.length)
    expect(jsonDepth(deep)).toBe(100_000)
    expect(jsonDepth('{"a": "[[[{{", "b": [{"c": "\\"]"}]}')).toBe(3)
  })

  test('half of a character is found and named, whole ones are left alone', () => {
    expect(halfCharacterAt({ query: 'ok 😀', list: [{ text: 'a\ud800b' }] }, 'body')).toBe('body.list.0.text')
    expect(halfCharacterAt({ '\udc00': 1 }, 'body')).toBe('body')
    expect(halfCharacterAt({ query: '😀', n: 1, none: null }, 'body')).toBeNull()
  })
})
