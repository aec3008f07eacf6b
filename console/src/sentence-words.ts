// A sentence the server worked out, in the reader's own language: made of its code and blanks, part by part. English is what the server wrote.

import type { Sentence } from './api.ts'
import { i18n } from './i18n.ts'

type Blank = Sentence['blanks'][string]
type Part = { code: string; blanks: Readonly<Record<string, Blank>> }

/**
 * The text of these parts, from the words under `sentences.<table>`; null where the language lacks one of them, or the server sent none: then what it wrote in English is
 * all there is.
 */
export function sentenceWords(table: string, parts: readonly Sentence[] | undefined): string | null {
  if (parts === undefined || parts.length === 0) return null
  const texts = parts.map((part) => partWords(table, part))
  return texts.some((text) => text === null) ? null : texts.reduce<string>(closedUp, '')
}

function partWords(table: string, { code, blanks }: Part): string | null {
  const key = `sentences.${table}.${code}`
  if (!i18n.exists(key)) return null
  const filled = Object.entries(blanks).map(([name, blank]) => [name, blankWords(table, blank)] as const)
  if (filled.some(([, text]) => text === null)) return null
  return i18n.t(key, { ...Object.fromEntries(filled), interpolation: { escapeValue: false } })
}

/** Whole numbers are written as the reader writes them; others as the server rounded them. */
function blankWords(table: string, blank: Blank): string | number | null {
  if (typeof blank === 'number') return Number.isInteger(blank) ? blank : String(blank)
  if (typeof blank === 'string') return blank
  const phrases = blank.map((phrase) => ({ ...phrase, text: partWords(table, phrase) }))
  if (phrases.some(({ text }) => text === null)) return null
  return phrases.reduce(
    (all, { code, text }) => (all === '' ? `${text}` : `${all}${code.startsWith('and_') ? ' ' : ', '}${text}`),
    '',
  )
}

function closedUp(all: string, part: string | null): string {
  return all === '' || /^[;,.:।]/.test(part ?? '') ? `${all}${part}` : `${all} ${part}`
}
