// What waits for a person's judgement, who has it, and the verdicts given.

import type { InteractionId, ProposalId, ReviewId, RolloutId, VerdictId } from '../domain/ids.ts'
import type { VerdictKind, VerdictSource } from '../domain/interaction/verdict.ts'
import type { Row, Tx } from './database.ts'

export type Review = {
  id: ReviewId
  interactionId: InteractionId
  proposalId: ProposalId
  rolloutId: RolloutId | null
  queryType: string
  channel: string
  reason: 'shadow' | 'sample' | 'escalation' | 'held' | 'monthly'
  escalated: boolean
  weight: number
  state: 'open' | 'done' | 'withdrawn'
  reservedBy: string | null
  reservedUntil: Date | null
}

const columns = `id, interaction_id as "interactionId", proposal_id as "proposalId", rollout_id as "rolloutId", query_type as "queryType", channel, reason, escalated, weight, state,
  reserved_by as "reservedBy", reserved_until as "reservedUntil"`

type NewReview = Pick<
  Review,
  'id' | 'interactionId' | 'proposalId' | 'rolloutId' | 'queryType' | 'channel' | 'reason' | 'escalated' | 'weight'
> & {
  employeeId: string
  workflow: string
  ratio: number
  dueAt: Date
  at: Date
}

/** Opens the proposal's review, or brings the one opened early (for a held effect) up to date. */
export async function openReview(tx: Tx, r: NewReview): Promise<ReviewId> {
  const [row] = await tx.query<Row & { id: ReviewId }>(
    `insert into tenure.reviews (id, interaction_id, proposal_id, rollout_id, employee_id, workflow, query_type, channel, reason, escalated, ratio, weight, state, due_at, opened_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'open', $13, $14)
     on conflict on constraint reviews_one_per_proposal do update set reason = excluded.reason, escalated = excluded.escalated, ratio = excluded.ratio, weight = excluded.weight
     returning id`,
    [
      r.id,
      r.interactionId,
      r.proposalId,
      r.rolloutId,
      r.employeeId,
      r.workflow,
      r.queryType,
      r.channel,
      r.reason,
      r.escalated,
      r.ratio,
      r.weight,
      r.dueAt,
      r.at,
    ],
  )
  return row!.id
}

export async function lockReview(tx: Tx, id: string): Promise<Review | null> {
  const [row] = await tx.query<Row & Review>(`select ${columns} from tenure.reviews where id = $1 for update`, [id])
  return row ?? null
}

/** Reserves the oldest due item nobody else holds; two reviewers never get one item. Null: the queue is empty for this reviewer. */
export async function reserveNext(tx: Tx, reviewer: string, until: Date, at: Date): Promise<Review | null> {
  const [row] = await tx.query<Row & Review>(
    `update tenure.reviews set reserved_by = $1, reserved_until = $2 where id = (
       select id from tenure.reviews where state = 'open' and (reserved_until is null or reserved_until < $3 or reserved_by = $1)
       order by (reserved_by = $1 and reserved_until >= $3) desc nulls last, due_at, id limit 1 for update skip locked)
     returning ${columns}`,
    [reviewer, until, at],
  )
  return row ?? null
}

export async function reserve(tx: Tx, id: string, reviewer: string | null, until: Date | null): Promise<void> {
  tx.write('update tenure.reviews set reserved_by = $2, reserved_until = $3 where id = $1', [id, reviewer, until])
}

/** Puts an item behind everything that waits now. */
export async function sendToEnd(tx: Tx, id: string): Promise<void> {
  tx.write(
    "update tenure.reviews set reserved_by = null, reserved_until = null, due_at = greatest(due_at, (select max(due_at) from tenure.reviews where state = 'open') + interval '1 second') where id = $1",
    [id],
  )
}

export async function closeReview(tx: Tx, id: string, state: 'done' | 'withdrawn' | 'open', at: Date): Promise<void> {
  tx.write(
    "update tenure.reviews set state = $2, closed_at = case when $2 = 'open' then null else $3::timestamptz end, reserved_by = null, reserved_until = null where id = $1",
    [id, state, at],
  )
}

export type NewVerdict = {
  id: VerdictId
  review: Review
  dossierId: string
  kind: VerdictKind
  correct: boolean | null
  shouldEscalate: boolean | null
  source: VerdictSource
  givenBy: string
  reasons: readonly string[]
  noteId: string | null
  at: Date
}

export async function insertVerdict(tx: Tx, v: NewVerdict): Promise<void> {
  const r = v.review
  tx.write(
    `insert into tenure.verdicts (id, review_id, interaction_id, proposal_id, rollout_id, dossier_id, query_type, channel, kind, correct, should_escalate, escalated, source, given_by, weight, reasons, note_id, given_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)`,
    [
      v.id,
      r.id,
      r.interactionId,
      r.proposalId,
      r.rolloutId,
      v.dossierId,
      r.queryType,
      r.channel,
      v.kind,
      v.correct,
      v.shouldEscalate,
      r.escalated,
      v.source,
      v.givenBy,
      r.weight,
      v.reasons,
      v.noteId,
      v.at,
    ],
  )
}

export type Verdict = {
  id: VerdictId
  reviewId: ReviewId
  interactionId: InteractionId
  givenBy: string
  givenAt: Date
  withdrawn: boolean
}

export async function verdictOf(tx: Tx, id: string): Promise<Verdict | null> {
  const [row] = await tx.query<Row & Verdict>(
    'select id, review_id as "reviewId", interaction_id as "interactionId", given_by as "givenBy", given_at as "givenAt", withdrawn_at is not null as withdrawn from tenure.verdicts where id = $1 for update',
    [id],
  )
  return row ?? null
}

export async function withdrawVerdict(tx: Tx, id: string, by: string, at: Date): Promise<void> {
  tx.write('update tenure.verdicts set withdrawn_at = $3, withdrawn_by = $2 where id = $1', [id, by, at])
}

/** Interactions a day of this rollout over the last seven days, for drawing a few per day. */
export async function recentVolume(tx: Tx, rolloutId: string, at: Date): Promise<number> {
  const [row] = await tx.query<Row & { n: number }>(
    "select count(*)::float8 / 7 as n from tenure.interactions where rollout_id = $1 and received_at > $2::timestamptz - interval '7 days'",
    [rolloutId, at],
  )
  return row!.n
}
