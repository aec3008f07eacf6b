// Effects across interactions: what waits for a person, and what nobody knows the outcome of.

import { z } from 'zod'
import { storyEffect } from './interactions.ts'
import { pageOf, pageQuery } from './paging.ts'
import { effectStateSchema, phaseSchema } from './words.ts'

export const effectsQuery = pageQuery.extend({ state: effectStateSchema.optional(), employee: z.string().max(100).optional() })

export const listedEffect = storyEffect
  .extend({
    interactionId: z.string(),
    employee: z.string(),
    workflow: z.string(),
    queryType: z.string(),
    channel: z.string(),
    query: z.string().nullable(),
    requester: z.string().nullable(),
    /** The phase it was ruled under. */
    phase: phaseSchema.nullable(),
    diverged: z.boolean(),
    /** The idempotency key under which it was or will be sent. */
    key: z.string(),
  })
  .meta({ id: 'ListedEffect' })
export type ListedEffect = z.infer<typeof listedEffect>

/** `waiting`: how many in all wait for a person, and how many have an outcome that never came back. */
export const effectsAnswer = pageOf(listedEffect)
  .extend({ waiting: z.object({ held: z.number().int(), unknown: z.number().int() }) })
  .meta({ id: 'Effects' })
export type ListedEffects = z.infer<typeof effectsAnswer>
