// The systems of each dossier, connected on first use by what its integration map says, each through a way out that reaches its own address and nothing else. A
// connector this process cannot serve is not connected, and what is not connected is refused.

import { operationOf, type System } from '../domain/discovery/integration-map.ts'
import type { PrivateSystem } from '../domain/oversight/private-systems.ts'
import { type Outgoing, outgoing } from '../egress/outgoing.ts'
import { type Clock, systemClock } from '../ports/clock.ts'
import type { BusinessSystem, Systems } from '../ports/system.ts'
import type { Database } from '../store/database.ts'
import { dossierOf } from '../store/dossiers.ts'
import { withBreaker } from '../systems/breaker.ts'
import { mcpSystem } from '../systems/mcp.ts'
import { openapiSystem } from '../systems/openapi.ts'
import { credentialOf } from './config.ts'

export type ConnectedSystems = Systems & { close(): Promise<void> }

/** `privateSystems`: what the operator allows outside the public internet; asked for each connection. */
export type Reach = { privateSystems: () => readonly PrivateSystem[]; clock?: Clock }

/** A line to one system under one credential. */
type Line = { system: BusinessSystem; way: Outgoing }

/** One line per address and credential, shared by all dossiers that name it. Throws Fault `address_refused` for an address that may not be called. */
export function connectedSystems(db: Database, { privateSystems, clock = systemClock }: Reach): ConnectedSystems {
  const open = new Map<string, Line>()

  function line(system: System, credential: string | null): BusinessSystem | null {
    const { connector } = system
    if (connector.kind !== 'mcp' && connector.kind !== 'openapi') return null
    const secret = credential === null ? null : credentialOf(credential)
    if (credential !== null && secret === null) return null
    // What an HTTP API is asked for, and how, stands in the map; so dossiers share a line where they say the same.
    const said = connector.kind === 'mcp' ? connector.url : JSON.stringify([connector, system.operations])
    const name = `${said} ${credential ?? ''}`
    const known = open.get(name)
    if (known !== undefined) return known.system
    const way = outgoing(addressesOf(connector), { privateSystems })
    const bearer = secret?.reveal() ?? null
    const reached =
      connector.kind === 'mcp'
        ? mcpSystem(system.name, { url: connector.url, bearer, fetch: way.fetch })
        : openapiSystem(system.name, { connector, operations: system.operations, credential: bearer, fetch: way.fetch })
    const made = withBreaker(system.name, reached, clock)
    open.set(name, { system: made, way })
    return made
  }

  return {
    async find(dossierId, name) {
      const stored = await dossierOf(db, dossierId)
      const system = stored?.dossier.integrations.systems.find((s) => s.name === name)
      if (system === undefined) return null
      if (system.readCredential === undefined) return line(system, system.credential)
      const reading = line(system, system.readCredential)
      return reading === null ? null : byAccess(system, reading, () => line(system, system.credential))
    },
    async close() {
      await Promise.all(
        [...open.values()].map(async ({ system, way }) => {
          await system.close()
          await way.close()
        }),
      )
      open.clear()
    },
  }
}

/** Its own address, and where its description is read unless that was signed with the map or is a file. */
function addressesOf(connector: Extract<System['connector'], { url: string }>): string[] {
  if (connector.kind === 'mcp' || connector.document !== undefined || !/^https?:/i.test(connector.description))
    return [connector.url]
  return [connector.url, connector.description]
}

/** Reads go over the line that can only read. The other one is not even opened before the first write, which in shadow never comes. */
function byAccess(system: System, reading: BusinessSystem, writing: () => BusinessSystem | null): BusinessSystem {
  const { tools } = reading
  return {
    async call(call) {
      const access = operationOf({ systems: [system] }, call.system, call.operation)?.operation.access
      const to = access === 'read' ? reading : access === 'write' ? writing() : null
      if (to === null)
        return { outcome: 'failed', reason: `${system.name} is not connected for this operation`, providerRef: null }
      return to.call(call)
    },
    ...(tools === undefined ? {} : { tools: () => tools.call(reading) }),
    // Lines are shared and closed by whoever opened them.
    close: async () => undefined,
  }
}
