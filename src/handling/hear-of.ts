// Waiting for one effect to move on, without holding a transaction or a promise of anybody: the row is looked at again and again, by whoever waits.

import { setTimeout as pause } from 'node:timers/promises'
import type { EffectState } from '../domain/interaction/effect.ts'
import type { House } from '../store/house.ts'
import { effectState } from '../store/views/interaction-story.ts'

/** States that will change without the agent doing anything: worth waiting for. */
const passing: readonly (EffectState | null)[] = ['proposed', 'held', 'released', 'attempting']

// An effect that may happen at once is done within milliseconds, a person takes seconds at best: look often at first, then seldom.
const firstLookMs = 10
const lookEveryMs = 200

/** Waits, at most `waitMs`, until the effect has left the state it would be waited for in, or the caller has gone. */
export async function hearOf(house: House, id: string, waitMs: number, gone: AbortSignal): Promise<void> {
  let nextMs = firstLookMs
  for (let waitedMs = 0; waitedMs < waitMs && !gone.aborted; nextMs = Math.min(lookEveryMs, nextMs * 1.5)) {
    if (!passing.includes(await effectState(house.db, id))) return
    const stepMs = Math.min(nextMs, waitMs - waitedMs)
    await pause(stepMs)
    waitedMs += stepMs
  }
}
