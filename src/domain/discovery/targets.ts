// The numbers agreed before any evidence is seen (`targets.yaml`). Ratios are 0–1; time is in days, hours or minutes as the name says.

import { z } from 'zod'

const ratio = z.number().min(0).max(1)

const reviewersSchema = z.strictObject({
  people: z.number().int().min(1).describe('How many people review.'),
  hoursPerWeek: z.number().positive().describe('Hours each of them has for it in a week.'),
  // Half a minute to a minute and a half per card is what a review queue aims at; measured by the queue once it is worked in.
  minutesPerReview: z.number().positive().default(1.5).describe('Minutes one review takes.'),
})

const expectedSchema = z.strictObject({
  handledRatio: ratio.describe('The share of queries it is expected to handle without a person, 0 to 1.'),
  costPerInteractionUsd: z.number().min(0).describe('What an interaction is expected to cost, in USD.'),
  minutesPerInteraction: z.number().min(0).describe('Minutes of people’s time expected per interaction.'),
  fixedCostPerMonthUsd: z.number().min(0).default(0).describe('What it costs in a month whatever the volume, in USD.'),
  peopleCostPerHourUsd: z.number().min(0).nullable().default(null).describe('What an hour of the people costs, in USD.'),
})

const baselineSchema = z.strictObject({
  interactionsPerMonth: z.number().positive().describe('How many people handle in a month today.'),
  minutesPerInteraction: z.number().positive().describe('Minutes one takes them today.'),
  costPerInteractionUsd: z.number().positive().describe('What one costs today, in USD.'),
  accuracyRatio: ratio.nullable().default(null).describe('The share people get right today, 0 to 1.'),
})

// Defaults: GATES.md section 9 (“golden .05, seFloor .80”, “double .10”, “completeness>=.95”, “sliceTolerance k=4 (high risk 3)”).
const evidenceSchema = z.strictObject({
  sensitivityRatio: z
    .number()
    .min(0)
    .lt(1)
    .default(0.8)
    .describe('The share of known-wrong items reviewers must be shown to find; 0 asks for no proof.'),
  completenessRatio: ratio.default(0.95).describe('The share of due reviews that must have a verdict.'),
  doubleRatio: ratio.default(0.1).describe('The share of reviewed items that a second person judges, too.'),
  blindRatio: ratio.default(0.05).describe('The share of the queue that is known to be wrong, unseen by reviewers.'),
  sliceToleranceFactor: z
    .number()
    .min(1)
    .max(4)
    .default(4)
    .describe('How many times the allowed error rate no major slice may reach: 4, or 3 where the risk is high.'),
})

/** Defaults and their reasons: GATES.md section 9. A field left out takes its default; a field misspelt is refused. */
export const targetsSchema = z
  .strictObject({
    accuracy: z
      .strictObject({
        targetRatio: z.number().gt(0.5).lt(1).describe('The share of proposals that must be right, 0.5 to 1.'),
        floorFactor: z
          .number()
          .min(1)
          .max(1.5)
          .default(1.25)
          .describe('Shadow must prove 1 - floorFactor × (1 - target): with 0.9 and 1.25, an accuracy of 0.875.'),
        alphaRatio: z.number().gt(0).max(0.1).default(0.05).describe('The chance of a wrong “met” that is accepted.'),
      })
      .describe('How often it must be right.'),
    escalation: z
      .strictObject({
        minRatio: ratio.describe('Fewer escalations than this share are an alarm too.'),
        maxRatio: ratio.describe('More escalations than this share make it useless.'),
        missedCapRatio: ratio
          .default(0.03)
          .describe('The share of queries that should have gone to a person and did not, at most.'),
        recallFloorRatio: ratio.default(0.8).describe('The share of needed escalations that must be made, at least.'),
      })
      .describe('How often it hands over: not too often, and not too rarely.'),
    shadow: z
      .strictObject({
        minDays: z.number().min(0).default(7).describe('Days in Shadow, at least.'),
        minReviews: z.number().int().min(1).default(200).describe('Reviews in Shadow, at least.'),
      })
      .describe('What Shadow takes at least.'),
    supervised: z
      .strictObject({
        minDays: z.number().min(0).default(7).describe('Days in Supervised, at least.'),
        minReviews: z.number().int().min(1).default(100).describe('Reviews in Supervised, at least.'),
        // Never below 10 %, never above what a person can read: the mission's “random 10-20 %”.
        sampleRatio: z.number().min(0.1).max(1).default(0.15).describe('The random share that is reviewed; never below 0.1.'),
      })
      .describe('What Supervised takes at least.'),
    autonomous: z
      .strictObject({ samplePerDay: z.number().min(1).default(5).describe('Interactions a day that are reviewed.') })
      .default({ samplePerDay: 5 })
      .describe('What is still looked at in Autonomous.'),
    coverage: z
      .strictObject({
        majorShareRatio: ratio.default(0.04).describe('A query type with at least this share of the volume is major.'),
        minPerMajor: z.number().int().min(1).default(5).describe('Reviews of every major query type, at least.'),
        unlistedMaxRatio: ratio.default(0.05).describe('The share of queries that fit no declared type, at most.'),
      })
      .default({ majorShareRatio: 0.04, minPerMajor: 5, unlistedMaxRatio: 0.05 })
      .describe('How much of what arrives must have been seen.'),
    reviewCap: z
      .number()
      .int()
      .min(1)
      .default(1000)
      .describe('Reviews this plan allows; past them an unproven gate is inconclusive, never met.'),
    evidence: evidenceSchema
      .default({ sensitivityRatio: 0.8, completenessRatio: 0.95, doubleRatio: 0.1, blindRatio: 0.05, sliceToleranceFactor: 4 })
      .describe('What a verdict must be worth: how good reviewers must be shown to be, and how evenly the errors may lie.'),
    timeToResolutionMinutes: z.number().positive().nullable().default(null).describe('Minutes from query to answer, at most.'),
    satisfactionRatio: ratio.nullable().default(null).describe('The share of people who must be satisfied, 0 to 1.'),
    costPerInteractionUsd: z.number().positive().nullable().default(null).describe('What an interaction may cost, in USD.'),
    baseline: baselineSchema.nullable().default(null).describe('What people manage today: what everything is compared with.'),
    reviewers: reviewersSchema
      .nullable()
      .default(null)
      .describe('Who reviews, and what a review costs them; the planner turns reviews into hours and weeks.'),
    expected: expectedSchema
      .nullable()
      .default(null)
      .describe('What is expected of the employee, for the business case beside the baseline.'),
  })
  .describe('The numbers agreed before any evidence is seen.')

export type Targets = z.infer<typeof targetsSchema>

/** The accuracy that must be shown before Shadow may end (GATES.md D5: floor = 1 - 1.25 (1 - target)). */
export function floorRatio(targets: Targets): number {
  return 1 - targets.accuracy.floorFactor * (1 - targets.accuracy.targetRatio)
}
