// A move several steps make: a proposal is put before a person, with the weight its verdict will have.

import type { ReviewId } from '../domain/ids.ts'
import type { Tx } from '../store/database.ts'
import { freshId } from '../store/fresh-id.ts'
import type { Interaction } from '../store/interactions.ts'
import type { Proposal } from '../store/proposals.ts'
import { openReview, type Review } from '../store/reviews.ts'
import { openItem } from './count-evidence.ts'
import { inviteBlind } from './invite-blind.ts'

/** A sampled item without a verdict counts as wrong after this long. Source: GATES.md D14 and section 9 (“verdictDeadline 3 d”). */
export const verdictDeadlineMs = 3 * 86_400_000

/** `risk`: how many signals speak against it, for its place in the queue. */
export type Draw = { reason: Review['reason']; ratio: number; weight: number; escalated: boolean; risk: number }

/** Opens (or brings up to date) the primary review of a proposal and returns its id. */
export async function requestReview(
  tx: Tx,
  at: Date,
  on: { interaction: Interaction; proposal: Pick<Proposal, 'id'> },
  draw: Draw,
): Promise<ReviewId> {
  const { interaction, proposal } = on
  const { rolloutId, phase } = interaction
  const dueAt = new Date(at.getTime() + verdictDeadlineMs)
  const reviewId = await openReview(tx, {
    id: freshId('review', at),
    interactionId: interaction.id,
    proposalId: proposal.id,
    rolloutId,
    employeeId: interaction.employeeId,
    workflow: interaction.workflow,
    queryType: interaction.queryType,
    channel: interaction.channel,
    purpose: 'primary',
    notFor: [],
    ...draw,
    openedAt: at,
    dueAt,
  })
  if (rolloutId !== null && phase !== null) {
    const { escalated, weight } = draw
    const item = { reviewId, interactionId: interaction.id, proposalId: proposal.id, rolloutId, phase }
    await openItem(tx, { ...item, openedAt: at, dueAt, escalated, weight })
    await inviteBlind(tx, rolloutId)
  }
  return reviewId
}
