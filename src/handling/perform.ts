// Step 6. One released effect is made, once, and its outcome kept. Two transactions around one call: permission is read again in the transaction that
// claims the effect, so a halt wins every race it can win; an outcome that never came back is `unknown` and asks a person.

import type { Actor } from '../domain/audit/record.ts'
import { toldBy } from '../domain/discovery/proof.ts'
import { Fault, invariant } from '../domain/fault.ts'
import type { EffectId } from '../domain/ids.ts'
import type { EffectRequest } from '../domain/interaction/effect.ts'
import type { TenureReason } from '../domain/interaction/escalation.ts'
import { effectSentences } from '../domain/oversight/sentences.ts'
import { type Agreed, definitionChanged } from '../domain/oversight/tool-pin.ts'
import { askedFor, isWhatWasReleased } from '../moves/as-asked.ts'
import { whyNot } from '../moves/go-ahead.ts'
import { handOver } from '../moves/hand-over.ts'
import { afterLook, type Found, type Look, lookFor, loseEffect } from '../moves/look-first.ts'
import { judge } from '../moves/rule.ts'
import { placeOf, seeTool } from '../moves/see-tool.ts'
import { stripResult } from '../moves/strip-result.ts'
import type { Channels, Delivery } from '../ports/channel.ts'
import type { SystemCall, SystemOutcome, Systems } from '../ports/system.ts'
import { append } from '../store/audit-log.ts'
import { bodiesOf, keep } from '../store/contents.ts'
import type { Tx } from '../store/database.ts'
import { dossierOf, type StoredDossier } from '../store/dossiers.ts'
import { backToReleased, claimEffect, type Effect, effectsOf, endEffect, lockEffect, markUnsure } from '../store/effects.ts'
import { isObservedOnly } from '../store/employees.ts'
import type { House } from '../store/house.ts'
import { type Interaction, moveInteraction } from '../store/interactions.ts'
import { holdRollout, type Rollout } from '../store/rollouts.ts'

export type Doors = { systems: Systems; channels: Channels }

const by: Actor = { kind: 'worker', id: 'perform', authority: 'the ruling on this effect, read again' }

type Claimed = { effect: Effect; interaction: Interaction; dossierId: string }
type Making = Claimed & { attempt: number; call: SystemCall | null; delivery: Delivery | null }
type Looking = Claimed & { look: Look; call: SystemCall }

/**
 * Safe to run again at any time: it starts from `released`; from `attempting` only when the job that attempted it has come back (its worker died), and
 * then only where the provider honours the key or a read tells whether it happened. `ticket` names the job; the same effect under another ticket is left to whoever is at it.
 */
export async function perform(house: House, doors: Doors, id: EffectId, ticket: string = id): Promise<void> {
  const making = await claim(house, id, ticket)
  if (making === null) return
  if ('look' in making) return lookFirst(house, doors, making)
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

async function claim(house: House, id: EffectId, ticket: string): Promise<Making | Looking | null> {
  return house.db.transaction(async (tx) => {
    const at = house.clock.now()
    const locked = await lockEffect(tx, id)
    if (locked === null) return null
    const { interaction, effect } = locked
    invariant(interaction.dossierId !== null, 'an effect has an interaction and a dossier')
    if (effect.performer === 'agent' || (effect.state !== 'released' && effect.state !== 'attempting')) return null
    // Two jobs may name one effect. Another job's attempt is under way until that very job comes back, which the queue does only when its worker is dead.
    if (effect.state === 'attempting' && effect.claimedBy !== ticket) return null
    const stored = await dossierOf(house.db, interaction.dossierId)
    invariant(stored !== null, 'a dossier in use is stored')
    const [request, bodies, rollout, observed] = await Promise.all([
      askedFor(tx, effect),
      bodiesOf(tx, [interaction.contentId]),
      interaction.rolloutId === null ? null : holdRollout(tx, interaction.rolloutId),
      isObservedOnly(tx, interaction.employeeId),
    ])
    const said = bodies.get(interaction.contentId)?.body as { requester: string } | null
    const look = lookFor(stored, effect, request)
    const held = { interaction, effect, stored }
    // What has not begun is stopped; what may have happened is not said to have been.
    const begun = effect.state === 'attempting' || effect.unsureSince !== null
    if (begun && look === null && !mayRepeat(stored, effect)) return lose(tx, at, held)
    if (!request || !said || !isWhatWasReleased(effect, request, stored))
      return begun ? lose(tx, at, held) : stop(tx, at, held, notAsAsked)
    const { forbidden, agreed } = await whyNot(tx, at, { interaction, effect, stored, rollout, request, observed })
    if (forbidden !== null) return begun ? lose(tx, at, held) : stop(tx, at, held, forbidden)
    if (look !== null && begun) {
      if (effect.state === 'attempting') await markUnsure(tx, effect.id, at)
      return { effect, interaction, dossierId: stored.id, look, call: await lookCall(tx, at, { ...held, rollout }, look) }
    }
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

const notAsAsked = { reason: 'effect_refused', why: effectSentences.not_as_asked } as const

type Held = { interaction: Interaction; effect: Effect; stored: StoredDossier }

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
  await loseEffect(tx, at, by, effect, effectSentences.worker_died)
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

/** The call of a look, under a key of its own, with the definitions of its tool that people have looked at: a lookup that was changed tells nothing. */
async function lookCall(tx: Tx, at: Date, it: Held & { rollout: Rollout | null }, look: Look): Promise<SystemCall> {
  const { interaction, effect, stored, rollout } = it
  const { system, operation, arguments: given } = look
  const { agreed } = await judge(
    tx,
    { interaction, rollout, dossier: stored, at },
    { kind: 'call', system, operation, arguments: given },
  )
  const key = `${effect.key}/look/${effect.attempts}/${at.getTime()}`
  return { system, operation, arguments: given, key, externalId: interaction.externalId, agreed }
}

/** Looks whether the effect took place, and writes down what that means. */
async function lookFirst(house: House, { systems }: Doors, looking: Looking): Promise<void> {
  const { call, look, dossierId } = looking
  const found = await foundBy(systems, dossierId, { call, look, key: looking.effect.key })
  await house.db.transaction(async (tx) => {
    const at = house.clock.now()
    const locked = await lockEffect(tx, looking.effect.id)
    // Fenced: somebody else may have looked meanwhile.
    if (locked === null || locked.effect.state !== 'released' || locked.effect.unsureSince === null) return
    const { interaction, effect } = locked
    const stored = await dossierOf(house.db, dossierId)
    invariant(stored !== null, 'a dossier in use is stored')
    const ended = await afterLook(tx, at, by, { effect, look, found })
    if (ended !== null && interaction.driver === 'agent') tx.leave({ step: 'notify', id: effect.id })
    if (ended === 'performed') await goOn(tx, at, interaction)
    if (ended === 'unknown') await handOverUnlessPeopleHaveIt(tx, at, { interaction, stored }, 'effect_outcome_unknown')
  })
}

async function foundBy(
  systems: Systems,
  dossierId: string,
  { call, look, key }: { call: SystemCall; look: Look; key: string },
): Promise<Found> {
  try {
    const system = await systems.find(dossierId, call.system)
    const outcome = system === null ? null : await system.call(call)
    if (outcome === null || outcome.outcome === 'failed' || outcome.outcome === 'changed')
      return { told: 'undecided', answer: outcome?.outcome === 'failed' ? outcome.reason : null, again: false }
    const told = toldBy(look.proof, { asked: look.asked, found: outcome.result, key })
    return { told, answer: outcome.result, again: false }
  } catch (error) {
    // Not reached, or broken off: a read changes nothing, so it may simply be asked again.
    if (error instanceof Fault) return { told: 'undecided', answer: null, again: true }
    throw error
  }
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
    const locked = await lockEffect(tx, making.effect.id)
    if (locked === null) return
    const { interaction, effect } = locked
    // Fenced: a worker that slept while another took over may not write an outcome over the other's. What it knows is not lost for whoever settles it.
    if (effect.state !== 'attempting' || effect.attempts !== making.attempt) return noteLate(tx, at, effect, outcome)
    if (outcome === 'retry') {
      tx.leave({ step: 'perform', id: effect.id, afterMs: 1000 * 2 ** making.attempt })
      await backToReleased(tx, effect.id)
      return
    }
    const stored = await dossierOf(house.db, making.dossierId)
    const request = making.call === null ? null : ({ kind: 'call', ...making.call } as const)
    if (outcome.outcome === 'unknown' && stored !== null && lookFor(stored, effect, request) !== null) {
      await markUnsure(tx, effect.id, at)
      return tx.leave({ step: 'perform', id: effect.id })
    }
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

async function noteLate(
  tx: Tx,
  at: Date,
  effect: Effect,
  outcome: SystemOutcome | { outcome: 'unknown'; why: string } | 'retry',
): Promise<void> {
  if (outcome === 'retry' || outcome.outcome === 'unknown' || outcome.outcome === 'changed') return
  const body = outcome.outcome === 'failed' ? outcome.reason : outcome.result
  const kept = await keep(tx, at, effect.interactionId, 'evidence', body ?? null)
  const says = { effect: effect.id, outcome: outcome.outcome, content: kept.digest, providerRef: outcome.providerRef }
  await append(tx, at, by, { kind: 'effect.outcome_late', subject: effect.interactionId, says })
}

async function end(
  tx: Tx,
  at: Date,
  { interaction, effect, stored }: Pick<Held, 'interaction' | 'effect'> & { stored: StoredDossier | null },
  outcome: SystemOutcome | { outcome: 'unknown'; why: string },
): Promise<void> {
  if (outcome.outcome === 'unknown') {
    return loseEffect(tx, at, by, effect, effectSentences.never_came_back)
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
