// What a reviewer sets right beside the verdict: the query type the item should have had, and the answer it should have been.

import { z } from 'zod'
import { reviewSummary } from './reviews.ts'

/** `queryType` as it is filed confirms it. A correction is recorded; it never moves evidence to another cell. */
export const correctionRequest = z.strictObject({
  queryType: z.string().min(1).max(200).optional(),
  answer: z.string().min(1).max(100_000).optional(),
})
export type CorrectionRequest = z.infer<typeof correctionRequest>

/** `declared`: what the dossier of this item knows, and `unlisted`. `said`: what this caller has set right so far; of others’ nothing is told. */
export const correctionsAnswer = z
  .object({
    reviewId: z.string(),
    filedAs: z.string(),
    declared: z.array(z.string()),
    said: z.object({ queryType: z.string().nullable(), answer: z.string().nullable() }),
  })
  .meta({ id: 'Corrections' })
export type Corrections = z.infer<typeof correctionsAnswer>

/** Open items of the same employee and query type whose effects are the same operations, oldest due first; `looked`: how many of the cell were compared. */
export const alikeAnswer = z.object({ items: z.array(reviewSummary), looked: z.number().int() }).meta({ id: 'AlikeReviews' })
export type AlikeReviews = z.infer<typeof alikeAnswer>
