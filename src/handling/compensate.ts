// Step 6b. A person orders an effect that makes good an earlier one. It is a new effect with an intent, a key and an outcome of its own; the earlier one stays on the record
// as what it was.

import type { Actor } from '../domain/audit/record.ts'
import { invariant } from '../domain/fault.ts'
import type { EffectId } from '../domain/ids.ts'
import { isBlind } from '../domain/interaction/blind.ts'
import type { EffectRequest } from '../domain/interaction/effect.ts'
import { asKept, phrase } from '../domain/oversight/sentences.ts'
import { whyNotUndone } from '../domain/oversight/undoing.ts'
import { type Refusal, refuse } from '../domain/refusal.ts'
import { boundTo } from '../moves/as-asked.ts'
import { append } from '../store/audit-log.ts'
import { keep } from '../store/contents.ts'
import type { Tx } from '../store/database.ts'
import { dossierOf, type StoredDossier } from '../store/dossiers.ts'
import { type Effect, effectsOf, insertCompensation, lockEffect, namedKey } from '../store/effects.ts'
import { freshId } from '../store/fresh-id.ts'
import { haltInForce } from '../store/halts.ts'
import type { House } from '../store/house.ts'
import type { Interaction } from '../store/interactions.ts'
import { holdRollout, type Rollout } from '../store/rollouts.ts'

export type Order = {
  /** The effect to make good. */
  effectId: EffectId
  system: string
  operation: string
  arguments: Readonly<Record<string, unknown>>
  reason: string
}

/**
 * The order is bound to exactly these arguments and to the time the role gives approvals; a worker carries it out. Refused for what did not happen, for what the integration
 * map does not list as a write, during a halt, and where nothing is performed (shadow observe, a halted or retired rollout): there a person does it by hand.
 */
export async function compensate(
  house: House,
  order: Order,
  by: Actor,
): Promise<{ effectId: EffectId; state: 'released' } | Refusal> {
  return house.db.transaction(async (tx) => {
    const locked = await lockEffect(tx, order.effectId)
    if (locked === null) return refuse('not_found', { what: 'effect', id: order.effectId })
    const { interaction, effect } = locked
    if (effect.state !== 'performed' || effect.kind === 'read')
      return refuse('nothing_to_compensate', { effect: effect.id, kind: effect.kind, state: effect.state })
    // A blind item is nobody's doing: nothing of it can be made good, and no real call may come of it.
    if (isBlind(interaction)) return refuse('compensation_not_possible', { why: 'the system has kept nothing to undo it by' })
    const stored = interaction.dossierId === null ? null : await dossierOf(house.db, interaction.dossierId)
    invariant(stored !== null, 'what was performed was ruled under a dossier')
    const request = { kind: 'call', system: order.system, operation: order.operation, arguments: order.arguments } as const
    const why = whyNotUndone(stored.policy, request)
    if (why !== null) return refuse('compensation_not_possible', { why })
    const rollout = interaction.rolloutId === null ? null : await holdRollout(tx, interaction.rolloutId)
    const stopped = await stoppedBy(tx, house.clock.now(), { interaction, rollout, tool: `${order.system}.${order.operation}` })
    if (stopped !== null) return stopped
    invariant(rollout !== null, 'a rollout that is running was found')
    return place(tx, house.clock.now(), by, { order, request, effect, stored, rollout })
  })
}

async function stoppedBy(
  tx: Tx,
  at: Date,
  { interaction, rollout, tool }: { interaction: Interaction; rollout: Rollout | null; tool: string },
): Promise<Refusal | null> {
  const running = rollout?.phase === 'supervised' || rollout?.phase === 'autonomous'
  const assisting = rollout?.phase === 'shadow' && rollout.delivery === 'assist'
  if (!running && !assisting)
    return refuse('halted', { what: 'This rollout', at: at.toISOString(), reason: 'nothing is performed in its phase.' })
  const { employeeId, rolloutId } = interaction
  const halt = await haltInForce(tx, { employeeId, rolloutId, tool })
  return halt === null ? null : refuse('halted', { what: tool, at: halt.orderedAt.toISOString(), reason: `${halt.reason}.` })
}

type Placing = {
  order: Order
  request: Extract<EffectRequest, { kind: 'call' }>
  effect: Effect
  stored: StoredDossier
  rollout: Rollout
}

async function place(tx: Tx, at: Date, by: Actor, it: Placing): Promise<{ effectId: EffectId; state: 'released' }> {
  const { order, request, effect, stored, rollout } = it
  const { system, operation } = request
  const { interactionId, proposalId } = effect
  const id = freshId('effect', at)
  const kept = await keep(tx, at, interactionId, 'request', request.arguments)
  const expiresAt = new Date(at.getTime() + stored.policy.limits.approvalMinutes * 60_000)
  const digest = boundTo({ id, kind: 'write', phase: rollout.phase, expiresAt }, request, stored)
  const position = (await effectsOf(tx, interactionId)).length
  await insertCompensation(tx, {
    ...{ id, interactionId, proposalId, position, kind: 'write', system, operation, requestId: kept.id },
    ...{
      key: namedKey(interactionId, `compensation/${id}`),
      performer: 'tenure',
      at,
      phase: rollout.phase,
      delivery: rollout.delivery,
    },
    ...{
      why: asKept(phrase('makes_good', { effect: effect.id })),
      by: by.id,
      digest,
      expiresAt,
      policyHash: stored.policyHash,
      compensates: effect.id,
    },
  })
  const reason = await keep(tx, at, interactionId, 'reason', order.reason)
  const says = { effect: id, compensates: effect.id, system, operation, request: kept.digest, digest, reason: reason.digest }
  await append(tx, at, by, { kind: 'effect.compensation_ordered', subject: interactionId, says })
  tx.leave({ step: 'perform', id })
  return { effectId: id, state: 'released' }
}
