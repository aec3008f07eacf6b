// A move several steps make: a rollout loses ground. It goes down, and its evidence starts afresh: it is sent back because the old evidence turned out not to hold
// (GATES.md D12, capital resets).

import type { Actor } from '../domain/audit/record.ts'
import type { RolloutId } from '../domain/ids.ts'
import { mayEnter, type Phase } from '../domain/rollout/phase.ts'
import { append, saidDigest } from '../store/audit-log.ts'
import { startEpoch } from '../store/cells.ts'
import type { Tx } from '../store/database.ts'
import { cellsOfRollout, enterPhase, type Rollout } from '../store/rollouts.ts'

export type Lower = Extract<Phase, 'supervised' | 'shadow'>

/** Whether this is a way down. */
export function isLower(from: Phase, to: Lower): boolean {
  return mayEnter(from, to) && (from === 'autonomous' || (from === 'supervised' && to === 'shadow'))
}

/** The rollout MUST be locked, and `to` lower than its phase. */
export async function sendBack(
  tx: Tx,
  at: Date,
  by: Actor,
  { rollout, to, reason }: { rollout: Rollout; to: Lower; reason: string },
): Promise<{ rolloutId: RolloutId; phase: Lower }> {
  await enterPhase(tx, { id: rollout.id, to, haltedFrom: null, promotionId: null, at })
  await startEpoch(tx, { ...rollout, cells: await cellsOfRollout(tx, rollout.id), at, why: 'demoted' })
  await append(tx, at, by, {
    kind: 'rollout.demoted',
    subject: rollout.id,
    says: { from: rollout.phase, to, reason: saidDigest(reason) },
  })
  return { rolloutId: rollout.id, phase: to }
}
