// A killed worker's work is taken over within 15 seconds: one worker dies while its agents are in the middle of slow reads, the other finishes everything.

import { expect, test } from 'vitest'
import { openWork } from '../../src/store/work.ts'
import { until } from '../support/until.ts'
import { aRollout, arrives, aWorld, promoteByOverride, rows } from '../support/world.ts'
import { dossierOver, endings, startLedger, startServe, victims } from './setup.ts'

const slowMs = 400
const promisedMs = 15_000

test.runIf(process.platform === 'linux')(
  'the work of a killed worker goes on elsewhere within 15 s',
  { timeout: 120_000 },
  async () => {
    const ledger = await startLedger(slowMs)
    const { child, url } = await startServe()
    const world = await aWorld(url)
    endings.push(() => world.close())
    Object.assign(world.house, { clock: { now: () => new Date() } })
    const queue = await openWork(world.house.db, { supervise: false, onError: () => undefined })
    endings.push(() => queue.stop())
    const { employeeId, rolloutId } = await aRollout(world, { files: dossierOver(ledger.url) })
    await promoteByOverride(world, rolloutId)
    for (let n = 0; n < 20; n++)
      await arrives(world, employeeId, `I forgot my password, please reset my password (${n})`, { queryType: 'password_reset' })
    await until('reads to be under way', async () => {
      const [row] = await rows<{ n: number }>(
        world,
        "select count(*)::int as n from tenure.interactions where employee_id = $1 and state = 'proposing'",
        [employeeId],
      )
      return (row?.n ?? 0) > 4
    })
    const [victim] = victims(child.pid ?? 0).workers
    const killedAt = performance.now()
    process.kill(victim ?? 0, 'SIGKILL')
    await until(
      'everything to come to rest',
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
    const tookMs = performance.now() - killedAt
    const [stall] = await rows<{ ms: number }>(
      world,
      `select max(gap)::float8 as ms from (
       select extract(epoch from a.at - lag(a.at) over (partition by a.subject order by a.at, a.id)) * 1000 as gap
       from audit.entries a join tenure.interactions i on i.id = a.subject where i.employee_id = $1) gaps`,
      [employeeId],
    )
    console.info(
      `takeover: longest stall ${Math.round(stall?.ms ?? 0)} ms, everything at rest ${Math.round(tookMs)} ms after the kill`,
    )
    // Ten times what the slow system takes: somebody's work stood still, so the dead worker had some.
    expect(stall?.ms, 'the dead worker held work').toBeGreaterThan(10 * slowMs)
    expect(stall?.ms).toBeLessThan(promisedMs)
    expect(new Set(ledger.keys()).size, 'nothing was done twice').toBe(ledger.keys().length)
  },
)
