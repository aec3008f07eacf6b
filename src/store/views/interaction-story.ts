// One interaction, from the query to its effects, verdicts and records; and the list of interactions.

import { blindEmployee } from '../../domain/interaction/blind.ts'
import type { EffectKind, EffectState } from '../../domain/interaction/effect.ts'
import type { EscalationSource, EscalationState } from '../../domain/interaction/escalation.ts'
import type { InteractionOutcome, InteractionState } from '../../domain/interaction/interaction.ts'
import type { VerdictKind, VerdictSource } from '../../domain/interaction/verdict.ts'
import type { Disposition } from '../../domain/oversight/disposition.ts'
import type { Delivery, Phase } from '../../domain/rollout/phase.ts'
import type { Database, Row } from '../database.ts'

export type InteractionRow = {
  id: string
  employeeId: string
  employee: string
  rolloutId: string | null
  workflow: string
  queryType: string
  channel: string
  externalId: string
  requester: string | null
  query: string | null
  state: InteractionState
  outcome: InteractionOutcome | null
  phase: Phase | null
  diverged: boolean
  receivedAt: Date
  settledAt: Date | null
}

// A clone of a blind item is shown under the names of what it stands for, which are in its placement.
const columns = `i.id, e.id as "employeeId", e.name as employee, coalesce(b.rollout_id, i.rollout_id) as "rolloutId", i.workflow, i.query_type as "queryType", i.channel,
  coalesce(b.external_id, i.external_id) as "externalId", q.body ->> 'requester' as requester, q.body ->> 'query' as query, i.state, i.outcome, i.phase, i.diverged,
  i.received_at as "receivedAt", i.settled_at as "settledAt"`
const tables = `tenure.interactions i left join tenure.blind_placements b on b.interaction_id = i.id
  join tenure.employees e on e.id = coalesce(b.employee_id, i.employee_id) join tenure.contents q on q.id = i.content_id`

export type InteractionFilter = {
  employeeId: string | null
  rolloutId: string | null
  state: InteractionState | null
  queryType: string | null
  channel: string | null
  /** Words of the query, as they are; no pattern. */
  words: string | null
  before: { at: Date; id: string } | null
  /** For a reviewer’s eyes: clones of blind items are listed like the rest, and what they are copied from is not. */
  blindly: boolean
}

/** Interactions, newest first, a page at a time. */
export async function listInteractions(db: Database, f: InteractionFilter, limit: number): Promise<InteractionRow[]> {
  const pattern = f.words === null ? null : `%${f.words.replace(/[\\%_]/g, '\\$&')}%`
  const wanted = `($3::text is null or i.state = $3) and ($4::text is null or i.query_type = $4) and ($5::text is null or i.channel = $5)
    and ($6::text is null or q.body ->> 'query' ilike $6) and ($7::timestamptz is null or (i.received_at, i.id) < ($7, $8))`
  const newest = 'order by i.received_at desc, i.id desc limit $9'
  const real = `select ${columns} from ${tables} where i.employee_id <> '${blindEmployee}' and ($1::text is null or i.employee_id = $1) and ($2::text is null or i.rollout_id = $2) and ${wanted}
    ${f.blindly ? 'and not exists (select from tenure.blind_items s where s.source_interaction_id = i.id)' : ''} ${newest}`
  const clones = `select ${columns} from ${tables} where i.employee_id = '${blindEmployee}' and ($1::text is null or b.employee_id = $1) and ($2::text is null or b.rollout_id = $2) and ${wanted} ${newest}`
  return db.read<Row & InteractionRow>(
    f.blindly ? `select * from ((${real}) union all (${clones})) both_kinds order by "receivedAt" desc, id desc limit $9` : real,
    [f.employeeId, f.rolloutId, f.state, f.queryType, f.channel, pattern, f.before?.at ?? null, f.before?.id ?? null, limit],
  )
}

export type WholeInteraction = InteractionRow & {
  dossierId: string | null
  driver: 'worker' | 'agent'
  fields: Record<string, unknown> | null
  delivery: Delivery | null
  rating: number | null
  inputTokens: number | null
  outputTokens: number | null
  costMicros: number | null
  model: string | null
}

export async function findInteraction(db: Database, id: string): Promise<WholeInteraction | null> {
  const [row] = await db.read<Row & WholeInteraction>(
    `select ${columns}, i.dossier_id as "dossierId", i.driver, q.body -> 'fields' as fields, r.delivery, i.rating, i.input_tokens::float8 as "inputTokens",
       i.output_tokens::float8 as "outputTokens", i.cost_micros::float8 as "costMicros", i.model
     from ${tables} left join tenure.rollouts r on r.id = coalesce(b.rollout_id, i.rollout_id) where i.id = $1`,
    [id],
  )
  return row ?? null
}

export type ProposalRow = {
  id: string
  attempt: number
  agent: string
  state: 'open' | 'complete' | 'abandoned'
  escalated: boolean
  reason: string | null
  trigger: string | null
  phase: Phase
  sampleRatio: number | null
  openedAt: Date
  completedAt: Date | null
}

export async function proposalsAbout(db: Database, interactionId: string): Promise<ProposalRow[]> {
  return db.read<Row & ProposalRow>(
    `select id, attempt, agent, state, escalated, reason, trigger_name as trigger, phase, sample_ratio as "sampleRatio", opened_at as "openedAt", completed_at as "completedAt"
     from tenure.proposals where interaction_id = $1 order by attempt`,
    [interactionId],
  )
}

export type EffectRow = {
  id: string
  proposalId: string
  position: number
  kind: EffectKind
  system: string | null
  operation: string | null
  request: unknown
  requestDigest: string
  state: EffectState
  disposition: Disposition | null
  why: string | null
  result: unknown
  simulated: boolean
  /** Asked for after a simulated receipt had been answered: not counted among steps. */
  afterDivergence: boolean
  performer: 'tenure' | 'agent'
  providerRef: string | null
  releasedBy: string | null
  /** The effect this one makes good. */
  compensates: string | null
  approvalDigest: string | null
  expiresAt: Date | null
  askedAt: Date
  attemptedAt: Date | null
  endedAt: Date | null
}

export const effectColumns = `f.id, f.proposal_id as "proposalId", f.position, f.kind, f.system, f.operation, a.body as request, a.digest as "requestDigest", f.state, f.disposition, f.why, b.body as result,
  f.simulated, f.after_divergence as "afterDivergence", f.performer, f.provider_ref as "providerRef", f.released_by as "releasedBy", f.compensates, f.approval_digest as "approvalDigest", f.expires_at as "expiresAt",
  f.asked_at as "askedAt", f.attempted_at as "attemptedAt", f.ended_at as "endedAt"`
export const effectTables = `tenure.effects f join tenure.contents a on a.id = f.request_id left join tenure.contents b on b.id = f.result_id`
const effects = `select ${effectColumns} from ${effectTables}`

/** The interaction's effects in order, each with what was asked and what came of it. */
export async function effectsAbout(db: Database, interactionId: string): Promise<EffectRow[]> {
  return db.read<Row & EffectRow>(`${effects} where f.interaction_id = $1 order by f.position`, [interactionId])
}

export async function findEffect(db: Database, id: string): Promise<EffectRow | null> {
  const [row] = await db.read<Row & EffectRow>(`${effects} where f.id = $1`, [id])
  return row ?? null
}

/** The state of one effect only: what a waiting agent asks for again and again. */
export async function effectState(db: Database, id: string): Promise<EffectState | null> {
  const [row] = await db.read<Row & { state: EffectState }>('select state from tenure.effects where id = $1', [id])
  return row?.state ?? null
}

export type VerdictRow = {
  id: string
  reviewId: string
  kind: VerdictKind
  correct: boolean | null
  shouldEscalate: boolean | null
  source: VerdictSource
  givenBy: string
  givenByName: string | null
  reasons: string[]
  note: unknown
  givenAt: Date
  stands: boolean
}

export async function verdictsAbout(db: Database, interactionId: string): Promise<VerdictRow[]> {
  return db.read<Row & VerdictRow>(
    `select v.id, v.review_id as "reviewId", v.kind, v.correct, v.should_escalate as "shouldEscalate", v.source, v.given_by as "givenBy", p.name as "givenByName", v.reasons,
       n.body as note, v.given_at as "givenAt", v.withdrawn_at is null as stands
     from tenure.verdicts v left join tenure.people p on p.id = v.given_by left join tenure.contents n on n.id = v.note_id where v.interaction_id = $1 order by v.given_at, v.id`,
    [interactionId],
  )
}

export type HumanWorkRow = {
  id: string
  doneBy: string
  work: { reply: string | null; operations: { system: string; operation: string; arguments: unknown }[] } | null
  minutes: number | null
  doneAt: Date
}

export async function humanWorkOn(db: Database, interactionId: string): Promise<HumanWorkRow[]> {
  return db.read<Row & HumanWorkRow>(
    `select w.id, coalesce(p.name, w.done_by) as "doneBy", c.body as work, w.minutes, w.done_at as "doneAt"
     from tenure.human_work w join tenure.contents c on c.id = w.content_id left join tenure.people p on p.id = w.done_by where w.interaction_id = $1 order by w.done_at, w.id`,
    [interactionId],
  )
}

export type StoryEscalationRow = {
  id: string
  source: EscalationSource
  reason: string
  trigger: string | null
  who: string | null
  state: EscalationState
  openedAt: Date
  dueAt: Date | null
  takenBy: string | null
  answeredBy: string | null
  answeredAt: Date | null
}

export async function escalationAbout(db: Database, interactionId: string): Promise<StoryEscalationRow | null> {
  const [row] = await db.read<Row & StoryEscalationRow>(
    `select id, source, reason, trigger_name as trigger, who, state, opened_at as "openedAt", due_at as "dueAt", taken_by as "takenBy", answered_by as "answeredBy",
       answered_at as "answeredAt" from tenure.escalations where interaction_id = $1`,
    [interactionId],
  )
  return row ?? null
}

export type ReviewMark = {
  id: string
  reason: string
  state: 'open' | 'done' | 'withdrawn'
  dueAt: Date
  reservedBy: string | null
  judgedBy: string[]
}

/** The interaction's reviews, and who has judged each. */
export async function reviewsAbout(db: Database, interactionId: string): Promise<ReviewMark[]> {
  return db.read<Row & ReviewMark>(
    `select r.id, r.reason, r.state, r.due_at as "dueAt", r.reserved_by as "reservedBy",
       array(select v.given_by from tenure.verdicts v where v.review_id = r.id) as "judgedBy"
     from tenure.reviews r where r.interaction_id = $1 order by r.opened_at, r.id`,
    [interactionId],
  )
}

/** What a person's decision on it would be bound to, while it waits for one; null: it does not. */
export function approvalOf(
  row: Pick<EffectRow, 'state' | 'approvalDigest' | 'expiresAt'>,
): { digest: string; expiresAt: string } | null {
  const { state, approvalDigest: digest, expiresAt } = row
  return state === 'held' && digest !== null && expiresAt !== null ? { digest, expiresAt: expiresAt.toISOString() } : null
}
