// The numbers of a gate are registered anew: after the people who review have changed, or for a rollout that had no plan yet. The evidence stays, its bounds hold for every
// target at once (GATES.md 1.5 (3)); the plan before keeps what it had shown.

import type { Actor } from '../domain/audit/record.ts'
import type { PlanId, RolloutId } from '../domain/ids.ts'
import { type Refusal, refuse } from '../domain/refusal.ts'
import { planForCells } from '../moves/register-plan.ts'
import type { House } from '../store/house.ts'
import { cellsOfRollout, lockRollout } from '../store/rollouts.ts'

/** `reading`: the gate as it stands under the plan in force, read by whoever joins the parts. */
export async function changePlan(
  house: House,
  it: { rolloutId: RolloutId; reading: unknown },
  by: Actor,
): Promise<{ rolloutId: RolloutId; planId: PlanId } | Refusal> {
  return house.db.transaction(async (tx) => {
    const rollout = await lockRollout(tx, it.rolloutId)
    if (rollout === null) return refuse('not_found', { what: 'rollout', id: it.rolloutId })
    const cells = await cellsOfRollout(tx, it.rolloutId)
    const planId = await planForCells(tx, house.clock.now(), by, { rollout, cells, reading: it.reading })
    return { rolloutId: it.rolloutId, planId }
  })
}
