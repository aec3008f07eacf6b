// Looks at the tools of a dossier's systems as they are now: what was never seen is pinned, what changed is suspended. Reads only; no tool is called.

import type { Actor } from '../domain/audit/record.ts'
import type { Policy } from '../domain/compiler/policy.ts'
import type { System } from '../domain/discovery/integration-map.ts'
import { Fault } from '../domain/fault.ts'
import { isAgreed, type SeenTool, type ToolDefinition } from '../domain/oversight/tool-pin.ts'
import { placeOf, seeTool } from '../moves/see-tool.ts'
import type { ToolCatalogue } from '../ports/tool-catalogue.ts'
import type { House } from '../store/house.ts'
import { type ToolPlace, toolsAt } from '../store/tools.ts'

/** One operation of the map as it may be shown to an agent; `definition` null: nobody could look. */
export type Inspected = { system: string; operation: string; definition: ToolDefinition | null; suspended: boolean }

/**
 * Every operation of these systems with the definition it has now. A system that cannot be reached keeps what was seen of it last: an agent may know of a tool
 * that is away, and a call to it fails by itself.
 */
export async function inspectTools(
  house: House,
  systems: ToolCatalogue,
  on: { dossierId: string; policy: Pick<Policy, 'systems'> },
  by: Actor,
): Promise<Inspected[]> {
  const described = on.policy.systems.filter(({ connector }) => connector.kind === 'mcp' || connector.kind === 'openapi')
  const live = new Map(
    await Promise.all(described.map(async (system) => [system.name, await toolsOf(systems, on.dossierId, system)] as const)),
  )
  const places = on.policy.systems.flatMap((system) =>
    system.operations.flatMap(({ name }) => {
      const place = placeOf(on.policy, { kind: 'call', system: system.name, operation: name, arguments: {} })
      return place === null ? [] : [place]
    }),
  )
  await noteNews(house, by, { live, places })
  const known = await toolsAt(house.db, [...new Set(places.map(({ address }) => address))])
  return places.map((place) => {
    const row = known.find((tool) => tool.address === place.address && tool.tool === place.operation)
    const suspended = row !== undefined && row.suspendedAt !== null && row.seenHash !== place.declared
    const definition = suspended ? null : (row?.seenDefinition ?? null)
    return { system: place.system, operation: place.operation, definition, suspended }
  })
}

async function toolsOf(systems: ToolCatalogue, dossierId: string, system: System): Promise<readonly SeenTool[]> {
  try {
    const connected = await systems.find(dossierId, system.name)
    return (await connected?.tools?.()) ?? []
  } catch (error) {
    // Away is not changed: the call itself is looked at again, and fails there.
    if (error instanceof Fault) return []
    throw error
  }
}

type News = { live: ReadonlyMap<string, readonly SeenTool[]>; places: readonly ToolPlace[] }

async function noteNews(house: House, by: Actor, { live, places }: News): Promise<void> {
  const known = await toolsAt(house.db, [...new Set(places.map(({ address }) => address))])
  const news = places.flatMap((place) => {
    const seen = live.get(place.system)?.find(({ definition }) => definition.name === place.operation)
    const row = known.find((tool) => tool.address === place.address && tool.tool === place.operation)
    if (seen === undefined) return []
    const old = row !== undefined && row.seenHash === seen.hash
    const settled =
      old && (row.suspendedAt !== null || isAgreed(seen.hash, { pinned: row.approvedHash, declared: place.declared }))
    return settled ? [] : [{ place, seen }]
  })
  if (news.length === 0) return
  await house.db.transaction(async (tx) => {
    for (const one of news) await seeTool(tx, house.clock.now(), by, one)
  })
}
