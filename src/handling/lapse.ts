// Step 9. Time passes: approvals run out, agents that drive themselves fall silent. Both end with people, never in nothing. Called by the schedule.

import type { Actor } from '../domain/audit/record.ts'
import type { InteractionId } from '../domain/ids.ts'
import { isBlind } from '../domain/interaction/blind.ts'
import { effectSentences } from '../domain/oversight/sentences.ts'
import { handOver } from '../moves/hand-over.ts'
import { append } from '../store/audit-log.ts'
import { pretendEnd } from '../store/blind-clones.ts'
import { effectsOf, endEffect } from '../store/effects.ts'
import type { House } from '../store/house.ts'
import { lockInteraction, moveInteraction, overdueInteractions } from '../store/interactions.ts'
import { abandonProposal, proposalOf } from '../store/proposals.ts'

const by: Actor = { kind: 'worker', id: 'lapse', authority: 'the time the role gives' }

/** Looks once for what is overdue and deals with each in a transaction of its own. Returns how many it moved. */
export async function lapse(house: House, { silenceMs }: { silenceMs: number }): Promise<number> {
  const overdue = await overdueInteractions(house.db, house.clock.now(), silenceMs)
  for (const { id, what } of overdue)
    await (what === 'approval' ? approvalRanOut(house, id) : agentFellSilent(house, id, silenceMs))
  return overdue.length
}

async function approvalRanOut(house: House, id: InteractionId): Promise<void> {
  await house.db.transaction(async (tx) => {
    const at = house.clock.now()
    const interaction = await lockInteraction(tx, id)
    const effects = interaction === null ? [] : await effectsOf(tx, id)
    const late = effects.filter((effect) => effect.state === 'held' && effect.expiresAt !== null && effect.expiresAt < at)
    if (interaction === null || late.length === 0) return
    if (isBlind(interaction))
      return pretendEnd(tx, id, {
        state: 'lapsed',
        why: effectSentences.lapsed,
        by: null,
        requestId: null,
        at,
        only: null,
        outcomes: [],
      })
    for (const effect of late) {
      await endEffect(tx, effect.id, { state: 'lapsed', why: effectSentences.lapsed }, at)
      await append(tx, at, by, {
        kind: 'effect.lapsed',
        subject: id,
        says: { effect: effect.id, expiredAt: effect.expiresAt!.toISOString() },
      })
      if (interaction.driver === 'agent') tx.leave({ step: 'notify', id: effect.id })
    }
    if (interaction.state !== 'held') return
    // In shadow people have done the work already; elsewhere somebody is still waiting for an answer.
    if (interaction.phase === 'shadow') {
      await moveInteraction(tx, id, 'recorded', at)
      tx.leave({ step: 'settle', id })
    } else await handOver(tx, at, by, interaction, { source: 'tenure', reason: 'agent_silent', trigger: null, dossier: null })
  })
}

async function agentFellSilent(house: House, id: InteractionId, silenceMs: number): Promise<void> {
  await house.db.transaction(async (tx) => {
    const at = house.clock.now()
    const interaction = await lockInteraction(tx, id)
    if (interaction?.state !== 'proposing' || interaction.driver !== 'agent') return
    const proposal = await proposalOf(tx, id)
    if (proposal !== null) {
      await abandonProposal(tx, proposal.id, 'the agent fell silent', at)
      await append(tx, at, by, {
        kind: 'proposal.abandoned',
        subject: id,
        says: { proposal: proposal.id, why: `agent_silent for ${silenceMs / 1000} s` },
      })
    }
    await handOver(tx, at, by, interaction, { source: 'tenure', reason: 'agent_silent', trigger: null, dossier: null })
  })
}
