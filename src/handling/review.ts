// Step 4. A person gives a verdict, before or after the fact. Where something is held, the verdict releases exactly what was shown, or declines it; in
// shadow observe it changes nothing in the world.

import type { Actor } from '../domain/audit/record.ts'
import { invariant } from '../domain/fault.ts'
import type { ReviewId, VerdictId } from '../domain/ids.ts'
import type { EffectState } from '../domain/interaction/effect.ts'
import {
  escalationVerdicts,
  isCorrect,
  shouldHaveEscalated,
  type VerdictKind,
  type VerdictSource,
  verdictsFor,
} from '../domain/interaction/verdict.ts'
import { isRefusal, type Refusal, refuse } from '../domain/refusal.ts'
import { countOutcome } from '../moves/count-evidence.ts'
import { decideHeld } from '../moves/decide-held.ts'
import { shownOf } from '../moves/shown.ts'
import { append } from '../store/audit-log.ts'
import { keep } from '../store/contents.ts'
import type { Tx } from '../store/database.ts'
import { freshId } from '../store/fresh-id.ts'
import type { House } from '../store/house.ts'
import { type Interaction, lockInteraction } from '../store/interactions.ts'
import { type Proposal, proposalOf } from '../store/proposals.ts'
import { closeReview, insertVerdict, lockReview, type Review } from '../store/reviews.ts'

export type Judgement = {
  reviewId: ReviewId
  kind: VerdictKind
  /** The digest of the card that was shown; null only from a verified source, which was shown nothing. */
  digest: string | null
  reasons: readonly string[]
  note: string | null
  /** The reply as the reviewer wants it, with `correct_small_edit`. */
  edit?: string | null
  source?: VerdictSource
  /** A verified source may know both; a person's verdict implies it. */
  correct?: boolean
  shouldEscalate?: boolean | null
}

export type Judged = {
  verdictId: VerdictId | null
  effects: { effectId: string; state: EffectState }[]
  interactionState: string
}

/** One verdict on one review. Refused when the card is stale, the review is closed or somebody else has it. */
export async function giveVerdict(house: House, judgement: Judgement, by: Actor): Promise<Judged | Refusal> {
  return house.db.transaction(async (tx) => {
    const at = house.clock.now()
    const review = await lockReview(tx, judgement.reviewId)
    if (review === null) return refuse('not_found', { what: 'review', id: judgement.reviewId })
    const interaction = await lockInteraction(tx, review.interactionId)
    const proposal = await proposalOf(tx, review.interactionId)
    invariant(interaction !== null && proposal !== null, 'a review has an interaction and a proposal')
    const no = unfit(review, judgement, by, at) ?? (await stale(tx, { review, interaction, proposal }, judgement))
    if (no !== null) return no
    const effects = await decideHeld(tx, at, by, { interaction, choice: choiceOf(judgement) })
    if (isRefusal(effects)) return effects
    const verdictId = proposal.state === 'open' ? null : await writeVerdict(tx, at, by, { review, proposal, judgement })
    if (verdictId !== null) await closeReview(tx, review.id, 'done', at)
    const after = await lockInteraction(tx, interaction.id)
    return { verdictId, effects, interactionState: after!.state }
  })
}

function unfit(review: Review, judgement: Judgement, by: Actor, at: Date): Refusal | null {
  const { kind, source = 'person' } = judgement
  if (review.state !== 'open') return refuse('review_closed', { state: review.state })
  if (review.reservedBy !== null && review.reservedBy !== by.id && review.reservedUntil !== null && review.reservedUntil > at) {
    return refuse('review_taken', { until: review.reservedUntil.toISOString() })
  }
  const possible = verdictsFor(review.escalated)
  if (source === 'person' && !possible.includes(kind)) {
    return refuse('verdict_unfit', {
      verdict: kind,
      what: review.escalated ? 'an escalation' : 'a handled proposal',
      possible: possible.join(', '),
    })
  }
  const needsWords = kind === 'wrong' || kind === 'should_escalate' || kind === 'unsafe'
  if (source === 'person' && needsWords && judgement.reasons.length === 0 && !judgement.note?.trim())
    return refuse('note_missing', { verdict: kind })
  return null
}

async function stale(
  tx: Tx,
  at: { review: Review; interaction: Interaction; proposal: Proposal },
  judgement: Judgement,
): Promise<Refusal | null> {
  if (judgement.digest === null && judgement.source === 'verified_source') return null
  const shown = await shownOf(tx, at.interaction, at.proposal)
  return shown.digest === judgement.digest ? null : refuse('approval_stale')
}

type Choice = { decision: 'release' | 'decline'; edit: string | null }

function choiceOf({ kind, edit }: Judgement): Choice {
  if (kind === 'correct') return { decision: 'release', edit: null }
  if (kind === 'correct_small_edit') return { decision: 'release', edit: edit ?? null }
  return { decision: 'decline', edit: null }
}

async function writeVerdict(
  tx: Tx,
  at: Date,
  by: Actor,
  it: { review: Review; proposal: Proposal; judgement: Judgement },
): Promise<VerdictId> {
  const { review, proposal, judgement } = it
  const { kind, source = 'person', note } = judgement
  const verified = source === 'verified_source'
  const aboutEscalation = (escalationVerdicts as readonly string[]).includes(kind)
  const correct = verified && judgement.correct !== undefined ? judgement.correct : isCorrect(kind)
  const shouldEscalate = verified && judgement.shouldEscalate !== undefined ? judgement.shouldEscalate : shouldHaveEscalated(kind)
  const kept = note?.trim() ? await keep(tx, at, review.interactionId, 'note', note) : null
  const id = freshId('verdict', at)
  await insertVerdict(tx, {
    id,
    review,
    dossierId: proposal.dossierId,
    kind,
    correct,
    shouldEscalate,
    source,
    givenBy: by.id,
    reasons: judgement.reasons,
    noteId: kept?.id ?? null,
    at,
  })
  await countOutcome(tx, review.id, {
    correct: aboutEscalation && !verified ? null : correct,
    shouldEscalate,
    source,
    by: by.id,
    at,
  })
  await append(tx, at, by, {
    kind: 'verdict.given',
    subject: review.interactionId,
    says: {
      verdict: id,
      review: review.id,
      proposal: proposal.id,
      kind,
      correct: aboutEscalation && !verified ? null : correct,
      shouldEscalate,
      escalated: review.escalated,
      cell: { queryType: review.queryType, channel: review.channel },
      dossier: proposal.dossierId,
      weight: review.weight,
      source,
      reasons: [...judgement.reasons],
      note: kept?.digest ?? null,
    },
  })
  return id
}
