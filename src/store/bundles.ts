// What a promotion was decided on, frozen; and the public keys this installation has signed with.

import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import type { Facts } from '../domain/committee/facts.ts'
import type { Database, Row, Tx } from './database.ts'

/** The facts, and the ids of the records they were taken from, in order. */
export type FrozenParts = { facts: Facts; records: readonly string[] }

// Most of it repeats itself: the fastest level makes a tenth of it, and a promotion is not made to wait for the rest.
const level = 1

export async function pack(parts: FrozenParts): Promise<Buffer> {
  return promisify(gzip)(JSON.stringify(parts), { level })
}

export async function insertBundle(tx: Tx, b: { promotionId: string; digest: string; packed: Buffer; at: Date }): Promise<void> {
  tx.write('insert into tenure.bundles (promotion_id, digest, frozen, frozen_at) values ($1, $2, $3, $4)', [
    b.promotionId,
    b.digest,
    b.packed,
    b.at,
  ])
}

/** The digest of what a promotion was decided on; null: nothing was frozen with it. */
export async function digestOfBundle(tx: Tx, promotionId: string): Promise<string | null> {
  const [row] = await tx.query<Row & { digest: string }>('select digest from tenure.bundles where promotion_id = $1', [
    promotionId,
  ])
  return row?.digest ?? null
}

export async function frozenOf(db: Database, promotionId: string): Promise<FrozenParts | null> {
  const [row] = await db.read<Row & { frozen: Buffer }>('select frozen from tenure.bundles where promotion_id = $1', [
    promotionId,
  ])
  if (row === undefined) return null
  return JSON.parse((await promisify(gunzip)(row.frozen)).toString('utf8')) as FrozenParts
}

export async function promotionExists(db: Database, promotionId: string): Promise<boolean> {
  return (await db.read<Row>('select 1 from tenure.promotions where id = $1', [promotionId])).length > 0
}

/** True when it was not known before. */
export async function insertKey(tx: Tx, key: string, at: Date): Promise<boolean> {
  const rows = await tx.query<Row>(
    'insert into tenure.signing_keys (key, created_at) values ($1, $2) on conflict do nothing returning 1',
    [key, at],
  )
  return rows.length > 0
}

export async function knowsKey(db: Database, key: string): Promise<boolean> {
  return (await db.read<Row>('select 1 from tenure.signing_keys where key = $1', [key])).length > 0
}
