// A circuit breaker around one business system: after several faults in a row it is left alone for a while, then tried once. A call that is not made has certainly
// reached nothing, so the effect waits under its key instead of failing or becoming unknown.

import { Fault } from '../domain/fault.ts'
import type { Clock } from '../ports/clock.ts'
import type { BusinessSystem, SystemCall, SystemOutcome } from '../ports/system.ts'

/** Faults in a row that open it: one lost answer is an accident, five are the system. The usual default of breakers (resilience4j, Polly: 5). */
const faultsToOpen = 5
/** How long it is left alone. Shorter than the half minute a call may take, so that the trial comes before most retries of `perform` have run out (2 to 32 s). */
const restMs = 10_000

/** Wraps a system; everything but faults passes through unchanged. An answer that says no is an answer: the system is well. */
export function withBreaker(name: string, system: BusinessSystem, clock: Clock): BusinessSystem {
  let faults = 0
  let openedAtMs: number | null = null
  let trying = false

  function admit(): void {
    if (openedAtMs === null) return
    const restedMs = clock.now().getTime() - openedAtMs
    if (restedMs >= restMs && !trying) {
      trying = true
      return
    }
    throw new Fault('system_unreachable', `system ${name} failed ${faults} times in a row and is left alone for a while`, {
      retryable: true,
      reached: false,
    })
  }

  async function watched<T>(work: () => Promise<T>): Promise<T> {
    admit()
    try {
      const answer = await work()
      faults = 0
      openedAtMs = null
      return answer
    } catch (error) {
      if (error instanceof Fault) {
        faults++
        if (faults >= faultsToOpen) openedAtMs = clock.now().getTime()
      }
      throw error
    } finally {
      trying = false
    }
  }

  const { tools } = system
  return {
    call: (call: SystemCall): Promise<SystemOutcome> => watched(() => system.call(call)),
    ...(tools === undefined ? {} : { tools: () => watched(() => tools.call(system)) }),
    close: () => system.close(),
  }
}
