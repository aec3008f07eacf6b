// The trail as readers see it: each record with the exact text that was hashed and its leaf, so that nobody has to believe the rest.

import type { Database, Row } from '../database.ts'

export type TrailRow = {
  id: string
  at: Date
  kind: string
  subject: string
  body: string
  leaf: string
  actorName: string | null
}

/** A record read back from its own text. */
export type Said = { actor: { kind: string; id: string }; authority: string; says: Record<string, unknown> }

const select = `select t.id, t.at, t.kind, t.subject, t.body, encode(t.leaf, 'hex') as leaf, coalesce(p.name, k.name) as "actorName"
  from audit.entries t left join tenure.people p on p.id = t.body::jsonb #>> '{actor,id}' left join tenure.api_keys k on k.id = t.body::jsonb #>> '{actor,id}'`

export type TrailFilter = {
  subject: string | null
  kind: string | null
  actor: string | null
  before: { at: Date; id: string } | null
  /** Somebody who may be asked to judge: records that would tell them an answer are left out (http/sight.ts says which). Null: nobody is. */
  judge: string | null
}

const notTelling = `($JUDGE::text is null or t.body::jsonb #>> '{actor,id}' = $JUDGE or (t.kind <> 'sample.drawn' and t.kind not like 'blind.%' and not (
    (t.kind = 'proposal.disposed' or t.kind like 'verdict.%' or t.kind like 'review.%') and exists (select from tenure.reviews r where r.interaction_id = t.subject and r.state = 'open'))))`

/** Records, newest first, a page at a time. */
export async function listRecords(db: Database, filter: TrailFilter, limit: number): Promise<TrailRow[]> {
  return db.read<Row & TrailRow>(
    `${select} where ($1::text is null or t.subject = $1) and ($2::text is null or t.kind = $2) and ($3::text is null or t.body::jsonb #>> '{actor,id}' = $3)
       and ($4::timestamptz is null or (t.at, t.id) < ($4, $5)) and ${notTelling.replaceAll('$JUDGE', '$7')}
     order by t.at desc, t.id desc limit $6`,
    [filter.subject, filter.kind, filter.actor, filter.before?.at ?? null, filter.before?.id ?? null, limit, filter.judge],
  )
}

export async function findRecord(db: Database, id: string, judge: string | null): Promise<TrailRow | null> {
  const [row] = await db.read<Row & TrailRow>(`${select} where t.id = $1 and ${notTelling.replaceAll('$JUDGE', '$2')}`, [
    id,
    judge,
  ])
  return row ?? null
}

/** Everything said about one thing, oldest first; at most 1,000 records. */
export async function recordsAbout(db: Database, subject: string): Promise<TrailRow[]> {
  return db.read<Row & TrailRow>(`${select} where t.subject = $1 order by t.at, t.id limit 1000`, [subject])
}

/** What a record says, from its own text and not from any column beside it. */
export function saidBy(row: TrailRow): Said {
  return JSON.parse(row.body) as Said
}
