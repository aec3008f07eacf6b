// Interactions: one inbound query and everything that followed.

import { z } from 'zod'
import { pageQuery } from './paging.ts'
import { saysSchema } from './sentence.ts'
import {
  deliverySchema,
  dispositionSchema,
  effectKindSchema,
  effectStateSchema,
  escalationStateSchema,
  instant,
  interactionStateSchema,
  outcomeSchema,
  phaseSchema,
  verdictKindSchema,
} from './words.ts'

/** `queryType` left out: Tenure decides from the dossier's map. `driver`: `agent` when the caller works on it itself, `worker` when Tenure asks an agent. */
export const receiveRequest = z.strictObject({
  employee: z.string().min(1).max(100),
  externalId: z.string().min(1).max(300),
  channel: z.string().min(1).max(100),
  requester: z.string().min(1).max(300),
  query: z.string().min(1).max(200_000),
  queryType: z.string().min(1).max(200).nullable().optional(),
  fields: z.record(z.string(), z.unknown()).optional(),
  driver: z.enum(['worker', 'agent']).default('worker'),
  /** Needed only for an employee with more than one workflow. */
  workflow: z.string().min(1).max(100).optional(),
})
export type ReceiveRequest = z.input<typeof receiveRequest>

/** `created` is false when the same message had arrived before. `phase` null: no rollout owns its cell; people have it. */
export const receivedAnswer = z
  .object({
    interactionId: z.string(),
    created: z.boolean(),
    state: interactionStateSchema,
    queryType: z.string(),
    phase: phaseSchema.nullable(),
    delivery: deliverySchema.nullable(),
  })
  .meta({ id: 'ReceivedInteraction' })
export type ReceivedInteraction = z.infer<typeof receivedAnswer>

const usage = z.strictObject({
  inputTokens: z.number().int().min(0),
  outputTokens: z.number().int().min(0),
  /** Millionths of a dollar; null when unpriced. */
  costMicros: z.number().int().min(0).nullable().default(null),
  model: z.string().max(200).nullable().default(null),
})

/** `confidence`, and what a model set to judge it says, 0 to 1: may put the item forward for review and raises its rate; no gate ever sees either. */
export const closeRequest = z.strictObject({
  usage: usage.optional(),
  confidence: z.number().min(0).max(1).optional(),
  judgeScore: z.number().min(0).max(1).optional(),
})
export type CloseRequest = z.input<typeof closeRequest>
export const escalateRequest = z.strictObject({
  reason: z.string().trim().min(1).max(5000),
  trigger: z.string().max(300).optional(),
  usage: usage.optional(),
})
export type EscalateRequest = z.input<typeof escalateRequest>

export const interactionMovedAnswer = z
  .object({ interactionId: z.string(), state: interactionStateSchema })
  .meta({ id: 'MovedInteraction' })
export type MovedInteraction = z.infer<typeof interactionMovedAnswer>

const operation = z.strictObject({
  system: z.string().min(1).max(200),
  operation: z.string().min(1).max(200),
  arguments: z.record(z.string(), z.unknown()),
})

/** What a person did in the employee's place: a reply, operations, and how long it took. */
export const humanWorkRequest = z.strictObject({
  reply: z.string().max(100_000).nullable().default(null),
  operations: z.array(operation).max(100).default([]),
  minutes: z.number().min(0).max(100_000).nullable().default(null),
})
export type HumanWorkRequest = z.input<typeof humanWorkRequest>
export const capturedAnswer = z.object({ interactionId: z.string() }).meta({ id: 'CapturedWork' })
export type CapturedWork = z.infer<typeof capturedAnswer>

export const rateRequest = z.strictObject({
  stars: z.number().int().min(1).max(5),
  comment: z.string().max(5000).nullable().default(null),
})
export type RateRequest = z.input<typeof rateRequest>

export const interactionsQuery = pageQuery.extend({
  employee: z.string().max(100).optional(),
  rollout: z.string().max(100).optional(),
  state: interactionStateSchema.optional(),
  queryType: z.string().max(200).optional(),
  channel: z.string().max(100).optional(),
  q: z.string().max(200).optional(),
})

export const interactionSummary = z
  .object({
    id: z.string(),
    employeeId: z.string(),
    employee: z.string(),
    rolloutId: z.string().nullable(),
    workflow: z.string(),
    queryType: z.string(),
    channel: z.string(),
    externalId: z.string(),
    requester: z.string().nullable(),
    query: z.string().nullable(),
    state: interactionStateSchema,
    outcome: outcomeSchema.nullable(),
    phase: phaseSchema.nullable(),
    diverged: z.boolean(),
    receivedAt: instant,
    settledAt: instant.nullable(),
  })
  .meta({ id: 'InteractionSummary' })
export type InteractionSummary = z.infer<typeof interactionSummary>

/** One effect as the story shows it: exactly what was asked, what Tenure ruled and why, and what came of it. */
export const storyEffect = z
  .object({
    id: z.string(),
    position: z.number().int(),
    kind: effectKindSchema,
    system: z.string().nullable(),
    operation: z.string().nullable(),
    arguments: z.unknown(),
    text: z.string().nullable(),
    state: effectStateSchema,
    disposition: dispositionSchema.nullable(),
    why: z.string().nullable(),
    /** The same in parts; empty where somebody else wrote it. */
    says: saysSchema,
    result: z.unknown(),
    simulated: z.boolean(),
    /** Asked for after a simulated receipt had been answered: not counted among steps. */
    afterDivergence: z.boolean(),
    performer: z.enum(['tenure', 'agent']),
    providerRef: z.string().nullable(),
    releasedBy: z.string().nullable(),
    /** The effect this one makes good. */
    compensates: z.string().nullable(),
    approvalDigest: z.string().nullable(),
    expiresAt: instant.nullable(),
    askedAt: instant,
    attemptedAt: instant.nullable(),
    endedAt: instant.nullable(),
  })
  .meta({ id: 'StoryEffect' })
export type StoryEffect = z.infer<typeof storyEffect>

export const storyVerdict = z
  .object({
    id: z.string(),
    reviewId: z.string(),
    kind: verdictKindSchema,
    correct: z.boolean().nullable(),
    shouldEscalate: z.boolean().nullable(),
    source: z.enum(['person', 'verified_source']),
    givenBy: z.string(),
    givenByName: z.string().nullable(),
    reasons: z.array(z.string()),
    note: z.string().nullable(),
    givenAt: instant,
    stands: z.boolean(),
  })
  .meta({ id: 'StoryVerdict' })
export type StoryVerdict = z.infer<typeof storyVerdict>

export const humanWorkSchema = z
  .object({
    id: z.string(),
    doneBy: z.string(),
    reply: z.string().nullable(),
    operations: z.array(z.object({ system: z.string(), operation: z.string(), arguments: z.unknown() })),
    minutes: z.number().nullable(),
    doneAt: instant,
  })
  .meta({ id: 'HumanWork' })
export type HumanWork = z.infer<typeof humanWorkSchema>

export const storyEscalation = z
  .object({
    id: z.string(),
    source: z.enum(['agent', 'trigger', 'tenure']),
    reason: z.string(),
    trigger: z.string().nullable(),
    who: z.string().nullable(),
    state: escalationStateSchema,
    openedAt: instant,
    dueAt: instant.nullable(),
    takenBy: z.string().nullable(),
    answeredBy: z.string().nullable(),
    answeredAt: instant.nullable(),
  })
  .meta({ id: 'StoryEscalation' })
export type StoryEscalation = z.infer<typeof storyEscalation>

/** The whole story. `humanWork` and its contents are hidden (null) from somebody whose verdict on it is still open in shadow. */
export const storyAnswer = interactionSummary
  .extend({
    dossierId: z.string().nullable(),
    driver: z.enum(['worker', 'agent']),
    fields: z.record(z.string(), z.unknown()),
    delivery: deliverySchema.nullable(),
    rating: z.number().int().nullable(),
    usage: z.object({
      inputTokens: z.number().nullable(),
      outputTokens: z.number().nullable(),
      costMicros: z.number().nullable(),
      model: z.string().nullable(),
    }),
    proposals: z.array(
      z.object({
        id: z.string(),
        attempt: z.number().int(),
        agent: z.string(),
        state: z.enum(['open', 'complete', 'abandoned']),
        escalated: z.boolean(),
        reason: z.string().nullable(),
        trigger: z.string().nullable(),
        phase: phaseSchema,
        sampleRatio: z.number().nullable(),
        openedAt: instant,
        completedAt: instant.nullable(),
        effects: z.array(storyEffect),
      }),
    ),
    escalation: storyEscalation.nullable(),
    reviews: z.array(z.object({ id: z.string(), reason: z.string(), state: z.string(), dueAt: instant })),
    verdicts: z.array(storyVerdict),
    humanWork: z.array(humanWorkSchema).nullable(),
    records: z.array(
      z.object({
        id: z.string(),
        at: instant,
        kind: z.string(),
        actor: z.object({ kind: z.string(), id: z.string() }),
        says: z.record(z.string(), z.unknown()),
      }),
    ),
  })
  .meta({ id: 'InteractionStory' })
export type InteractionStory = z.infer<typeof storyAnswer>
