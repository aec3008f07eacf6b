// API keys: kept as a SHA-256 and a short prefix to recognise them by; the secret itself is never stored.

import type { KeyId, PersonId } from '../domain/ids.ts'
import type { Role, Scope } from '../domain/oversight/authority.ts'
import type { Database, Row, Tx } from './database.ts'

export type Key = {
  id: KeyId
  name: string
  prefix: string
  scopes: Scope[]
  employeeId: string | null
  createdBy: PersonId
  createdAt: Date
  expiresAt: Date | null
  revokedAt: Date | null
  lastUsedAt: Date | null
}

/** A key with the person it acts for, as that person is now. */
export type KeyHolder = Key & { holder: { name: string; role: Role; disabled: boolean } }

const columns = `k.id, k.name, k.prefix, k.scopes, k.employee_id as "employeeId", k.created_by as "createdBy", k.created_at as "createdAt",
  k.expires_at as "expiresAt", k.revoked_at as "revokedAt", k.last_used_at as "lastUsedAt"`

/** The key with this hash and its holder; revoked and expired ones too, the caller decides. */
export async function findKey(db: Database, sha256: string): Promise<KeyHolder | null> {
  const [row] = await db.read<Row & KeyHolder>(
    `select ${columns}, jsonb_build_object('name', p.name, 'role', p.role, 'disabled', p.disabled) as holder
     from tenure.api_keys k join tenure.people p on p.id = k.created_by where k.sha256 = $1`,
    [sha256],
  )
  return row ?? null
}

/** Notes that the key was used, to the minute: enough to find forgotten keys, without a write per request. */
export async function noteUse(db: Database, id: KeyId, at: Date): Promise<void> {
  await db.read(
    `update tenure.api_keys set last_used_at = $2 where id = $1 and (last_used_at is null or last_used_at < $2::timestamptz - interval '1 minute')`,
    [id, at],
  )
}

/** Keys by arrival, a page at a time; `of` limits the list to one person's keys. */
export async function listKeys(db: Database, of: string | null, after: string | null, limit: number): Promise<Key[]> {
  return db.read<Row & Key>(
    `select ${columns} from tenure.api_keys k where ($1::text is null or k.created_by = $1) and ($2::text is null or k.id > $2) order by k.id limit $3`,
    [of, after, limit],
  )
}

export async function addKey(tx: Tx, key: Omit<Key, 'revokedAt' | 'lastUsedAt'> & { sha256: string }): Promise<void> {
  await tx.query(
    `insert into tenure.api_keys (id, name, prefix, sha256, scopes, employee_id, created_by, created_at, expires_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [key.id, key.name, key.prefix, key.sha256, key.scopes, key.employeeId, key.createdBy, key.createdAt, key.expiresAt],
  )
}

/** Holds the key's row until the transaction ends. */
export async function lockKey(tx: Tx, id: string): Promise<Key | null> {
  const [row] = await tx.query<Row & Key>(`select ${columns} from tenure.api_keys k where k.id = $1 for update`, [id])
  return row ?? null
}

export async function revokeKey(tx: Tx, id: string, at: Date): Promise<void> {
  await tx.query('update tenure.api_keys set revoked_at = $2 where id = $1', [id, at])
}

/** The id of the employee called so, or with that id. */
export async function employeeCalled(tx: Tx, nameOrId: string): Promise<string | null> {
  const [row] = await tx.query<Row & { id: string }>(
    'select id from tenure.employees where id = $1 or name = $1 order by (id = $1) desc limit 1',
    [nameOrId],
  )
  return row?.id ?? null
}
