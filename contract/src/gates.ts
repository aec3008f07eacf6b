// What stands behind a gate: its plans, slices and flags; and the gate as a calculator.

import { z } from 'zod'
import { instant, reasonText } from './words.ts'

const share = z.number().gt(0).lt(1)
const count = z.number().int().min(0)

/** `levels`: [weight, right, wrong] per weight; weight in (0, 1], 1 where everything is reviewed. */
export const evaluateRequest = z.strictObject({
  levels: z.array(z.tuple([z.number().gt(0).max(1), count, count])).max(1000),
  target: share,
  alpha: share.default(0.05),
})
export type EvaluateRequest = z.input<typeof evaluateRequest>
export const evaluatedAnswer = z
  .object({ logE: z.number(), proven: z.boolean(), lower: z.number(), upper: z.number(), estimate: z.number().nullable() })
  .meta({ id: 'EvaluatedCounts' })
export type Evaluated = z.infer<typeof evaluatedAnswer>

export const planReviewsRequest = z.strictObject({
  target: share,
  expected: share,
  perDay: z.number().positive().max(1_000_000).default(40),
  alpha: share.default(0.05),
})
export type PlanReviewsRequest = z.input<typeof planReviewsRequest>
export const plannedAnswer = z.object({ reviews: z.number().int(), days: z.number().int() }).meta({ id: 'PlannedReviews' })
export type Planned = z.infer<typeof plannedAnswer>

/** A slice of the evidence: `dimension=value`, or a pair joined by `&`. `wouldHaveShown`: the error rate that would have been flagged by now. */
export const sliceSchema = z
  .object({
    slice: z.string(),
    n: z.number().int(),
    wrong: z.number(),
    errorRatio: z.number().nullable(),
    state: z.enum(['flagged', 'watched', 'quiet']),
    cleared: z.boolean().nullable(),
    need: z.number().int(),
    wouldHaveShown: z.number().nullable(),
  })
  .meta({ id: 'Slice' })
export type Slice = z.infer<typeof sliceSchema>

export const flagSchema = z
  .object({
    id: z.string(),
    slice: z.string(),
    state: z.enum(['open', 'closed']),
    logE: z.number(),
    threshold: z.number(),
    cases: z.number().int(),
    wrong: z.number(),
    openedAt: instant,
    edgeCaseId: z.string().nullable(),
    closedBy: z.string().nullable(),
    closedAt: instant.nullable(),
  })
  .meta({ id: 'Flag' })
export type Flag = z.infer<typeof flagSchema>

export const slicesAnswer = z.object({ slices: z.array(sliceSchema), flags: z.array(flagSchema) }).meta({ id: 'Slices' })
export type Slices = z.infer<typeof slicesAnswer>

export const closeFlagRequest = z.strictObject({ reason: reasonText })
export type CloseFlagRequest = z.infer<typeof closeFlagRequest>
export const closedFlagAnswer = z.object({ flagId: z.string(), slice: z.string() }).meta({ id: 'ClosedFlag' })
export type ClosedFlag = z.infer<typeof closedFlagAnswer>

/** A registered plan. `lastReading`: the gate as it stood when another plan took its place; null while it is in force. */
export const planAnswer = z
  .object({
    id: z.string(),
    hash: z.string(),
    dossierId: z.string(),
    plan: z.record(z.string(), z.unknown()),
    registeredBy: z.string(),
    registeredAt: instant,
    replacedAt: instant.nullable(),
    lastReading: z.unknown(),
  })
  .meta({ id: 'RegisteredPlan' })
export type RegisteredPlan = z.infer<typeof planAnswer>
export const plansAnswer = z.object({ items: z.array(planAnswer) }).meta({ id: 'RegisteredPlans' })
export type RegisteredPlans = z.infer<typeof plansAnswer>
export const changedPlanAnswer = z.object({ rolloutId: z.string(), planId: z.string() }).meta({ id: 'ChangedPlan' })
export type ChangedPlan = z.infer<typeof changedPlanAnswer>
