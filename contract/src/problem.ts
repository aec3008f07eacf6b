// What every refusal, fault and bug looks like on the wire: RFC 9457 problem details with our code and blanks.

import { z } from 'zod'

/** `code` is stable and part of the API; `blanks` fill the sentence; `errors` name each wrong field with its remedy; `quote` is an id to quote to us. */
export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
    code: z.string(),
    blanks: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
    errors: z.array(z.object({ where: z.string(), why: z.string(), remedy: z.string() })).optional(),
    quote: z.string().optional(),
  })
  .meta({ id: 'Problem' })
export type Problem = z.infer<typeof problemSchema>
