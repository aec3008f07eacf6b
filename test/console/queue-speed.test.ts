// The queue with five thousand items over the real server and database: how soon something is on screen, and how soon the next item is, by keyboard alone.

import { availableParallelism, loadavg } from 'node:os'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../support/browser.ts'
import { testDatabase } from '../support/database.ts'
import { until } from '../support/until.ts'
import { aRollout } from '../support/world.ts'
import { builtConsole } from './support/built-console.ts'
import { manyWaiting } from './support/many-waiting.ts'
import { allSaved, opens, type Reviewing, reviewingWorld, shownId, verdictsOf, waiting } from './support/reviewing-world.ts'
import { bareFrames, keyTimes, quantile, startStopwatch } from './support/stopwatch.ts'

const queued = 5_000
const judged = 60

const { url } = await testDatabase()
let chromium: Browser
let reviewing: Reviewing

beforeAll(async () => {
  chromium = await launchBrowser()
  reviewing = await reviewingWorld(chromium, url, await builtConsole())
}, 180_000)
afterAll(async () => {
  await chromium?.close()
  await reviewing?.close()
})

test('sixty verdicts by keyboard alone with five thousand queued: each one key, the next item within 100 ms', async () => {
  const { world } = reviewing
  const rollout = await aRollout(world)
  const ids = await waiting(world, rollout, judged + 5)
  await manyWaiting(url, ids.at(-1)!, queued)
  const { page, complaints, close } = await reviewing.sitsDown(await reviewing.joins('reviewer'))
  const paints: number[][] = []
  for (let i = 0; i < 5; i++) {
    await opens(page, '/reviews')
    paints.push(
      await page.evaluate<number[]>(`[performance.getEntriesByName('first-contentful-paint')[0].startTime, performance.now()]`),
    )
  }
  const median = (which: 0 | 1) => paints.map((each) => each[which]!).toSorted((x, y) => x - y)[2]!
  expect(Number((await page.getByTestId('left').textContent())?.match(/\d+/)?.[0])).toBe(queued + judged + 5)
  await startStopwatch(page)
  for (let i = 0; i < judged; i++) {
    const before = await shownId(page)
    await page.keyboard.press('1')
    await page.waitForSelector(`[data-testid=card]:not([data-review=${before}]) [data-testid=query]`)
  }
  const times = await keyTimes(page)
  await allSaved(page)
  await until('sixty verdicts', async () => (await verdictsOf(world, rollout)).length === judged)
  expect(new Set((await verdictsOf(world, rollout)).map(({ review }) => review)).size).toBe(judged)
  expect(complaints).toEqual([])
  await close()

  const bare = await chromium.newPage()
  const nothing = await bareFrames(bare, 30)
  // Two cores for this alone are what was promised; where others use them, everything takes that much longer.
  const crowd = Math.max(1, (loadavg()[0] ?? 0) / availableParallelism())
  const p95 = quantile(times, 0.95)
  const floor = quantile(nothing, 0.95)
  console.log(
    [
      `next item after a key, ${times.length} keys, ${queued} queued: median ${quantile(times, 0.5).toFixed(0)} ms, p95 ${p95.toFixed(0)} ms, slowest ${times.at(-1)?.toFixed(0)} ms`,
      `an empty page on this machine now: p95 ${floor.toFixed(0)} ms (load per core ${crowd.toFixed(1)})`,
      `first paint ${median(0).toFixed(0)} ms, first item ${median(1).toFixed(0)} ms after the address was opened (medians of five)`,
    ].join('\n'),
  )
  expect(times).toHaveLength(judged)
  expect(p95).toBeLessThan(100 * crowd)
  expect(median(0)).toBeLessThan(1_000 * crowd)
}, 300_000)
