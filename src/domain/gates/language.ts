// In which of an employee's languages a query is written, as far as its script tells: enough to see errors that recur in one of them. It decides nothing else.

/** Scripts by the languages written in them (ISO 639-1), for those not written in Latin letters. Source: Unicode Standard Annex 24 names, CLDR likely scripts. */
const scripts: readonly (readonly [script: string, ...languages: string[]])[] = [
  ['Devanagari', 'hi', 'mr', 'ne'],
  ['Bengali', 'bn', 'as'],
  ['Tamil', 'ta'],
  ['Telugu', 'te'],
  ['Kannada', 'kn'],
  ['Malayalam', 'ml'],
  ['Gujarati', 'gu'],
  ['Gurmukhi', 'pa'],
  ['Oriya', 'or'],
  ['Arabic', 'ar', 'fa', 'ur'],
  ['Hebrew', 'he'],
  ['Cyrillic', 'ru', 'uk', 'bg', 'sr'],
  ['Greek', 'el'],
  ['Thai', 'th'],
  ['Hangul', 'ko'],
  ['Hiragana', 'ja'],
  ['Han', 'zh', 'ja'],
]
const patterns = scripts.map(([script, ...languages]) => ({ letters: new RegExp(`\\p{Script=${script}}`, 'gu'), languages }))
const nonLatin = new Set(scripts.flatMap(([, ...languages]) => languages))

/**
 * The one language of the list that fits: what the channel said, if it is in the list, else the only one whose script most letters are in. Null where that does not
 * decide, as between two languages in Latin letters.
 */
export function languageOf(query: string, said: unknown, languages: readonly string[]): string | null {
  if (typeof said === 'string' && languages.includes(said)) return said
  const letters = query.match(/\p{L}/gu)?.length ?? 0
  if (letters === 0) return null
  const script = patterns.find((pattern) => (query.match(pattern.letters)?.length ?? 0) > letters / 2)
  const fitting = languages.filter((language) => (script ? script.languages.includes(language) : !nonLatin.has(language)))
  return fitting.length === 1 ? fitting[0]! : null
}
