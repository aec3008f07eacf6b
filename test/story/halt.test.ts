// “Stopping never needs a gate: effective for new effects within a second.” A halt in the middle of hundreds of interactions, with real workers and slow systems.

import { afterAll, expect, test } from 'vitest'
import { orderHalt } from '../../src/governance/halt.ts'
import { openWork } from '../../src/store/work.ts'
import { Worker } from '../../src/worker/worker.ts'
import { testDatabase } from '../support/database.ts'
import { until } from '../support/until.ts'
import { aRollout, arrives, aWorld, done, people, promoteByOverride, rows } from '../support/world.ts'

const { url } = await testDatabase()
const worlds: { close(): Promise<void> }[] = []
afterAll(async () => {
  for (const world of worlds) await world.close()
})

// A thousand at once is what the promise is measured with; two hundred find a mistake just as well.
const queries = process.env.TENURE_EVERY_RUN === '1' ? 1_000 : 200
const reset = 'I forgot my password, please reset my password'
const silent = { warn: () => undefined, error: () => undefined }

/** 200 queries through a real worker over slow systems; `meddle` runs once the first effects have started. Returns when each effect started. */
async function storm(meddle: (employeeId: string) => Promise<void>) {
  const world = await aWorld(url)
  worlds.push(world)
  Object.assign(world.house, { clock: { now: () => new Date() } })
  const starts: number[] = []
  const slow = async () => {
    starts.push(performance.now())
    await new Promise((resolve) => setTimeout(resolve, 20))
    return { outcome: 'performed' as const, result: { id: 'ann', name: 'Ann', disabled: false }, providerRef: null }
  }
  world.answer.system = slow
  world.answer.channel = slow
  const queue = await openWork(world.house.db, { supervise: false, onError: (error) => expect(error).toBeUndefined() })
  const { employeeId, rolloutId } = await aRollout(world)
  await promoteByOverride(world, rolloutId)
  const worker = new Worker({ house: world.house, asking: world.asking, doors: world }, queue, {
    slots: 16,
    report: silent,
  })
  worker.start()
  const arriving = Promise.all(Array.from({ length: queries }, () => arrives(world, employeeId, reset)))
  await until('the first effects to start', () => starts.length > 20)
  await meddle(employeeId)
  const at = performance.now()
  await arriving
  await until(
    'every interaction to come to rest',
    async () => {
      const [row] = await rows<{ n: number }>(
        world,
        "select count(*)::int as n from tenure.interactions where employee_id = $1 and state not in ('settled', 'escalated')",
        [employeeId],
      )
      return row?.n === 0
    },
    60_000,
  )
  await worker.stop()
  await queue.stop()
  const outcomes = await rows<{ state: string; n: number }>(
    world,
    'select state, count(*)::int as n from tenure.interactions where employee_id = $1 group by 1',
    [employeeId],
  )
  return {
    after: starts.filter((start) => start > at).map((start) => start - at),
    outcomes: Object.fromEntries(outcomes.map((row) => [row.state, row.n])),
    world,
    employeeId,
  }
}

test(`a halt wins against ${queries} concurrent interactions: no effect starts later than a second after it`, async () => {
  const { after, outcomes, world, employeeId } = await storm(async (target) => {
    const world = worlds.at(-1) as Awaited<ReturnType<typeof aWorld>>
    done(await orderHalt(world.house, { scope: 'employee', target, reason: 'something smells' }, people.rita))
  })
  const latest = Math.max(0, ...after)
  console.info(
    `halt: ${after.length} effects started after it, the last ${Math.round(latest)} ms later; ${JSON.stringify(outcomes)}`,
  )
  expect(latest).toBeLessThan(1_000)
  expect(outcomes.escalated).toBeGreaterThan(queries / 2)
  const [late] = await rows<{ n: number }>(
    world,
    `select count(*)::int as n from tenure.effects e join tenure.interactions i on i.id = e.interaction_id
     where i.employee_id = $1 and e.attempted_at > (select max(ordered_at) + interval '1 second' from tenure.halts where target = $1)`,
    [employeeId],
  )
  expect(late?.n).toBe(0)
})

test('without the halt, effects do go on starting: it is the halt that stopped them', async () => {
  const { after, outcomes } = await storm(async () => undefined)
  expect(after.length).toBeGreaterThan(queries)
  expect(outcomes).toEqual({ settled: queries })
})
