// Step 4b. A reviewer takes, skips or hands over an item, or takes a verdict back. Reservations expire; two reviewers never hold one item.

import type { Actor } from '../domain/audit/record.ts'
import { invariant } from '../domain/fault.ts'
import type { ReviewId, VerdictId } from '../domain/ids.ts'
import { type Refusal, refuse } from '../domain/refusal.ts'
import { weighVerdicts } from '../moves/weigh-verdicts.ts'
import { whyItStays } from '../moves/why-it-stays.ts'
import { append } from '../store/audit-log.ts'
import type { House } from '../store/house.ts'
import {
  closeReview,
  lockReview,
  lockReviewCase,
  reserve,
  reserveNext,
  sendToEnd,
  verdictOf,
  withdrawVerdict,
} from '../store/reviews.ts'

/** Long enough to read a hard case, short enough that a closed laptop does not block the queue. Source: by review with reviewers; CONSOLE.md asks for an expiry, shown. */
const reservationMs = 10 * 60_000

/** Reserves the next item of the queue, or the one named. */
export async function takeReview(
  house: House,
  { reviewer, reviewId }: { reviewer: string; reviewId?: ReviewId },
  by: Actor,
): Promise<{ reviewId: ReviewId; reservedUntil: Date } | Refusal> {
  return house.db.transaction(async (tx) => {
    const at = house.clock.now()
    const until = new Date(at.getTime() + reservationMs)
    const review = reviewId === undefined ? await reserveNext(tx, reviewer, until, at) : await lockReview(tx, reviewId)
    if (review === null)
      return reviewId === undefined ? refuse('nothing_to_review') : refuse('not_found', { what: 'review', id: reviewId })
    if (reviewId !== undefined) {
      if (review.state !== 'open') return refuse('review_closed', { state: review.state })
      if (
        review.reservedBy !== null &&
        review.reservedBy !== reviewer &&
        review.reservedUntil !== null &&
        review.reservedUntil > at
      ) {
        return refuse('review_taken', { until: review.reservedUntil.toISOString() })
      }
      if (review.notFor.includes(reviewer)) return refuse('review_not_yours')
      await reserve(tx, review.id, reviewer, { until, at })
    }
    await append(tx, at, by, {
      kind: 'review.reserved',
      subject: review.interactionId,
      says: { review: review.id, until: until.toISOString() },
    })
    return { reviewId: review.id, reservedUntil: until }
  })
}

/** Puts an item at the end of the queue and frees it. */
export async function skipReview(
  house: House,
  { reviewId, why }: { reviewId: ReviewId; why: string },
  by: Actor,
): Promise<{ reviewId: ReviewId } | Refusal> {
  return house.db.transaction(async (tx) => {
    const review = await lockReview(tx, reviewId)
    if (review === null) return refuse('not_found', { what: 'review', id: reviewId })
    if (review.state !== 'open') return refuse('review_closed', { state: review.state })
    await sendToEnd(tx, reviewId)
    await append(tx, house.clock.now(), by, {
      kind: 'review.returned',
      subject: review.interactionId,
      says: { review: reviewId, why },
    })
    return { reviewId }
  })
}

/** Takes one's own verdict back and opens the review again. What the verdict released stays released: an approval is single-use and cannot be undone. */
export async function undoVerdict(
  house: House,
  { verdictId }: { verdictId: VerdictId },
  by: Actor,
): Promise<{ reviewId: ReviewId } | Refusal> {
  return house.db.transaction(async (tx) => {
    const at = house.clock.now()
    const verdict = await verdictOf(tx, verdictId)
    if (verdict === null || verdict.givenBy !== by.id) return refuse('not_found', { what: 'verdict of yours', id: verdictId })
    const found = await lockReviewCase(tx, verdict.reviewId)
    invariant(found !== null, 'a verdict has a review')
    const no = await whyItStays(tx, verdictId, by)
    if (no !== null) return no
    await withdrawVerdict(tx, verdictId, by.id, at)
    await closeReview(tx, verdict.reviewId, 'open', at)
    await append(tx, at, by, {
      kind: 'verdict.withdrawn',
      subject: verdict.interactionId,
      says: { verdict: verdictId, review: verdict.reviewId },
    })
    await weighVerdicts(tx, at, { interaction: found.interaction, proposalId: verdict.proposalId })
    return { reviewId: verdict.reviewId }
  })
}
