// Characters nobody sees, made visible: a definition that changed by one of them looks the same and means another tool.

/** Control (but for line breaks and tabs), format, private-use and unassigned characters, and spaces that are not the plain one. */
const unseen = /[^\S \n\t]|[\p{Cf}\p{Co}\p{Cn}]|(?![\n\t])\p{Cc}/gu

/** The text with each such character written as ⟦U+200B⟧. */
export function withMarks(text: string): string {
  return text.replace(unseen, (one) => `⟦U+${(one.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟧`)
}
