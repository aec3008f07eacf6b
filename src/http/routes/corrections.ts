// Beside the verdict: what a reviewer sets right, and the items like this one.

import { alikeAnswer, correctionRequest, correctionsAnswer } from '@tenure/contract/corrections'
import { idParams } from '@tenure/contract/paging'
import { unlisted } from '../../domain/discovery/workflow-map.ts'
import type { ReviewId } from '../../domain/ids.ts'
import { isRefusal, type Refusal, refuse } from '../../domain/refusal.ts'
import { correctReview } from '../../handling/correct.ts'
import type { House } from '../../store/house.ts'
import { correctionsBy, effectShapes } from '../../store/views/corrections.ts'
import { employeeIdOf } from '../../store/views/employees.ts'
import { findReview, listReviews, type ReviewRow } from '../../store/views/review-queue.ts'
import { tellReview } from '../card.ts'
import { door } from '../door.ts'
import { type Sight, sightOf } from '../sight.ts'

// The next two hundred of the cell are compared: beyond that nobody would read the spread, and the answer stays quick with thousands waiting.
const looked = 200

export const correctionDoors = [
  door({
    name: 'corrections',
    method: 'get',
    path: '/reviews/{id}/corrections',
    act: 'review.read',
    group: 'reviews',
    summary: 'The query types this item could be of, and what you have set right on it.',
    params: idParams,
    answer: correctionsAnswer,
    handle: ({ door: { house }, params, who }) => tellCorrections(house, params.id, who.actor.id),
  }),
  door({
    name: 'correctReview',
    method: 'post',
    path: '/reviews/{id}/corrections',
    act: 'review.correct',
    group: 'reviews',
    summary: 'Confirms or corrects the query type, or says the right answer. Recorded; evidence never moves to another cell.',
    params: idParams,
    body: correctionRequest,
    answer: correctionsAnswer,
    status: 201,
    async handle({ door: { house }, params, body, who }) {
      const correction = {
        reviewId: params.id as ReviewId,
        queryType: body.queryType ?? null,
        answer: body.answer ?? null,
      }
      const corrected = await correctReview(house, correction, who.actor)
      return isRefusal(corrected) ? corrected : tellCorrections(house, params.id, who.actor.id)
    },
  }),
  door({
    name: 'reviewsAlike',
    method: 'get',
    path: '/reviews/{id}/alike',
    act: 'review.read',
    group: 'reviews',
    summary:
      'Open items of the same type with the same effects, to be judged together. None where something is held: each of those is decided by itself.',
    params: idParams,
    answer: alikeAnswer,
    async handle({ door: { house }, params, who }) {
      const review = await findReview(house.db, params.id)
      if (review === null) return refuse('not_found', { what: 'review', id: params.id })
      const sight = sightOf(who)
      const others = await freeOfSameCell(house, review, sight)
      const shapes = await effectShapes(
        house.db,
        [review, ...others].map(({ interactionId }) => interactionId),
      )
      const shape = shapes.get(review.interactionId) ?? ''
      const alike = / held$/m.test(shape) ? [] : others.filter((each) => (shapes.get(each.interactionId) ?? '') === shape)
      return { items: alike.map((row) => tellReview(row, sight, sight.reviewer)), looked: others.length }
    },
  }),
]

async function tellCorrections(house: House, reviewId: string, personId: string) {
  const row = await correctionsBy(house.db, reviewId, personId)
  if (row === null) return refuse('not_found', { what: 'review', id: reviewId }) satisfies Refusal
  const { filedAs, declared, queryType, answer } = row
  return { reviewId, filedAs, declared: [...declared, unlisted], said: { queryType, answer } }
}

async function freeOfSameCell(house: House, review: ReviewRow, sight: Sight): Promise<ReviewRow[]> {
  const { queryType, rolloutId } = review
  const employeeId = await employeeIdOf(house.db, review.employee)
  const of = sight.judge ? sight : null
  const rows = await listReviews(house.db, { state: 'open', rolloutId, employeeId, queryType, after: null, of }, looked + 1)
  const now = house.clock.now()
  return rows
    .filter(({ id, channel, escalated }) => id !== review.id && channel === review.channel && escalated === review.escalated)
    .filter(
      ({ reservedBy, reservedUntil }) => reservedBy === null || reservedBy === sight.person || (reservedUntil ?? now) <= now,
    )
    .slice(0, looked)
}
