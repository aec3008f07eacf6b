// Who signed which numbers of a month.

import type { Database, Row, Tx } from './database.ts'

export type MonthSignature = { personId: string; name: string | null; digest: string; note: string | null; signedAt: Date }

/** In the order they were given. */
export async function monthSignatures(db: Pick<Database, 'read'>, month: string): Promise<MonthSignature[]> {
  return db.read<Row & MonthSignature>(
    `select s.person_id as "personId", p.name, s.digest, c.body #>> '{}' as note, s.signed_at as "signedAt"
     from tenure.month_signatures s left join tenure.people p on p.id = s.person_id left join tenure.contents c on c.id = s.note_id
     where s.month = $1 order by s.signed_at, s.person_id`,
    [month],
  )
}

/** False: this person has signed these very numbers already. */
export async function insertMonthSignature(
  tx: Tx,
  it: { month: string; digest: string; personId: string; numbers: unknown; noteId: string | null; at: Date },
): Promise<boolean> {
  const rows = await tx.query(
    `insert into tenure.month_signatures (month, digest, person_id, numbers, note_id, signed_at) values ($1, $2, $3, $4, $5, $6)
     on conflict on constraint months_are_signed_once_per_person_and_reading do nothing returning month`,
    [it.month, it.digest, it.personId, JSON.stringify(it.numbers), it.noteId, it.at],
  )
  return rows.length > 0
}
