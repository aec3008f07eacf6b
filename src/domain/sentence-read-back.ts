// Knows a sentence of a table again by its English. For what is kept as text: rows written before sentences had codes, too, are then said in other languages.

import type { Sentence } from './sentence.ts'

/**
 * The first sentence of the table (code → English with {blanks}) this text is, with what fills its blanks; null: none. One pass from left to right and no going back, so that
 * no text, whoever wrote it, takes long; a text that could be read in two ways is read in the one where earlier blanks are shorter.
 */
export function readBack(table: Readonly<Record<string, string>>, text: string): Sentence | null {
  for (const [code, sentence] of Object.entries(table)) {
    const blanks = blanksIn(sentence, text)
    if (blanks !== null) return { code, blanks }
  }
  return null
}

function blanksIn(sentence: string, text: string): Record<string, string> | null {
  const parts = sentence.split(/\{(\w+)\}/)
  const [first = ''] = parts
  const last = parts.at(-1) ?? ''
  if (parts.length === 1) return text === sentence ? {} : null
  if (!text.startsWith(first) || !text.endsWith(last) || text.length < first.length + last.length) return null
  const end = text.length - last.length
  const blanks: Record<string, string> = {}
  let at = first.length
  for (let i = 1; i < parts.length; i += 2) {
    const closing = i + 2 === parts.length
    const to = closing ? end : text.indexOf(parts[i + 1] ?? '', at)
    if (to < at || to > end) return null
    blanks[parts[i] ?? ''] = text.slice(at, to)
    at = to + (parts[i + 1] ?? '').length
  }
  return Object.values(blanks).every((blank) => blank !== '') ? blanks : null
}
