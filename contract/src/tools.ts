// Tools of connected systems and the definitions people have looked at.

import { z } from 'zod'

const definition = z.record(z.string(), z.unknown()).nullable()

export const toolAnswer = z.object({
  id: z.string(),
  system: z.string(),
  /** The address its connector names. */
  address: z.string(),
  tool: z.string(),
  access: z.enum(['read', 'write']),
  state: z.enum(['approved', 'suspended']),
  approvedHash: z.string(),
  seenHash: z.string(),
  approvedDefinition: definition,
  seenDefinition: definition,
  seenAt: z.string(),
  suspendedAt: z.string().nullable(),
  /** Who proposed to approve what it is now; a second, different person approves. */
  proposedBy: z.string().nullable(),
})

export const toolsAnswer = z.object({ items: z.array(toolAnswer) })

export const approveToolRequest = z.object({
  /** The hash of the definition that was looked at. */
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  reason: z.string().min(1).max(2000),
})

export const toolApprovedAnswer = z.object({ toolId: z.string(), state: z.enum(['proposed', 'approved']) })

export type Tool = z.output<typeof toolAnswer>
export type ApproveToolRequest = z.input<typeof approveToolRequest>
export type ToolApproved = z.output<typeof toolApprovedAnswer>
