// “A drill measures a stop with a real one.” With real workers over slow systems, and with a stop that takes hold of nothing.

import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, expect, test } from 'vitest'
import { stopsInTime } from '../../src/domain/oversight/stop.ts'
import { drillHalt } from '../../src/governance/drill.ts'
import { openWork } from '../../src/store/work.ts'
import { Worker } from '../../src/worker/worker.ts'
import { adminQuery, testDatabase } from '../support/database.ts'
import { until } from '../support/until.ts'
import { aRollout, arrives, aWorld, done, people, promoteByOverride, rows } from '../support/world.ts'

const { url } = await testDatabase()
const world = await aWorld(url)
afterAll(() => world.close())
Object.assign(world.house, { clock: { now: () => new Date() } })
const watch = { elapsedMs: () => performance.now(), pause: (ms: number) => pause(ms) }
const reset = 'I forgot my password, please reset my password'

/** Queries keep arriving, several at a time, and are worked on, until `meanwhile` is through. */
async function underLoad<T>(meanwhile: (employeeId: string) => Promise<T>) {
  const starts: number[] = []
  const slow = async () => {
    starts.push(performance.now())
    await pause(20)
    return { outcome: 'performed' as const, result: { id: 'ann', name: 'Ann', disabled: false }, providerRef: null }
  }
  Object.assign(world.answer, { system: slow, channel: slow })
  const queue = await openWork(world.house.db, { supervise: false, onError: (error) => expect(error).toBeUndefined() })
  const report = { warn: () => undefined, error: () => undefined }
  const { employeeId, rolloutId } = await aRollout(world)
  await promoteByOverride(world, rolloutId)
  const worker = new Worker({ house: world.house, asking: world.asking, doors: world }, queue, { slots: 8, report })
  worker.start()
  let busy = true
  const arriving = (async () => {
    while (busy) await Promise.all(Array.from({ length: 4 }, () => arrives(world, employeeId, reset)))
  })()
  await until('the first effects to start', () => starts.length > 20)
  const result = await meanwhile(employeeId)
  const before = starts.length
  await until('effects to start again', () => starts.length > before)
  busy = false
  await arriving
  await worker.stop()
  await queue.stop()
  return { result: result as T, employeeId }
}

test('under load: effects stop starting within the second, the drill is lifted by itself, and what it measured is on the trail', async () => {
  const { result, employeeId } = await underLoad(async (target) =>
    done(await drillHalt(world.house, watch, { scope: 'employee', target, reason: 'monthly drill', watchMs: 2_500 }, people.ona)),
  )
  console.info(`drill: ${JSON.stringify(result)}`)
  expect(stopsInTime(result.stoppedWithinMs)).toBe(true)
  expect(result.watchedMs).toBeGreaterThanOrEqual(2_500)
  const [late] = await rows<{ n: number }>(
    world,
    `select count(*)::int as n from tenure.effects e join tenure.interactions i on i.id = e.interaction_id join tenure.halts h on h.id = $2
     where i.employee_id = $1 and e.attempted_at between h.ordered_at + interval '1 second' and h.lifted_at`,
    [employeeId, result.haltId],
  )
  expect(late?.n).toBe(0)
  const kinds = await rows<{ kind: string }>(world, 'select kind from audit.entries where subject = $1 order by id', [
    result.haltId,
  ])
  expect(kinds.map((row) => row.kind)).toEqual(expect.arrayContaining(['halt.ordered', 'halt.lifted', 'halt.drilled']))
  expect(await rows(world, 'select id, stopped_within_ms from tenure.halt_drills')).toEqual([
    { id: result.drillId, stopped_within_ms: result.stoppedWithinMs },
  ])
})

test('without the stop being seen by those who claim, effects go on, and the drill says that it took too long', async () => {
  const { result } = await underLoad(async (target) => {
    await adminQuery(url, 'create policy stops_are_hidden on tenure.halts as restrictive for select to tenure_app using (false)')
    const begun = performance.now()
    let hidden = true
    const broken = {
      ...watch,
      pause: async (ms: number) => {
        if (hidden && performance.now() - begun > 2_000) {
          hidden = false
          await adminQuery(url, 'drop policy stops_are_hidden on tenure.halts')
        }
        await pause(ms)
      },
    }
    const order = { scope: 'employee' as const, target, reason: 'a broken stop', watchMs: 3_000 }
    return done(await drillHalt(world.house, broken, order, people.ona))
  })
  console.info(`drill of a stop nobody sees: ${JSON.stringify(result)}`)
  expect(result.effectsAfter).toBeGreaterThan(20)
  expect(stopsInTime(result.stoppedWithinMs)).toBe(false)
})
