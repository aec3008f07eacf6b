// The public keys this installation has signed with, newest first.

import type { Database, Row } from '../database.ts'

export async function signingKeys(db: Database): Promise<{ key: string; createdAt: Date }[]> {
  return db.read<Row & { key: string; createdAt: Date }>(
    'select key, created_at as "createdAt" from tenure.signing_keys order by created_at desc, key',
  )
}
