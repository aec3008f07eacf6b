// A list of 100,000 rows: scrolled through to its end, page after page, with only the rows in sight in the page.

import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../support/browser.ts'
import { builtConsole } from './support/built-console.ts'
import type { FakeApi } from './support/fake-answers.ts'
import { fakeApi } from './support/fake-api.ts'
import { watchedPage } from './support/watched-page.ts'

const rows = 100_000

let browser: Browser
let fake: FakeApi

beforeAll(async () => {
  const dist = await builtConsole()
  browser = await launchBrowser()
  fake = await fakeApi({ dist, records: rows })
}, 180_000)
afterAll(async () => {
  await browser?.close()
  await fake?.close()
})

test('100,000 records are scrolled through; few rows are drawn at once; the last is there and the first again', async () => {
  const { page, complaints, close } = await watchedPage(browser, fake.url)
  page.setDefaultTimeout(120_000)
  await page.goto('/trail')
  await page.getByText('Verdict given').first().waitFor()
  const begun = performance.now()
  // To the bottom again and again, as a person who holds the key down.
  await page.evaluate(`new Promise((done) => {
    const down = () => {
      window.scrollTo(0, document.documentElement.scrollHeight)
      const last = document.querySelector('tbody tr:last-child')
      if (Number(last?.dataset.index) === ${rows - 1}) done()
      else requestAnimationFrame(down)
    }
    down()
  })`)
  const tookMs = performance.now() - begun
  console.log(
    `100,000 rows in ${Math.round(tookMs / 1000)} s, ${fake.asked.filter(({ path }) => path === '/api/v1/trail').length} pages`,
  )
  const last = page.locator('tbody tr').last()
  expect(await last.getAttribute('aria-rowindex')).toBe(String(rows + 1))
  expect(await page.locator('tbody tr').count()).toBeLessThan(100)
  await page.getByText('100,000 rows').waitFor()
  await page.evaluate('window.scrollTo(0, 0)')
  await page.locator('tbody tr[aria-rowindex="2"]').waitFor()
  expect(await page.locator('tbody tr').count()).toBeLessThan(100)
  // Something new has come in: the rows under the reader's eyes stay where they are until they ask.
  expect(complaints).toEqual([])
  await close()
}, 300_000)
