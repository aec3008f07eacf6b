// A move several steps make: a tool's definition was seen. The first is pinned, one that people have looked at changes nothing, any other suspends the tool
// until two people have looked at it.

import type { Actor } from '../domain/audit/record.ts'
import type { Policy } from '../domain/compiler/policy.ts'
import { operationOf } from '../domain/discovery/integration-map.ts'
import type { EffectRequest } from '../domain/interaction/effect.ts'
import { isAgreed, type SeenTool } from '../domain/oversight/tool-pin.ts'
import { append, saidDigest } from '../store/audit-log.ts'
import type { Tx } from '../store/database.ts'
import { freshId } from '../store/fresh-id.ts'
import { insertTool, lockTool, noteSeen, type ToolPlace } from '../store/tools.ts'

/** Where the tool of a call is, for systems that describe their tools; null for a reply, an unlisted operation, and systems that describe none. */
export function placeOf(policy: Pick<Policy, 'systems'>, request: EffectRequest): ToolPlace | null {
  if (request.kind !== 'call') return null
  const found = operationOf(policy, request.system, request.operation)
  if (found === null || found.operation.access === 'none') return null
  const { connector } = found.system
  if (connector.kind !== 'mcp' && connector.kind !== 'openapi') return null
  const { name: operation, access, toolHash: declared } = found.operation
  return { address: connector.url, system: found.system.name, operation, access, declared }
}

/** Returns whether the tool may be called as it was seen. Runs inside the caller's transaction. */
export async function seeTool(tx: Tx, at: Date, by: Actor, it: { place: ToolPlace; seen: SeenTool }): Promise<boolean> {
  const { place, seen } = it
  const known = await lockTool(tx, place)
  if (known === null) {
    if (await pin(tx, at, by, it)) return isAgreed(seen.hash, { pinned: null, declared: place.declared })
    return seeTool(tx, at, by, it)
  }
  const agreed = isAgreed(seen.hash, { pinned: known.approvedHash, declared: place.declared })
  if (seen.hash === known.seenHash && (known.suspendedAt !== null || agreed)) return agreed && known.suspendedAt === null
  await noteSeen(tx, known.id, seen, { suspended: !agreed, at })
  if (agreed) return known.suspendedAt === null
  await append(tx, at, by, {
    kind: 'tool.suspended',
    subject: known.id,
    says: { ...named(known.id, place), approved: known.approvedHash, seen: seen.hash },
  })
  return false
}

async function pin(tx: Tx, at: Date, by: Actor, { place, seen }: { place: ToolPlace; seen: SeenTool }): Promise<boolean> {
  const id = freshId('tool', at)
  const agreed = isAgreed(seen.hash, { pinned: null, declared: place.declared })
  const approved = agreed ? seen : { hash: place.declared ?? seen.hash, definition: null }
  if (!(await insertTool(tx, id, place, { approved, seen, suspended: !agreed, at }))) return false
  const says = named(id, place)
  await append(tx, at, by, { kind: 'tool.pinned', subject: id, says: { ...says, definition: approved.hash } })
  if (!agreed)
    await append(tx, at, by, {
      kind: 'tool.suspended',
      subject: id,
      says: { ...says, approved: approved.hash, seen: seen.hash },
    })
  return true
}

function named(tool: string, { address, system, operation }: ToolPlace) {
  return { tool, address: saidDigest(address), system, operation }
}
