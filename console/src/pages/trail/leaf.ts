// The leaf hash of a record, computed here from its text: SHA-256 of a zero byte and the text (RFC 6962, section 2.1). Nobody has to believe the server for it.

/** Hex; null where the browser does not compute hashes (a page that is neither under https nor on this machine). */
export async function leafHash(text: string): Promise<string | null> {
  if (globalThis.crypto?.subtle === undefined) return null
  const bytes = new TextEncoder().encode(text)
  const leaf = new Uint8Array(bytes.length + 1)
  leaf.set(bytes, 1)
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', leaf))
  return [...hash].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
