// Looks at the halts while calls of models are under way, once for all of them, and cuts those a halt covers. When it cannot look, it cuts them all: whoever
// cannot be stopped must not go on.

import type { EmployeeHalt } from '../store/halts.ts'

/** Runs `act` again and again, the first time after `everyMs`; the answer ends it. Given from outside so that tests hold the time in their hand. */
export type Every = (everyMs: number, act: () => void) => () => void

export const everyByClock: Every = (everyMs, act) => {
  const timer = setInterval(act, everyMs).unref()
  return () => clearInterval(timer)
}

/**
 * A stop takes effect within a second (issue 4, point 8). The next look begins at most 300 ms after the stop was ordered, and one that has not answered within two
 * more intervals counts as a stop: 900 ms in the worst case.
 */
export const lookEveryMs = 300
const patience = 2

export type HaltWatch = {
  /** The reason of a halt that covers this employee now, or null. Throws when the halts cannot be read: then nothing may begin. */
  now(employeeId: string): Promise<string | null>
  /** Calls `cut` once, when a halt covers this employee or nobody can say. Returns how to stop watching. */
  watch(employeeId: string, cut: (why: string) => void): () => void
}

type Watched = { employeeId: string; cut: (why: string) => void }

export function haltWatch(read: () => Promise<readonly EmployeeHalt[]>, every: Every): HaltWatch {
  const watched = new Set<Watched>()
  let stopLooking: (() => void) | null = null
  let waitedTicks = 0
  let looking = false

  const cutWhere = (why: (employeeId: string) => string | null): void => {
    for (const one of [...watched]) {
      const reason = why(one.employeeId)
      if (reason === null) continue
      leave(one)
      one.cut(reason)
    }
  }
  const leave = (one: Watched): void => {
    watched.delete(one)
    if (watched.size > 0) return
    stopLooking?.()
    stopLooking = null
  }
  const look = (): void => {
    if (looking) {
      waitedTicks++
      if (waitedTicks >= patience) cutWhere(() => unreadable)
      return
    }
    looking = true
    waitedTicks = 0
    read()
      .then(
        (halts) => cutWhere((employeeId) => covering(halts, employeeId)),
        () => cutWhere(() => unreadable),
      )
      .finally(() => {
        looking = false
      })
  }
  return {
    now: async (employeeId) => covering(await read(), employeeId),
    watch(employeeId, cut) {
      const one = { employeeId, cut }
      watched.add(one)
      stopLooking ??= every(lookEveryMs, look)
      return () => leave(one)
    },
  }
}

const unreadable = 'the halts could not be read'

function covering(halts: readonly EmployeeHalt[], employeeId: string): string | null {
  return halts.find(({ scope, target }) => scope === 'all' || target === employeeId)?.reason ?? null
}
