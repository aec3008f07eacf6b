// A system answered from a recording: a read gets what the recorded run got for the same call. Nothing is ever touched, and a write is never
// answered: in shadow observe none arrives here, and anywhere else it must not seem done.

import { canonical } from '../domain/audit/canonical.ts'
import type { RecordedRun } from '../domain/discovery/recorded-interaction.ts'
import type { BusinessSystem, SystemCall, SystemOutcome } from '../ports/system.ts'

/**
 * Makes the system `name` of recordings. A call repeated within one interaction gets the recorded results one after the other, the last one
 * again when there are no more; the same idempotency key always gets the same answer.
 */
export function recordedSystem(name: string, find: (externalId: string) => Promise<RecordedRun | null>): BusinessSystem {
  const turns = new Map<string, Map<string, number>>()
  return {
    async call(call) {
      const run = await find(call.externalId)
      if (run === null) return failed(`there is no recording with the id ${call.externalId}`)
      const wanted = canonical(call.arguments)
      const alike = run.toolCalls
        .filter((made) => made.system === name && made.name === call.operation && canonical(made.arguments) === wanted)
        .toSorted((a, b) => a.i - b.i)
      if (alike.length === 0) return failed(`the recording has no ${name}.${call.operation} with these arguments`)
      if (alike.some((made) => made.access === 'write')) return failed('a recording performs nothing')
      return {
        outcome: 'replayed',
        result: alike[turn(turns, call, alike.length)]?.result ?? null,
        providerRef: null,
      } satisfies SystemOutcome
    },
    async close() {
      turns.clear()
    },
  }
}

function turn(turns: Map<string, Map<string, number>>, call: SystemCall, count: number): number {
  const about = `${call.externalId}\n${call.operation}\n${canonical(call.arguments)}`
  const taken = turns.get(about) ?? new Map<string, number>()
  turns.set(about, taken)
  const at = taken.get(call.key) ?? Math.min(taken.size, count - 1)
  taken.set(call.key, at)
  return at
}

function failed(reason: string): SystemOutcome {
  return { outcome: 'failed', reason, providerRef: null }
}
