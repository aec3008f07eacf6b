// A move several steps make: an interaction goes to people. Closes what was pending, opens the escalation, says so. Runs inside the step's transaction.

import type { Actor } from '../domain/audit/record.ts'
import type { Dossier } from '../domain/discovery/dossier.ts'
import { invariant } from '../domain/fault.ts'
import type { EscalationSource } from '../domain/interaction/escalation.ts'
import { interactionMoves } from '../domain/interaction/interaction.ts'
import { mayMove } from '../domain/moves.ts'
import { asKept, effectSentences, says } from '../domain/oversight/sentences.ts'
import { append, type Saying } from '../store/audit-log.ts'
import type { Tx } from '../store/database.ts'
import { effectsOf, endEffect } from '../store/effects.ts'
import { insertEscalation } from '../store/escalations.ts'
import { freshId } from '../store/fresh-id.ts'
import { type Interaction, moveInteraction } from '../store/interactions.ts'
import { leaveTraffic } from '../store/traffic.ts'

/** Why and to whom. `reason` is a word of the closed list or the dossier's own; `said` is free text and stays out of the trail. */
export type HandOver = { source: EscalationSource; reason: string; trigger: string | null; dossier: Dossier | null }

/** The wait a trigger without a time gets: an hour, so that nothing waits for ever unnoticed. Dossier check asks for a real one. */
const defaultAnswerMinutes = 60

/**
 * Hands the interaction to people. Everything of it that has not begun (proposed, held, released) is refused, so that nothing is performed behind the
 * person's back; what is under way keeps its own outcome, and what may have taken effect already is unknown. The interaction MUST be locked by the caller.
 */
export async function handOver(tx: Tx, at: Date, by: Actor, interaction: Interaction, over: HandOver): Promise<void> {
  invariant(
    interaction.state === 'escalated' || mayMove(interactionMoves, interaction.state, 'escalated'),
    `an interaction that is ${interaction.state} cannot be handed over`,
  )
  const sayings: Saying[] = []
  for (const effect of await effectsOf(tx, interaction.id)) {
    if (effect.state !== 'proposed' && effect.state !== 'held' && effect.state !== 'released') continue
    if (effect.unsureSince !== null) {
      await endEffect(tx, effect.id, { state: 'unknown', why: effectSentences.never_came_back }, at)
      sayings.push({
        kind: 'effect.lost',
        subject: interaction.id,
        says: { effect: effect.id, why: effectSentences.never_came_back },
      })
      continue
    }
    await endEffect(tx, effect.id, { state: 'refused', why: asKept(says('handed_over', { reason: over.reason })) }, at)
    sayings.push({ kind: 'effect.refused', subject: interaction.id, says: { effect: effect.id, why: over.reason } })
  }
  const trigger = over.dossier?.workflow.triggers.find((t) => t.name === over.trigger)
  const dueAt = new Date(at.getTime() + (trigger?.answerWithinMinutes ?? defaultAnswerMinutes) * 60_000)
  const id = freshId('escalation', at)
  const opened = await insertEscalation(tx, {
    id,
    interactionId: interaction.id,
    source: over.source,
    reason: over.reason,
    trigger: over.trigger,
    who: trigger?.who ?? null,
    dueAt,
    at,
  })
  if (opened) {
    leaveTraffic(tx, interaction, { escalated: 1 })
    sayings.push({
      kind: 'escalation.opened',
      subject: interaction.id,
      says: {
        escalation: id,
        source: over.source,
        reason: over.reason,
        trigger: over.trigger,
        who: trigger?.who ?? null,
        dueAt: dueAt.toISOString(),
      },
    })
  }
  if (interaction.state !== 'escalated') await moveInteraction(tx, interaction.id, 'escalated', at)
  if (sayings.length > 0) await append(tx, at, by, ...sayings)
}
