// What time asks for: approvals that run out, agents that fall silent, and stops ordered in the database that the trail does not know yet. Every worker may look; two looking at once do no harm, each case is dealt with
// under its own lock.

import { findEdgeCases } from '../governance/find-edge-cases.ts'
import { recordFlags } from '../governance/halt.ts'
import { lapse } from '../handling/lapse.ts'
import type { House } from '../store/house.ts'
import { forgetKeysBefore } from '../store/idempotency.ts'
import type { Reporter } from './worker.ts'

/** Every five seconds: an approval's minutes and an agent's silence are counted in tens of seconds at least. */
const everyMs = 5_000

/** Answers to repeated requests are kept for two days: twice what the API promises. Looked at once an hour. */
const answersKeptMs = 48 * 3_600_000
const looksPerHour = 3_600_000 / everyMs

export function startSchedule(house: House, options: { silenceMs: number; report: Reporter }): { stop(): Promise<void> } {
  let looking: Promise<unknown> = Promise.resolve()
  let looks = 0
  const timer = setInterval(() => {
    looking = looking
      .then(() => recordFlags(house))
      .then(() => lapse(house, options))
      .then(async () => {
        if (looks++ % looksPerHour !== 0) return
        await forgetKeysBefore(house.db, new Date(house.clock.now().getTime() - answersKeptMs))
        await findEdgeCases(house)
      })
      .catch((error: unknown) =>
        options.report.warn({ error: String(error) }, 'the look for what is overdue failed; it comes again'),
      )
  }, everyMs)
  return {
    stop: async () => {
      clearInterval(timer)
      await looking
    },
  }
}
