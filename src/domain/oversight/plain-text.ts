// Text that an agent or a person will read, without what only a program can see: characters that show nothing can carry orders past the reader's eye.

/**
 * Tags (U+E0000–E007F), zero-width and joining characters, soft hyphen, bidirectional controls, variation selectors, fillers: everything Unicode says may be
 * ignored when shown, and every other format character. Source: OWASP LLM Top 10 2026, LLM01 control 5.
 */
const invisible = /\p{Default_Ignorable_Code_Point}|\p{Cf}/gu

/** The text as a reader sees it. */
export function withoutInvisible(text: string): string {
  return text.replace(invisible, '')
}

/** Every text in a value, names of fields included, without what is invisible; everything else as it is. */
export function plainValue(value: unknown): unknown {
  if (typeof value === 'string') return withoutInvisible(value)
  if (Array.isArray(value)) return value.map(plainValue)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [withoutInvisible(name), plainValue(one)]))
}

/** Text from outside, fit for a sentence of ours: one line, whole characters that can be seen, at most `most` of them; what was cut is shown by “…”. */
export function printable(text: string, most: number): string {
  // Four times as much is looked at, so that a long run of spaces leaves enough; the rest of a hostile text costs nothing.
  const line = text
    .slice(0, most * 4)
    .toWellFormed()
    .replace(/[\p{C}\p{Z}\s]+/gu, ' ')
    .trim()
  return line.length <= most && text.length <= most * 4 ? line : `${line.slice(0, most - 1).toWellFormed()}…`
}
