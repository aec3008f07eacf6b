import { expect, test } from 'vitest'
import { canonical } from './canonical.ts'

test('the example of RFC 8785 section 3.2.2 has its canonical form', () => {
  const given = {
    numbers: JSON.parse('[333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001]'),
    string: "\u20ac$\u000f\u000aA'\u0042\u0022\u005c\\\u0022\u002f",
    literals: [null, true, false],
  }
  expect(canonical(given)).toBe(
    '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
  )
})

test('members are ordered by UTF-16 code units, and those that are undefined are left out', () => {
  expect(canonical({ '\u20ac': 1, '\r': 2, '1': 3, '\u0080': 4, '\u00f6': 5, gone: undefined })).toBe(
    '{"\\r":2,"1":3,"\u0080":4,"ö":5,"€":1}',
  )
})

test.each([
  ['undefined', undefined],
  ['a function inside', { a: () => 1 }],
  ['a symbol inside', { a: Symbol('a') }],
  ['a map', new Map()],
  ['a date inside', { at: new Date(0) }],
  ['an undefined in a list', [undefined]],
  ['not a number', { a: Number.NaN }],
  ['infinity', [Number.POSITIVE_INFINITY]],
])('%s has no canonical form', (_, value) => {
  expect(() => canonical(value)).toThrow()
})
