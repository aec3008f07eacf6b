// Versions of a rollout's documents: what a change would age, taking one up, changes nobody but a person can tell, and the attempts so far.

import { z } from 'zod'
import { cellSchema } from './rollouts.ts'
import { saysSchema } from './sentence.ts'
import { instant, phaseSchema, reasonText } from './words.ts'

const aged = z.union([z.literal('all'), z.array(cellSchema)])

export const changesQuery = z.object({ to: z.string().min(1).max(100) })

export const changesAnswer = z
  .object({
    rolloutId: z.string(),
    from: z.string(),
    to: z.string(),
    changes: z.array(
      z.object({
        /** A word of the ageing rule: docs/ageing.md. */
        kind: z.string(),
        what: z.string(),
        types: z.array(z.string()),
        cells: aged,
        /** Whether a replay may carry a bound over for the cells that age. */
        carry: z.enum(['never', 'by_replay']),
        newPlan: z.boolean(),
        sentence: z.string(),
        says: saysSchema,
      }),
    ),
    /** The rollout's own cells that would start over, and those of them for which no replay carries anything. */
    aged: z.array(cellSchema),
    never: z.array(cellSchema),
    newPlan: z.boolean(),
    phase: phaseSchema,
    phaseAfter: phaseSchema,
    /** Cells the other version does not have; while there are any it cannot be adopted. */
    lacking: z.array(cellSchema),
    signatures: z.number().int(),
  })
  .meta({ id: 'VersionChanges' })
export type VersionChanges = z.infer<typeof changesAnswer>

export const adoptRequest = z.strictObject({ dossier: z.string().min(1).max(100), reason: reasonText })
export type AdoptRequest = z.infer<typeof adoptRequest>
export const adoptedAnswer = z
  .object({
    rolloutId: z.string(),
    dossierId: z.string(),
    phase: phaseSchema,
    aged: z.array(cellSchema),
    newPlan: z.boolean(),
  })
  .meta({ id: 'AdoptedVersion' })
export type AdoptedVersion = z.infer<typeof adoptedAnswer>

/** What no document and no provider tells. `what`: what it was, in a few words. */
export const declareChangeRequest = z.strictObject({
  kind: z.enum(['knowledge', 'prompt', 'agent_binding', 'reviewers']),
  what: z.string().trim().min(1).max(200),
  reason: reasonText,
})
export type DeclareChangeRequest = z.infer<typeof declareChangeRequest>
export const declaredAnswer = z
  .object({
    rolloutId: z.string(),
    sentence: z.string(),
    cells: z.array(cellSchema),
    wentBack: z.array(z.object({ rolloutId: z.string(), from: phaseSchema, to: phaseSchema })),
  })
  .meta({ id: 'DeclaredChange' })
export type DeclaredChange = z.infer<typeof declaredAnswer>

export const attemptsAnswer = z
  .object({
    rolloutId: z.string(),
    /** How many times evidence began anew and was judged. */
    versions: z.number().int(),
    attempts: z.array(
      z.object({ since: instant, why: z.string(), dossierId: z.string(), cells: z.number().int(), verdicts: z.number().int() }),
    ),
    /** The exact chance that any of as many versions, each exactly at the target, would have been promoted. */
    chance: z.object({
      ratio: z.number(),
      targetRatio: z.number(),
      alphaRatio: z.number(),
      reviews: z.number().int(),
      every: z.number().int(),
      sentence: z.string(),
    }),
  })
  .meta({ id: 'Attempts' })
export type Attempts = z.infer<typeof attemptsAnswer>
