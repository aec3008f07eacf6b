// Text from outside, made fit for a sentence of ours: one line, no control or invisible characters, and a length.

/** At most `most` characters; what was cut is shown by “…”. */
export function printable(text: string, most: number): string {
  const line = text.replace(/[\p{C}\p{Zl}\p{Zp}\s]+/gu, ' ').trim()
  return line.length <= most ? line : `${line.slice(0, most - 1)}…`
}
