// The numbers agreed before any evidence is seen (`targets.yaml`). Ratios are 0–1; time is in days, hours or minutes as the name says.

import { z } from 'zod'

const ratio = z.number().min(0).max(1)

/** Defaults and their reasons: GATES.md section 9. A field left out takes its default; a field misspelt is refused. */
export const targetsSchema = z.strictObject({
  accuracy: z.strictObject({
    targetRatio: z.number().gt(0.5).lt(1),
    /** floor = 1 - floorFactor * (1 - target): what Shadow must prove (GATES.md D5). */
    floorFactor: z.number().min(1).max(1.5).default(1.25),
    alphaRatio: z.number().gt(0).max(0.1).default(0.05),
  }),
  escalation: z.strictObject({
    minRatio: ratio,
    maxRatio: ratio,
    missedCapRatio: ratio.default(0.03),
    recallFloorRatio: ratio.default(0.8),
  }),
  shadow: z.strictObject({ minDays: z.number().min(0).default(7), minReviews: z.number().int().min(1).default(200) }),
  supervised: z.strictObject({
    minDays: z.number().min(0).default(7),
    minReviews: z.number().int().min(1).default(100),
    /** Never below 10 %, never above what a person can read: the mission's “random 10-20 %”. */
    sampleRatio: z.number().min(0.1).max(1).default(0.15),
  }),
  autonomous: z.strictObject({ samplePerDay: z.number().min(1).default(5) }).default({ samplePerDay: 5 }),
  coverage: z
    .strictObject({
      majorShareRatio: ratio.default(0.04),
      minPerMajor: z.number().int().min(1).default(5),
      unlistedMaxRatio: ratio.default(0.05),
    })
    .default({ majorShareRatio: 0.04, minPerMajor: 5, unlistedMaxRatio: 0.05 }),
  reviewCap: z.number().int().min(1).default(1000),
  timeToResolutionMinutes: z.number().positive().nullable().default(null),
  satisfactionRatio: ratio.nullable().default(null),
  costPerInteractionUsd: z.number().positive().nullable().default(null),
  baseline: z
    .strictObject({
      interactionsPerMonth: z.number().positive(),
      minutesPerInteraction: z.number().positive(),
      costPerInteractionUsd: z.number().positive(),
      accuracyRatio: ratio.nullable().default(null),
    })
    .nullable()
    .default(null),
  /** Who reviews, and what a review costs them; the planner turns reviews into hours and weeks. */
  reviewers: z
    .strictObject({
      people: z.number().int().min(1),
      hoursPerWeek: z.number().positive(),
      // Half a minute to a minute and a half per card is what a review queue aims at; measured by the queue once it is worked in.
      minutesPerReview: z.number().positive().default(1.5),
    })
    .nullable()
    .default(null),
  /** What is expected of the employee, for the business case beside the baseline. */
  expected: z
    .strictObject({
      handledRatio: ratio,
      costPerInteractionUsd: z.number().min(0),
      minutesPerInteraction: z.number().min(0),
      fixedCostPerMonthUsd: z.number().min(0).default(0),
      peopleCostPerHourUsd: z.number().min(0).nullable().default(null),
    })
    .nullable()
    .default(null),
})

export type Targets = z.infer<typeof targetsSchema>

/** The accuracy that must be shown before Shadow may end (GATES.md D5: floor = 1 - 1.25 (1 - target)). */
export function floorRatio(targets: Targets): number {
  return 1 - targets.accuracy.floorFactor * (1 - targets.accuracy.targetRatio)
}
