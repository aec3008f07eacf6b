// Who reviews and how well: what they find of what is known to be wrong, whether two agree, how long they look; and items of known outcome. For whoever owns a rollout and for
// auditors; a reviewer reads their own numbers only, in which nothing tells which items were known.

import { z } from 'zod'
import { gateOutcomeSchema, instant } from './words.ts'

const ratio = z.number().nullable()

const counts = {
  /** Blind items known to be wrong, and how many of them were called wrong; known to be right, and called right. The first word counts. */
  goldenWrong: z.object({ n: z.number().int(), found: z.number().int() }),
  goldenRight: z.object({ n: z.number().int(), right: z.number().int() }),
  /** Two people on one proposal: both wrong, only the first, only the second, both right. */
  doubles: z.object({ a: z.number().int(), b: z.number().int(), c: z.number().int(), d: z.number().int() }),
  verdicts: z.number().int(),
  tooFast: z.number().int(),
  medianSeconds: z.number().nullable(),
  confirmed: z.number().int(),
}

/** What follows from the counts, by the rules of the gate (GATES.md section 7). */
const measured = {
  /** The share found of what is known to be wrong, with bounds that hold however often one looks; `needed`: how many more, all found, would show the floor. */
  sensitivity: z.object({
    outcome: gateOutcomeSchema,
    ratio,
    lower: z.number(),
    upper: z.number(),
    floor: z.number(),
    needed: z.number().int().nullable(),
  }),
  /** Of what two people judged: agreement on “wrong”, and Cohen’s kappa. Null where the number is not defined. */
  agreement: z.object({ n: z.number().int(), positive: ratio, kappa: ratio }),
  /** What the rule finds of them as it stands: given faster than anybody can look, or blind to what is wrong. Null: neither is shown. */
  rubberStamp: z.enum(['hasty', 'insensitive']).nullable(),
}

const exclusion = z.object({
  id: z.string(),
  reviewer: z.string(),
  state: z.enum(['proposed', 'in_force', 'dismissed', 'lifted']),
  why: z.string(),
  reason: z.string().nullable(),
  proposedAt: instant,
  decidedBy: z.string().nullable(),
  decidedByName: z.string().nullable(),
  decidedAt: instant.nullable(),
  liftedBy: z.string().nullable(),
  liftedByName: z.string().nullable(),
  liftedAt: instant.nullable(),
})

export const reviewersAnswer = z
  .object({
    pooled: z.object({ ...counts, ...measured }),
    reviewers: z.array(
      z.object({ reviewer: z.string(), name: z.string().nullable(), ...counts, ...measured, excluded: z.boolean() }),
    ),
    /** The error rate as judged, and the one behind it for reviewers who find what these find. Null: nothing judged, or nothing known of the reviewers. */
    corrected: z.object({ judged: z.number(), behind: z.number() }).nullable(),
    /** Nobody has looked at anything in less. */
    leastSeconds: z.number(),
    exclusions: z.array(exclusion),
  })
  .meta({ id: 'Reviewers' })
export type Reviewers = z.infer<typeof reviewersAnswer>

export const excludeRequest = z.strictObject({ reviewer: z.string().min(1).max(100), reason: z.string().max(5000) })
export type ExcludeRequest = z.infer<typeof excludeRequest>
/** `verdicts`: how many left the evidence, or came back. */
export const exclusionAnswer = z.object({ exclusionId: z.string(), verdicts: z.number().int() }).meta({ id: 'MovedExclusion' })
export type MovedExclusion = z.infer<typeof exclusionAnswer>

/** One's own numbers of today. `hastyInARow`: the latest verdicts given sooner than anybody can look, one after the other. */
export const reviewingAnswer = z
  .object({
    doneToday: z.number().int(),
    left: z.number().int(),
    medianSeconds: z.number().nullable(),
    hastyInARow: z.number().int(),
  })
  .meta({ id: 'OwnReviewing' })
export type OwnReviewing = z.infer<typeof reviewingAnswer>

/** `reply`: what is said instead, for a variant; left out: as it was. */
export const enterBlindRequest = z.strictObject({
  interactionId: z.string().min(1).max(100),
  known: z.enum(['wrong', 'right']),
  reply: z.string().trim().min(1).max(100_000).nullable().default(null),
})
export type EnterBlindRequest = z.input<typeof enterBlindRequest>
export const blindItemMoved = z.object({ itemId: z.string() }).meta({ id: 'MovedBlindItem' })
export type MovedBlindItem = z.infer<typeof blindItemMoved>

/** What is known and how often it was shown and recognised; never where a copy of it waits. */
export const blindItemsAnswer = z
  .object({
    items: z.array(
      z.object({
        id: z.string(),
        sourceInteractionId: z.string(),
        known: z.enum(['wrong', 'right']),
        why: z.enum(['adjudicated', 'two_agree', 'verified_source', 'edge_case', 'entered']),
        variant: z.boolean(),
        enteredBy: z.string().nullable(),
        enteredByName: z.string().nullable(),
        enteredAt: instant,
        retiredAt: instant.nullable(),
        query: z.string().nullable(),
        placed: z.number().int(),
        judged: z.number().int(),
        found: z.number().int(),
      }),
    ),
  })
  .meta({ id: 'BlindItems' })
export type BlindItems = z.infer<typeof blindItemsAnswer>
