// The console in another language and in the other direction: every page is drawn, no word is missing, nothing runs out of the page.

import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../support/browser.ts'
import { allPages, allServers, overflow, picture, Visits, type Which } from './support/all-pages.ts'
import { builtConsole } from './support/built-console.ts'
import type { FakeApi } from './support/fake-answers.ts'
import { watchedPage } from './support/watched-page.ts'

let browser: Browser
let servers: Record<Which, FakeApi>
let inHindi: Visits
let mirrored: Visits

beforeAll(async () => {
  const dist = await builtConsole()
  browser = await launchBrowser()
  servers = await allServers(dist)
  inHindi = new Visits(browser, servers, (page) => page.addInitScript("localStorage.setItem('tenure.language', 'hi')"))
  mirrored = new Visits(browser, servers, (page) =>
    page.route(
      (url) => url.protocol === 'http:' && !url.pathname.startsWith('/api/') && !url.pathname.includes('.'),
      async (route) => {
        const answer = await route.fetch()
        const text = (await answer.text()).replace('<html lang="en"', '<html lang="en" dir="rtl"')
        await route.fulfill({ response: answer, body: text })
      },
    ),
  )
}, 180_000)

afterAll(async () => {
  await browser?.close()
  await Promise.all(Object.values(servers ?? {}).map((fake) => fake.close()))
})

/** What looks like a key of the words and not like something the product names so (record kinds, files, ids). */
const rawKeys = `[...document.querySelectorAll('body *')].filter((one) => !one.closest('code, pre, summary'))
  .flatMap((one) => [...one.childNodes].filter((node) => node.nodeType === 3).map((node) => node.textContent.trim())
    .concat([one.getAttribute('aria-label'), one.getAttribute('placeholder')]).filter(Boolean))
  .filter((text) => /^[a-z][A-Za-z]+(\\.[A-Za-z_]+){1,4}$/.test(text) && !/^(comet|tickets|directory|ad|ann)\\./.test(text))`

test.each(allPages)('$name in Hindi shows no key and misses no word', async (shown) => {
  const { page, complaints } = await inHindi.open(shown, (there) => there.waitForSelector('html[lang=hi] h1'))
  expect(await page.locator('h1').first().textContent()).toMatch(/\p{Script=Devanagari}|int_|Ira|Noor|Sam|<img/u)
  expect(await page.evaluate(rawKeys)).toEqual([])
  expect(complaints.filter((line) => !/40[14]/.test(line))).toEqual([])
  await picture(page, `${shown.name}-hindi`)
})

test('in Hindi the gate says why in Hindi, on its page and on the board, and folds nothing away', async () => {
  const shown = allPages.find(({ name }) => name === 'rollout')!
  const { page } = await inHindi.open(shown, (there) => there.locator('.gate-table').waitFor())
  const reasons = await page.locator('.gate-table tr[data-criterion] td:nth-child(2) p:last-child').allTextContents()
  expect(reasons.length).toBeGreaterThan(15)
  expect(reasons.filter((text) => !/\p{Script=Devanagari}/u.test(text) || /\b(the|of|is|are|and)\b/.test(text))).toEqual([])
  expect(reasons.filter((text) => /\{\{|undefined|\s[;,।]/.test(text))).toEqual([])
  expect(await page.locator('.gate-table details').count()).toBe(0)
  const board = await inHindi.open(allPages.find(({ name }) => name === 'board')!, (there) =>
    there.locator('[data-why]').first().waitFor(),
  )
  const lines = await board.page.locator('[data-why]').allTextContents()
  expect(lines.length).toBeGreaterThan(3)
  expect(lines.filter((text) => !/\p{Script=Devanagari}/u.test(text) || /\b(the|of|is|are|and)\b/.test(text))).toEqual([])
})

const bothWays = allPages.filter(({ name }) => !/empty|none|missing|assist|answered/.test(name))

test.each(bothWays)('$name from right to left stays within the page, on a desk and on a phone', async (shown) => {
  const { page, complaints } = await mirrored.open(shown, (there) =>
    there.locator('main').getByText(shown.drawn).first().waitFor(),
  )
  await page.setViewportSize({ width: 1440, height: 900 })
  expect(await page.evaluate("getComputedStyle(document.querySelector('h1')).direction")).toBe('rtl')
  expect(await overflow(page)).toBeNull()
  await picture(page, `${shown.name}-rtl`)
  await page.setViewportSize({ width: 390, height: 844 })
  // What depends on the width is drawn again after the browser has said so.
  await expect.poll(() => overflow(page), { timeout: 10_000 }).toBeNull()
  expect(complaints.filter((line) => !line.includes('404'))).toEqual([])
})

test('a person chooses the language, it stays in this browser, and numbers follow it', async () => {
  const watched = await watchedPage(browser, servers.full.url)
  const { page } = watched
  await page.goto('/rollouts/rol_observe')
  await page.getByText('Gate to Supervised').waitFor()
  await page.getByRole('button', { name: 'Language' }).click()
  await page.getByRole('menuitem', { name: 'हिन्दी' }).click()
  await page.getByText('पर्यवेक्षित का गेट').waitFor()
  await page.reload()
  await page.getByText('पर्यवेक्षित का गेट').waitFor()
  // The font is ours: the browser has loaded it from this server.
  const fonts = await page.evaluate("[...document.fonts].filter((one) => one.status === 'loaded').map((one) => one.family)")
  expect(String(fonts)).toContain('Noto Sans Devanagari Variable')
  await watched.close()
})
