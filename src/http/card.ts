// One review card: the effects first, then what was asked and answered, what each key will do, and the digest that binds a verdict to exactly this.

import type { ReviewCard } from '@tenure/contract/reviews'
import { cardDigest } from '../domain/oversight/approval.ts'
import { verdictKeys } from '../domain/oversight/consequence.ts'
import { type Refusal, refuse } from '../domain/refusal.ts'
import type { Delivery, Phase } from '../domain/rollout/phase.ts'
import type { House } from '../store/house.ts'
import { findRubric } from '../store/views/dossiers.ts'
import {
  type EffectRow,
  effectsAbout,
  findInteraction,
  humanWorkOn,
  type ProposalRow,
  proposalsAbout,
  reviewsAbout,
  verdictsAbout,
} from '../store/views/interaction-story.ts'
import { findReview, type ReviewRow, standingOf } from '../store/views/review-queue.ts'
import type { Sight } from './sight.ts'
import { iso, isoOrNull, tellEffect, tellVerdict, tellWork } from './tell.ts'

/** `verdict` only where it may be seen: one's own, or any once nothing about the proposal is open. */
export function tellReview({ notFor: _, proposalId: __, ...row }: ReviewRow, sight: Sight, sealed = false) {
  const verdict = sealed && row.verdict?.givenBy !== sight.person ? null : row.verdict
  return { ...row, verdict, dueAt: iso(row.dueAt), openedAt: iso(row.openedAt), reservedUntil: isoOrNull(row.reservedUntil) }
}

/** What changes the world comes first (CONSOLE.md: “the item: side effects first”), then the reply, then what was read. */
const order = { write: 0, reply: 1, read: 2 }

/** The card of a review. Its digest is computed from the very rows that are shown, so a verdict can only bind what was on the card. */
export async function cardOf(house: House, reviewId: string, sight: Sight): Promise<ReviewCard | Refusal> {
  const review = await findReview(house.db, reviewId)
  if (review === null) return refuse('not_found', { what: 'review', id: reviewId })
  // A second look at what one has judged already is nobody's business but the second person's.
  const open = review.state === 'open'
  if (sight.judge && open && review.notFor.includes(sight.person)) return refuse('not_found', { what: 'review', id: reviewId })
  const [interaction, proposals, effects, work, verdicts, standing, reviews] = await Promise.all([
    findInteraction(house.db, review.interactionId),
    proposalsAbout(house.db, review.interactionId),
    effectsAbout(house.db, review.interactionId),
    humanWorkOn(house.db, review.interactionId),
    verdictsAbout(house.db, review.interactionId),
    standingOf(house.db, review.rolloutId),
    reviewsAbout(house.db, review.interactionId),
  ])
  const proposal = proposals.find(({ id }) => id === review.proposalId)
  if (interaction === null || proposal === undefined) return refuse('not_found', { what: 'review', id: reviewId })
  const phase = (standing?.phase ?? null) as Phase | null
  const delivery = (standing?.delivery ?? null) as Delivery | null
  const waits = reviews.some(({ state }) => state === 'open')
  const sealed = sight.judge && waits
  const hidden = interaction.phase === 'shadow' && (sight.judge ? waits : open)
  const shown = digestOf({ proposal, effects, standing, escalated: proposal.escalated || interaction.state === 'escalated' })
  return {
    ...tellReview(review, sight, sealed),
    digest: shown,
    phase,
    delivery,
    sampled: review.reason === 'sample' || review.reason === 'monthly',
    workflow: interaction.workflow,
    requester: interaction.requester,
    fields: interaction.fields ?? {},
    escalation: proposal.escalated ? { reason: proposal.reason ?? '', trigger: proposal.trigger } : null,
    effects: effects.toSorted((a, b) => order[a.kind] - order[b.kind] || a.position - b.position).map(tellEffect),
    keys: verdictKeys({
      phase,
      delivery,
      escalated: review.escalated,
      held: effects.filter(({ state }) => state === 'held'),
    }),
    humanWork: hidden ? null : work.map(tellWork),
    humanWorkHidden: hidden && work.length > 0,
    verdicts: verdicts.filter(({ givenBy }) => !sealed || givenBy === sight.person).map(tellVerdict),
    rubric: await rubricOf(house, interaction.dossierId, interaction.queryType),
  }
}

type Shown = {
  proposal: ProposalRow
  effects: readonly EffectRow[]
  standing: { phase: string; delivery: string } | null
  escalated: boolean
}

function digestOf({ proposal, effects, standing, escalated }: Shown): string {
  return cardDigest({
    proposalId: proposal.id,
    effects: effects.map(({ id, state, approvalDigest, requestDigest }) => ({
      effectId: id,
      state,
      approvalDigest,
      requestDigest,
    })),
    escalated,
    phase: standing?.phase ?? 'none',
    delivery: standing?.delivery ?? null,
  })
}

/** What a right answer looks like, in the dossier's own words: how it is done, what is forbidden, when a person must have it. */
async function rubricOf(house: House, dossierId: string | null, queryType: string): Promise<ReviewCard['rubric']> {
  const rubric = dossierId === null ? null : await findRubric(house.db, dossierId, queryType)
  return rubric ?? { steps: [], mustNot: [], triggers: [] }
}
