// Judged cases of some epochs by the day they came on: what accuracy from day to day is drawn from.

import type { Tally } from '../../domain/gates/item.ts'
import type { Database, Row } from '../database.ts'

type Reader = Pick<Database, 'read'>

export async function talliesByDay(db: Reader, epochs: readonly number[]): Promise<(Tally & { day: string })[]> {
  return db.read<Row & Tally & { day: string }>(
    `select to_char(t.day, 'YYYY-MM-DD') as day, p.query_type as "queryType", p.channel, t.escalated, t.weight, nullif(t.share, -1) as share,
       case t.should when -1 then null else t.should = 1 end as "shouldEscalate", t.n, t.members, t.said, t.correct, t.needed, t.unneeded, t.by_people as "byPeople"
     from tenure.evidence_tallies t join tenure.epochs p on p.id = t.epoch where t.epoch = any($1) and t.n <> 0 order by t.day`,
    [epochs],
  )
}
