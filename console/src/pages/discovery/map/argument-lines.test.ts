import { expect, it } from 'vitest'
import { linesOf, readLines } from './argument-lines.ts'

it('come back as they were', () => {
  const values = {
    id: '{{requester}}',
    count: 5,
    digits: '5',
    flag: true,
    word: 'true',
    list: ['a', 1],
    deep: { a: [] },
    odd: '{not json',
    two: 'a\nb',
    none: null,
    space: ' x ',
    empty: '',
  }
  expect(readLines(linesOf(values))).toEqual({ ok: true, values })
})

it('name the line that is none', () => {
  expect(readLines('id = 5\n\nno equals sign')).toEqual({ ok: false, line: 3 })
  expect(readLines('')).toEqual({ ok: true, values: {} })
  expect(readLines('a = b = c')).toEqual({ ok: true, values: { a: 'b = c' } })
})
