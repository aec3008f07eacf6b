// Waits for a condition instead of for a time: asks again until it holds, and fails with its name when it never does.

import { setTimeout as pause } from 'node:timers/promises'

/** Returns the first value of `ask` that is neither false, null nor undefined. */
export async function until<T>(what: string, ask: () => T | Promise<T>, deadlineMs = 20_000): Promise<NonNullable<T>> {
  const deadline = performance.now() + deadlineMs
  for (;;) {
    const answer = await ask()
    if (answer !== false && answer !== null && answer !== undefined) return answer as NonNullable<T>
    if (performance.now() > deadline) throw new Error(`never happened within ${deadlineMs} ms: ${what}`)
    await pause(25)
  }
}
