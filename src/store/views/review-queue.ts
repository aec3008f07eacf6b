// What waits for a person's verdict: the queue with its counts, and one item.

import type { VerdictKind } from '../../domain/interaction/verdict.ts'
import type { Database, Row } from '../database.ts'

export type ReviewRow = {
  id: string
  interactionId: string
  proposalId: string
  rolloutId: string | null
  employee: string
  queryType: string
  channel: string
  reason: 'shadow' | 'sample' | 'escalation' | 'held' | 'monthly'
  escalated: boolean
  state: 'open' | 'done' | 'withdrawn'
  dueAt: Date
  openedAt: Date
  closedAt: Date | null
  reservedBy: string | null
  reservedUntil: Date | null
  /** Who may not judge it. */
  notFor: string[]
  query: string | null
  verdict: { id: string; kind: VerdictKind; givenBy: string; givenAt: string } | null
}

const select = `select r.id, r.interaction_id as "interactionId", r.proposal_id as "proposalId", coalesce(b.rollout_id, r.rollout_id) as "rolloutId", e.name as employee, r.query_type as "queryType", r.channel, r.reason,
  r.escalated, r.state, r.due_at as "dueAt", r.opened_at as "openedAt", r.closed_at as "closedAt", r.reserved_by as "reservedBy", r.reserved_until as "reservedUntil", r.not_for as "notFor", q.body ->> 'query' as query,
  (select jsonb_build_object('id', v.id, 'kind', v.kind, 'givenBy', v.given_by, 'givenAt', to_char(v.given_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
     from tenure.verdicts v where v.review_id = r.id and v.withdrawn_at is null) as verdict
  from tenure.reviews r join tenure.interactions i on i.id = r.interaction_id left join tenure.blind_placements b on b.review_id = r.id
  join tenure.employees e on e.id = coalesce(b.employee_id, r.employee_id) join tenure.contents q on q.id = i.content_id`

export type QueueFilter = {
  state: 'open' | 'done' | 'withdrawn'
  rolloutId: string | null
  employeeId: string | null
  queryType: string | null
  after: { at: Date; id: string } | null
  /** Whose queue it is: somebody who may be asked to judge sees what is open to them. Null: all of it. */
  of: { person: string; reviewer: boolean } | null
}

// Of several open reviews of one proposal a person sees one, so that nobody can tell what is judged twice; a reviewer sees of what is closed their own, and whoever also
// owns rollouts all that nobody still judges.
const openTo = `not ($8 = any (r.not_for)) and not exists (select from tenure.reviews s where s.proposal_id = r.proposal_id and s.state = 'open' and s.id < r.id and not ($8 = any (s.not_for)))`
const ownVerdict = 'exists (select from tenure.verdicts v where v.review_id = r.id and v.given_by = $8)'
const settled =
  "not exists (select from tenure.reviews s where s.proposal_id = r.proposal_id and s.state = 'open') and b.interaction_id is null"

/** Open items oldest due first; closed ones latest first. */
export async function listReviews(db: Database, f: QueueFilter, limit: number): Promise<ReviewRow[]> {
  const open = f.state === 'open'
  const seen = f.of === null ? '$8::text is null' : open ? openTo : f.of.reviewer ? ownVerdict : `(${ownVerdict} or (${settled}))`
  return db.read<Row & ReviewRow>(
    `${select} where r.state = $1 and ($2::text is null or r.rollout_id = $2 or b.rollout_id = $2) and ($3::text is null or coalesce(b.employee_id, r.employee_id) = $3)
       and ($4::text is null or r.query_type = $4) and ($5::timestamptz is null or ${open ? '(r.due_at, r.id) > ($5, $6)' : '(r.closed_at, r.id) < ($5, $6)'}) and ${seen}
     order by ${open ? 'r.due_at, r.id' : 'r.closed_at desc, r.id desc'} limit $7`,
    [f.state, f.rolloutId, f.employeeId, f.queryType, f.after?.at ?? null, f.after?.id ?? null, limit, f.of?.person ?? null],
  )
}

export type QueueCounts = { open: number; byReason: Record<string, number>; doneToday: number; overdue: number }

/** What is open (to this person, where they may be asked to judge), and what they have done since midnight UTC. */
export async function countQueue(
  db: Database,
  { person, judge }: { person: string; judge: boolean },
  now: Date,
): Promise<QueueCounts> {
  const rows = await db.read<Row & { reason: string; n: number; overdue: number }>(
    `select reason, count(*)::int as n, (count(*) filter (where due_at < $1))::int as overdue from tenure.reviews
     where state = 'open' and ($2::text is null or not ($2 = any (not_for))) group by reason`,
    [now, judge ? person : null],
  )
  const [done] = await db.read<Row & { n: number }>(
    "select count(*)::int as n from tenure.verdicts where given_by = $1 and withdrawn_at is null and given_at >= date_trunc('day', $2::timestamptz, 'UTC')",
    [person, now],
  )
  return {
    open: rows.reduce((sum, row) => sum + row.n, 0),
    byReason: Object.fromEntries(rows.map((row) => [row.reason, row.n])),
    doneToday: done?.n ?? 0,
    overdue: rows.reduce((sum, row) => sum + row.overdue, 0),
  }
}

export async function findReview(db: Database, id: string): Promise<ReviewRow | null> {
  const [row] = await db.read<Row & ReviewRow>(`${select} where r.id = $1`, [id])
  return row ?? null
}

/** The phase and delivery of a rollout as they are now: part of what a card's digest binds. */
export async function standingOf(db: Database, rolloutId: string | null): Promise<{ phase: string; delivery: string } | null> {
  if (rolloutId === null) return null
  const [row] = await db.read<Row & { phase: string; delivery: string }>(
    'select phase, delivery from tenure.rollouts where id = $1',
    [rolloutId],
  )
  return row ?? null
}
