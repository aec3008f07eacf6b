import fc from 'fast-check'
import { expect, it } from 'vitest'
import { meet } from './meet.ts'

const same = (text: string) => text

it.each([
  ['changed here only', { a: '1' }, { a: '2' }, { a: '1' }, { send: ['a'] }],
  ['changed there only', { a: '1' }, { a: '1' }, { a: '2' }, { take: ['a'] }],
  ['changed on both sides to the same', { a: '1' }, { a: '2' }, { a: '2' }, {}],
  ['changed on both sides', { a: '1' }, { a: '2' }, { a: '3' }, { both: ['a'] }],
  ['new here', {}, { a: '1' }, {}, { send: ['a'] }],
  ['new there', {}, {}, { a: '1' }, { take: ['a'] }],
  ['removed here', { a: '1' }, {}, { a: '1' }, { send: ['a'] }],
  ['removed there', { a: '1' }, { a: '1' }, {}, { take: ['a'] }],
  ['removed here and changed there', { a: '1' }, {}, { a: '2' }, { both: ['a'] }],
  ['never met and different', {}, { a: '1' }, { a: '2' }, { both: ['a'] }],
])('%s', (_, last, mine, theirs, expected) => {
  const found = meet(last, mine, theirs, same)
  expect({ send: found.send.map(({ file }) => file), take: Object.keys(found.take), both: found.both }).toEqual({
    send: [],
    take: [],
    both: [],
    ...expected,
  })
})

it('loses no change of either side, whatever was changed', () => {
  const files = fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.constantFrom('1', '2', '3'))
  fc.assert(
    fc.property(files, files, files, (last, mine, theirs) => {
      const found = meet(last, mine, theirs, same)
      for (const file of ['a', 'b', 'c']) {
        const [was, here, there] = [last[file] ?? null, mine[file] ?? null, theirs[file] ?? null]
        const taken = Object.hasOwn(found.take, file)
        const sent = found.send.some((edit) => edit.file === file)
        if (here !== was && here !== there) expect(taken).toBe(false)
        if (there !== was && here !== there) expect(sent).toBe(false)
        if (here !== there) expect(taken || sent || found.both.includes(file)).toBe(true)
      }
    }),
  )
})
