// For agents that receive webhooks: is this delivery from our Tenure, and is it fresh?

/** What a webhook is told. Ask for the effect itself with `client.effect(effectId)`. */
export type News = { kind: 'effect.decided'; effectId: string; interactionId: string; state: string; at: string }

/** Older deliveries are refused: somebody may play a recorded one again. */
const freshForSeconds = 300

/**
 * Checks the `tenure-signature` header of a delivery over its exact body text. Null when it is not genuine or older than five minutes. Runs wherever WebCrypto does.
 * `nowMs` is for tests.
 */
export async function readWebhook(secret: string, header: string | null, body: string, nowMs = Date.now()): Promise<News | null> {
  const parts = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/.exec(header ?? '')
  if (!parts || Math.abs(nowMs / 1000 - Number(parts[1])) > freshForSeconds) return null
  const encoder = new TextEncoder()
  const key = await crypto.subtle.importKey('raw', encoder.encode(secret), { name: 'HMAC', hash: 'SHA-256' }, false, ['verify'])
  const given = Uint8Array.from((parts[2] ?? '').match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
  // `verify` compares in constant time.
  const genuine = await crypto.subtle.verify('HMAC', key, given, encoder.encode(`${parts[1]}.${body}`))
  return genuine ? (JSON.parse(body) as News) : null
}
