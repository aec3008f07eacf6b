// A suspended tool: two different people look at the definition it has now, and it may be called again. Nobody approves what they have not been shown.
// Another definition is another tool: the evidence of the query types that use it ages.

import type { Actor } from '../domain/audit/record.ts'
import { type Refusal, refuse } from '../domain/refusal.ts'
import { ageForTool } from '../moves/age-for-tool.ts'
import { append, saidDigest } from '../store/audit-log.ts'
import type { House } from '../store/house.ts'
import { approveTool, lockToolById, proposeTool } from '../store/tools.ts'

export type ToolApproval = { toolId: string; hash: string; reason: string }

/**
 * The first person proposes, a second, different one approves; both name the hash of the definition they saw. Refused when it is another one by now, when the
 * tool is not suspended, and when both are the same person (AUDIT.md D10: tool re-pin takes four eyes).
 */
export async function approveToolDefinition(
  house: House,
  { toolId, hash, reason }: ToolApproval,
  by: Actor,
): Promise<{ toolId: string; state: 'proposed' | 'approved' } | Refusal> {
  if (reason.trim() === '') return refuse('reason_missing')
  return house.db.transaction(async (tx) => {
    const at = house.clock.now()
    const tool = await lockToolById(tx, toolId)
    if (tool === null) return refuse('not_found', { what: 'tool', id: toolId })
    if (tool.suspendedAt === null) return refuse('tool_not_suspended', { tool: `${tool.system}.${tool.tool}` })
    if (tool.seenHash !== hash) return refuse('approval_stale')
    if (tool.proposedBy === null || tool.proposedHash !== hash) {
      await proposeTool(tx, tool.id, { by: by.id, hash, at })
      const says = { tool: tool.id, definition: hash, reason: saidDigest(reason) }
      await append(tx, at, by, { kind: 'tool.approval_proposed', subject: tool.id, says })
      return { toolId, state: 'proposed' as const }
    }
    if (tool.proposedBy === by.id) return refuse('same_person')
    await approveTool(tx, tool.id)
    const says = { tool: tool.id, definition: hash, proposedBy: tool.proposedBy, reason: saidDigest(reason) }
    await append(tx, at, by, { kind: 'tool.approved', subject: tool.id, says })
    if (tool.approvedHash !== hash) await ageForTool(tx, at, by, tool)
    return { toolId, state: 'approved' as const }
  })
}
