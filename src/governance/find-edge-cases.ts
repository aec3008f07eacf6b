// Wrong items that are alike are put into the catalogue, for people to look at. Time asks for it, not a verdict: a cluster is never in the way of a reviewer, and it moves
// no gate.

import type { Actor } from '../domain/audit/record.ts'
import { type Cluster, clustersOf, fewestInCluster } from '../domain/gates/clusters.ts'
import { openEdgeCase } from '../moves/open-edge-case.ts'
import { examplesOf, lockEdgeCaseOf, rolloutsWithErrors, wrongItemsOf } from '../store/edge-cases.ts'
import type { House } from '../store/house.ts'

const by: Actor = { kind: 'worker', id: 'find-edge-cases', authority: 'verdicts that stand' }

/** Opens an entry per new cluster, adds to those that are open, and reopens a closed one when as many came after it was closed as make a cluster. Returns how many entries it touched. */
export async function findEdgeCases(house: House): Promise<number> {
  let touched = 0
  for (const { id: rolloutId, employeeId, workflow } of await rolloutsWithErrors(house.db)) {
    const items = await wrongItemsOf(house.db, rolloutId)
    const arrived = new Map(items.map(({ interactionId, receivedAt }) => [interactionId, receivedAt]))
    for (const cluster of clustersOf(items))
      if (await enter(house, { employeeId, workflow, rolloutId }, { cluster, arrived })) touched++
  }
  return touched
}

type Where = Pick<Parameters<typeof openEdgeCase>[3], 'employeeId' | 'workflow' | 'rolloutId'>

async function enter(
  house: House,
  where: Where,
  { cluster, arrived }: { cluster: Cluster; arrived: ReadonlyMap<string, Date> },
): Promise<boolean> {
  const { subject, title, members } = cluster
  return house.db.transaction(async (tx) => {
    const known = await lockEdgeCaseOf(tx, { rolloutId: where.rolloutId, kind: 'cluster', subject })
    const before = known === null ? [] : (await examplesOf(tx, known.id)).map(({ interactionId }) => interactionId)
    const since = known?.state === 'closed' ? known.closedAt : null
    const fresh = members.filter((id) => !before.includes(id) && (since === null || arrived.get(id)! > since))
    if (fresh.length === 0 || (since !== null && fresh.length < fewestInCluster)) return false
    await openEdgeCase(tx, house.clock.now(), by, { ...where, kind: 'cluster', subject, title, examples: fresh })
    return true
  })
}
