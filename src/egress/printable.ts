// Text from outside, made fit for a sentence of ours: one line, no control or invisible characters, a length, and no secret we sent there.

/** At most `most` characters; what was cut is shown by “…”. */
export function printable(text: string, most: number): string {
  const line = text.replace(/[\p{C}\p{Zl}\p{Zp}\s]+/gu, ' ').trim()
  return line.length <= most ? line : `${line.slice(0, most - 1)}…`
}

/** Takes secrets out of what a system says: one that echoes its caller's credential must not have it written down. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  return secrets.filter((secret) => secret !== '').reduce((clean, secret) => clean.replaceAll(secret, '‹secret›'), text)
}
