import { expect, test } from 'vitest'
import { withMarks } from './invisible.ts'

test.each([
  ['plain text, “quoted”, ಕನ್ನಡ and 漢字', 'plain text, “quoted”, ಕನ್ನಡ and 漢字'],
  ['a\u200bb', 'a⟦U+200B⟧b'],
  ['safe\u202egnp.exe', 'safe⟦U+202E⟧gnp.exe'],
  ['tag\u{e0041}', 'tag⟦U+E0041⟧'],
  ['a\u00a0b\u2003c', 'a⟦U+00A0⟧b⟦U+2003⟧c'],
  ['bell\u0007 line\nand\ttab', 'bell⟦U+0007⟧ line\nand\ttab'],
])('%j', (text, marked) => {
  expect(withMarks(text)).toBe(marked)
})
