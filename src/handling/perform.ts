// Step 6. One released effect is made, once, and its outcome kept. Two transactions around one call: permission is read again in the transaction that
// claims the effect, so a halt wins every race it can win; an outcome that never came back is `unknown` and asks a person.

import type { Actor } from '../domain/audit/record.ts'
import { Fault, invariant } from '../domain/fault.ts'
import type { EffectId } from '../domain/ids.ts'
import type { EffectRequest } from '../domain/interaction/effect.ts'
import type { TenureReason } from '../domain/interaction/escalation.ts'
import { type Agreed, definitionChanged } from '../domain/oversight/tool-pin.ts'
import { askedFor, isWhatWasReleased } from '../moves/as-asked.ts'
import { handOver } from '../moves/hand-over.ts'
import { judge } from '../moves/rule.ts'
import { placeOf, seeTool } from '../moves/see-tool.ts'
import { stripResult } from '../moves/strip-result.ts'
import type { Channels, Delivery } from '../ports/channel.ts'
import type { SystemCall, SystemOutcome, Systems } from '../ports/system.ts'
import { append } from '../store/audit-log.ts'
import { bodiesOf, keep } from '../store/contents.ts'
import type { Tx } from '../store/database.ts'
import { dossierOf, type StoredDossier } from '../store/dossiers.ts'
import { backToReleased, claimEffect, type Effect, effectOf, effectsOf, endEffect } from '../store/effects.ts'
import { employeeOf } from '../store/employees.ts'
import type { House } from '../store/house.ts'
import { type Interaction, lockInteraction, moveInteraction } from '../store/interactions.ts'
import { holdRollout, type Rollout } from '../store/rollouts.ts'

export type Doors = { systems: Systems; channels: Channels }

const by: Actor = { kind: 'worker', id: 'perform', authority: 'the ruling on this effect, read again' }

type Making = {
  effect: Effect
  interaction: Interaction
  attempt: number
  dossierId: string
  call: SystemCall | null
  delivery: Delivery | null
}

/**
 * Safe to run again at any time: it starts from `released`; from `attempting` only when the job that attempted it has come back (its worker died), and
 * then only where the provider honours the key. `ticket` names the job; the same effect under another ticket is left to whoever is at it.
 */
export async function perform(house: House, doors: Doors, id: EffectId, ticket: string = id): Promise<void> {
  const making = await claim(house, id, ticket)
  if (making === null) return
  let outcome: SystemOutcome | { outcome: 'unknown'; why: string } | 'retry'
  try {
    outcome = await make(doors, making)
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    // Nothing can have happened: try again later with the same key. It may have: only a person can say.
    outcome = error.reached
      ? { outcome: 'unknown', why: error.message }
      : error.retryable && making.attempt < 5
        ? 'retry'
        : { outcome: 'failed', reason: error.message, providerRef: null }
  }
  await finish(house, making, outcome)
}

async function claim(house: House, id: EffectId, ticket: string): Promise<Making | null> {
  return house.db.transaction(async (tx) => {
    const at = house.clock.now()
    const found = await effectOf(tx, id)
    if (found === null) return null
    const interaction = await lockInteraction(tx, found.interactionId)
    const effect = await effectOf(tx, id)
    invariant(
      interaction !== null && effect !== null && interaction.dossierId !== null,
      'an effect has an interaction and a dossier',
    )
    if (effect.performer === 'agent' || (effect.state !== 'released' && effect.state !== 'attempting')) return null
    // Two jobs may name one effect. Another job's attempt is under way until that very job comes back, which the queue does only when its worker is dead.
    if (effect.state === 'attempting' && effect.claimedBy !== ticket) return null
    const stored = await dossierOf(house.db, interaction.dossierId)
    invariant(stored !== null, 'a dossier in use is stored')
    const request = await askedFor(tx, effect)
    const said = (await bodiesOf(tx, [interaction.contentId])).get(interaction.contentId)?.body as { requester: string } | null
    if (effect.state === 'attempting' && !mayRepeat(stored, effect)) return lose(tx, at, { interaction, effect, stored })
    if (!request || !said || !isWhatWasReleased(effect, request, stored))
      return effect.state === 'released'
        ? stop(tx, at, { interaction, effect, stored }, notAsAsked)
        : lose(tx, at, { interaction, effect, stored })
    const rollout = interaction.rolloutId === null ? null : await holdRollout(tx, interaction.rolloutId)
    const observed = (await employeeOf(house.db, interaction.employeeId))?.agent.kind === 'observed'
    const { forbidden, agreed } = await whyNot(tx, at, { interaction, effect, stored, rollout, request, observed })
    if (forbidden !== null)
      return effect.state === 'released'
        ? stop(tx, at, { interaction, effect, stored }, forbidden)
        : lose(tx, at, { interaction, effect, stored })
    const attempt = await claimEffect(tx, effect.id, ticket, at)
    await append(tx, at, by, {
      kind: 'effect.attempted',
      subject: interaction.id,
      says: { effect: effect.id, key: effect.key, attempt, performer: 'tenure' },
    })
    return {
      effect,
      interaction,
      attempt,
      dossierId: stored.id,
      ...aim({ ...interaction, requester: said.requester }, { effect, agreed }, request),
    }
  })
}

/** How far the clocks of two machines may differ. A clock behind the asking by more has been set back, and would let approvals live again that have run out. */
const clockSlackMs = 60_000

const notAsAsked = { reason: 'effect_refused', why: 'what was asked for is not there as it was kept and released' } as const

type Held = { interaction: Interaction; effect: Effect; stored: StoredDossier }

/** A release is permission to try, not a promise: phase, permit, halts and the approval's time are read again. Nothing forbidden: go ahead. */
async function whyNot(
  tx: Tx,
  at: Date,
  it: Held & { rollout: Rollout | null; request: EffectRequest; observed: boolean },
): Promise<{ forbidden: { reason: TenureReason; why: string } | null; agreed: Agreed }> {
  const { interaction, effect, stored, rollout, request } = it
  const clockIsBehind = effect.askedAt.getTime() - at.getTime() > clockSlackMs
  const { permit, ruling, agreed } = await judge(tx, { interaction, rollout, dossier: stored, at }, request)
  const goAhead = { forbidden: null, agreed }
  // Whatever the phase, and whoever released it: what this employee does is done elsewhere already, and doing it here would be doing it twice.
  if (it.observed) return { forbidden: { reason: 'effect_refused', why: 'this employee is observed only' }, agreed }
  if (clockIsBehind)
    return { forbidden: { reason: 'effect_refused', why: 'the clock went back: no approval’s time can be told' }, agreed }
  if (!permit.granted && !permit.limit) return { forbidden: { reason: 'effect_refused', why: permit.why }, agreed }
  if (ruling.disposition === 'perform') return goAhead
  // The limit was counted when the effect was ruled on; it must not count itself a second time.
  if (!permit.granted && permit.limit && (rollout?.phase === 'supervised' || rollout?.phase === 'autonomous')) return goAhead
  const released = effect.releasedBy !== null && effect.approvalDigest !== null
  const sameSetting = effect.phase === rollout?.phase && effect.delivery === rollout?.delivery
  const expired = effect.expiresAt !== null && effect.expiresAt < at
  if (ruling.disposition === 'hold' && released && sameSetting && !expired) return goAhead
  return { forbidden: { reason: 'halted', why: expired ? 'the approval ran out' : ruling.why }, agreed }
}

async function stop(
  tx: Tx,
  at: Date,
  { interaction, effect, stored }: Held,
  { reason, why }: { reason: TenureReason; why: string },
): Promise<null> {
  await endEffect(tx, effect.id, { state: 'refused', why }, at)
  await append(tx, at, by, { kind: 'effect.refused', subject: interaction.id, says: { effect: effect.id, why } })
  await handOverUnlessPeopleHaveIt(tx, at, { interaction, stored }, reason)
  return null
}

async function lose(tx: Tx, at: Date, { interaction, effect, stored }: Held): Promise<null> {
  await endEffect(tx, effect.id, { state: 'unknown', why: 'the worker died during the call' }, at)
  await append(tx, at, by, {
    kind: 'effect.lost',
    subject: interaction.id,
    says: { effect: effect.id, why: 'the worker died during the call' },
  })
  await handOverUnlessPeopleHaveIt(tx, at, { interaction, stored }, 'effect_outcome_unknown')
  return null
}

async function handOverUnlessPeopleHaveIt(
  tx: Tx,
  at: Date,
  { interaction, stored }: Pick<Held, 'interaction' | 'stored'>,
  reason: TenureReason,
): Promise<void> {
  if (interaction.state !== 'released' && interaction.state !== 'held') return
  await handOver(tx, at, by, interaction, { source: 'tenure', reason, trigger: null, dossier: stored.dossier })
}

/** Only a provider that honours idempotency keys may be asked twice. A reply through a channel is treated like a provider that does not. */
function mayRepeat(stored: StoredDossier, effect: Effect): boolean {
  const system = stored.dossier.integrations.systems.find((s) => s.name === effect.system)
  return system?.operations.find((o) => o.name === effect.operation)?.idempotent ?? false
}

function aim(
  interaction: Interaction & { requester: string },
  { effect, agreed }: { effect: Effect; agreed: Agreed },
  request: EffectRequest,
): Pick<Making, 'call' | 'delivery'> {
  const { externalId, channel, requester } = interaction
  if (request.kind === 'reply')
    return {
      call: null,
      delivery: { interactionId: interaction.id, externalId, channel, requester, text: request.text, key: effect.key },
    }
  const { system, operation, arguments: given } = request
  return { call: { system, operation, arguments: given, key: effect.key, externalId, agreed }, delivery: null }
}

async function make({ systems, channels }: Doors, { call, delivery, dossierId }: Making): Promise<SystemOutcome> {
  if (call !== null) {
    const system = await systems.find(dossierId, call.system)
    return system === null
      ? { outcome: 'failed', reason: `system ${call.system} is not connected`, providerRef: null }
      : system.call(call)
  }
  invariant(delivery !== null, 'an effect is a call or a reply')
  const channel = channels.find(delivery.channel)
  return channel === null
    ? { outcome: 'failed', reason: `channel ${delivery.channel} is not connected`, providerRef: null }
    : channel.deliver(delivery)
}

async function finish(
  house: House,
  making: Making,
  outcome: SystemOutcome | { outcome: 'unknown'; why: string } | 'retry',
): Promise<void> {
  await house.db.transaction(async (tx) => {
    const at = house.clock.now()
    const interaction = await lockInteraction(tx, making.interaction.id)
    const effect = await effectOf(tx, making.effect.id)
    // Fenced: a worker that slept while another took over may not write an outcome over the other's.
    if (interaction === null || effect === null || effect.state !== 'attempting' || effect.attempts !== making.attempt) return
    if (outcome === 'retry') {
      tx.leave({ step: 'perform', id: effect.id, afterMs: 1000 * 2 ** making.attempt })
      await backToReleased(tx, effect.id)
      return
    }
    const stored = await dossierOf(house.db, making.dossierId)
    const place = stored === null || making.call === null ? null : placeOf(stored.policy, { kind: 'call', ...making.call })
    const seen = 'seen' in outcome ? outcome.seen : undefined
    // What was pinned already needs no second look: most calls of most days.
    if (place !== null && seen !== undefined && seen.hash !== making.call?.agreed?.pinned)
      await seeTool(tx, at, by, { place, seen })
    await end(tx, at, { interaction, effect, stored }, outcome)
    if (interaction.driver === 'agent') tx.leave({ step: 'notify', id: effect.id })
    const gone =
      outcome.outcome === 'unknown'
        ? 'effect_outcome_unknown'
        : outcome.outcome === 'failed' || outcome.outcome === 'changed'
          ? 'effect_failed'
          : null
    if (gone !== null && stored !== null) return handOverUnlessPeopleHaveIt(tx, at, { interaction, stored }, gone)
    await goOn(tx, at, interaction)
  })
}

async function end(
  tx: Tx,
  at: Date,
  { interaction, effect, stored }: Pick<Held, 'interaction' | 'effect'> & { stored: StoredDossier | null },
  outcome: SystemOutcome | { outcome: 'unknown'; why: string },
): Promise<void> {
  if (outcome.outcome === 'unknown') {
    await endEffect(tx, effect.id, { state: 'unknown', why: 'the outcome never came back' }, at)
    await append(tx, at, by, {
      kind: 'effect.lost',
      subject: interaction.id,
      says: { effect: effect.id, why: 'the outcome never came back' },
    })
    return
  }
  if (outcome.outcome === 'changed') {
    const reason = definitionChanged('this tool')
    return end(tx, at, { interaction, effect, stored }, { outcome: 'failed', reason, providerRef: null })
  }
  const failed = outcome.outcome === 'failed'
  const { id: interactionId, queryType } = interaction
  const on = { interactionId, queryType, effectId: effect.id, system: effect.system, operation: effect.operation }
  const { result, sayings } =
    failed || stored === null
      ? { result: failed ? outcome.reason : outcome.result, sayings: [] }
      : stripResult({ policy: stored.policy, ...on }, outcome.result)
  const kept = await keep(tx, at, interactionId, failed ? 'reason' : 'result', result)
  await endEffect(
    tx,
    effect.id,
    { state: failed ? 'failed' : 'performed', resultId: kept.id, providerRef: outcome.providerRef },
    at,
  )
  const says = { effect: effect.id, providerRef: outcome.providerRef }
  await append(
    tx,
    at,
    by,
    failed
      ? { kind: 'effect.failed', subject: interaction.id, says: { ...says, reason: kept.digest } }
      : { kind: 'effect.performed', subject: interaction.id, says: { ...says, result: kept.digest } },
    ...sayings,
  )
}

/** The next released effect of the interaction, in order; when none is left and none waits, everything has its outcome. */
async function goOn(tx: Tx, at: Date, interaction: Interaction): Promise<void> {
  if (interaction.state !== 'released') return
  const effects = await effectsOf(tx, interaction.id)
  if (effects.some((effect) => effect.state === 'attempting')) return
  const next = effects.find((effect) => effect.state === 'released')
  if (next) return tx.leave({ step: 'perform', id: next.id })
  if (effects.some((effect) => effect.state === 'held')) return
  await moveInteraction(tx, interaction.id, 'performed', at)
  tx.leave({ step: 'settle', id: interaction.id })
}
