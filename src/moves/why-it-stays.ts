// A move two steps make (taking a verdict back, changing it): whether it still can be.

import type { Actor } from '../domain/audit/record.ts'
import type { VerdictId } from '../domain/ids.ts'
import { type Refusal, refuse } from '../domain/refusal.ts'
import type { Tx } from '../store/database.ts'
import { effectsOf } from '../store/effects.ts'
import { judgedSince, verdictOf } from '../store/reviews.ts'

/**
 * Null: it may be changed. Not once it acted on the world: an approval is single-use. Not once somebody else has judged the same proposal: two judgements made apart would
 * become one made together, and whether they differ is for a third person to settle. The interaction MUST be locked, so that nobody judges meanwhile.
 */
export async function whyItStays(tx: Tx, verdictId: VerdictId, by: Actor): Promise<Refusal | null> {
  const verdict = await verdictOf(tx, verdictId)
  if (verdict === null || verdict.withdrawn)
    return refuse('move_not_legal', { what: 'verdict', from: 'withdrawn', to: 'withdrawn', legal: 'none' })
  const acted = (await effectsOf(tx, verdict.interactionId)).find(
    (effect) => effect.releasedBy === by.id || effect.state === 'declined',
  )
  if (acted) return refuse('approval_spent', { state: acted.state })
  return (await judgedSince(tx, verdict)) ? refuse('verdict_final') : null
}
