// Names for a dossier out of text that somebody else wrote: lower case, letters, digits and “_”, never longer than 60 characters. Distinct things
// never end up under one name.

import { plainText } from './words.ts'

// Names may have 80 characters (nameSchema); the rest is room for what tells two of them apart.
const maxCharacters = 60

/** The text as a legal name, or `otherwise` when nothing of it can stand in one. `getUserById` becomes `get_user_by_id`. */
export function legalName(text: string, otherwise: string): string {
  const spaced = text
    .replaceAll('ß', 'ss')
    .slice(0, 400)
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
  const words = plainText(spaced)
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()
    .split(' ')
  let name = ''
  for (const word of words) {
    const longer = name === '' ? word.slice(0, maxCharacters) : `${name}_${word}`
    if (longer.length > maxCharacters) break
    name = longer
  }
  return name === '' ? otherwise : name
}

/** The name itself, or with the first number behind it that makes it new; `taken` learns it. */
export function newName(name: string, taken: Set<string>): string {
  let free = name
  for (let n = 2; taken.has(free); n++) free = `${name}_${n}`
  taken.add(free)
  return free
}

/** A title people read, from a name. */
export function titleOf(name: string): string {
  const words = name.replace(/[-_.]+/g, ' ').trim()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/**
 * Foreign text as text that a document of a dossier can hold: whole characters, no rows of dashes as mail programs draw them, and few brackets, since
 * the reader of documents takes many in a row for an attack on its parser (documents.ts).
 */
export function tame(text: string): string {
  const whole = text.replaceAll('\0', ' ').toWellFormed()
  const short = whole.replace(/([^\p{L}\p{N}\s])\1{3,}/gu, '$1$1$1').replace(/[-?:][-?:\s]{20,}/g, '— ')
  const brackets = short.match(/[[{]/g)?.length ?? 0
  return brackets > 20 ? short.replace(/[[{]/g, '(').replace(/[\]}]/g, ')') : short
}

/** Foreign text as one line of at most so many characters, without control characters and half ones: a title, an example, a quotation. */
export function oneLine(text: string, characters: number): string {
  const line = tame(text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ').trim())
  if (line.length <= characters) return line
  return `${line
    .slice(0, characters - 1)
    .toWellFormed()
    .replace(/\uFFFD$/, '')
    .trimEnd()}…`
}
