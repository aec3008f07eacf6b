import fc from 'fast-check'
import { expect, test } from 'vitest'
import { composeId, type IdKind, idPrefixes, isId } from './ids.ts'

const kinds = Object.keys(idPrefixes) as IdKind[]
const chance = fc.uint8Array({ minLength: 10, maxLength: 10 })

test('every id says its noun, has the form of its kind and of no other, and sorts by its instant', () => {
  expect(new Set(Object.values(idPrefixes)).size).toBe(kinds.length)
  fc.assert(
    fc.property(fc.constantFrom(...kinds), fc.nat(2 ** 40), fc.nat(2 ** 40), chance, chance, (kind, one, two, a, b) => {
      const [first, second] = [composeId(kind, one, a), composeId(kind, two, b)]
      expect(kinds.filter((other) => isId(other, first))).toEqual([kind])
      if (one < two) expect(first < second).toBe(true)
      if (one === two && Buffer.compare(a, b) === 0) expect(first).toBe(second)
    }),
  )
})

test('an id that could be guessed, or whose time is none, is not made', () => {
  expect(() => composeId('effect', 1, new Uint8Array(9))).toThrow(/ten random bytes/)
  expect(() => composeId('effect', 1.5, new Uint8Array(10))).toThrow(/whole number/)
  expect(() => composeId('effect', -1, new Uint8Array(10))).toThrow(/whole number/)
})
