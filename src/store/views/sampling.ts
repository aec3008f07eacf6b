// What an auditor recomputes a month's sample from: the records of the trail that tell of draws, of what was judged, and of when.

import type { Database, Row } from '../database.ts'

/** Every kind that says something of a sample. Source: domain/audit/verify-sample.ts, which reads exactly these. */
const kinds = [
  'sample.drawn',
  'proposal.disposed',
  'effect.attempted',
  'verdict.given',
  'verdict.withdrawn',
  'verdict.reinstated',
  'review.doubled',
  'review.disputed',
  'blind.placed',
]

export type SampleRecord = { id: string; subject: string; body: string; leaf: string }

const select = `select t.id, t.subject, t.body, encode(t.leaf, 'hex') as leaf from audit.entries t`

/** Records of rollouts that drew in this month: how they began, their commitment to the month's key, and that it was disclosed. */
export async function recordsOfKeys(db: Database, month: string): Promise<SampleRecord[]> {
  return db.read<Row & SampleRecord>(
    `${select} where t.subject in (select rollout_id from tenure.sampling_keys where month = $1)
       and (t.kind = 'rollout.opened' or (t.kind in ('sampling.key_committed', 'sampling.disclosed') and t.body::jsonb #>> '{says,month}' = $1)) order by t.id`,
    [month],
  )
}

/**
 * Records about every interaction that was drawn for, ruled on or judged in this month, however late they came. By interaction and, within it, in order; `after` is the
 * last record seen.
 */
export async function recordsOfSample(
  db: Database,
  month: { from: Date; to: Date },
  after: { subject: string; id: string } | null,
  limit: number,
): Promise<SampleRecord[]> {
  return db.read<Row & SampleRecord>(
    `${select} where t.subject in (select b.subject from audit.entries b where b.at >= $1 and b.at < $2 and b.kind = any($3))
       and t.kind = any($3) and ($4::text is null or (t.subject, t.id) > ($4, $5)) order by t.subject, t.id limit $6`,
    [month.from, month.to, kinds, after?.subject ?? null, after?.id ?? null, limit],
  )
}
