// Append to and read the trail. The only writer of the audit tables; only steps may call it.

import { canonical } from '../domain/audit/canonical.ts'
import type { Actor, Happenings, RecordKind, TrailRecord } from '../domain/audit/record.ts'
import { digest, leafHash } from '../domain/audit/tree.ts'
import type { Tx } from './database.ts'
import { freshId } from './fresh-id.ts'

/** What a step says: the kind, what it belongs to, and the particulars of that kind. */
export type Saying = { [K in RecordKind]: { kind: K; subject: string; says: Happenings[K] } }[RecordKind]

/**
 * Appends records to the trail, inside the caller's transaction, in the order given.
 *
 * They are part of the trail if and only if the transaction commits. Callers MUST NOT perform an effect before the record that announces it has
 * committed. Takes no lock: the place in the tree is given later by the one sequencer, so a record MUST NOT be read as ordered until it has a
 * position. The database re-computes every leaf and refuses one that is not the hash of its text.
 */
export async function append(tx: Tx, at: Date, by: Actor, ...sayings: readonly Saying[]): Promise<void> {
  const columns: [string[], string[], string[], string[], Buffer[]] = [[], [], [], [], []]
  for (const { kind, subject, says } of sayings) {
    const id = freshId('record', at)
    const record = {
      id,
      at: at.toISOString(),
      kind,
      subject,
      actor: { kind: by.kind, id: by.id },
      authority: by.authority,
      says,
    } as TrailRecord
    const body = canonical(record)
    columns[0].push(id)
    columns[1].push(kind)
    columns[2].push(subject)
    columns[3].push(body)
    columns[4].push(leafHash(body))
  }
  tx.write(
    `insert into audit.entries (id, at, kind, subject, body, leaf)
     select e.id, $6, e.kind, e.subject, e.body, e.leaf from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bytea[]) as e (id, kind, subject, body, leaf)`,
    [...columns, at],
  )
}

/** The digest a record carries in place of words a person wrote (a reason, a note), so that the trail holds no personal data. */
export function saidDigest(text: string): string {
  return digest(canonical(text))
}
