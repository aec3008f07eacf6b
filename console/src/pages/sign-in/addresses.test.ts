import { expect, test } from 'vitest'
import { safeTarget, tokenIn } from './addresses.ts'

test.each([
  ['/rollouts/r?x=1', '/rollouts/r?x=1'],
  [undefined, '/'],
  ['//elsewhere.example', '/'],
  ['/\\\\elsewhere.example', '/'],
  ['https://elsewhere.example', '/'],
  ['javascript:alert(1)', '/'],
])('after signing in, %s leads to %s', (to, expected) => {
  expect(safeTarget(to)).toBe(expected)
})

test.each([
  [{ hash: '#abc', search: '' }, 'abc'],
  [{ hash: '#token=abc', search: '' }, 'abc'],
  [{ hash: '', search: '?token=abc' }, 'abc'],
  [{ hash: '', search: '' }, ''],
])('%o holds the token “%s”', (address, expected) => {
  expect(tokenIn(address)).toBe(expected)
})
