// Copies an interaction with everything a card shows of it, under fresh ids and at fresh times, as rows that nothing performs and nothing counts.

import type { InteractionId, ProposalId } from '../domain/ids.ts'
import { blindEmployee } from '../domain/interaction/blind.ts'
import type { Row, Tx } from './database.ts'
import type { Review } from './reviews.ts'

export type CloneSource = {
  id: string
  employeeId: string
  rolloutId: string
  queryType: string
  channel: string
  workflow: string
  externalId: string
  receivedAt: Date
  contentId: string
  proposalId: string
  proposedAt: Date
  review: Pick<Review, 'reason' | 'ratio' | 'weight' | 'risk'> & { openedAt: Date }
  effects: {
    id: string
    kind: string
    held: boolean
    /** What was ruled when it was asked for; what came of it stands in its place since. */
    ruled: string | null
    requestId: string
    resultId: string | null
    providerRef: string | null
    askedAt: Date
  }[]
  work: { contentId: string }[]
}

/** What there is to copy; null: the source is not what it was. An effect that waited for a person waits again in the copy. */
export async function cloneSource(tx: Tx, id: string): Promise<CloneSource | null> {
  const [row] = await tx.query<Row & Omit<CloneSource, 'review' | 'effects' | 'work'> & CloneSource['review']>(
    `select i.id, i.employee_id as "employeeId", i.rollout_id as "rolloutId", i.query_type as "queryType", i.channel, i.workflow, i.external_id as "externalId",
       i.received_at as "receivedAt", i.content_id as "contentId", p.id as "proposalId", p.opened_at as "proposedAt",
       r.reason, r.ratio, r.weight, r.risk, r.opened_at as "openedAt"
     from tenure.interactions i join tenure.proposals p on p.interaction_id = i.id join tenure.reviews r on r.proposal_id = p.id and r.purpose = 'primary'
     where i.id = $1 and i.state = 'settled'`,
    [id],
  )
  if (!row) return null
  const effects = await tx.query<Row & CloneSource['effects'][number]>(
    `select f.id, f.kind, coalesce(f.disposition = 'hold', false) as held, (select t.body::jsonb #>> '{says,why}' from audit.entries t
         where t.subject = $1 and t.kind = 'effect.disposed' and t.body::jsonb #>> '{says,effect}' = f.id limit 1) as ruled, f.request_id as "requestId", f.result_id as "resultId", f.provider_ref as "providerRef", f.asked_at as "askedAt"
     from tenure.effects f where f.interaction_id = $1 and f.compensates is null order by f.position`,
    [id],
  )
  const work = await tx.query<Row & { contentId: string }>(
    'select content_id as "contentId" from tenure.human_work where interaction_id = $1 order by done_at, id',
    [id],
  )
  const { reason, ratio, weight, risk, openedAt, ...rest } = row
  return { ...rest, review: { reason, ratio, weight, risk, openedAt }, effects, work }
}

export type Clone = {
  id: InteractionId
  proposalId: ProposalId
  contentId: string
  /** How much later everything happened. */
  shiftMs: number
  effects: {
    id: string
    source: string
    requestId: string
    resultId: string | null
    providerRef: string | null
    approvalDigest: string
  }[]
  work: { id: string; contentId: string }[]
}

/** Writes the copy. `held`: some of it waits for a person, so the whole is not settled yet. */
export async function insertClone(tx: Tx, source: CloneSource, clone: Clone): Promise<void> {
  const held = source.effects.some((effect) => effect.held)
  const later = 'make_interval(secs => $3::float8 / 1000)'
  tx.write(
    `insert into tenure.interactions (id, employee_id, workflow, dossier_id, rollout_id, query_type, channel, external_id, content_id, driver, phase, state, outcome, diverged, received_at, moved_at, settled_at,
       input_tokens, output_tokens, cost_micros, model)
     select $2, '${blindEmployee}', workflow, dossier_id, null, query_type, channel, 'blind/' || $2, $4, driver, phase, case when $5 then 'held' else state end, case when $5 then null else outcome end, diverged,
       received_at + ${later}, moved_at + ${later}, case when $5 then null else settled_at + ${later} end, input_tokens, output_tokens, cost_micros, model
     from tenure.interactions where id = $1`,
    [source.id, clone.id, clone.shiftMs, clone.contentId, held],
  )
  tx.write(
    `insert into tenure.proposals (id, interaction_id, dossier_id, attempt, agent, state, escalated, reason, trigger_name, phase, sample_base, sample_ratio, weight, risks, opened_at, completed_at)
     select $2, $4, dossier_id, attempt, agent, state, escalated, reason, trigger_name, phase, sample_base, sample_ratio, weight, risks, opened_at + ${later}, completed_at + ${later}
     from tenure.proposals where id = $1`,
    [source.proposalId, clone.proposalId, clone.shiftMs, clone.id],
  )
  insertEffects(tx, source, clone)
  tx.write(
    `insert into tenure.human_work (id, interaction_id, done_by, content_id, minutes, done_at)
     select n.id, $2, w.done_by, n.content_id, w.minutes, w.done_at + ${later}
     from (select row_number() over (order by done_at, id) as at, * from tenure.human_work where interaction_id = $1) w
       join unnest($4::text[], $5::text[]) with ordinality as n (id, content_id, at) on n.at = w.at`,
    [source.id, clone.id, clone.shiftMs, clone.work.map(({ id }) => id), clone.work.map(({ contentId }) => contentId)],
  )
}

function insertEffects(tx: Tx, source: CloneSource, { id, proposalId, shiftMs, effects }: Clone): void {
  const later = 'make_interval(secs => $3::float8 / 1000)'
  const waits = "coalesce(f.disposition = 'hold', false)"
  const unlessWaiting = (value: string) => `case when ${waits} then null else ${value} end`
  tx.write(
    `insert into tenure.effects (id, interaction_id, proposal_id, position, kind, system, operation, state, disposition, why, phase, delivery, request_id, result_id, approval_digest, expires_at, released_by,
       performer, simulated, idempotency_key, provider_ref, attempts, asked_at, attempted_at, ended_at, policy_hash, amount, recipients, after_divergence)
     select n.id, $2, $4, f.position, f.kind, f.system, f.operation, case when ${waits} then 'held' else f.state end, f.disposition, case when ${waits} then coalesce(n.ruled, f.why) else f.why end, f.phase, f.delivery, n.request_id, ${unlessWaiting('n.result_id')},
       case when f.approval_digest is null then null else n.approval_digest end, f.expires_at + ${later}, ${unlessWaiting('f.released_by')},
       f.performer, f.simulated, replace(f.idempotency_key, $1, $2), ${unlessWaiting('n.provider_ref')}, case when ${waits} then 0 else f.attempts end,
       f.asked_at + ${later}, ${unlessWaiting(`f.attempted_at + ${later}`)}, ${unlessWaiting(`f.ended_at + ${later}`)}, f.policy_hash, f.amount, f.recipients, f.after_divergence
     from unnest($5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[]) as n (id, source, request_id, result_id, provider_ref, approval_digest, ruled)
       join tenure.effects f on f.id = n.source`,
    [
      source.id,
      id,
      shiftMs,
      proposalId,
      effects.map((effect) => effect.id),
      effects.map((effect) => effect.source),
      effects.map((effect) => effect.requestId),
      effects.map((effect) => effect.resultId),
      effects.map((effect) => effect.providerRef),
      effects.map((effect) => effect.approvalDigest),
      source.effects.map((effect) => effect.ruled),
    ],
  )
}

/** The message id a clone is shown under: one of the form the channel uses now that no message has. Numbers have gaps, and it takes one of the last ones. */
export async function recentExternalIds(tx: Tx, on: { employeeId: string; channel: string }): Promise<string[]> {
  const rows = await tx.query<Row & { id: string }>(
    `select external_id as id from tenure.interactions where employee_id = $1 and channel = $2 order by received_at desc limit 200`,
    [on.employeeId, on.channel],
  )
  return rows.map(({ id }) => id)
}

export type LikeOutcome = { effectId: string; providerRef: string | null; resultId: string | null }

/** How effects like those a clone holds ended last where they were really performed: by effect of the clone. A reference that was the key is the clone's own key. */
export async function outcomesAlike(tx: Tx, interactionId: string, employeeId: string): Promise<LikeOutcome[]> {
  return tx.query<Row & LikeOutcome>(
    `select f.id as "effectId", case when l.provider_ref = l.idempotency_key then f.idempotency_key else l.provider_ref end as "providerRef", l.result_id as "resultId"
     from tenure.effects f, lateral (select o.provider_ref, o.idempotency_key, o.result_id from tenure.effects o join tenure.interactions i on i.id = o.interaction_id
       where i.employee_id = $2 and o.kind = f.kind and o.operation is not distinct from f.operation and o.state = 'performed' order by o.id desc limit 1) l
     where f.interaction_id = $1 and f.state = 'held'`,
    [interactionId, employeeId],
  )
}

/** Ends a clone's held effects as if a person's decision, or time, had: nothing is performed and nothing of it reaches the trail. */
export async function pretendEnd(
  tx: Tx,
  interactionId: string,
  end: {
    state: 'performed' | 'declined' | 'lapsed'
    why: string | null
    by: string | null
    requestId: string | null
    at: Date
    only: string | null
    outcomes: readonly LikeOutcome[]
  },
): Promise<void> {
  tx.write(
    `update tenure.effects set state = $2, why = coalesce($3, why), released_by = $4, request_id = case when kind = 'reply' then coalesce($5, request_id) else request_id end,
       attempted_at = case when $2 = 'performed' then $6::timestamptz end, attempts = case when $2 = 'performed' then 1 else 0 end, ended_at = $6,
       provider_ref = n.provider_ref, result_id = n.result_id
     from (select e.id as of, o.provider_ref, o.result_id from tenure.effects e left join unnest($8::text[], $9::text[], $10::text[]) as o (id, provider_ref, result_id) on o.id = e.id where e.interaction_id = $1) n
     where n.of = effects.id and interaction_id = $1 and state = 'held' and ($7::text is null or id = $7)`,
    [
      interactionId,
      end.state,
      end.why,
      end.by,
      end.requestId,
      end.at,
      end.only,
      end.outcomes.map((one) => one.effectId),
      end.outcomes.map((one) => one.providerRef),
      end.outcomes.map((one) => one.resultId),
    ],
  )
  tx.write(
    `update tenure.interactions set state = 'settled', outcome = case when $3 then 'handled' else 'recorded' end, settled_at = $2, moved_at = $2
     where id = $1 and state = 'held' and not exists (select from tenure.effects where interaction_id = $1 and state = 'held')`,
    [interactionId, end.at, end.state === 'performed'],
  )
}
