// The sample of a month, for an auditor to recompute: the records of the trail that tell of it, and the keys that were disclosed.

import { z } from 'zod'

export const monthSchema = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'a month, as 2026-11')
export const sampleParams = z.object({ id: monthSchema })
export const sampleQuery = z.object({
  cursor: z.string().max(500).optional(),
  limit: z.coerce.number().int().min(1).max(5000).default(1000),
})

/** A record’s canonical text and the leaf hash it has in the tree. */
export const sampleRecord = z.object({ body: z.string(), leaf: z.string() }).meta({ id: 'SampleRecord' })
export type SampleRecord = z.infer<typeof sampleRecord>

/** `keys` on the first page only, with the records of the rollouts they belong to. */
export const sampleAnswer = z
  .object({
    format: z.literal('tenure-sample/1'),
    month: z.string(),
    keys: z.array(z.object({ rollout: z.string(), key: z.string() })),
    records: z.array(sampleRecord),
    next: z.string().nullable(),
  })
  .meta({ id: 'MonthSample' })
export type MonthSample = z.infer<typeof sampleAnswer>

export const discloseRequest = z.strictObject({ month: monthSchema })
export type DiscloseRequest = z.infer<typeof discloseRequest>
/** The key itself is not in it: whoever judges must not see it. */
export const disclosedAnswer = z
  .object({ rolloutId: z.string(), month: z.string(), digest: z.string() })
  .meta({ id: 'DisclosedSampling' })
export type DisclosedSampling = z.infer<typeof disclosedAnswer>
