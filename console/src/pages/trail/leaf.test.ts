import { expect, test } from 'vitest'
import { leafHash } from './leaf.ts'

test.each([
  ['the empty text, as RFC 6962 has it', '', '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d'],
  ['letters of other scripts', '{"a":"नमस्ते"}', '4726c11240b08781afa9aef85b0318ecb0f65fc92b65a302bd79bd09c35ba63d'],
])('%s', async (_name, text, expected) => {
  expect(await leafHash(text)).toBe(expected)
})

test('another text has another leaf', async () => {
  expect(await leafHash('{"a":1}')).not.toBe(await leafHash('{"a":2}'))
})
