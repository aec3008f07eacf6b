// Which systems an employee's calls reach. One that is observed only has none: what it reads while its run is replayed comes from its own spans, through whatever
// door the call came, so that no live system is ever touched on its behalf.

import type { RecordedRun } from '../domain/discovery/recorded-interaction.ts'
import type { BusinessSystem, Systems } from '../ports/system.ts'
import { dossierOf } from '../store/dossiers.ts'
import { employeeOf } from '../store/employees.ts'
import type { House } from '../store/house.ts'
import { observedRunOf } from '../store/observed-traces.ts'
import { recordedSystem } from '../systems/recorded.ts'

/** Finds the run that spans told of, by the external id of its interaction. */
export function observedRuns(house: House): (externalId: string) => Promise<RecordedRun | null> {
  return (externalId) => observedRunOf(house.db, externalId)
}

/** The systems of `live` for every employee but those observed only. Null, as ever, is refused: an employee that cannot be read has no systems. */
export function systemsWithObserved(house: House, live: Systems): Systems {
  const recorded = new Map<string, BusinessSystem>()
  const find = observedRuns(house)
  return {
    async find(dossierId, name) {
      const stored = await dossierOf(house.db, dossierId)
      const employee = stored === null ? null : await employeeOf(house.db, stored.employeeId)
      if (employee === null) return null
      if (employee.agent.kind !== 'observed') return live.find(dossierId, name)
      const known = recorded.get(name) ?? perInteraction(name, find)
      recorded.set(name, known)
      return known
    },
  }
}

/** Interactions whose turns are remembered at once; a replay takes moments, and one worker runs a dozen. */
const rememberedInteractions = 500

/** A system of recordings that forgets the oldest interactions: this process lives long. */
function perInteraction(name: string, find: (externalId: string) => Promise<RecordedRun | null>): BusinessSystem {
  const open = new Map<string, BusinessSystem>()
  return {
    async call(call) {
      const system = open.get(call.externalId) ?? recordedSystem(name, find)
      open.delete(call.externalId)
      open.set(call.externalId, system)
      if (open.size > rememberedInteractions) open.delete(open.keys().next().value!)
      return system.call(call)
    },
    async close() {
      open.clear()
    },
  }
}
