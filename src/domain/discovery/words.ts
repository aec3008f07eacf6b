// Text as matching sees it: one spelling per word, whatever the writer's case, accents, look-alike widths or invisible characters.
// Query text is hostile: everything here is linear in its length and bounded.

/** Longer texts are cut for matching: a condition must not cost more because somebody pasted a log file. */
const matchedCharacters = 8_000

/**
 * Lower case, compatibility forms folded (NFKC), Latin accents and invisible format characters dropped, everything that is not a letter, mark
 * or digit made one space; one space at either end, so that ` vpn ` finds whole words only.
 */
export function plainText(text: string): string {
  const cut = text.slice(0, matchedCharacters)
  if (/^[ -~\s]*$/.test(cut))
    return ` ${cut
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, ' ')
      .trim()} `
  const folded = cut
    .normalize('NFKD')
    .replace(/[\u0300-\u036f\p{Cf}]/gu, '')
    .normalize('NFKC')
    .toLowerCase()
  return ` ${folded.replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ').trim()} `
}

/** The words of a text in order, in their plain spelling. */
export function wordsOf(text: string): string[] {
  const plain = plainText(text).trim()
  return plain === '' ? [] : plain.split(' ')
}

/** Whether the plain text holds the phrase as whole words; a trailing `*` in the phrase lets its last word continue. */
export function holdsPhrase(plain: string, phrase: string): boolean {
  const open = phrase.endsWith('*')
  const wanted = plainText(phrase).trim()
  if (wanted === '') return false
  return plain.includes(open ? ` ${wanted}` : ` ${wanted} `)
}
