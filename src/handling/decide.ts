// Step 4a. A person decides one held effect while its agent is still waiting for it. No verdict is counted: that comes when the proposal is complete.

import type { Actor } from '../domain/audit/record.ts'
import type { EffectId } from '../domain/ids.ts'
import type { EffectState } from '../domain/interaction/effect.ts'
import { isRefusal, type Refusal, refuse } from '../domain/refusal.ts'
import { decideHeld } from '../moves/decide-held.ts'
import { lockEffect } from '../store/effects.ts'
import type { House } from '../store/house.ts'

export type Decision = { effectId: EffectId; decision: 'release' | 'decline'; digest: string; edit?: string | null }

/** Releases or declines exactly the effect whose approval digest is named. Another digest, a second decision, or one too late is refused. */
export async function decideEffect(
  house: House,
  { effectId, decision, digest, edit }: Decision,
  by: Actor,
): Promise<{ effectId: EffectId; state: EffectState } | Refusal> {
  return house.db.transaction(async (tx) => {
    const locked = await lockEffect(tx, effectId)
    if (locked === null) return refuse('not_found', { what: 'effect', id: effectId })
    const { interaction, effect } = locked
    if (effect.state !== 'held') return refuse('approval_spent', { state: effect.state })
    if (effect.approvalDigest !== digest) return refuse('approval_stale')
    const decided = await decideHeld(tx, house.clock.now(), by, {
      interaction,
      choice: { decision, edit: edit ?? null },
      only: effectId,
    })
    return isRefusal(decided) ? decided : { effectId, state: decided[0]!.state }
  })
}
