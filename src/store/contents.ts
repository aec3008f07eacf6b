// What was said, by digest: queries, arguments, results, replies, notes. Records name the digest only, so that a body can be erased and the
// trail keeps its shape. Each digest is salted: equal words do not betray each other.

import { randomBytes } from 'node:crypto'
import { canonical } from '../domain/audit/canonical.ts'
import { digest } from '../domain/audit/tree.ts'
import type { ContentId } from '../domain/ids.ts'
import type { Row, Tx } from './database.ts'
import { freshId } from './fresh-id.ts'

export type Kept = { id: ContentId; digest: string }

export type Slot =
  | 'query'
  | 'request'
  | 'result'
  | 'reason'
  | 'reply'
  | 'note'
  | 'work'
  | 'evidence'
  | 'step'
  | 'receipt'
  | 'run'
  | 'incident'
  | 'replay'

// JSON may carry U+0000, which jsonb refuses; it has no meaning in text and is shown as the replacement character.
const unstorable = /(?<!\\)((?:\\\\)*)\\u0000/g

/** Keeps one body and returns what a record may say of it. */
export async function keep(tx: Tx, at: Date, interactionId: string | null, slot: Slot, body: unknown): Promise<Kept> {
  const [kept] = await keepAll(tx, at, interactionId, [{ slot, body }])
  return kept!
}

/** Keeps several bodies in one statement, in order. */
export async function keepAll(
  tx: Tx,
  at: Date,
  interactionId: string | null,
  bodies: readonly { slot: Slot; body: unknown }[],
): Promise<Kept[]> {
  if (bodies.length === 0) return []
  const rows = bodies.map(({ slot, body }) => {
    const salt = randomBytes(16).toString('hex')
    const text = canonical(body ?? null)
    return { id: freshId('content', at), slot, salt, digest: digest(salt + text), text: storable(text) }
  })
  tx.write(
    `insert into tenure.contents (id, interaction_id, slot, salt, digest, body, kept_at)
     select c.id, $6, c.slot, c.salt, c.digest, c.body::jsonb, $7
     from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[]) as c (id, slot, salt, digest, body)`,
    [
      rows.map((r) => r.id),
      rows.map((r) => r.slot),
      rows.map((r) => r.salt),
      rows.map((r) => r.digest),
      rows.map((r) => r.text),
      interactionId,
      at,
    ],
  )
  return rows.map(({ id, digest }) => ({ id, digest }))
}

/** The bodies of several contents by id; an erased one is null. */
export async function bodiesOf(tx: Tx, ids: readonly string[]): Promise<Map<string, { body: unknown; digest: string }>> {
  const rows = await tx.query<Row & { id: string; body: unknown; digest: string }>(
    'select id, body, digest from tenure.contents where id = any($1)',
    [ids],
  )
  return new Map(rows.map((row) => [row.id, { body: row.body, digest: row.digest }]))
}

/** The body kept under this id, or null when it is erased, missing, or not the one its digest was made of. */
export async function intactBody(tx: Tx, id: string): Promise<unknown> {
  const [row] = await tx.query<Row & { body: unknown; digest: string; salt: string }>(
    'select body, digest, salt from tenure.contents where id = $1',
    [id],
  )
  if (row === undefined || row.body === null) return null
  return digest(row.salt + canonical(row.body)) === row.digest ? row.body : null
}

/** What came in with the query kept under this id; nothing when it has been erased. */
export async function arrivedWith(
  tx: Tx,
  contentId: string,
): Promise<{ requester: string; query: string; fields: Record<string, unknown> }> {
  const body = (await bodiesOf(tx, [contentId])).get(contentId)?.body as Partial<Awaited<ReturnType<typeof arrivedWith>>> | null
  return { requester: body?.requester ?? '', query: body?.query ?? '', fields: body?.fields ?? {} }
}

/** What systems answered to the reads of this interaction so far. */
export async function resultsOf(tx: Tx, interactionId: string): Promise<unknown[]> {
  const rows = await tx.query<Row & { body: unknown }>(
    "select body from tenure.contents where interaction_id = $1 and slot = 'result'",
    [interactionId],
  )
  return rows.map(({ body }) => body)
}

function storable(text: string): string {
  return text.includes('u0000') ? text.replace(unstorable, '$1\\ufffd') : text
}
