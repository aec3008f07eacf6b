// `kill -9` of workers, API and database at random moments during 1,000 interactions, under the real `tenure serve`: each effect is performed at most once and
// recorded exactly once, and no interaction is lost. (How fast the dead are replaced: takeover.test.ts.)

import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { Fault } from '../../src/domain/fault.ts'
import { receive } from '../../src/handling/receive.ts'
import { openWork } from '../../src/store/work.ts'
import { until } from '../support/until.ts'
import { aRollout, aWorld, done, door, promoteByOverride, type World } from '../support/world.ts'
import { dossierOver, endings, isHealthy, startLedger, startServe, victims } from './setup.ts'

const interactions = 1_000
/** A message is acknowledged only when `receive` has answered; until then whoever sent it sends it again, under the same id. */
async function send(world: World, employeeId: Parameters<typeof receive>[1]['employeeId'], n: number): Promise<void> {
  const inbound = {
    externalId: `chaos-${n}`,
    channel: 'chat',
    requester: `r${n}`,
    query: `I forgot my password, please reset my password (${n})`,
    queryType: 'password_reset',
    fields: {},
  }
  for (;;) {
    try {
      return void done(await receive(world.house, { employeeId, driver: 'worker', inbound }, door))
    } catch (error) {
      if (!(error instanceof Fault) || !error.retryable) throw error
      await pause(100)
    }
  }
}

type Totals = { kills: Record<string, number> }

async function killAround(supervisor: number, forMs: number, totals: Totals): Promise<void> {
  const end = performance.now() + forMs
  const roles = ['workers', 'workers', 'api', 'postmaster'] as const
  while (performance.now() < end) {
    await pause(700 + 500 * Math.random())
    const role = roles[Math.floor(Math.random() * roles.length)] ?? 'workers'
    try {
      const [victim] = victims(supervisor)[role]
      if (victim === undefined) continue
      process.kill(victim, 'SIGKILL')
      totals.kills[role] = (totals.kills[role] ?? 0) + 1
    } catch (error) {
      // The victim, or the note of its pid, was already gone: nothing was killed, and nothing is counted.
      if (!['ENOENT', 'ESRCH', 'EACCES'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error
    }
  }
}

test.runIf(process.platform === 'linux')('1,000 interactions through a storm of kills', { timeout: 240_000 }, async () => {
  const ledger = await startLedger()
  const { child, url, health } = await startServe()
  const world = await aWorld(url)
  endings.push(() => world.close())
  Object.assign(world.house, { clock: { now: () => new Date() } })
  const queue = await openWork(world.house.db, { supervise: false, onError: () => undefined })
  endings.push(() => queue.stop())
  const { employeeId, rolloutId } = await aRollout(world, { files: dossierOver(ledger.url) })
  await promoteByOverride(world, rolloutId)
  const totals: Totals = { kills: {} }
  let next = 0
  const feeders = Array.from({ length: 4 }, async () => {
    while (next < interactions) await send(world, employeeId, next++)
  })
  const [, sentAfterMs] = await Promise.all([
    killAround(child.pid ?? 0, 25_000, totals),
    Promise.all(feeders).then(() => performance.now()),
  ])
  const ask = async <R extends Record<string, unknown>>(sql: string): Promise<R[]> => {
    for (;;) {
      try {
        return await world.house.db.read<R>(sql, [employeeId])
      } catch (error) {
        if (!(error instanceof Fault)) throw error
        await pause(200)
      }
    }
  }
  await until(
    'every interaction to come to rest',
    async () =>
      (
        await ask<{ n: number }>(
          "select count(*)::int as n from tenure.interactions where employee_id = $1 and state not in ('settled', 'escalated')",
        )
      )[0]?.n === 0,
    150_000,
  )
  expect(sentAfterMs).toBeGreaterThan(0)
  expect(
    Object.values(totals.kills).reduce((sum, n) => sum + n, 0),
    'there was a storm',
  ).toBeGreaterThan(8)
  const states = await ask<{ state: string; n: number }>(
    'select state, count(*)::int as n from tenure.interactions where employee_id = $1 group by 1',
  )
  const effects = await ask<{ key: string; kind: string; state: string; performed: number; attempted: number }>(
    `select e.idempotency_key as key, e.kind, e.state,
       (select count(*)::int from audit.entries a where a.subject = i.id and a.kind = 'effect.performed' and a.body::jsonb -> 'says' ->> 'effect' = e.id) as performed,
       (select count(*)::int from audit.entries a where a.subject = i.id and a.kind = 'effect.attempted' and a.body::jsonb -> 'says' ->> 'effect' = e.id) as attempted
     from tenure.effects e join tenure.interactions i on i.id = e.interaction_id where i.employee_id = $1`,
  )
  const keys = ledger.keys()
  const writes = effects.filter((effect) => effect.kind === 'write')
  const unknown = writes.filter((effect) => effect.state === 'unknown').length
  console.info(
    `chaos: kills ${JSON.stringify(totals.kills)}; interactions ${JSON.stringify(Object.fromEntries(states.map((row) => [row.state, row.n])))}; ` +
      `${keys.length} writes really done, ${writes.filter((effect) => effect.state === 'performed').length} performed, ${unknown} unknown`,
  )
  expect(
    states.reduce((sum, row) => sum + row.n, 0),
    'no acknowledged query is lost',
  ).toBe(interactions)
  expect(new Set(keys).size, 'each write is really done at most once').toBe(keys.length)
  for (const effect of writes) {
    if (effect.state === 'performed') expect(keys).toContain(effect.key)
    if (keys.includes(effect.key))
      expect(['performed', 'unknown'], 'what was done is performed, or its outcome is known to be unknown').toContain(
        effect.state,
      )
  }
  for (const effect of effects) {
    expect(effect.performed, 'recorded exactly once').toBe(effect.state === 'performed' ? 1 : 0)
    if (effect.state === 'performed' || effect.state === 'unknown')
      expect(effect.attempted, 'the intent was recorded').toBeGreaterThan(0)
  }
  await until('the API is back', () => isHealthy(health))
})
