// Step 4d. What a reviewer sets right beside the verdict: the query type the item should have had, the answer it should have been. Both are recorded and neither moves
// anything: evidence stays in the cell it was sampled in, because a person's label would let evidence be chosen after the outcome is known (PRODUCT.md, section 4).

import type { Actor } from '../domain/audit/record.ts'
import { unlisted } from '../domain/discovery/workflow-map.ts'
import type { ReviewId } from '../domain/ids.ts'
import { isRefusal, type Refusal, refuse } from '../domain/refusal.ts'
import { append } from '../store/audit-log.ts'
import { keep } from '../store/contents.ts'
import { declaredTypesOf } from '../store/corrections.ts'
import type { Tx } from '../store/database.ts'
import type { House } from '../store/house.ts'
import { lockReview, type Review } from '../store/reviews.ts'

export type Correction = { reviewId: ReviewId; queryType: string | null; answer: string | null }

/** Records what this reviewer says the item's type, its answer, or both should have been. The latest of each is what they say. */
export async function correctReview(house: House, correction: Correction, by: Actor): Promise<{ reviewId: ReviewId } | Refusal> {
  const { reviewId, queryType, answer } = correction
  return house.db.transaction(async (tx) => {
    const at = house.clock.now()
    const review = await lockReview(tx, reviewId)
    if (review === null) return refuse('not_found', { what: 'review', id: reviewId })
    const no = unfit(review, by, at) ?? (queryType === null ? null : await undeclared(tx, review, queryType))
    if (isRefusal(no)) return no
    if (queryType !== null) {
      await append(tx, at, by, {
        kind: 'review.type_checked',
        subject: review.interactionId,
        says: { review: review.id, from: review.queryType, to: queryType },
      })
    }
    if (answer !== null) {
      const kept = await keep(tx, at, review.interactionId, 'reply', answer)
      await append(tx, at, by, {
        kind: 'review.answer_written',
        subject: review.interactionId,
        says: { review: review.id, answer: kept.digest },
      })
    }
    return { reviewId: review.id }
  })
}

function unfit(review: Review, by: Actor, at: Date): Refusal | null {
  if (review.state === 'withdrawn') return refuse('review_closed', { state: review.state })
  const { reservedBy, reservedUntil } = review
  const othersHave = reservedBy !== null && reservedBy !== by.id && reservedUntil !== null && reservedUntil > at
  return review.state === 'open' && othersHave ? refuse('review_taken', { until: reservedUntil.toISOString() }) : null
}

async function undeclared(tx: Tx, review: Review, queryType: string): Promise<Refusal | null> {
  const declared = [...(await declaredTypesOf(tx, review.proposalId)), unlisted]
  if (declared.includes(queryType)) return null
  return refuse('invalid_input', {
    where: 'queryType',
    why: 'the dossier of this item declares no such query type',
    remedy: `Use one of: ${declared.join(', ')}.`,
  })
}
