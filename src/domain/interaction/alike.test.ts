import fc from 'fast-check'
import { expect, test } from 'vitest'
import { alike, unusedAlike } from './alike.ts'

const seven = (below: number) => 7 % below
const shape = (text: string) => text.replace(/[0-9]/g, '9')

test.each([
  ['SM1234', /^SM\d{4}$/],
  ['ticket #42', /^ticket #\d\d$/],
  ['3f2a9c1b', /^[0-9a-f]{8}$/],
  ['01HZX3Y4ABCD', /^\d{2}[A-Z]{3}\d[A-Z]\d[A-Z]{4}$/],
])('%s becomes another of its kind', (text, form) => {
  expect(alike(text, seven)).toMatch(form)
})

test('words are left alone, and the shape of short names is kept whatever the chance', () => {
  expect(alike('message from ann', seven)).toBe('message from ann')
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z]{1,4}-[1-9][0-9]{0,5}$/), fc.nat(9), (text, n) => {
      expect(shape(alike(text, (below) => n % below))).toBe(shape(text))
    }),
  )
})

test('where names count up, the latest number they left out is taken', () => {
  expect(unusedAlike(['m-12', 'm-11', 'm-9', 'm-8'], seven)).toBe('m-10')
  expect(unusedAlike(['INC0012', 'INC0009'], seven)).toBe('INC0011')
})

test('nobody gets a name that is taken', () => {
  fc.assert(
    fc.property(
      fc.array(fc.stringMatching(/^[a-z]{1,3}-[0-9]{1,4}$/), { minLength: 1, maxLength: 30 }),
      fc.infiniteStream(fc.nat(1000)),
      (recent, stream) => {
        const chance = (below: number) => Number(stream.next().value) % below
        expect(recent).not.toContain(unusedAlike(recent, chance))
      },
    ),
  )
})
