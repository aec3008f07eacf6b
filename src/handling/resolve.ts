// Step 5. A person answers in the employee's place: escalations, and in shadow the work as it was really done. Outcomes nobody knows are settled here too,
// with evidence.

import type { Actor } from '../domain/audit/record.ts'
import type { EffectId, InteractionId } from '../domain/ids.ts'
import { type Refusal, refuse } from '../domain/refusal.ts'
import { append, saidDigest } from '../store/audit-log.ts'
import { keep } from '../store/contents.ts'
import type { Tx } from '../store/database.ts'
import { endEffect, lockEffect } from '../store/effects.ts'
import { escalationOf, moveEscalation } from '../store/escalations.ts'
import type { House } from '../store/house.ts'
import { insertHumanWork } from '../store/human-work.ts'
import { lockInteraction } from '../store/interactions.ts'

/** What a person did: the reply they gave and the operations they made, as they report it. */
export type Work = {
  interactionId: InteractionId
  reply: string | null
  operations: readonly { system: string; operation: string; arguments: Readonly<Record<string, unknown>> }[]
  minutes: number | null
}

type Done = { interactionId: InteractionId; state: string }

export async function takeEscalation(
  house: House,
  { interactionId }: { interactionId: InteractionId },
  by: Actor,
): Promise<Done | Refusal> {
  return move(house, interactionId, async (tx, at, id, state) => {
    if (state !== 'open')
      return refuse('move_not_legal', {
        what: 'escalation',
        from: state,
        to: 'taken',
        legal: state === 'taken' ? 'open, answered' : 'none',
      })
    await moveEscalation(tx, id, 'taken', { by: by.id, at })
    await append(tx, at, by, { kind: 'escalation.taken', subject: interactionId, says: { escalation: id } })
    return { interactionId, state: 'taken' }
  })
}

export async function returnEscalation(
  house: House,
  { interactionId, reason }: { interactionId: InteractionId; reason: string },
  by: Actor,
): Promise<Done | Refusal> {
  return move(house, interactionId, async (tx, at, id, state) => {
    if (state !== 'taken') return refuse('move_not_legal', { what: 'escalation', from: state, to: 'open', legal: 'taken' })
    await moveEscalation(tx, id, 'open', { by: by.id, at })
    await append(tx, at, by, {
      kind: 'escalation.returned',
      subject: interactionId,
      says: { escalation: id, reason: saidDigest(reason) },
    })
    return { interactionId, state: 'open' }
  })
}

/** The person's answer closes the escalation; `settle` then closes the interaction. */
export async function answerEscalation(house: House, work: Work, by: Actor): Promise<Done | Refusal> {
  return move(house, work.interactionId, async (tx, at, id, state) => {
    if (state === 'answered') return refuse('move_not_legal', { what: 'escalation', from: state, to: 'answered', legal: 'none' })
    const kept = await keep(tx, at, work.interactionId, 'work', { reply: work.reply, operations: work.operations })
    await insertHumanWork(tx, { interactionId: work.interactionId, doneBy: by.id, contentId: kept.id, minutes: work.minutes, at })
    await moveEscalation(tx, id, 'answered', { by: by.id, at })
    await append(tx, at, by, {
      kind: 'escalation.answered',
      subject: work.interactionId,
      says: { escalation: id, answer: kept.digest, operations: work.operations.length, minutes: work.minutes },
    })
    tx.leave({ step: 'settle', id: work.interactionId })
    return { interactionId: work.interactionId, state: 'answered' }
  })
}

/** In shadow the people do the work: what they really did is kept beside what the employee would have done. */
export async function captureHumanWork(house: House, work: Work, by: Actor): Promise<Done | Refusal> {
  return house.db.transaction(async (tx) => {
    const at = house.clock.now()
    const interaction = await lockInteraction(tx, work.interactionId)
    if (interaction === null) return refuse('not_found', { what: 'interaction', id: work.interactionId })
    const kept = await keep(tx, at, interaction.id, 'work', { reply: work.reply, operations: work.operations })
    const id = await insertHumanWork(tx, {
      interactionId: interaction.id,
      doneBy: by.id,
      contentId: kept.id,
      minutes: work.minutes,
      at,
    })
    await append(tx, at, by, {
      kind: 'work.captured',
      subject: interaction.id,
      says: { work: id, content: kept.digest, minutes: work.minutes },
    })
    return { interactionId: interaction.id, state: interaction.state }
  })
}

/** An outcome that never came back is settled by a person who looked, and says how they know. */
export async function settleUnknown(
  house: House,
  it: { effectId: EffectId; outcome: 'performed' | 'failed'; evidence: string },
  by: Actor,
): Promise<{ effectId: EffectId; state: string } | Refusal> {
  if (it.evidence.trim() === '') return refuse('evidence_missing')
  return house.db.transaction(async (tx) => {
    const at = house.clock.now()
    const locked = await lockEffect(tx, it.effectId)
    if (locked === null) return refuse('not_found', { what: 'effect', id: it.effectId })
    const { effect } = locked
    if (effect.state !== 'unknown') return refuse('outcome_unexpected', { effect: it.effectId, state: effect.state })
    const kept = await keep(tx, at, effect.interactionId, 'evidence', it.evidence)
    await endEffect(tx, it.effectId, { state: it.outcome, resultId: kept.id }, at)
    await append(tx, at, by, {
      kind: 'effect.settled',
      subject: effect.interactionId,
      says: { effect: it.effectId, outcome: it.outcome, evidence: kept.digest },
    })
    return { effectId: it.effectId, state: it.outcome }
  })
}

type Moving = (
  tx: Tx,
  at: Date,
  id: NonNullable<Awaited<ReturnType<typeof escalationOf>>>['id'],
  state: 'open' | 'taken' | 'answered',
) => Promise<Done | Refusal>

async function move(house: House, interactionId: InteractionId, moving: Moving): Promise<Done | Refusal> {
  return house.db.transaction(async (tx) => {
    const interaction = await lockInteraction(tx, interactionId)
    const escalation = interaction === null ? null : await escalationOf(tx, interactionId)
    if (escalation === null) return refuse('not_found', { what: 'escalation of interaction', id: interactionId })
    return moving(tx, house.clock.now(), escalation.id, escalation.state)
  })
}
