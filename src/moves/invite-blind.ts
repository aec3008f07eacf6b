// A move made whenever an item is put before people: now and then a blind item is to follow it. It comes some minutes later, at a time of its own, so that nothing about when
// it appears tells it apart (GATES.md section 7).

import { randomInt } from 'node:crypto'
import { blindStock } from '../store/blind-items.ts'
import type { Tx } from '../store/database.ts'
import { planInForce } from '../store/plans.ts'

// Twenty are what it takes to show that reviewers see what is wrong (GATES.md section 7: “20 of 20”); until then they come twice as often.
const atLeast = 20
const soonest = 60_000
const latest = 15 * 60_000

/** Leaves work to place a blind item of this rollout, at the registered rate. */
export async function inviteBlind(tx: Tx, rolloutId: string): Promise<void> {
  const chance = randomInt(1_000_000) / 1_000_000
  const stock = await blindStock(tx, rolloutId)
  if (!stock.any) return
  const ratio = (await planInForce(tx, rolloutId))?.sampling.blindRatio ?? 0
  if (chance < (stock.placed < atLeast ? 2 * ratio : ratio))
    tx.leave({ step: 'place_blind', id: rolloutId, afterMs: randomInt(soonest, latest) })
}
