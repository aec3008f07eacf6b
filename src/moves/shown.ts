// What a review card shows, and the digest that binds a decision to it: any change between showing and deciding makes the decision stale.

import { isBlind } from '../domain/interaction/blind.ts'
import { cardDigest } from '../domain/oversight/approval.ts'
import { placementOf } from '../store/blind-items.ts'
import { bodiesOf } from '../store/contents.ts'
import type { Tx } from '../store/database.ts'
import { type Effect, effectsOf } from '../store/effects.ts'
import type { Interaction } from '../store/interactions.ts'
import type { Proposal } from '../store/proposals.ts'
import { holdRollout } from '../store/rollouts.ts'

/** The interaction's effects as they are now, with the digest of the card that shows them. */
export async function shownOf(
  tx: Tx,
  interaction: Interaction,
  proposal: Proposal,
): Promise<{ digest: string; effects: Effect[] }> {
  const effects = await effectsOf(tx, interaction.id)
  const bodies = await bodiesOf(
    tx,
    effects.map((effect) => effect.requestId),
  )
  const rolloutId = isBlind(interaction) ? ((await placementOf(tx, interaction.id))?.rolloutId ?? null) : interaction.rolloutId
  const rollout = rolloutId === null ? null : await holdRollout(tx, rolloutId)
  const digest = cardDigest({
    proposalId: proposal.id,
    effects: effects.map((effect) => ({
      effectId: effect.id,
      state: effect.state,
      approvalDigest: effect.approvalDigest,
      requestDigest: bodies.get(effect.requestId)!.digest,
    })),
    escalated: proposal.escalated || interaction.state === 'escalated',
    phase: rollout?.phase ?? 'none',
    delivery: rollout?.delivery ?? null,
  })
  return { digest, effects }
}
