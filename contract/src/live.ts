// The stream of what changed (server-sent events): topics and ids, never contents. Whoever listens asks again, with their own authority, for what they show.

import { z } from 'zod'

export const liveTopicSchema = z
  .enum([
    'interactions',
    'effects',
    'reviews',
    'escalations',
    'rollouts',
    'dossiers',
    'drafts',
    'employees',
    'people',
    'keys',
    'halts',
    'tools',
    'incidents',
    'edge_cases',
    'trail',
  ])
  .meta({ id: 'LiveTopic' })
export type LiveTopic = z.infer<typeof liveTopicSchema>

/** `after`: the id of the last event that was heard; the same as the header Last-Event-ID, which wins. */
export const streamQuery = z.object({ after: z.string().max(40).optional() })

/** Things of one topic that changed; no ids: any of them may have. */
export const liveChange = z.object({ topic: liveTopicSchema, ids: z.array(z.string()) })
export type LiveChange = z.infer<typeof liveChange>

/**
 * `ready`: listening from here. `resumed` false: what came before is not told, so everything shown is asked for again. `changed`: what did. `beat`: nothing, and the
 * line is alive. `end`: the server closes; come back with the last id.
 */
export const liveEvent = z
  .discriminatedUnion('event', [
    z.object({ event: z.literal('ready'), id: z.string(), resumed: z.boolean() }),
    z.object({ event: z.literal('changed'), id: z.string(), changes: z.array(liveChange) }),
    z.object({ event: z.literal('beat'), id: z.string() }),
    z.object({ event: z.literal('end'), id: z.string() }),
  ])
  .meta({ id: 'LiveEvent' })
export type LiveEvent = z.infer<typeof liveEvent>
