// What stories about reviewing are told with: more people, a card as a reviewer sees it, verdicts, and a rollout whose draws the test decides.

import type { Actor } from '../../src/domain/audit/record.ts'
import type { ReviewId } from '../../src/domain/ids.ts'
import type { VerdictKind } from '../../src/domain/interaction/verdict.ts'
import { takeReview } from '../../src/handling/reserve.ts'
import { giveVerdict } from '../../src/handling/review.ts'
import { shownOf } from '../../src/moves/shown.ts'
import { lockCase } from '../../src/store/proposals.ts'
import { arrives, rows, type World } from './world.ts'

const person = (id: string, authority: string): Actor => ({ kind: 'person', id, authority })

export const ben = person('per_ben', 'reviewer')
export const cleo = person('per_cleo', 'reviewer')
export const dara = person('per_dara', 'reviewer')

/** What a card shows is bound by this digest. */
export async function digestOf(world: World, interactionId: string): Promise<string> {
  return world.house.db.transaction(async (tx) => {
    const found = await lockCase(tx, interactionId)
    if (!found?.proposal) throw new Error('there is a proposal')
    return (await shownOf(tx, found.interaction, found.proposal)).digest
  })
}

/** A verdict on this review, whoever has it. */
export async function judges(world: World, by: Actor, reviewId: string, kind: VerdictKind = 'correct') {
  const [review] = await rows<{ interactionId: string }>(
    world,
    'select interaction_id as "interactionId" from tenure.reviews where id = $1',
    [reviewId],
  )
  const digest = await digestOf(world, review!.interactionId)
  return giveVerdict(world.house, { reviewId: reviewId as ReviewId, kind, digest, reasons: [], note: 'because' }, by)
}

/** The next item of this person's queue, or null. */
export async function next(world: World, by: Actor): Promise<ReviewId | null> {
  const taken = await takeReview(world.house, { reviewer: by.id }, by)
  return 'refusal' in taken ? null : taken.reviewId
}

export type ReviewRow = { id: ReviewId; purpose: string; state: string; not_for: string[]; opened_at: Date; due_at: Date }

export const reviewsOf = (world: World, interactionId: string) =>
  rows<ReviewRow>(
    world,
    "select id, purpose, state, not_for, opened_at, due_at from tenure.reviews where interaction_id = $1 order by array_position(array['primary', 'double', 'adjudication', 'blind'], purpose)",
    [interactionId],
  )

/** An interaction whose proposal waits for review; `double`: whether the draw wants a second judgement. The draw is set by hand: a story must not hang on chance. */
export async function waits(
  world: World,
  employeeId: Parameters<typeof arrives>[1],
  it: { double?: boolean; query?: string } = {},
): Promise<{ interactionId: string; reviewId: ReviewId }> {
  const { interactionId } = await arrives(world, employeeId, it.query ?? 'my vpn keeps dropping')
  await world.house.db.pool.query('update tenure.interactions set double_u = $2, double_ratio = 0.1 where id = $1', [
    interactionId,
    it.double ? 0.01 : 0.99,
  ])
  await world.drain()
  const [review] = await reviewsOf(world, interactionId)
  return { interactionId, reviewId: review!.id }
}
