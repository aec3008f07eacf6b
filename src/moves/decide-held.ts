// A move two steps make (a verdict, a decision on one effect): what is held is released exactly as shown, or declined. An approval is single-use, has
// a time, and never releases anything in shadow observe.

import type { Actor } from '../domain/audit/record.ts'
import { isBlind } from '../domain/interaction/blind.ts'
import type { EffectState } from '../domain/interaction/effect.ts'
import { effectSentences } from '../domain/oversight/sentences.ts'
import { type Refusal, refuse } from '../domain/refusal.ts'
import { append, type Saying } from '../store/audit-log.ts'
import { outcomesAlike, pretendEnd } from '../store/blind-clones.ts'
import { placementOf } from '../store/blind-items.ts'
import { bodiesOf, keep } from '../store/contents.ts'
import type { Tx } from '../store/database.ts'
import { roleHashOf } from '../store/dossiers.ts'
import { type Effect, effectsOf, endEffect, releaseEffect } from '../store/effects.ts'
import { haltInForce } from '../store/halts.ts'
import { type Interaction, moveInteraction } from '../store/interactions.ts'
import { holdRollout, type Rollout } from '../store/rollouts.ts'
import { boundTo } from './as-asked.ts'
import { handOver } from './hand-over.ts'

export type Choice = { decision: 'release' | 'decline'; edit: string | null }

/** Decides the held effects of an interaction (all, or the one named). Nothing held: nothing happens, and the list is empty. */
export async function decideHeld(
  tx: Tx,
  at: Date,
  by: Actor,
  it: { interaction: Interaction; choice: Choice; only?: string },
): Promise<{ effectId: string; state: EffectState }[] | Refusal> {
  const { interaction, choice, only } = it
  const held = (await effectsOf(tx, interaction.id)).filter(
    (effect) => effect.state === 'held' && (only === undefined || effect.id === only),
  )
  if (held.length === 0) return []
  const placement = isBlind(interaction) ? await placementOf(tx, interaction.id) : null
  const shown =
    placement === null ? interaction : { ...interaction, rolloutId: placement.rolloutId, employeeId: placement.employeeId }
  const rollout = shown.rolloutId === null ? null : await holdRollout(tx, shown.rolloutId)
  if (choice.decision === 'release') {
    const no = mayRelease(rollout, held, at)
    if (no !== null) return no
    const stopped = await stoppedBy(tx, shown, held)
    if (stopped !== null) return stopped
  }
  if (placement !== null) return pretend(tx, at, by, { ...it, held, employeeId: placement.employeeId })
  const sayings: Saying[] = []
  for (const effect of held)
    sayings.push(
      choice.decision === 'release'
        ? await release(tx, at, by, { interaction, effect, edit: effect.kind === 'reply' ? choice.edit : null })
        : await decline(tx, at, effect),
    )
  await append(tx, at, by, ...sayings)
  if (interaction.driver === 'agent') for (const effect of held) tx.leave({ step: 'notify', id: effect.id })
  await moveOn(tx, at, by, { interaction, rollout, decision: choice.decision })
  return held.map((effect) => ({ effectId: effect.id, state: choice.decision === 'release' ? 'released' : 'declined' }))
}

/** A blind item answers like any other and does nothing: no effect of it is performed, and the trail, which says what happened, says nothing. */
async function pretend(
  tx: Tx,
  at: Date,
  by: Actor,
  {
    interaction,
    choice,
    only,
    held,
    employeeId,
  }: { interaction: Interaction; choice: Choice; only?: string; held: readonly Effect[]; employeeId: string },
): Promise<{ effectId: string; state: EffectState }[]> {
  const released = choice.decision === 'release'
  const edit = released && choice.edit !== null ? await keep(tx, at, interaction.id, 'request', { text: choice.edit }) : null
  const outcomes = released ? await outcomesAlike(tx, interaction.id, employeeId) : []
  await pretendEnd(tx, interaction.id, {
    ...{
      state: released ? 'performed' : 'declined',
      why: released ? null : effectSentences.declined,
      by: released ? by.id : null,
    },
    ...{ requestId: edit?.id ?? null, at, only: only ?? null, outcomes },
  })
  return held.map((effect) => ({ effectId: effect.id, state: released ? 'released' : 'declined' }))
}

function mayRelease(rollout: Rollout | null, held: readonly Effect[], at: Date): Refusal | null {
  if (rollout === null || rollout.phase === 'halted' || rollout.phase === 'retired')
    return refuse('halted', { what: 'This rollout', at: at.toISOString(), reason: 'it is not running.' })
  if (rollout.phase === 'shadow' && rollout.delivery === 'observe') return refuse('release_in_observe', { rollout: rollout.id })
  const late = held.find((effect) => effect.expiresAt !== null && effect.expiresAt < at)
  if (late) return refuse('approval_expired', { at: late.expiresAt!.toISOString() })
  if (held.some((effect) => effect.phase !== rollout.phase || effect.delivery !== rollout.delivery))
    return refuse('approval_stale')
  return null
}

/** A release during a stop would spend the approval on an effect that `perform` then refuses: it is refused here, and can be given once the stop is lifted. */
async function stoppedBy(tx: Tx, { employeeId, rolloutId }: Interaction, held: readonly Effect[]): Promise<Refusal | null> {
  for (const { system, operation } of held) {
    const tool = system === null ? null : `${system}.${operation}`
    const halt = await haltInForce(tx, { employeeId, rolloutId, tool })
    if (halt !== null)
      return refuse('halted', { what: tool ?? 'This rollout', at: halt.orderedAt.toISOString(), reason: `${halt.reason}.` })
  }
  return null
}

async function release(
  tx: Tx,
  at: Date,
  by: Actor,
  it: { interaction: Interaction; effect: Effect; edit: string | null },
): Promise<Saying> {
  const { interaction, effect, edit } = it
  const original = (await bodiesOf(tx, [effect.requestId])).get(effect.requestId)!.body as { text?: string }
  const edited = edit !== null && edit !== original.text
  let digest = effect.approvalDigest ?? ''
  if (edited) {
    // The person's own words are what is performed; the approval is bound to them, not to the agent's.
    const kept = await keep(tx, at, interaction.id, 'request', { text: edit })
    digest = boundTo(
      effect,
      { kind: 'reply', text: edit },
      { roleHash: await roleHashOf(tx, interaction.dossierId ?? ''), policy: { systems: [] } },
    )
    await releaseEffect(tx, effect.id, by.id, { requestId: kept.id, approvalDigest: digest })
  } else await releaseEffect(tx, effect.id, by.id, null)
  return { kind: 'effect.released', subject: interaction.id, says: { effect: effect.id, digest, edited } }
}

async function decline(tx: Tx, at: Date, effect: Effect): Promise<Saying> {
  await endEffect(tx, effect.id, { state: 'declined', why: effectSentences.declined }, at)
  return { kind: 'effect.declined', subject: effect.interactionId, says: { effect: effect.id } }
}

/** After the decision: released work is left for `perform`, one effect after the other; declined work goes back to the people who do it anyway. */
async function moveOn(
  tx: Tx,
  at: Date,
  by: Actor,
  it: { interaction: Interaction; rollout: Rollout | null; decision: Choice['decision'] },
): Promise<void> {
  const { interaction, rollout, decision } = it
  const effects = await effectsOf(tx, interaction.id)
  const next = effects.find((effect) => effect.state === 'released')
  if (interaction.state === 'proposing') {
    if (next && decision === 'release')
      for (const effect of effects)
        if (effect.state === 'released' && effect.performer === 'tenure') tx.leave({ step: 'perform', id: effect.id })
    return
  }
  if (interaction.state !== 'held' || effects.some((effect) => effect.state === 'held')) return
  if (next) {
    await moveInteraction(tx, interaction.id, 'released', at)
    tx.leave({ step: 'perform', id: next.id })
  } else if (rollout?.phase === 'shadow') {
    await moveInteraction(tx, interaction.id, 'recorded', at)
    tx.leave({ step: 'settle', id: interaction.id })
  } else {
    await handOver(tx, at, by, interaction, { source: 'tenure', reason: 'effect_refused', trigger: null, dossier: null })
  }
}
