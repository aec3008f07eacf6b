// The systems of each dossier, connected on first use by what its integration map says. A connector this process cannot serve is not connected, and
// what is not connected is refused.

import type { System } from '../domain/discovery/integration-map.ts'
import { type Clock, systemClock } from '../ports/clock.ts'
import type { BusinessSystem, Systems } from '../ports/system.ts'
import type { Database } from '../store/database.ts'
import { dossierOf } from '../store/dossiers.ts'
import { withBreaker } from '../systems/breaker.ts'
import { mcpSystem } from '../systems/mcp.ts'
import { credentialOf } from './config.ts'

export type ConnectedSystems = Systems & { close(): Promise<void> }

/** One connection per address and credential, shared by all dossiers that name it. */
export function connectedSystems(db: Database, clock: Clock = systemClock): ConnectedSystems {
  const open = new Map<string, BusinessSystem>()
  return {
    async find(dossierId, name) {
      const stored = await dossierOf(db, dossierId)
      const system = stored?.dossier.integrations.systems.find((s) => s.name === name)
      return system === undefined ? null : connect(open, system, clock)
    },
    async close() {
      await Promise.all([...open.values()].map((system) => system.close()))
      open.clear()
    },
  }
}

function connect(open: Map<string, BusinessSystem>, system: System, clock: Clock): BusinessSystem | null {
  if (system.connector.kind !== 'mcp') return null
  const credential = system.credential === null ? null : credentialOf(system.credential)
  if (system.credential !== null && credential === null) return null
  const address = `${system.connector.url} ${system.credential ?? ''}`
  const known =
    open.get(address) ??
    withBreaker(system.name, mcpSystem(system.name, { url: system.connector.url, bearer: credential?.reveal() ?? null }), clock)
  open.set(address, known)
  return known
}
