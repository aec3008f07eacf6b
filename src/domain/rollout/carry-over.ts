// What a role version starts with when a replay showed that it does what the one before it did (GATES.md 8 (ii)). It holds where everything was aged by taking the version up
// and nothing of the rollout is touched by the change. Every replay between the two versions counts, and the worst of them speaks: nobody repeats one until it comes out well.

import type { Carried } from '../gates/criteria/accuracy.ts'
import type { ReplayState } from '../interaction/replay.ts'
import type { ReplayResult } from './replay-result.ts'

/** A replay between the version before and the one taken up, as it stood when it was taken up. */
export type Replayed = { replay: string; state: ReplayState; result: ReplayResult | null }

/** Null: nothing is carried over, because nothing was replayed, a replay was stopped or not ended, or the change touches a cell of the rollout. */
export function carriedOver(replays: readonly Replayed[]): Carried | null {
  const bounds = replays.map(({ state, result }) =>
    state === 'done' && result !== null && !result.touched ? result.carried : null,
  )
  const worst = bounds.toSorted((a, b) => (a?.lower ?? -1) - (b?.lower ?? -1))[0] ?? null
  return worst === null ? null : { lower: worst.lower, changed: worst.changed, replayed: worst.replayed }
}
