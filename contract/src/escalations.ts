// Escalations: what waits for a person, soonest due first.

import { z } from 'zod'
import { storyEscalation } from './interactions.ts'
import { pageQuery } from './paging.ts'
import { escalationStateSchema } from './words.ts'

export const escalationsQuery = pageQuery.extend({ state: escalationStateSchema.optional() })

export const escalationAnswer = storyEscalation
  .extend({
    interactionId: z.string(),
    employeeId: z.string(),
    employee: z.string(),
    rolloutId: z.string().nullable(),
    queryType: z.string(),
    channel: z.string(),
    requester: z.string().nullable(),
    query: z.string().nullable(),
    takenByName: z.string().nullable(),
    suggestedReply: z.string().nullable(),
  })
  .meta({ id: 'Escalation' })
export type Escalation = z.infer<typeof escalationAnswer>

export const escalationReturnRequest = z.strictObject({ reason: z.string().trim().min(1).max(2000) })
export type EscalationReturnRequest = z.infer<typeof escalationReturnRequest>

export const escalationMovedAnswer = z
  .object({ interactionId: z.string(), state: escalationStateSchema })
  .meta({ id: 'MovedEscalation' })
export type MovedEscalation = z.infer<typeof escalationMovedAnswer>
