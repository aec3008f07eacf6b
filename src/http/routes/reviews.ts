// Reviews: the queue, taking the next item, its card, the verdict, skipping and undoing.

import { idParams } from '@tenure/contract/paging'
import {
  cardAnswer,
  changeVerdictRequest,
  nextReviewRequest,
  queueAnswer,
  reviewsQuery,
  skippedAnswer,
  skipRequest,
  undoneAnswer,
  verdictAnswer,
  verdictRequest,
} from '@tenure/contract/reviews'
import type { ReviewId, VerdictId } from '../../domain/ids.ts'
import type { InteractionState } from '../../domain/interaction/interaction.ts'
import { mayNameVerifiedSource } from '../../domain/oversight/authority.ts'
import { isRefusal, type Refusal, refuse } from '../../domain/refusal.ts'
import { skipReview, takeReview, undoVerdict } from '../../handling/reserve.ts'
import { changeVerdict, giveVerdict, type Judged, type Judgement } from '../../handling/review.ts'
import { employeeIdOf } from '../../store/views/employees.ts'
import { page, readTimeCursor, timeCursor } from '../../store/views/page.ts'
import { countQueue, listReviews } from '../../store/views/review-queue.ts'
import { cardOf, tellReview } from '../card.ts'
import { door } from '../door.ts'

const tellJudged = (judged: Judged | Refusal) =>
  isRefusal(judged) ? judged : { ...judged, interactionState: judged.interactionState as InteractionState }

export const reviewDoors = [
  door({
    name: 'listReviews',
    method: 'get',
    path: '/reviews',
    act: 'review.list',
    group: 'reviews',
    summary: 'The queue: open items, oldest due first, with counts; or what is done, latest first.',
    query: reviewsQuery,
    answer: queueAnswer,
    async handle({ door: { house }, query, who }) {
      const after = readTimeCursor(query.cursor)
      if (isRefusal(after)) return after
      const employeeId = query.employee === undefined ? null : await employeeIdOf(house.db, query.employee)
      if (query.employee !== undefined && employeeId === null)
        return refuse('not_found', { what: 'employee', id: query.employee })
      const filter = {
        state: query.state,
        rolloutId: query.rollout ?? null,
        employeeId,
        queryType: query.queryType ?? null,
        after,
      }
      const rows = await listReviews(house.db, filter, query.limit + 1)
      const { items, next } = page(rows, query.limit, (row) =>
        timeCursor(query.state === 'open' ? row.dueAt : (row.closedAt ?? row.dueAt), row.id),
      )
      return { items: items.map(tellReview), next, counts: await countQueue(house.db, who.actor.id, house.clock.now()) }
    },
  }),
  door({
    name: 'takeReview',
    method: 'post',
    path: '/reviews/next',
    act: 'review.take',
    group: 'reviews',
    summary: 'Reserves the oldest due item that nobody has, or the one named, and shows its card. 204: nothing waits.',
    body: nextReviewRequest,
    answer: cardAnswer,
    mayBeNothing: true,
    repeatable: true,
    async handle({ door: { house }, body, who }) {
      const wanted = body.reviewId === undefined ? {} : { reviewId: body.reviewId as ReviewId }
      const taken = await takeReview(house, { reviewer: who.actor.id, ...wanted }, who.actor)
      if (isRefusal(taken)) return taken.refusal === 'nothing_to_review' ? null : taken
      return cardOf(house, taken.reviewId)
    },
  }),
  door({
    name: 'review',
    method: 'get',
    path: '/reviews/{id}',
    act: 'review.read',
    group: 'reviews',
    summary:
      'One card: effects first, what each key will do in the world, and the digest a verdict must name. Looking reserves nothing.',
    params: idParams,
    answer: cardAnswer,
    handle: ({ door: { house }, params }) => cardOf(house, params.id),
  }),
  door({
    name: 'giveVerdict',
    method: 'post',
    path: '/reviews/{id}/verdict',
    act: 'verdict.give',
    group: 'reviews',
    summary:
      'A verdict on exactly what was shown. In shadow assist, `correct` releases what is held; in shadow observe nothing happens in the world.',
    params: idParams,
    body: verdictRequest,
    answer: verdictAnswer,
    status: 201,
    async handle({ door: { house }, params, body, who }) {
      const { kind, digest, reasons, note, source } = body
      const verified = source === 'verified_source'
      const allowed = verified ? mayNameVerifiedSource(who.caller) : true
      if (allowed !== true) return allowed
      if (!verified && (body.correct !== undefined || body.shouldEscalate !== undefined)) {
        return refuse('invalid_input', {
          where: 'body',
          why: '`correct` and `shouldEscalate` are for a verified source',
          remedy: 'Leave them out: a person’s verdict says both by its kind.',
        })
      }
      const judgement: Judgement = {
        reviewId: params.id as ReviewId,
        kind,
        digest,
        reasons,
        note,
        edit: body.edit ?? null,
        activeMs: body.activeMs,
        source,
      }
      if (body.correct !== undefined) judgement.correct = body.correct
      if (body.shouldEscalate !== undefined) judgement.shouldEscalate = body.shouldEscalate
      const judged = await giveVerdict(house, judgement, verified ? { ...who.actor, kind: 'verified_source' } : who.actor)
      return tellJudged(judged)
    },
  }),
  door({
    name: 'changeVerdict',
    method: 'post',
    path: '/verdicts/{id}/change',
    act: 'verdict.change',
    group: 'reviews',
    summary:
      'Another verdict in place of one’s own, in one step; both stay on the record. Not after it acted on the world, nor once somebody else has judged the same proposal.',
    params: idParams,
    body: changeVerdictRequest,
    answer: verdictAnswer,
    status: 201,
    async handle({ door: { house }, params, body, who }) {
      const { kind, digest, reasons, note, activeMs, edit = null } = body
      return tellJudged(
        await changeVerdict(house, { verdictId: params.id as VerdictId, kind, digest, reasons, note, edit, activeMs }, who.actor),
      )
    },
  }),
  door({
    name: 'skipReview',
    method: 'post',
    path: '/reviews/{id}/skip',
    act: 'review.skip',
    group: 'reviews',
    summary: 'Puts an item behind everything that waits now, with a word why.',
    params: idParams,
    body: skipRequest,
    answer: skippedAnswer,
    async handle({ door: { house }, params, body, who }) {
      return skipReview(house, { reviewId: params.id as ReviewId, why: body.why }, who.actor)
    },
  }),
  door({
    name: 'undoVerdict',
    method: 'post',
    path: '/verdicts/{id}/undo',
    act: 'verdict.undo',
    group: 'reviews',
    summary: 'Takes one’s own verdict back; the item is open again. What was performed because of it stays performed.',
    params: idParams,
    answer: undoneAnswer,
    async handle({ door: { house }, params, who }) {
      return undoVerdict(house, { verdictId: params.id as VerdictId }, who.actor)
    },
  }),
]
