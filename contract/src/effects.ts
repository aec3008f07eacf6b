// Effects: the decision API. An agent asks for each effect, waits while one is held, and reports how its own calls ended.

import { z } from 'zod'
import { dispositionSchema, effectKindSchema, effectStateSchema, instant } from './words.ts'

/** The agent's own name for this call: asking again under the same one meets the same effect; another request under it is refused. */
const callId = z.string().min(1).max(200).optional()

export const effectRequest = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('call'),
    system: z.string().min(1).max(200),
    operation: z.string().min(1).max(200),
    arguments: z.record(z.string(), z.unknown()),
    callId,
  }),
  z.strictObject({ kind: z.literal('reply'), text: z.string().min(1).max(100_000), callId }),
])
export type EffectRequest = z.infer<typeof effectRequest>

/** `approval` names the digest a person must release; `simulated` marks a receipt for something that did not happen. */
export const effectAnswer = z
  .object({
    effectId: z.string(),
    kind: effectKindSchema,
    state: effectStateSchema,
    disposition: dispositionSchema.nullable(),
    sentence: z.string(),
    result: z.unknown().optional(),
    simulated: z.boolean(),
    /** Who makes the call when it may be made: Tenure, or the agent itself, which then reports the outcome. */
    performer: z.enum(['tenure', 'agent']),
    approval: z.object({ digest: z.string(), expiresAt: instant }).nullable(),
  })
  .meta({ id: 'EffectAnswer' })
export type EffectAnswer = z.infer<typeof effectAnswer>

/** `waitMs`: answer when a held or running effect has moved on, or after this long with what is true then. */
export const effectQuery = z.object({ waitMs: z.coerce.number().int().min(0).max(45_000).default(0) })

/** `unknown`: the call broke off and may have taken effect; a person finds out. */
export const reportOutcomeRequest = z.strictObject({
  outcome: z.enum(['performed', 'failed', 'unknown']),
  result: z.unknown().optional(),
  providerRef: z.string().max(500).optional(),
})
export type ReportOutcomeRequest = z.infer<typeof reportOutcomeRequest>

export const settleUnknownRequest = z.strictObject({
  outcome: z.enum(['performed', 'failed']),
  evidence: z.string().trim().min(1).max(10_000),
})
export type SettleUnknownRequest = z.infer<typeof settleUnknownRequest>

/** A new effect that makes good a performed one; ordered by a person, carried out by Tenure. */
export const compensateRequest = z.strictObject({
  system: z.string().min(1).max(200),
  operation: z.string().min(1).max(200),
  arguments: z.record(z.string(), z.unknown()),
  reason: z.string().trim().min(1).max(2_000),
})
export type CompensateRequest = z.infer<typeof compensateRequest>

/** Releases or declines one held effect; `digest` is its approval digest, `edit` another text for a reply. */
export const decideEffectRequest = z.strictObject({
  decision: z.enum(['release', 'decline']),
  digest: z.string().min(1).max(200),
  edit: z.string().max(100_000).nullable().default(null),
})
export type DecideEffectRequest = z.input<typeof decideEffectRequest>

export const effectMovedAnswer = z.object({ effectId: z.string(), state: effectStateSchema }).meta({ id: 'MovedEffect' })
export type MovedEffect = z.infer<typeof effectMovedAnswer>
