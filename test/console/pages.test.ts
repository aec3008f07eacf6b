// Every page in both colour schemes: nothing axe-core objects to, no error, no request to another origin, and hostile words that stay words; and on a phone nothing runs out of it.
// Pictures of each are kept.

import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../support/browser.ts'
import { objections } from './support/accessible.ts'
import { allPages, allServers, overflow, picture, Visits, type Which } from './support/all-pages.ts'
import { builtConsole } from './support/built-console.ts'
import type { FakeApi } from './support/fake-answers.ts'
import { wasHacked, watchedPage } from './support/watched-page.ts'

const [desk, phone] = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
]

let browser: Browser
let servers: Record<Which, FakeApi>
let visits: Visits

beforeAll(async () => {
  const dist = await builtConsole()
  browser = await launchBrowser()
  servers = await allServers(dist)
  visits = new Visits(browser, servers)
}, 180_000)

afterAll(async () => {
  await browser?.close()
  await Promise.all(Object.values(servers ?? {}).map((fake) => fake.close()))
})

test.each(allPages)('$name has no axe violation in either scheme, no complaint, and fits a phone', async (shown) => {
  const { page, complaints } = await visits.open(shown, (there) => there.locator('main').getByText(shown.drawn).first().waitFor())
  for (const scheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme: scheme })
    await page.waitForSelector(`html[data-mantine-color-scheme=${scheme}]`)
    await picture(page, `${shown.name}-${scheme}`)
  }
  expect(await objections(page)).toEqual([])
  await page.setViewportSize(phone)
  // What depends on the width is drawn again after the browser has said so.
  await expect.poll(() => overflow(page), { timeout: 10_000 }).toBeNull()
  await picture(page, `${shown.name}-phone`)
  await page.setViewportSize(desk)
  expect(await wasHacked(page)).toBe(false)
  // A refusal (404) of the API is told on the page; the browser notes it as well.
  expect(complaints.filter((line) => !line.includes('404'))).toEqual([])
})

const hostilePages = [
  '/reviews?item=rev_004',
  '/interactions/int_004',
  '/interactions',
  '/escalations',
  '/month?month=2026-03',
  '/trail/rec_000002',
  '/rollouts/rol_observe',
  '/rollouts/rol_observe/versions?to=dos_4',
  '/replays/rpl_1',
  '/rollouts/rol_observe/sampling',
  '/discovery',
  '/edge-cases/edg_2',
  '/incidents/inc_2',
]

test('hostile words are shown as they are, and would run if they were drawn as HTML', async () => {
  const watched = await watchedPage(browser, servers.full.url)
  const { page } = watched
  for (const path of hostilePages) {
    await page.goto(path)
    await page.getByText('<script>window.hacked=1</script>').first().waitFor()
    expect(await page.locator('main script, main img[src="x"], main a[href^="javascript"]').count(), path).toBe(0)
    expect(await wasHacked(page), path).toBe(false)
  }
  // The map is a picture: a script inside it is not of this page.
  await page.goto('/rollouts/rol_observe')
  await page.locator('.map-sketch img').waitFor()
  expect(await wasHacked(page)).toBe(false)
  // The sibling: the same words as HTML do run where no policy forbids it.
  const unguarded = await browser.newPage()
  await unguarded.setContent('<div id="here"></div>')
  await unguarded.evaluate(`document.querySelector('#here').innerHTML = '<img src=x onerror="window.hacked=1">'`)
  await unguarded.waitForFunction("'hacked' in window")
  await watched.close()
}, 90_000)

test('even words that were drawn as HTML would not run: the policy forbids it', async () => {
  const watched = await watchedPage(browser, servers.full.url)
  const { page, complaints } = watched
  await page.goto('/settings')
  await page.getByRole('heading', { name: 'You and this browser' }).waitFor()
  await page.evaluate(`document.body.insertAdjacentHTML('beforeend', '<img src=x onerror="window.hacked=1">')`)
  await page.evaluate(
    `{ const it = document.createElement('script'); it.textContent = 'window.hacked=1'; document.body.append(it) }`,
  )
  await expect.poll(() => complaints.filter((line) => line.includes('Content Security Policy')).length).toBeGreaterThan(1)
  expect(await wasHacked(page)).toBe(false)
  await watched.close()
})
