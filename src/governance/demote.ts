// A rollout that loses ground goes back: to supervised or to shadow. No gate is needed to go down; what was proven before no longer counts.

import type { Actor } from '../domain/audit/record.ts'
import type { RolloutId } from '../domain/ids.ts'
import { type Refusal, refuse } from '../domain/refusal.ts'
import { phaseMoves } from '../domain/rollout/phase.ts'
import { isLower, sendBack } from '../moves/send-back.ts'
import type { House } from '../store/house.ts'
import { lockRollout } from '../store/rollouts.ts'

export async function demote(
  house: House,
  it: { rolloutId: RolloutId; to: 'supervised' | 'shadow'; reason: string },
  by: Actor,
): Promise<{ rolloutId: RolloutId; phase: string } | Refusal> {
  if (it.reason.trim() === '') return refuse('reason_missing')
  return house.db.transaction(async (tx) => {
    const at = house.clock.now()
    const rollout = await lockRollout(tx, it.rolloutId)
    if (rollout === null) return refuse('not_found', { what: 'rollout', id: it.rolloutId })
    if (!isLower(rollout.phase, it.to))
      return refuse('move_not_legal', {
        what: 'rollout',
        from: rollout.phase,
        to: it.to,
        legal: phaseMoves[rollout.phase].join(', ') || 'none',
      })
    return sendBack(tx, at, by, { rollout, to: it.to, reason: it.reason })
  })
}
