// The trail: records, newest first, each with the exact text that was hashed and its RFC 6962 leaf hash, so that a reader can check it.

import { z } from 'zod'
import { pageQuery } from './paging.ts'
import { instant } from './words.ts'

export const trailQuery = pageQuery.extend({
  subject: z.string().max(100).optional(),
  kind: z.string().max(100).optional(),
  actor: z.string().max(100).optional(),
})

export const recordAnswer = z
  .object({
    id: z.string(),
    at: instant,
    kind: z.string(),
    subject: z.string(),
    actor: z.object({ kind: z.string(), id: z.string(), name: z.string().nullable() }),
    authority: z.string(),
    says: z.record(z.string(), z.unknown()),
    /** The canonical text (RFC 8785) whose leaf hash is `leaf`. */
    body: z.string(),
    /** SHA-256(0x00 || body), hex. */
    leaf: z.string(),
  })
  .meta({ id: 'TrailRecord' })
export type TrailRecord = z.infer<typeof recordAnswer>
