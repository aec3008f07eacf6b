// What waits for a person's judgement, who has it, and the verdicts given.

import type { InteractionId, ProposalId, ReviewId, RolloutId, VerdictId } from '../domain/ids.ts'
import type { VerdictKind, VerdictSource } from '../domain/interaction/verdict.ts'
import type { Row, Tx } from './database.ts'
import { type Interaction, lockInteraction } from './interactions.ts'

/**
 * What a review is for. Only the `primary` one counts towards a gate; `double` is a second judgement by another person who does not see the first; `adjudication` settles
 * where the two differ; `blind` is an item whose right verdict is known beforehand. Nobody who may be asked to judge is told which it is.
 */
export type Purpose = 'primary' | 'double' | 'adjudication' | 'blind'

export type Review = {
  id: ReviewId
  interactionId: InteractionId
  proposalId: ProposalId
  rolloutId: RolloutId | null
  employeeId: string
  workflow: string
  queryType: string
  channel: string
  purpose: Purpose
  reason: 'shadow' | 'sample' | 'escalation' | 'held' | 'monthly'
  escalated: boolean
  ratio: number
  weight: number
  risk: number
  notFor: string[]
  state: 'open' | 'done' | 'withdrawn'
  openedAt: Date
  dueAt: Date
  reservedBy: string | null
  reservedAt: Date | null
  reservedUntil: Date | null
}

const columns = `id, interaction_id as "interactionId", proposal_id as "proposalId", rollout_id as "rolloutId", employee_id as "employeeId", workflow, query_type as "queryType", channel,
  purpose, reason, escalated, ratio, weight, risk, not_for as "notFor", state, opened_at as "openedAt", due_at as "dueAt",
  reserved_by as "reservedBy", reserved_at as "reservedAt", reserved_until as "reservedUntil"`

type NewReview = Omit<Review, 'state' | 'reservedBy' | 'reservedAt' | 'reservedUntil'>

/**
 * Opens a review of its purpose, or brings the one opened early (for a held effect) up to date. Whoever is excluded from the rollout `of` is not asked, nor is anybody
 * who has judged this proposal already.
 */
export async function openReview(tx: Tx, r: NewReview, of: RolloutId | null = r.rolloutId): Promise<ReviewId> {
  const [row] = await tx.query<Row & { id: ReviewId }>(
    `insert into tenure.reviews (id, interaction_id, proposal_id, rollout_id, employee_id, workflow, query_type, channel, purpose, reason, escalated, ratio, weight, risk, not_for, state, opened_at, due_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, array(
       select unnest($15::text[]) union select person_id from tenure.reviewer_exclusions where rollout_id = $18 and state = 'in_force'
       union select given_by from tenure.verdicts where proposal_id = $3), 'open', $16, $17)
     on conflict on constraint reviews_one_per_proposal_and_purpose do update set reason = excluded.reason, escalated = excluded.escalated, ratio = excluded.ratio,
       weight = excluded.weight, risk = excluded.risk,
       state = case when reviews.state = 'withdrawn' then 'open' else reviews.state end, closed_at = case when reviews.state = 'withdrawn' then null else reviews.closed_at end
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
      r.purpose,
      r.reason,
      r.escalated,
      r.ratio,
      r.weight,
      r.risk,
      r.notFor,
      r.openedAt,
      r.dueAt,
      of,
    ],
  )
  return row!.id
}

export async function lockReview(tx: Tx, id: string): Promise<Review | null> {
  const [row] = await tx.query<Row & Review>(`select ${columns} from tenure.reviews where id = $1 for update`, [id])
  return row ?? null
}

/** The review with its interaction locked first: whoever needs both takes them in this order, so that two who judge one proposal wait and never deadlock. */
export async function lockReviewCase(tx: Tx, id: string): Promise<{ review: Review; interaction: Interaction } | null> {
  const [found] = await tx.query<Row & { id: string }>('select interaction_id as id from tenure.reviews where id = $1', [id])
  if (!found) return null
  const interaction = await lockInteraction(tx, found.id)
  const review = await lockReview(tx, id)
  return interaction === null || review === null ? null : { review, interaction }
}

/**
 * The order of the queue: what this reviewer has already, then what is overdue, then escalations by due time, then what signals speak against, then the oldest; last what
 * was put off. Each is one look at an index of its own, so that the length of the queue does not matter.
 */
const tiers = [
  { where: 'reserved_by = $1 and reserved_until >= $3', order: 'due_at, id' },
  { where: 'put_off = 0 and due_at < $3', order: 'due_at, id' },
  { where: 'put_off = 0 and escalated', order: 'due_at, id' },
  { where: 'put_off = 0', order: 'risk desc, due_at, id' },
  { where: 'put_off > 0', order: 'put_off, due_at, id' },
]

/** Reserves the next item nobody else holds and this reviewer may judge; two reviewers never get one item. Null: nothing waits for this reviewer. */
export async function reserveNext(tx: Tx, reviewer: string, until: Date, at: Date): Promise<Review | null> {
  for (const { where, order } of tiers) {
    const [row] = await tx.query<Row & Review>(
      `update tenure.reviews set reserved_by = $1, reserved_until = $2, reserved_at = case when reserved_by = $1 and reserved_until >= $3 then reserved_at else $3 end
       where id = (select id from tenure.reviews where state = 'open' and ${where} and (reserved_until is null or reserved_until < $3 or reserved_by = $1)
         and not ($1 = any (not_for)) order by ${order} limit 1 for update skip locked)
       returning ${columns}`,
      [reviewer, until, at],
    )
    if (row) return row
  }
  return null
}

export async function reserve(tx: Tx, id: string, reviewer: string, { until, at }: { until: Date; at: Date }): Promise<void> {
  tx.write(
    `update tenure.reviews set reserved_by = $2, reserved_until = $3, reserved_at = case when reserved_by = $2 and reserved_until >= $4 then reserved_at else $4 end where id = $1`,
    [id, reviewer, until, at],
  )
}

/** Puts an item behind everything that waits now. Its deadline stays: putting off must not be a way around it (GATES.md D14). */
export async function sendToEnd(tx: Tx, id: string): Promise<void> {
  tx.write(
    `update tenure.reviews set reserved_by = null, reserved_at = null, reserved_until = null,
       put_off = 1 + (select coalesce(max(put_off), 0) from tenure.reviews where state = 'open') where id = $1`,
    [id],
  )
}

export async function closeReview(tx: Tx, id: string, state: 'done' | 'withdrawn' | 'open', at: Date): Promise<void> {
  tx.write(
    "update tenure.reviews set state = $2, closed_at = case when $2 = 'open' then null else $3::timestamptz end, reserved_by = null, reserved_at = null, reserved_until = null where id = $1",
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
  /** What the page says was spent on it; null: it did not say. */
  activeMs: number | null
  at: Date
}

export async function insertVerdict(tx: Tx, v: NewVerdict): Promise<void> {
  const r = v.review
  tx.write(
    `insert into tenure.verdicts (id, review_id, interaction_id, proposal_id, rollout_id, dossier_id, query_type, channel, kind, correct, should_escalate, escalated, source, given_by, weight, reasons, note_id, given_at, dwell_ms, active_ms)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)`,
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
      dwellOf(v),
      v.activeMs,
    ],
  )
}

/** From taking it to judging it. Null when it was not taken by whoever judges it: a recording's ground truth, or a verdict without looking. */
function dwellOf({ review, givenBy, at }: NewVerdict): number | null {
  if (review.reservedAt === null || review.reservedBy !== givenBy) return null
  return Math.max(0, at.getTime() - review.reservedAt.getTime())
}

export type Verdict = {
  id: VerdictId
  reviewId: ReviewId
  interactionId: InteractionId
  proposalId: ProposalId
  givenBy: string
  givenAt: Date
  withdrawn: boolean
}

export async function verdictOf(tx: Tx, id: string): Promise<Verdict | null> {
  const [row] = await tx.query<Row & Verdict>(
    'select id, review_id as "reviewId", interaction_id as "interactionId", proposal_id as "proposalId", given_by as "givenBy", given_at as "givenAt", withdrawn_at is not null as withdrawn from tenure.verdicts where id = $1',
    [id],
  )
  return row ?? null
}

/** Whether somebody else has judged the same proposal after this verdict, and it stands. Ids are in the order of giving. */
export async function judgedSince(tx: Tx, verdict: Pick<Verdict, 'id' | 'proposalId' | 'givenBy'>): Promise<boolean> {
  const rows = await tx.query<Row>(
    'select 1 from tenure.verdicts where proposal_id = $1 and given_by <> $2 and id > $3 and withdrawn_at is null limit 1',
    [verdict.proposalId, verdict.givenBy, verdict.id],
  )
  return rows.length > 0
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

/** Whoever has judged one review of a proposal is asked about no other of it. */
export async function notAgainFor(tx: Tx, proposalId: string, judged: { reviewId: string; by: string }): Promise<void> {
  tx.write(
    'update tenure.reviews set not_for = array_append(not_for, $3) where proposal_id = $1 and id <> $2 and not ($3 = any (not_for))',
    [proposalId, judged.reviewId, judged.by],
  )
}

/** One review of a proposal with the verdict that stands on it. */
export type Judgement = {
  review: Review
  verdict: {
    id: VerdictId
    correct: boolean | null
    shouldEscalate: boolean | null
    source: VerdictSource
    by: string
    at: Date
  } | null
}

/** Every review of the proposal but blind ones, by purpose. The interaction's lock covers them. */
export async function judgementsOf(tx: Tx, proposalId: string): Promise<Partial<Record<Purpose, Judgement>>> {
  const rows = await tx.query<Row & Review & { v: Record<string, unknown> | null }>(
    `select ${columns}, (select jsonb_build_object('id', v.id, 'correct', v.correct, 'shouldEscalate', v.should_escalate, 'source', v.source, 'by', v.given_by,
       'at', to_char(v.given_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) from tenure.verdicts v where v.review_id = reviews.id and v.withdrawn_at is null) as v
     from tenure.reviews where proposal_id = $1`,
    [proposalId],
  )
  return Object.fromEntries(
    rows.map(({ v, ...review }) => [
      review.purpose,
      { review, verdict: v === null ? null : { ...v, at: new Date(String(v.at)) } } as Judgement,
    ]),
  )
}

/** The average is that of the last 500 draws of a week: enough for ±2 points, and it follows a flag that opens within hours of a busy day. By review; GATES.md D7 leaves it open. */
const recentDraws = 500

/** The rate at which the rollout's items were drawn lately, on average; what is reviewed for certain was not drawn. Null: none was yet. */
export async function averageRatio(tx: Tx, rolloutId: string, at: Date): Promise<number | null> {
  const [row] = await tx.query<Row & { average: number | null }>(
    `select avg(ratio) as average from (select p.sample_ratio as ratio from tenure.interactions i join tenure.proposals p on p.interaction_id = i.id
       where i.rollout_id = $1 and i.received_at > $3::timestamptz - interval '7 days' and p.sample_ratio < 1 order by i.received_at desc limit $2) recent`,
    [rolloutId, recentDraws, at],
  )
  return row?.average ?? null
}

/** Who judged this review last, and of which interaction it is. */
export async function lastJudge(tx: Tx, reviewId: string): Promise<{ by: string; interactionId: InteractionId } | null> {
  const [row] = await tx.query<Row & { by: string; interactionId: InteractionId }>(
    'select given_by as by, interaction_id as "interactionId" from tenure.verdicts where review_id = $1 order by id desc limit 1',
    [reviewId],
  )
  return row ?? null
}
