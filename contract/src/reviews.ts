// Reviews: the queue, one card, and the verdict on it.

import { z } from 'zod'
import { humanWorkSchema, storyEffect, storyVerdict } from './interactions.ts'
import { pageQuery } from './paging.ts'
import { saysSchema } from './sentence.ts'
import {
  deliverySchema,
  effectStateSchema,
  instant,
  interactionStateSchema,
  phaseSchema,
  verdictKindSchema,
  verdictReasonSchema,
} from './words.ts'

export const reviewReasonSchema = z.enum(['shadow', 'sample', 'escalation', 'held', 'monthly']).meta({ id: 'ReviewReason' })

export const reviewsQuery = pageQuery.extend({
  state: z.enum(['open', 'done', 'withdrawn']).default('open'),
  rollout: z.string().max(100).optional(),
  employee: z.string().max(100).optional(),
  queryType: z.string().max(200).optional(),
})

export const reviewSummary = z
  .object({
    id: z.string(),
    interactionId: z.string(),
    rolloutId: z.string().nullable(),
    employee: z.string(),
    queryType: z.string(),
    channel: z.string(),
    reason: reviewReasonSchema,
    escalated: z.boolean(),
    state: z.enum(['open', 'done', 'withdrawn']),
    dueAt: instant,
    openedAt: instant,
    reservedBy: z.string().nullable(),
    reservedUntil: instant.nullable(),
    query: z.string().nullable(),
    verdict: z.object({ id: z.string(), kind: verdictKindSchema, givenBy: z.string(), givenAt: instant }).nullable(),
  })
  .meta({ id: 'ReviewSummary' })
export type ReviewSummary = z.infer<typeof reviewSummary>

/** `counts`: what is open by reason, what this caller has done today, and their median seconds per item (idle capped). */
export const queueAnswer = z
  .object({
    items: z.array(reviewSummary),
    next: z.string().nullable(),
    counts: z.object({
      open: z.number().int(),
      byReason: z.record(z.string(), z.number().int()),
      doneToday: z.number().int(),
      overdue: z.number().int(),
    }),
  })
  .meta({ id: 'ReviewQueue' })
export type ReviewQueue = z.infer<typeof queueAnswer>

/** A key on the card: the verdict it gives and, in words, what pressing it will do in the world. */
export const verdictKeySchema = z
  .object({ key: z.string(), kind: verdictKindSchema, consequence: z.string(), says: saysSchema })
  .meta({ id: 'VerdictKey' })
export type VerdictKey = z.infer<typeof verdictKeySchema>

/**
 * One card. `digest` MUST be sent back with the verdict: it names exactly what was shown. `effects`: writes first, then the reply, then reads. `humanWork` is null until
 * the verdict in shadow, and `humanWorkHidden` says whether there is something hidden.
 */
export const cardAnswer = reviewSummary
  .extend({
    digest: z.string(),
    phase: phaseSchema.nullable(),
    delivery: deliverySchema.nullable(),
    sampled: z.boolean(),
    workflow: z.string(),
    requester: z.string().nullable(),
    fields: z.record(z.string(), z.unknown()),
    escalation: z.object({ reason: z.string(), trigger: z.string().nullable() }).nullable(),
    effects: z.array(storyEffect),
    keys: z.array(verdictKeySchema),
    humanWork: z.array(humanWorkSchema).nullable(),
    humanWorkHidden: z.boolean(),
    verdicts: z.array(storyVerdict),
    rubric: z.object({ steps: z.array(z.string()), mustNot: z.array(z.string()), triggers: z.array(z.string()) }),
  })
  .meta({ id: 'ReviewCard' })
export type ReviewCard = z.infer<typeof cardAnswer>

/** Takes a given item, or with no body the oldest due one that nobody has reserved. */
export const nextReviewRequest = z.strictObject({ reviewId: z.string().max(100).optional() })
export type NextReviewRequest = z.infer<typeof nextReviewRequest>

/**
 * `digest`: that of the card that was shown; null only from a verified source, which was shown nothing. `edit`: the reply as it should have been, with
 * `correct_small_edit`. `source: verified_source` is for keys only (a recording's ground truth) and may say `correct` and `shouldEscalate` both.
 */
export const verdictRequest = z.strictObject({
  kind: verdictKindSchema,
  digest: z.string().min(1).max(200).nullable(),
  reasons: z.array(verdictReasonSchema).max(6).default([]),
  note: z.string().max(5000).nullable().default(null),
  edit: z.string().max(100_000).nullable().optional(),
  /** Seconds of work on this item in milliseconds, pauses left out, as the page counted them. The server counts for itself as well. */
  activeMs: z.number().int().min(0).max(86_400_000).nullable().default(null),
  correct: z.boolean().optional(),
  shouldEscalate: z.boolean().nullable().optional(),
  source: z.enum(['person', 'verified_source']).default('person'),
})
export type VerdictRequest = z.input<typeof verdictRequest>

export const verdictAnswer = z
  .object({
    /** Null while the agent still works: what was held is decided, the verdict comes when it is done. */
    verdictId: z.string().nullable(),
    effects: z.array(z.object({ effectId: z.string(), state: effectStateSchema })),
    interactionState: interactionStateSchema,
  })
  .meta({ id: 'GivenVerdict' })
export type GivenVerdict = z.infer<typeof verdictAnswer>

/** Another verdict in place of one’s own; both stay on the record. */
export const changeVerdictRequest = verdictRequest
  .omit({ correct: true, shouldEscalate: true, source: true })
  .extend({ digest: z.string().min(1).max(200) })
export type ChangeVerdictRequest = z.input<typeof changeVerdictRequest>

export const undoneAnswer = z.object({ reviewId: z.string() }).meta({ id: 'UndoneVerdict' })
export type UndoneVerdict = z.infer<typeof undoneAnswer>
/** `why`: a word for the trail; it must not hold what people wrote. */
export const skipRequest = z.strictObject({ why: z.enum(['later', 'not_mine', 'unclear', 'handed_over']).default('later') })
export type SkipRequest = z.input<typeof skipRequest>
export const skippedAnswer = z.object({ reviewId: z.string() }).meta({ id: 'SkippedReview' })
export type SkippedReview = z.infer<typeof skippedAnswer>
