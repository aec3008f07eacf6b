// A rollout that loses ground goes back: to supervised or to shadow. No gate is needed to go down; what was proven before no longer counts.

import type { Actor } from '../domain/audit/record.ts'
import type { RolloutId } from '../domain/ids.ts'
import { type Refusal, refuse } from '../domain/refusal.ts'
import { mayEnter, phaseMoves } from '../domain/rollout/phase.ts'
import { append, saidDigest } from '../store/audit-log.ts'
import { startEpoch } from '../store/cells.ts'
import type { House } from '../store/house.ts'
import { cellsOfRollout, enterPhase, lockRollout } from '../store/rollouts.ts'

/** Evidence starts afresh: a rollout is demoted because the old evidence turned out not to hold (GATES.md D12, capital resets). */
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
    const lower = rollout.phase === 'autonomous' || (rollout.phase === 'supervised' && it.to === 'shadow')
    if (!lower || !mayEnter(rollout.phase, it.to))
      return refuse('move_not_legal', {
        what: 'rollout',
        from: rollout.phase,
        to: it.to,
        legal: phaseMoves[rollout.phase].join(', ') || 'none',
      })
    await enterPhase(tx, { id: it.rolloutId, to: it.to, haltedFrom: null, promotionId: null, at })
    await startEpoch(tx, { ...rollout, cells: await cellsOfRollout(tx, it.rolloutId), at, why: 'demoted' })
    await append(tx, at, by, {
      kind: 'rollout.demoted',
      subject: it.rolloutId,
      says: { from: rollout.phase, to: it.to, reason: saidDigest(it.reason) },
    })
    return { rolloutId: it.rolloutId, phase: it.to }
  })
}
