// A worker that performs one effect and kills itself with SIGKILL at the point it is told: before the n-th statement it sends to the database (begin and commit among
// them), before it calls the system, or after the system has answered. Points are counted as they come, so none can be forgotten.

import { Fault } from '../../src/domain/fault.ts'
import type { EffectId } from '../../src/domain/ids.ts'
import { perform } from '../../src/handling/perform.ts'
import type { SystemCall, SystemOutcome } from '../../src/ports/system.ts'
import { Database } from '../../src/store/database.ts'

export type Order = { effectId: EffectId; killAt: number; nowMs: number }

const [database = '', provider = ''] = process.argv.slice(2)
let point = 0
let killAt = 0

function pass(): void {
  if (++point === killAt) process.kill(process.pid, 'SIGKILL')
}

/** Whatever is not a plain answer may have taken effect. */
export async function callProvider(provider: string, call: SystemCall): Promise<SystemOutcome> {
  try {
    const response = await fetch(provider, { method: 'POST', body: JSON.stringify({ key: call.key, id: call.arguments.id }) })
    if (!response.ok) throw new Error(`answered ${response.status}`)
    return { outcome: 'performed', result: JSON.parse(await response.text()), providerRef: call.key }
  } catch (error) {
    throw new Fault('system_failed', `the provider: ${(error as Error).message}`, {
      retryable: false,
      reached: true,
      cause: error,
    })
  }
}

async function obey(order: Order): Promise<void> {
  killAt = order.killAt
  const db = new Database(database, { connections: 2 })
  db.deliverJobsTo(async (left) => left.map((job, i) => ({ ...job, ticket: String(i), carried: false })))
  db.pool.on('connect', (client) => {
    const query = client.query.bind(client) as (...given: unknown[]) => unknown
    client.query = ((...given: unknown[]) => {
      pass()
      return query(...given)
    }) as typeof client.query
  })
  const system = {
    call: async (call: SystemCall) => {
      pass()
      const outcome = await callProvider(provider, call)
      pass()
      return outcome
    },
    close: async () => undefined,
  }
  const doors = { systems: { find: async () => system }, channels: { find: () => null } }
  await perform({ db, clock: { now: () => new Date(order.nowMs) } }, doors, order.effectId)
  pass()
  await db.close()
}

if (import.meta.main) {
  process.once('message', (order: Order) => {
    void obey(order).then(() => process.exit(0))
  })
  process.once('disconnect', () => process.exit(0))
  process.send?.('ready')
}
