// The edge-case catalogue: what is handled poorly, who owns it, and how far it has come.

import { z } from 'zod'
import { pageQuery } from './paging.ts'
import { timelineEntry } from './rollouts.ts'
import { instant, reasonText, verdictKindSchema } from './words.ts'

export const edgeCaseStateSchema = z.enum(['open', 'refined', 'replayed', 'closed', 'reopened']).meta({ id: 'EdgeCaseState' })
export type EdgeCaseState = z.infer<typeof edgeCaseStateSchema>
export const edgeCaseKindSchema = z.enum(['flag', 'tag', 'cluster', 'found']).meta({ id: 'EdgeCaseKind' })

const entry = {
  id: z.string(),
  employeeId: z.string(),
  employee: z.string(),
  workflow: z.string(),
  rolloutId: z.string(),
  /** How it was found: a flagged slice, a reviewer's tag, several wrong items that are alike, or a person who came upon it. */
  kind: edgeCaseKindSchema,
  /** `dimension=value`, several joined by ` & `. */
  subject: z.string(),
  title: z.string(),
  state: edgeCaseStateSchema,
  owner: z.string().nullable(),
  ownerName: z.string().nullable(),
  openedAt: instant,
  openedBy: z.string(),
  movedAt: instant,
  /** The version that deals with it, and since when. */
  refinedIn: z.string().nullable(),
  refinedAt: instant.nullable(),
  replayId: z.string().nullable(),
  closedAt: instant.nullable(),
  /** How often it came back after it was closed. */
  reopened: z.number().int(),
  examples: z.number().int(),
}

export const edgeCaseSummary = z.object(entry).meta({ id: 'EdgeCaseSummary' })
export type EdgeCaseSummary = z.infer<typeof edgeCaseSummary>

export const edgeCaseAnswer = z
  .object({
    ...entry,
    examples: z.array(
      z.object({
        interactionId: z.string(),
        queryType: z.string(),
        channel: z.string(),
        /** Null: erased. */
        query: z.string().nullable(),
        verdict: verdictKindSchema.nullable(),
        dossierId: z.string().nullable(),
        receivedAt: instant,
      }),
    ),
    /** Later successes and failures in the version that refined it, and the successes it takes to close it. Null: its subject cannot be counted from verdicts. */
    later: z
      .object({
        successes: z.number().int(),
        failures: z.number().int(),
        needed: z.number().int(),
        why: z.string(),
      })
      .nullable(),
    history: z.array(timelineEntry),
  })
  .meta({ id: 'EdgeCase' })
export type EdgeCase = z.infer<typeof edgeCaseAnswer>

export const edgeCasesQuery = pageQuery.extend({
  employee: z.string().max(100).optional(),
  rollout: z.string().max(100).optional(),
  workflow: z.string().max(100).optional(),
  state: edgeCaseStateSchema.optional(),
  kind: edgeCaseKindSchema.optional(),
  owner: z.string().max(100).optional(),
})

const interactionIds = z.array(z.string().min(1).max(100)).max(200)

/** `slices`: what it speaks of; left out, the query type of the first example. Countable dimensions: query_type, channel, system, operation. */
export const tagEdgeCaseRequest = z.strictObject({
  rollout: z.string().min(1).max(100),
  kind: z.enum(['tag', 'found']).default('tag'),
  title: z.string().trim().min(1).max(200),
  slices: z
    .array(
      z.strictObject({
        dimension: z.enum(['query_type', 'channel', 'system', 'operation']),
        value: z.string().trim().min(1).max(200),
      }),
    )
    .max(4)
    .default([]),
  examples: interactionIds.default([]),
})
export type TagEdgeCaseRequest = z.input<typeof tagEdgeCaseRequest>

export const edgeCaseExamplesRequest = z.strictObject({ interactions: interactionIds.min(1) })
export type EdgeCaseExamplesRequest = z.input<typeof edgeCaseExamplesRequest>

export const edgeCaseOwnerRequest = z.strictObject({ owner: z.string().min(1).max(100).nullable() })
export type EdgeCaseOwnerRequest = z.input<typeof edgeCaseOwnerRequest>

export const refineEdgeCaseRequest = z.strictObject({ dossier: z.string().min(1).max(100), reason: reasonText })
export type RefineEdgeCaseRequest = z.input<typeof refineEdgeCaseRequest>

export const edgeCaseReplayRequest = z.strictObject({ replay: z.string().min(1).max(100) })
export type EdgeCaseReplayRequest = z.input<typeof edgeCaseReplayRequest>

export const movedEdgeCaseAnswer = z.object({ edgeCaseId: z.string(), state: edgeCaseStateSchema }).meta({ id: 'MovedEdgeCase' })
export type MovedEdgeCase = z.infer<typeof movedEdgeCaseAnswer>
