// What a shadow rollout does with what it holds back: observe (nothing is ever performed) or assist (a person may release it). A recorded act of its owner.

import type { Actor } from '../domain/audit/record.ts'
import type { RolloutId } from '../domain/ids.ts'
import { type Refusal, refuse } from '../domain/refusal.ts'
import type { Delivery } from '../domain/rollout/phase.ts'
import { append, saidDigest } from '../store/audit-log.ts'
import { isObservedOnly } from '../store/employees.ts'
import type { House } from '../store/house.ts'
import { changeDelivery, lockRollout } from '../store/rollouts.ts'

/** Approvals shown under the old setting become stale: the setting is part of what was shown. */
export async function setDelivery(
  house: House,
  it: { rolloutId: RolloutId; delivery: Delivery; reason: string },
  by: Actor,
): Promise<{ rolloutId: RolloutId; delivery: Delivery } | Refusal> {
  if (it.reason.trim() === '') return refuse('reason_missing')
  return house.db.transaction(async (tx) => {
    const at = house.clock.now()
    const rollout = await lockRollout(tx, it.rolloutId)
    if (rollout === null) return refuse('not_found', { what: 'rollout', id: it.rolloutId })
    if (rollout.rehearsal) return refuse('rehearsal_stays_in_shadow', { rollout: it.rolloutId })
    if (it.delivery !== 'observe' && (await isObservedOnly(tx, rollout.employeeId)))
      return refuse('observed_only', { rollout: it.rolloutId })
    if (rollout.phase !== 'shadow') return refuse('delivery_only_in_shadow', { phase: rollout.phase })
    await changeDelivery(tx, it.rolloutId, it.delivery)
    await append(tx, at, by, {
      kind: 'delivery.set',
      subject: it.rolloutId,
      says: { from: rollout.delivery, to: it.delivery, reason: saidDigest(it.reason) },
    })
    return { rolloutId: it.rolloutId, delivery: it.delivery }
  })
}
