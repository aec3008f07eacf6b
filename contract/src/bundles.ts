// The bundle of a promotion: what it was decided on, frozen and signed. Its inner form is the verifier's (`tenure rollout verify`), which is strict; here it is passed on whole.

import { z } from 'zod'
import { instant } from './words.ts'

export const bundleAnswer = z
  .object({
    head: z.looseObject({}),
    facts: z.looseObject({}),
    decisions: z.array(z.looseObject({})),
    records: z.object({
      evidence: z.array(z.object({ leaf: z.string(), body: z.string() })),
      decisions: z.array(z.object({ leaf: z.string(), body: z.string() })),
    }),
    /** The signature line of a C2SP note over the canonical text of `head` and a line break. */
    signature: z.string(),
  })
  .meta({ id: 'PromotionBundle' })
export type PromotionBundle = z.infer<typeof bundleAnswer>

/** Public keys in the form of C2SP’s signed note: `<name>+<key id>+<base64>`. */
export const signingKeyAnswer = z
  .object({
    /** What this server signs with now. */
    key: z.string(),
    /** All this installation has signed with, newest first. */
    keys: z.array(z.object({ key: z.string(), createdAt: instant })),
  })
  .meta({ id: 'SigningKey' })
export type SigningKey = z.infer<typeof signingKeyAnswer>
