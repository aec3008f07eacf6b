// Effects: one row per thing the employee would do, with its disposition, its approval and its outcome.

import { canonical } from '../domain/audit/canonical.ts'
import { digest } from '../domain/audit/tree.ts'
import { invariant } from '../domain/fault.ts'
import type { EffectId, InteractionId, ProposalId } from '../domain/ids.ts'
import type { EffectKind, EffectRequest, EffectState } from '../domain/interaction/effect.ts'
import type { Disposition } from '../domain/oversight/disposition.ts'
import type { Spent } from '../domain/oversight/permit.ts'
import { definitionChanged } from '../domain/oversight/tool-pin.ts'
import type { Delivery, Phase } from '../domain/rollout/phase.ts'
import type { Row, Tx } from './database.ts'
import { type Interaction, lockInteractionOf } from './interactions.ts'
import type { ToolPlace } from './tools.ts'

export type Effect = {
  id: EffectId
  interactionId: InteractionId
  proposalId: ProposalId
  position: number
  kind: EffectKind
  system: string | null
  operation: string | null
  state: EffectState
  disposition: Disposition | null
  why: string | null
  phase: Phase | null
  delivery: Delivery | null
  requestId: string
  resultId: string | null
  approvalDigest: string | null
  expiresAt: Date | null
  releasedBy: string | null
  performer: 'tenure' | 'agent'
  simulated: boolean
  key: string
  attempts: number
  /** The job under which it is being attempted. Only that same job coming back means that its worker died. */
  claimedBy: string | null
  askedAt: Date
  /** Since when a released effect may have taken effect already: it is looked for before anything else. */
  unsureSince: Date | null
  /** The effect this one makes good. */
  compensates: EffectId | null
}

const columns = `id, interaction_id as "interactionId", proposal_id as "proposalId", position, kind, system, operation, state, disposition, why, phase, delivery,
  request_id as "requestId", result_id as "resultId", approval_digest as "approvalDigest", expires_at as "expiresAt", released_by as "releasedBy", performer, simulated,
  idempotency_key as "key", attempts, claimed_by as "claimedBy", asked_at as "askedAt", unsure_since as "unsureSince",
  compensates`

async function effectOf(tx: Tx, id: string): Promise<Effect | null> {
  const [row] = await tx.query<Row & Effect>(`select ${columns} from tenure.effects where id = $1`, [id])
  return row ?? null
}

/** An effect with its interaction, locked: both are asked for at once, and PostgreSQL answers in order, so the effect is as it is under the lock. */
export async function lockEffect(tx: Tx, id: string): Promise<{ interaction: Interaction; effect: Effect } | null> {
  const [interaction, effect] = await Promise.all([lockInteractionOf(tx, id), effectOf(tx, id)])
  return interaction === null || effect === null ? null : { interaction, effect }
}

/** The interaction's effects in order. The interaction's lock covers them. */
export async function effectsOf(tx: Tx, interactionId: string): Promise<Effect[]> {
  return tx.query<Row & Effect>(`select ${columns} from tenure.effects where interaction_id = $1 order by position`, [
    interactionId,
  ])
}

/**
 * The idempotency key of a request: interaction, what is asked, and how often the same thing has been asked before in this attempt. An agent that is
 * asked again after a crash and asks the same again meets the effect it already has, instead of making a second one. The request is put into canonical form once.
 */
export function effectKeys(interactionId: string, request: EffectRequest): (occurrence: number) => string {
  const asked = digest(canonical(request)).slice(0, 32)
  return (occurrence) => `${interactionId}/${asked}/${occurrence}`
}

/** The key of a request that the caller has named itself. */
export function namedKey(interactionId: string, callId: string): string {
  return `${interactionId}/named/${digest(callId).slice(0, 32)}`
}

export type NewEffect = Pick<
  Effect,
  | 'id'
  | 'interactionId'
  | 'proposalId'
  | 'position'
  | 'kind'
  | 'system'
  | 'operation'
  | 'state'
  | 'requestId'
  | 'key'
  | 'performer'
> & { at: Date }

export async function insertEffects(tx: Tx, effects: readonly NewEffect[]): Promise<void> {
  if (effects.length === 0) return
  tx.write(
    `insert into tenure.effects (id, interaction_id, proposal_id, position, kind, system, operation, state, request_id, idempotency_key, performer, asked_at)
     select * from unnest($1::text[], $2::text[], $3::text[], $4::int[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::timestamptz[])`,
    [
      effects.map((e) => e.id),
      effects.map((e) => e.interactionId),
      effects.map((e) => e.proposalId),
      effects.map((e) => e.position),
      effects.map((e) => e.kind),
      effects.map((e) => e.system),
      effects.map((e) => e.operation),
      effects.map((e) => e.state),
      effects.map((e) => e.requestId),
      effects.map((e) => e.key),
      effects.map((e) => e.performer),
      effects.map((e) => e.at),
    ],
  )
}

export type RulingRow = {
  id: EffectId
  kind: EffectKind
  state: EffectState
  disposition: Disposition
  why: string
  phase: Phase | null
  delivery: Delivery
  approvalDigest: string | null
  expiresAt: Date | null
  simulated: boolean
  /** The policy the ruling was made under. */
  policyHash: string
  /** Money the effect would move and whom it names, for the role's limits; null: none. */
  amount: number | null
  recipients: string[] | null
  /** Asked for after a simulated receipt had been answered. */
  afterDivergence: boolean
}

/** Writes down what was ruled. A read that may go at once enters `attempting` here: intent and ruling are one commit. */
export async function ruleOn(tx: Tx, r: RulingRow, at: Date): Promise<void> {
  tx.write(
    `update tenure.effects set state = $2, disposition = $3, why = $4, phase = $5, delivery = $6, approval_digest = $7, expires_at = $8, simulated = $9, kind = $10,
       policy_hash = $12, amount = $13, recipients = $14, after_divergence = $15,
       attempted_at = case when $2 = 'attempting' then $11::timestamptz end, attempts = case when $2 = 'attempting' then 1 else 0 end,
       ended_at = case when $2 in ('recorded', 'refused', 'escalated') then $11::timestamptz end
     where id = $1`,
    [
      r.id,
      r.state,
      r.disposition,
      r.why,
      r.phase,
      r.delivery,
      r.approvalDigest,
      r.expiresAt,
      r.simulated,
      r.kind,
      at,
      r.policyHash,
      r.amount,
      r.recipients,
      r.afterDivergence,
    ],
  )
}

/** Claims a released effect (or one whose worker died) for one attempt; returns the attempt's number, which fences its outcome. */
export async function claimEffect(tx: Tx, id: EffectId, claimedBy: string, at: Date): Promise<number> {
  const [row] = await tx.query<Row & { attempts: number }>(
    "update tenure.effects set state = 'attempting', attempts = attempts + 1, attempted_at = $2, claimed_by = $3 where id = $1 returning attempts",
    [id, at, claimedBy],
  )
  return row!.attempts
}

export type Ending = { state: EffectState; resultId?: string | null; providerRef?: string | null; why?: string | null }

/** Ends an effect, or leaves it `unknown`. */
export async function endEffect(tx: Tx, id: EffectId, ending: Ending, at: Date): Promise<void> {
  tx.write(
    `update tenure.effects set state = $2, result_id = coalesce($3, result_id), provider_ref = coalesce($4, provider_ref), why = coalesce($5, why),
       ended_at = case when $2 = 'unknown' then null else $6::timestamptz end where id = $1`,
    [id, ending.state, ending.resultId ?? null, ending.providerRef ?? null, ending.why ?? null, at],
  )
}

/** A person released exactly this; with an edit, the request is what the person wrote and the digest is of that. */
export async function releaseEffect(
  tx: Tx,
  id: EffectId,
  by: string,
  edit: { requestId: string; approvalDigest: string } | null,
): Promise<void> {
  tx.write(
    "update tenure.effects set state = 'released', released_by = $2, request_id = coalesce($3, request_id), approval_digest = coalesce($4, approval_digest) where id = $1",
    [id, by, edit?.requestId ?? null, edit?.approvalDigest ?? null],
  )
}

/**
 * What a ruling rests on beside documents and phase: what has been used so far, a halt in force, and the definition of the tool that people have looked at (null:
 * nobody has seen it yet). A tool whose definition changed acts as halted.
 */
export type Standing = { spent: Spent; halted: string | null; pinned: string | null }

/** What a grant’s rate counts: one operation (null and null: the reply), within so many minutes. */
export type OperationRate = { system: string | null; operation: string | null; minutes: number }

/** May have used what was reserved for it, or still will. */
const cameToSomething = "state not in ('proposed', 'refused', 'escalated', 'failed', 'declined', 'lapsed')"

/**
 * What the interaction has used, what its employee has written today (UTC), and the reason of a halt that covers it, in one look. Refused asks cost
 * nothing. What was reserved for an effect that came to nothing is given back: money, writes and recipients of one that failed, lapsed, was declined or
 * handed over; how many effects an interaction asks for is a brake on loops and is not. An unknown outcome keeps what it may have used.
 * With a daily limit or a rate, concurrent interactions of one employee wait for each other: they must not all see the last free place.
 */
export async function standing(
  tx: Tx,
  on: {
    interactionId: string
    employeeId: string
    tool: string | null
    place: ToolPlace | null
    dailyLimit: boolean
    rate: OperationRate | null
  },
  at: Date,
): Promise<Standing> {
  const [row] = await tx.query<Row & Counted>(
    `select count(*)::int as effects, count(*) filter (where kind = 'write' and ${cameToSomething})::int as writes,
       coalesce(sum(amount) filter (where ${cameToSomething}), 0)::float8 as money,
       coalesce(jsonb_agg(recipients) filter (where recipients is not null and ${cameToSomething}), '[]') as recipients,
       (select reason from tenure.halts where lifted_at is null and (scope = 'all' or (scope = 'employee' and target = $2)
         or (scope = 'rollout' and target = (select rollout_id from tenure.interactions where id = $1))
         or (scope = 'tool' and $3::text is not null and target in ($3, split_part($3, '.', 1)))) limit 1) as halted,
       (select json_build_object('pinned', approved_hash, 'suspended', suspended_at is not null and seen_hash is distinct from $6) from tenure.tools
        where address = $4 and tool = $5) as tool
     from tenure.effects where interaction_id = $1 and state not in ('proposed', 'refused')`,
    [
      on.interactionId,
      on.employeeId,
      on.tool,
      on.place?.address ?? null,
      on.place?.operation ?? null,
      on.place?.declared ?? null,
    ],
  )
  const { effects, writes, money, recipients, tool } = row!
  const halted = row!.halted ?? (tool?.suspended ? definitionChanged(on.tool ?? 'this tool') : null)
  if (on.dailyLimit || on.rate !== null)
    await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`writes/${on.employeeId}`])
  const today = on.dailyLimit ? await usedToday(tx, on.employeeId, at) : { writesToday: 0, moneyToday: 0 }
  const lately = on.rate === null ? 0 : await doneLately(tx, on.employeeId, { ...on.rate, at })
  const spent = { effects, writes, money, recipients: recipients.flat(), ...today, lately }
  return { spent, halted, pinned: tool?.pinned ?? null }
}

type Counted = {
  effects: number
  writes: number
  money: number
  recipients: string[][]
  halted: string | null
  tool: { pinned: string; suspended: boolean } | null
}

/** The caller has taken the employee in hand, so that two effects at once are counted one after the other. */
async function usedToday(tx: Tx, employeeId: string, at: Date): Promise<{ writesToday: number; moneyToday: number }> {
  const [today] = await tx.query<Row & { writesToday: number; moneyToday: number }>(
    `select count(*) filter (where e.kind = 'write')::int as "writesToday", coalesce(sum(e.amount), 0)::float8 as "moneyToday"
     from tenure.effects e join tenure.interactions i on i.id = e.interaction_id
     where i.employee_id = $1 and (e.kind = 'write' or e.amount is not null) and e.${cameToSomething}
       and e.asked_at >= date_trunc('day', $2::timestamptz, 'UTC')`,
    [employeeId, at],
  )
  return today!
}

/** A failed call counts: it was made. */
async function doneLately(
  tx: Tx,
  employeeId: string,
  { system, operation, minutes, at }: OperationRate & { at: Date },
): Promise<number> {
  const [row] = await tx.query<Row & { n: number }>(
    `select count(*)::int as n from tenure.effects e join tenure.interactions i on i.id = e.interaction_id
     where i.employee_id = $1 and e.operation is not distinct from $3 and e.system is not distinct from $2 and e.asked_at > $4::timestamptz - make_interval(mins => $5)
       and e.state not in ('proposed', 'refused', 'escalated', 'declined', 'lapsed') and (e.system is not null or e.kind = 'reply')`,
    [employeeId, system, operation, at, minutes],
  )
  return row!.n
}

/** Inserts an effect that is ruled on as it is asked for: request, ruling and (for a read made at once) intent are one row in one commit. */
export async function insertRuled(tx: Tx, e: NewEffect, r: Omit<RulingRow, 'id'>): Promise<void> {
  tx.write(
    `insert into tenure.effects (id, interaction_id, proposal_id, position, kind, system, operation, state, disposition, why, phase, delivery, request_id, approval_digest, expires_at,
       simulated, idempotency_key, performer, asked_at, policy_hash, amount, recipients, after_divergence, attempted_at, attempts, ended_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23,
       case when $8 = 'attempting' then $19::timestamptz end, case when $8 = 'attempting' then 1 else 0 end, case when $8 in ('recorded', 'refused', 'escalated') then $19::timestamptz end)`,
    [
      e.id,
      e.interactionId,
      e.proposalId,
      e.position,
      r.kind,
      e.system,
      e.operation,
      r.state,
      r.disposition,
      r.why,
      r.phase,
      r.delivery,
      e.requestId,
      r.approvalDigest,
      r.expiresAt,
      r.simulated,
      e.key,
      e.performer,
      e.at,
      r.policyHash,
      r.amount,
      r.recipients,
      r.afterDivergence,
    ],
  )
}

/** The call certainly reached nothing: the effect waits for another try under the same key. */
export async function backToReleased(tx: Tx, id: EffectId): Promise<void> {
  tx.write("update tenure.effects set state = 'released' where id = $1", [id])
}

/** The call may have taken effect, and there is a read that tells: it is released again, to be looked for first. */
export async function markUnsure(tx: Tx, id: EffectId, since: Date): Promise<void> {
  tx.write("update tenure.effects set state = 'released', unsure_since = coalesce(unsure_since, $2) where id = $1", [id, since])
}

/** It certainly did not take effect. */
export async function surely(tx: Tx, id: EffectId): Promise<void> {
  tx.write('update tenure.effects set unsure_since = null where id = $1', [id])
}

/** An effect a person ordered to make good another; released as it is written down. */
export async function insertCompensation(
  tx: Tx,
  e: Omit<NewEffect, 'state'> &
    Pick<Effect, 'phase' | 'delivery' | 'why'> & {
      by: string
      digest: string
      expiresAt: Date
      policyHash: string
      compensates: EffectId
    },
): Promise<void> {
  await insertEffects(tx, [{ ...e, state: 'proposed' }])
  tx.write(
    `update tenure.effects set state = 'released', phase = $2, delivery = $3, why = $4, released_by = $5, approval_digest = $6, expires_at = $7, policy_hash = $8, compensates = $9,
       disposition = 'hold' where id = $1`,
    [e.id, e.phase, e.delivery, e.why, e.by, e.digest, e.expiresAt, e.policyHash, e.compensates],
  )
}

/** What was asked for, put together again from the stored effect and the kept body of its request. */
export function requestOf(effect: Pick<Effect, 'kind' | 'system' | 'operation'>, body: unknown): EffectRequest {
  if (effect.kind === 'reply') return { kind: 'reply', text: (body as { text: string }).text }
  invariant(effect.system !== null && effect.operation !== null, 'a call names its system and operation')
  return { kind: 'call', system: effect.system, operation: effect.operation, arguments: body as Record<string, unknown> }
}
