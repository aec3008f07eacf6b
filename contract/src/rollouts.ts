// Rollouts: the board, one rollout with its gate, promotions, and every act that moves it.

import { z } from 'zod'
import { pageQuery } from './paging.ts'
import { saysSchema } from './sentence.ts'
import { deliverySchema, gateOutcomeSchema, instant, phaseSchema, promotionStateSchema, reasonText } from './words.ts'

export const cellSchema = z
  .object({ queryType: z.string().min(1).max(200), channel: z.string().min(1).max(100) })
  .meta({ id: 'Cell' })
export type Cell = z.infer<typeof cellSchema>

/** One criterion of a gate: the number, its bound, what is needed, and the sentence a person reads; `says` is the same in parts, for other languages. Ratios are 0–1. */
export const criterionSchema = z
  .object({
    name: z.string(),
    outcome: gateOutcomeSchema,
    value: z.number().nullable(),
    bound: z.number().nullable(),
    need: z.number().nullable(),
    reason: z.string(),
    says: saysSchema,
  })
  .meta({ id: 'Criterion' })
export type Criterion = z.infer<typeof criterionSchema>

export const accuracySchema = z.object({
  n: z.number().int(),
  correct: z.number().int(),
  estimate: z.number().nullable(),
  lower: z.number().nullable(),
  upper: z.number().nullable(),
})

export const gateAnswer = z
  .object({
    rolloutId: z.string(),
    phase: phaseSchema,
    next: phaseSchema.nullable(),
    /** The registered plan these numbers are read by; null: it was opened before plans were registered. */
    planHash: z.string().nullable(),
    /** Verdicts that wait for an older item to be judged: they count in the order in which the queries came. */
    waiting: z.object({ forReview: z.string().nullable(), verdicts: z.number().int() }),
    /** Null: there is no promotion from this phase. */
    outcome: gateOutcomeSchema.nullable(),
    criteria: z.array(criterionSchema),
    evidence: z.object({
      accuracy: accuracySchema,
      escalation: z.object({
        n: z.number().int(),
        escalated: z.number().int(),
        rate: z.number().nullable(),
        needed: z.number().int(),
        missed: z.number().int(),
        unneeded: z.number().int(),
      }),
      byQueryType: z.record(
        z.string(),
        z.object({
          n: z.number().int(),
          correct: z.number().int(),
          escalated: z.number().int(),
          lower: z.number(),
          upper: z.number(),
          gate: gateOutcomeSchema,
        }),
      ),
      /** What has come in since the phase began, judged or not; `unlisted` is what no query type of the dossier fits. */
      traffic: z.object({ byType: z.record(z.string(), z.number().int()), unlisted: z.number().int() }),
    }),
    readAt: instant,
  })
  .meta({ id: 'Gate' })
export type Gate = z.infer<typeof gateAnswer>

/**
 * A card of the board. `why` is one line: what stands between this rollout and its next phase; `criterion` is the one it speaks of. `drift`, `incidents`: as the gate
 * reads them, null where it reads none. `reviewing`: hours a week as reviews came in lately, and those agreed in the dossier.
 */
export const rolloutSummary = z
  .object({
    id: z.string(),
    employeeId: z.string(),
    employee: z.string(),
    workflow: z.string(),
    phase: phaseSchema,
    delivery: deliverySchema,
    rehearsal: z.boolean(),
    /** Its employee is watched only: this enforces nothing, and never leaves shadow observe. */
    observedOnly: z.boolean(),
    haltedFrom: phaseSchema.nullable(),
    cells: z.array(cellSchema),
    phaseSince: instant,
    interactions: z.number().int(),
    openReviews: z.number().int(),
    openEscalations: z.number().int(),
    gate: z.object({
      outcome: gateOutcomeSchema.nullable(),
      why: z.string(),
      says: saysSchema,
      criterion: criterionSchema.nullable(),
      drift: gateOutcomeSchema.nullable(),
      incidents: z.number().int().nullable(),
    }),
    reviewing: z.object({ neededHoursPerWeek: z.number(), availableHoursPerWeek: z.number().nullable() }),
  })
  .meta({ id: 'RolloutSummary' })
export type RolloutSummary = z.infer<typeof rolloutSummary>

export const timelineEntry = z.object({
  recordId: z.string(),
  at: instant,
  kind: z.string(),
  by: z.object({ kind: z.string(), id: z.string(), name: z.string().nullable() }),
  says: z.record(z.string(), z.unknown()),
})

export const promotionAnswer = z
  .object({
    id: z.string(),
    rolloutId: z.string(),
    from: phaseSchema,
    to: phaseSchema,
    state: promotionStateSchema,
    override: z.boolean(),
    reason: z.string(),
    gateOutcome: gateOutcomeSchema,
    proposedBy: z.string(),
    proposedByName: z.string().nullable(),
    proposedAt: instant,
    approvedBy: z.string().nullable(),
    approvedByName: z.string().nullable(),
    approvedAt: instant.nullable(),
  })
  .meta({ id: 'Promotion' })
export type Promotion = z.infer<typeof promotionAnswer>

export const rolloutAnswer = rolloutSummary
  .extend({
    dossierId: z.string(),
    dossierHash: z.string(),
    sampleRatio: z.number(),
    openedBy: z.string(),
    openedAt: instant,
    promotion: promotionAnswer.nullable(),
    timeline: z.array(timelineEntry),
  })
  .meta({ id: 'Rollout' })
export type Rollout = z.infer<typeof rolloutAnswer>

/** How sure one could be, day by day: everything that counts up to the end of each, with the band that stays valid however often one looks. */
export const courseAnswer = z
  .object({
    points: z.array(
      z.object({
        day: z.string(),
        n: z.number().int(),
        correct: z.number().int(),
        estimate: z.number().nullable(),
        lower: z.number(),
        upper: z.number(),
      }),
    ),
  })
  .meta({ id: 'AccuracyCourse' })
export type AccuracyCourse = z.infer<typeof courseAnswer>

export const rolloutsQuery = pageQuery.extend({ employee: z.string().max(100).optional(), phase: phaseSchema.optional() })

export const openRolloutRequest = z.strictObject({
  dossier: z.string().min(1).max(100),
  cells: z.union([z.literal('all'), z.array(cellSchema).min(1).max(1000)]),
  rehearsal: z.boolean().default(false),
})
export type OpenRolloutRequest = z.input<typeof openRolloutRequest>
export const openedAnswer = z.object({ rolloutId: z.string(), phase: phaseSchema }).meta({ id: 'OpenedRollout' })
export type OpenedRollout = z.infer<typeof openedAnswer>

export const proposePromotionRequest = z.strictObject({ reason: reasonText, override: z.boolean().default(false) })
export type ProposePromotionRequest = z.input<typeof proposePromotionRequest>
export const proposedAnswer = z
  .object({ promotionId: z.string(), to: phaseSchema, outcome: gateOutcomeSchema })
  .meta({ id: 'ProposedPromotion' })
export type ProposedPromotion = z.infer<typeof proposedAnswer>

export const reasonRequest = z.strictObject({ reason: reasonText })
export type ReasonRequest = z.infer<typeof reasonRequest>
/** The second person's yes; `reason` is for the people, the approval itself is what is recorded. */
export const approveRequest = z.strictObject({ reason: reasonText.optional() })
export type ApproveRequest = z.infer<typeof approveRequest>
export const withdrawQuery = z.object({ reason: reasonText.default('withdrawn') })
export const approvedAnswer = z.object({ promotionId: z.string(), state: promotionStateSchema }).meta({ id: 'MovedPromotion' })
export type ApprovedPromotion = z.infer<typeof approvedAnswer>

export const movedAnswer = z.object({ rolloutId: z.string(), phase: phaseSchema }).meta({ id: 'MovedRollout' })
export type MovedRollout = z.infer<typeof movedAnswer>

export const splitRequest = z.strictObject({ cells: z.array(cellSchema).min(1).max(1000), reason: reasonText })
export type SplitRequest = z.infer<typeof splitRequest>
export const splitAnswer = z.object({ rolloutId: z.string() }).meta({ id: 'SplitRollout' })
export type SplitRollout = z.infer<typeof splitAnswer>

export const demoteRequest = z.strictObject({ to: z.enum(['supervised', 'shadow']), reason: reasonText })
export type DemoteRequest = z.infer<typeof demoteRequest>

export const deliveryRequest = z.strictObject({ delivery: deliverySchema, reason: reasonText })
export type DeliveryRequest = z.infer<typeof deliveryRequest>
export const deliveryAnswer = z.object({ rolloutId: z.string(), delivery: deliverySchema }).meta({ id: 'SetDelivery' })
export type SetDelivery = z.infer<typeof deliveryAnswer>
