// Step 3. The proposal is held, released, recorded, escalated or refused, and the draw decides whether a person will judge it. Runs on what is on the
// record, in one transaction; a rollout that halts meanwhile waits for this commit or is seen by it.

import type { Actor } from '../domain/audit/record.ts'
import { invariant } from '../domain/fault.ts'
import type { InteractionId } from '../domain/ids.ts'
import type { TenureReason } from '../domain/interaction/escalation.ts'
import type { InteractionState } from '../domain/interaction/interaction.ts'
import { effectSentences } from '../domain/oversight/sentences.ts'
import { handOver } from '../moves/hand-over.ts'
import { rule } from '../moves/rule.ts'
import { sampleProposal } from '../moves/sample-proposal.ts'
import { append, type Saying } from '../store/audit-log.ts'
import { bodiesOf } from '../store/contents.ts'
import type { Tx } from '../store/database.ts'
import { dossierOf, type StoredDossier } from '../store/dossiers.ts'
import { type Effect, effectsOf, endEffect, requestOf, ruleOn } from '../store/effects.ts'
import type { House } from '../store/house.ts'
import { type Interaction, moveInteraction } from '../store/interactions.ts'
import { lockCase, type Proposal } from '../store/proposals.ts'
import { holdRollout, type Rollout } from '../store/rollouts.ts'

const by: Actor = { kind: 'worker', id: 'oversee', authority: 'the phase of the rollout and the signed dossier' }

type Case = { interaction: Interaction; proposal: Proposal; rollout: Rollout | null; stored: StoredDossier; at: Date }

/** Rules on every effect not yet ruled on, then moves the interaction to what its effects amount to. Does nothing unless the state is `proposed`. */
export async function oversee(house: House, id: InteractionId): Promise<void> {
  await house.db.transaction(async (tx) => {
    const at = house.clock.now()
    const locked = await lockCase(tx, id)
    if (locked === null || locked.interaction.state !== 'proposed') return
    const { interaction, proposal } = locked
    const stored = interaction.dossierId === null ? null : await dossierOf(house.db, interaction.dossierId)
    invariant(proposal !== null && stored !== null, 'a proposed interaction has a proposal and a dossier')
    const rollout = interaction.rolloutId === null ? null : await holdRollout(tx, interaction.rolloutId)
    const it: Case = { interaction, proposal, rollout, stored, at }
    const effects = await effectsOf(tx, id)
    const sayings = await unreported(tx, it, effects)
    // A reply beside a hand-over is refused by the hand-over; in shadow observe, where nothing leaves, it is recorded like any other.
    const observed = rollout?.phase === 'shadow' && rollout.delivery === 'observe'
    const rest = !proposal.escalated || observed ? await ruleOnRest(tx, it, effects) : { sayings: [], widened: false }
    sayings.push(...rest.sayings)
    const verdict = proposal.escalated ? ({ to: 'escalated', reason: null } as const) : amountsTo(effects, rollout, rest.widened)
    const { samplePerDay } = stored.dossier.targets.autonomous
    const { review, sample } = await sampleProposal(tx, at, {
      interaction,
      proposal,
      rollout,
      effects,
      to: verdict.to,
      samplePerDay,
    })
    sayings.push({ kind: 'proposal.disposed', subject: id, says: { proposal: proposal.id, state: verdict.to, review, sample } })
    await append(tx, at, by, ...sayings)
    await move(tx, it, verdict, effects)
  })
}

/** The agent closed without saying how what it performed itself ended: a write is then of unknown outcome, a read simply failed. */
async function unreported(tx: Tx, { interaction, at }: Case, effects: readonly Effect[]): Promise<Saying[]> {
  const open = effects.filter(
    (effect) => effect.performer === 'agent' && (effect.state === 'released' || effect.state === 'attempting'),
  )
  const why = effectSentences.agent_silent
  for (const effect of open) {
    effect.state = effect.kind === 'read' ? 'failed' : 'unknown'
    await endEffect(tx, effect.id, { state: effect.state, why }, at)
  }
  return open.map((effect) => ({ kind: 'effect.lost', subject: interaction.id, says: { effect: effect.id, why } }))
}

/** Rules on what has not been ruled on; `effects` shows the new states afterwards. `widened`: one of them reached beyond the query’s type and that ends the agent’s part. */
async function ruleOnRest(
  tx: Tx,
  { interaction, rollout, stored, at }: Case,
  effects: readonly Effect[],
): Promise<{ sayings: Saying[]; widened: boolean }> {
  const waiting = effects.filter((effect) => effect.state === 'proposed')
  const bodies = await bodiesOf(
    tx,
    waiting.map((effect) => effect.requestId),
  )
  const sayings: Saying[] = []
  let widened = false
  for (const effect of waiting) {
    const kept = bodies.get(effect.requestId)!
    const ruled = await rule(tx, { interaction, rollout, dossier: stored, at }, effect, {
      request: requestOf(effect, kept.body),
      requestDigest: kept.digest,
      atOnce: false,
    })
    await ruleOn(tx, ruled.row, at)
    effect.state = ruled.state
    effect.kind = ruled.row.kind
    widened ||= ruled.state === 'escalated' && !ruled.permit.granted && ruled.permit.widening
    sayings.push(ruled.saying)
  }
  return { sayings, widened }
}

type Sum = { to: Extract<InteractionState, 'held' | 'released' | 'recorded' | 'escalated'>; reason: TenureReason | null }

/**
 * What the effects amount to. Outside shadow a query must end with a reply that was made, will be made or waits for a person; anything less goes to
 * people, for otherwise somebody would be left without an answer. In shadow people do the work anyway.
 */
function amountsTo(effects: readonly Effect[], rollout: Rollout | null, widened: boolean): Sum {
  const any = (...states: Effect['state'][]) => effects.some((effect) => states.includes(effect.state))
  if (any('unknown')) return { to: 'escalated', reason: 'effect_outcome_unknown' }
  if (widened) return { to: 'escalated', reason: 'type_widened' }
  if (any('escalated'))
    return {
      to: 'escalated',
      reason: rollout?.phase === 'supervised' || rollout?.phase === 'autonomous' ? 'effect_refused' : 'halted',
    }
  if (rollout?.phase === 'shadow')
    return any('held')
      ? { to: 'held', reason: null }
      : { to: any('released', 'attempting') ? 'released' : 'recorded', reason: null }
  if (any('failed') && effects.some((effect) => effect.state === 'failed' && effect.kind !== 'read'))
    return { to: 'escalated', reason: 'effect_failed' }
  const answered = effects.some(
    (effect) => effect.kind === 'reply' && ['released', 'held', 'attempting', 'performed'].includes(effect.state),
  )
  if (!answered)
    return { to: 'escalated', reason: effects.some((effect) => effect.state === 'refused') ? 'effect_refused' : 'no_proposal' }
  return any('held') ? { to: 'held', reason: null } : { to: 'released', reason: null }
}

async function move(tx: Tx, { interaction, proposal, stored, at }: Case, sum: Sum, effects: readonly Effect[]): Promise<void> {
  if (sum.to === 'escalated') {
    const own = proposal.escalated
    const over = own
      ? { source: 'agent' as const, reason: proposal.trigger ?? 'agent', trigger: proposal.trigger }
      : { source: 'tenure' as const, reason: sum.reason ?? 'no_proposal', trigger: null }
    return handOver(tx, at, by, interaction, { ...over, dossier: stored.dossier })
  }
  await moveInteraction(tx, interaction.id, sum.to, at)
  if (sum.to === 'recorded') tx.leave({ step: 'settle', id: interaction.id })
  // What is under way goes first: a reply never leaves before the write it speaks of has its outcome. `perform` goes on from there.
  if (sum.to !== 'released' || effects.some((effect) => effect.state === 'attempting')) return
  const next = effects.find((effect) => effect.state === 'released')
  if (next) tx.leave({ step: 'perform', id: next.id })
  else {
    await moveInteraction(tx, interaction.id, 'performed', at)
    tx.leave({ step: 'settle', id: interaction.id })
  }
}
