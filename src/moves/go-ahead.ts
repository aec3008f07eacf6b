// A move `perform` makes in the transaction that claims an effect: phase, permit, halts and the approval's time are read again. A release is permission to try, not a
// promise.

import type { EffectRequest } from '../domain/interaction/effect.ts'
import type { TenureReason } from '../domain/interaction/escalation.ts'
import { asKept, effectSentences, says } from '../domain/oversight/sentences.ts'
import type { Agreed } from '../domain/oversight/tool-pin.ts'
import { whyNotUndone } from '../domain/oversight/undoing.ts'
import type { Tx } from '../store/database.ts'
import type { StoredDossier } from '../store/dossiers.ts'
import type { Effect } from '../store/effects.ts'
import { haltInForce } from '../store/halts.ts'
import type { Interaction } from '../store/interactions.ts'
import type { Rollout } from '../store/rollouts.ts'
import { judge } from './rule.ts'

export type Forbidden = { reason: TenureReason; why: string }

type Claim = {
  interaction: Interaction
  effect: Effect
  stored: StoredDossier
  rollout: Rollout | null
  request: EffectRequest
  /** The employee's agent does its work elsewhere; Tenure only watches. */
  observed: boolean
}

/** How far the clocks of two machines may differ. A clock behind the asking by more has been set back, and would let approvals live again that have run out. */
const clockSlackMs = 60_000

/** What forbids the effect now, or null: go ahead; and the definitions of its tool that people have looked at. */
export async function whyNot(tx: Tx, at: Date, it: Claim): Promise<{ forbidden: Forbidden | null; agreed: Agreed }> {
  const { interaction, effect, stored, rollout, request } = it
  const { permit, ruling, agreed } = await judge(tx, { interaction, rollout, dossier: stored, at }, request)
  const refused = (why: string) => ({ forbidden: { reason: 'effect_refused', why } as const, agreed })
  const goAhead = { forbidden: null, agreed }
  // Whatever the phase, and whoever released it: what this employee does is done elsewhere already, and doing it here would be doing it twice.
  if (it.observed) return refused(effectSentences.observed_only)
  if (effect.askedAt.getTime() - at.getTime() > clockSlackMs) return refused(effectSentences.clock_went_back)
  const released = effect.releasedBy !== null && effect.approvalDigest !== null
  const sameSetting = effect.phase === rollout?.phase && effect.delivery === rollout?.delivery
  const expired = effect.expiresAt !== null && effect.expiresAt < at
  if (effect.compensates !== null) {
    const why = whyNotUndone(stored.policy, request) ?? (await haltedBy(tx, it))
    if (why !== null) return refused(why)
    return released && sameSetting && !expired
      ? goAhead
      : refused(expired ? effectSentences.order_ran_out : effectSentences.phase_changed)
  }
  if (!permit.granted && !permit.limit) return refused(permit.why)
  if (ruling.disposition === 'perform') return goAhead
  // The limit was counted when the effect was ruled on; it must not count itself a second time.
  if (!permit.granted && permit.limit && (rollout?.phase === 'supervised' || rollout?.phase === 'autonomous')) return goAhead
  if (ruling.disposition === 'hold' && released && sameSetting && !expired) return goAhead
  return { forbidden: { reason: 'halted', why: expired ? effectSentences.approval_ran_out : ruling.why }, agreed }
}

async function haltedBy(tx: Tx, { interaction, effect }: Claim): Promise<string | null> {
  const { employeeId, rolloutId } = interaction
  const tool = effect.system === null ? null : `${effect.system}.${effect.operation}`
  const halt = await haltInForce(tx, { employeeId, rolloutId, tool })
  return halt === null ? null : asKept(says('halted_because', { why: halt.reason }))
}
