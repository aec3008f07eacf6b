// The tools of Tenure itself beside those of the systems: open an interaction, reply, hand over, close, and hear how an effect stands.

import { z } from 'zod'
import type { ListedTool } from './tool-names.ts'

const text = (what: string) => z.string().min(1).describe(what)

/** Name → what it does and what it takes. Unknown arguments are refused: a misspelt one must not be ignored. */
export const ownTools = {
  tenure_open: {
    description:
      'Opens the interaction for one inbound query. Call it first, with the query exactly as it came in; every other call belongs to an interaction.',
    input: z.strictObject({
      externalId: text('The channel’s own id of the message; the same one twice is one interaction.'),
      channel: text('The channel the query came through.'),
      requester: text('Who asks, as the channel knows them.'),
      query: text('The query, word for word.'),
      queryType: z.string().optional().describe('Its type, when the channel knows it; otherwise the workflow map decides.'),
      fields: z.record(z.string(), z.unknown()).optional().describe('Declared fields, as the channel knows them.'),
      workflow: z.string().optional().describe('The workflow, for an employee that has several.'),
    }),
  },
  tenure_reply: {
    description: 'Answers the requester. Like every effect it is sent, held for a person, or only recorded, as the phase says.',
    input: z.strictObject({ text: text('The whole reply.'), tenure_interaction: z.string().optional() }),
  },
  tenure_escalate: {
    description: 'Hands the query to a person and ends your part. Use it whenever you are unsure.',
    input: z.strictObject({
      reason: text('Why, as the person who gets it reads it.'),
      trigger: z.string().optional().describe('The trigger of the workflow that applies.'),
      tenure_interaction: z.string().optional(),
    }),
  },
  tenure_close: {
    description: 'Says that you have asked for every effect you want. Nothing can be added afterwards.',
    input: z.strictObject({ tenure_interaction: z.string().optional() }),
  },
  tenure_status: {
    description: 'How one effect stands now: pending, performed, declined, expired, failed.',
    input: z.strictObject({ effectId: text('The id you were given.') }),
  },
  tenure_wait: {
    description:
      'Waits, at most 45 seconds, until an effect has moved on, and says how it stands. Call it again while it is pending.',
    input: z.strictObject({ effectId: text('The id you were given.') }),
  },
} as const

export type OwnTool = keyof typeof ownTools

export function isOwnTool(name: string): name is OwnTool {
  return Object.hasOwn(ownTools, name)
}

/** As `tools/list` tells them. */
export function ownToolList(mayOpen: boolean): ListedTool[] {
  const names = (Object.keys(ownTools) as OwnTool[]).filter((name) => mayOpen || name !== 'tenure_open')
  return names.map((name) => {
    const { description, input } = ownTools[name]
    const reads = name === 'tenure_status' || name === 'tenure_wait'
    return {
      name,
      title: name.replace('tenure_', 'Tenure: '),
      description,
      inputSchema: z.toJSONSchema(input) as ListedTool['inputSchema'],
      annotations: { readOnlyHint: reads, destructiveHint: false, openWorldHint: false },
    }
  })
}
