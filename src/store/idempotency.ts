// Which POST was made with which Idempotency-Key, and what was answered: the same key again gets the same answer and makes no second effect.

import type { Database, Row } from './database.ts'

export type KeyedRequest = { caller: string; key: string; digest: string }

/** What stands at a key: it is ours to run; it was answered; somebody runs it; it was used for another request; its runner died part-way. */
export type Standing =
  | { kind: 'ours' }
  | { kind: 'answered'; status: number; response: unknown }
  | { kind: 'running' }
  | { kind: 'reused' }
  | { kind: 'interrupted' }

type Stored = Row & { request_digest: string; status: number | null; response: unknown; at: Date }

/**
 * Claims the key, or says what stands there. A claim that nobody has renewed for `leaseMs` belongs to a process that died: its effect may or may not have happened.
 *
 * The claim need not be flushed by itself: the write-ahead log is in order, so if the step's own commit survives a crash, the claim before it does too.
 */
export async function claim(db: Database, request: KeyedRequest, at: Date, leaseMs: number): Promise<Standing> {
  return db.transaction(async (tx) => {
    await tx.query("select set_config('synchronous_commit', 'off', true)")
    const claimed = await tx.query(
      'insert into tenure.idempotency (caller, key, request_digest, at) values ($1, $2, $3, $4) on conflict do nothing returning key',
      [request.caller, request.key, request.digest, at],
    )
    if (claimed.length > 0) return { kind: 'ours' }
    const [stored] = await tx.query<Stored>(
      'select request_digest, status, response, at from tenure.idempotency where caller = $1 and key = $2',
      [request.caller, request.key],
    )
    // Given back between the two statements: whoever asks again gets it.
    if (stored === undefined) return { kind: 'running' }
    if (stored.request_digest !== request.digest) return { kind: 'reused' }
    if (stored.status !== null) return { kind: 'answered', status: stored.status, response: stored.response }
    return at.getTime() - stored.at.getTime() > leaseMs ? { kind: 'interrupted' } : { kind: 'running' }
  })
}

/** Takes over a claim whose runner died. False when somebody else was quicker. */
export async function takeOver(db: Database, request: KeyedRequest, at: Date, leaseMs: number): Promise<boolean> {
  const rows = await db.transaction((tx) =>
    tx.query(
      'update tenure.idempotency set at = $3 where caller = $1 and key = $2 and status is null and at < $4 returning key',
      [request.caller, request.key, at, new Date(at.getTime() - leaseMs)],
    ),
  )
  return rows.length > 0
}

/** Says that the claim's runner is alive. */
export async function renew(db: Database, request: KeyedRequest, at: Date): Promise<void> {
  await db.transaction((tx) =>
    tx.query('update tenure.idempotency set at = $3 where caller = $1 and key = $2 and status is null', [
      request.caller,
      request.key,
      at,
    ]),
  )
}

/** Keeps the answer; from now on the key gets exactly this one. */
export async function keepAnswer(
  db: Database,
  request: KeyedRequest,
  answer: { status: number; response: unknown },
  at: Date,
): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.query("select set_config('synchronous_commit', 'off', true)")
    await tx.query('update tenure.idempotency set status = $3, response = $4, at = $5 where caller = $1 and key = $2', [
      request.caller,
      request.key,
      answer.status,
      JSON.stringify(answer.response),
      at,
    ])
  })
}

/** Gives the key back: nothing happened under it. */
export async function release(db: Database, request: KeyedRequest): Promise<void> {
  await db.transaction((tx) =>
    tx.query('delete from tenure.idempotency where caller = $1 and key = $2 and status is null', [request.caller, request.key]),
  )
}

/** Forgets keys answered before the instant given; callers MUST leave at least 24 hours. Run by the worker's schedule. */
export async function forgetKeysBefore(db: Database, before: Date): Promise<number> {
  const rows = await db.transaction((tx) => tx.query('delete from tenure.idempotency where at < $1 returning key', [before]))
  return rows.length
}
