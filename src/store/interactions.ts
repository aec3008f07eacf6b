// Interactions: one row per inbound query, moved only by steps.

import type { DossierId, EmployeeId, InteractionId, RolloutId } from '../domain/ids.ts'
import type { InteractionOutcome, InteractionState } from '../domain/interaction/interaction.ts'
import type { Usage } from '../domain/interaction/proposal.ts'
import type { Phase } from '../domain/rollout/phase.ts'
import type { Database, Row, Tx } from './database.ts'

export type Interaction = {
  id: InteractionId
  employeeId: EmployeeId
  workflow: string
  dossierId: DossierId | null
  rolloutId: RolloutId | null
  /** The epoch its cell was in when it came; null: nobody owned the cell. */
  epoch: number | null
  queryType: string
  channel: string
  externalId: string
  contentId: string
  driver: 'worker' | 'agent'
  phase: Phase | null
  state: InteractionState
  receivedAt: Date
  movedAt: Date
  costMicros: number | null
  diverged: boolean
  /** The rollout whose key drew, and what: fixed as it arrived. Null: no rollout owned its cell. */
  sampledBy: RolloutId | null
  sampleU: number | null
  doubleU: number | null
  /** The share that is judged twice, as registered when it arrived. */
  doubleRatio: number | null
}

/** Of the table under the name `i`. */
export const interactionColumns = `i.id, i.employee_id as "employeeId", i.workflow, i.dossier_id as "dossierId", i.rollout_id as "rolloutId", i.epoch, i.query_type as "queryType",
  i.channel, i.external_id as "externalId", i.content_id as "contentId", i.driver, i.phase, i.state, i.received_at as "receivedAt", i.moved_at as "movedAt",
  i.cost_micros::float8 as "costMicros", i.diverged, i.sampled_by as "sampledBy", i.sample_u as "sampleU", i.double_u as "doubleU", i.double_ratio as "doubleRatio"`

/** The interaction, locked: one step at a time works on it. */
export async function lockInteraction(tx: Tx, id: string): Promise<Interaction | null> {
  const [row] = await tx.query<Row & Interaction>(
    `select ${interactionColumns} from tenure.interactions i where i.id = $1 for update`,
    [id],
  )
  return row ?? null
}

/** The interaction of this effect, locked. */
export async function lockInteractionOf(tx: Tx, effectId: string): Promise<Interaction | null> {
  const [row] = await tx.query<Row & Interaction>(
    `select ${interactionColumns} from tenure.interactions i where i.id = (select interaction_id from tenure.effects where id = $1) for update`,
    [effectId],
  )
  return row ?? null
}

export type NewInteraction = Omit<Interaction, 'movedAt' | 'costMicros' | 'diverged'>

/** Inserts unless this message has already become an interaction; then returns that one and false. */
export async function insertInteraction(
  tx: Tx,
  i: NewInteraction,
): Promise<{ id: InteractionId; created: boolean; state: InteractionState; queryType: string; phase: Phase | null }> {
  const [row] = await tx.query<
    Row & { id: InteractionId; created: boolean; state: InteractionState; queryType: string; phase: Phase | null }
  >(
    `with fresh as (
       insert into tenure.interactions (id, employee_id, workflow, dossier_id, rollout_id, query_type, channel, external_id, content_id, driver, phase, state, received_at, moved_at, sampled_by, sample_u, double_u, epoch, double_ratio)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13, $14, $15, $16, $17, $18) on conflict on constraint interactions_once_per_message do nothing
       returning id, state, query_type, phase)
     select id, true as created, state, query_type as "queryType", phase from fresh
     union all
     select id, false, state, query_type, phase from tenure.interactions where employee_id = $2 and channel = $7 and external_id = $8 and not exists (select from fresh)`,
    [
      i.id,
      i.employeeId,
      i.workflow,
      i.dossierId,
      i.rolloutId,
      i.queryType,
      i.channel,
      i.externalId,
      i.contentId,
      i.driver,
      i.phase,
      i.state,
      i.receivedAt,
      i.sampledBy,
      i.sampleU,
      i.doubleU,
      i.epoch,
      i.doubleRatio,
    ],
  )
  return row!
}

export async function moveInteraction(tx: Tx, id: string, to: InteractionState, at: Date): Promise<void> {
  tx.write('update tenure.interactions set state = $2, moved_at = $3 where id = $1', [id, to, at])
}

/** A write was answered with a simulated result: from here on what the agent does rests on something that did not happen. */
export async function markDiverged(tx: Tx, id: string): Promise<void> {
  tx.write('update tenure.interactions set diverged = true where id = $1 and not diverged', [id])
}

/** Adds what the agent reports to what is already there; an unpriced part leaves the sum unpriced (unknown is never zero). */
export async function addUsage(tx: Tx, id: string, usage: Usage): Promise<void> {
  tx.write(
    `update tenure.interactions set input_tokens = coalesce(input_tokens, 0) + $2, output_tokens = coalesce(output_tokens, 0) + $3,
       cost_micros = case when $4::bigint is null then null when input_tokens is null then $4 else cost_micros + $4 end, model = coalesce($5, model)
     where id = $1`,
    [id, usage.inputTokens, usage.outputTokens, usage.costMicros, usage.model],
  )
}

export async function settleInteraction(tx: Tx, id: string, outcome: InteractionOutcome, at: Date): Promise<void> {
  tx.write("update tenure.interactions set state = 'settled', outcome = $2, settled_at = $3, moved_at = $3 where id = $1", [
    id,
    outcome,
    at,
  ])
}

/** Keeps the first rating; false when there is one already. */
export async function rateInteraction(tx: Tx, id: string, stars: number): Promise<boolean> {
  const rows = await tx.query('update tenure.interactions set rating = $2 where id = $1 and rating is null returning 1', [
    id,
    stars,
  ])
  return rows.length > 0
}

/** Interactions whose approval has run out, or whose self-driving agent has asked for nothing for `silenceMs`. An agent waiting for a person is not silent. */
export async function overdueInteractions(
  db: Pick<Database, 'read'>,
  at: Date,
  silenceMs: number,
): Promise<{ id: InteractionId; what: 'approval' | 'silence' }[]> {
  return db.read<Row & { id: InteractionId; what: 'approval' | 'silence' }>(
    `select distinct interaction_id as id, 'approval' as what from tenure.effects where state = 'held' and expires_at < $1
     union all
     select i.id, 'silence' from tenure.interactions i where i.state = 'proposing' and i.driver = 'agent'
       and greatest(i.moved_at, (select max(e.asked_at) from tenure.effects e where e.interaction_id = i.id)) < $1::timestamptz - make_interval(secs => $2::float8 / 1000)
       and not exists (select from tenure.effects e where e.interaction_id = i.id and e.state in ('held', 'released', 'attempting'))
     limit 500`,
    [at, silenceMs],
  )
}
