// “Keyboard reaches everything”: whatever can be used on a page can be come to with Tab, in sight, and the palette goes anywhere. “Print styles”: on paper a gate and a month
// are black on white, whole, and without what only a screen needs.

import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../support/browser.ts'
import { allPages, allServers, Visits, type Which } from './support/all-pages.ts'
import { builtConsole } from './support/built-console.ts'
import type { FakeApi } from './support/fake-answers.ts'
import { watchedPage } from './support/watched-page.ts'

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

/** Marks what a mouse could use and answers how much it is. Of a group that arrows move in (tabs, radio buttons) Tab comes to the chosen one. */
const markUsable = `(() => {
  const radios = new Set()
  let n = 0
  for (const one of document.querySelectorAll('a[href], button, input, select, textarea, summary, [role=button], [role=link]')) {
    if (one.disabled || one.closest('[inert], [aria-hidden=true]') || !one.checkVisibility({ visibilityProperty: true, opacityProperty: false })) continue
    if (one.type === 'hidden' || ['tab', 'option', 'menuitem'].includes(one.getAttribute('role')) && one.tabIndex < 0) continue
    // A stepper's arrows do what the arrow keys do in its field.
    if (one.closest('.mantine-NumberInput-controls')) continue
    if (one.type === 'radio') { if (radios.has(one.name)) continue; radios.add(one.name); if (!one.checked && document.querySelector('input[name="' + one.name + '"]:checked')) continue }
    one.dataset.usable = String(n++)
  }
  return n
})()`

const here = `(() => {
  const one = document.activeElement
  if (one === null || one === document.body) return null
  const style = getComputedStyle(one)
  const label = one.labels?.[0] ?? one
  const seen = one.matches(':focus-visible')
  const box = one.getBoundingClientRect()
  return { place: one.dataset.usable ?? null, seen, inSight: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth, radio: one.type === 'radio' ? one.name : null, what: one.outerHTML.slice(0, 120) }
})()`

type Focus = { place: string | null; seen: boolean; inSight: boolean; radio: string | null; what: string } | null

async function walk(page: Page, usable: number): Promise<{ reached: Set<string>; unseen: string[] }> {
  const reached = new Set<string>()
  const unseen: string[] = []
  await page.evaluate('document.body.focus(); window.getSelection()?.removeAllRanges()')
  for (let i = 0; i < usable * 2 + 40 && reached.size < usable; i++) {
    await page.keyboard.press('Tab')
    const now = await page.evaluate<Focus>(here)
    if (now === null) continue
    if (now.place !== null) reached.add(now.place)
    if (!now.seen || !now.inSight) unseen.push(now.what)
  }
  return { reached, unseen }
}

const walked = allPages.filter(({ name }) => !/empty|none|missing|answered/.test(name))

test.each(walked)('$name: Tab comes to whatever can be used, and it is in sight', async (shown) => {
  const { page } = await visits.open(shown, (there) => there.locator('main').getByText(shown.drawn).first().waitFor())
  const usable = await page.evaluate<number>(markUsable)
  expect(usable).toBeGreaterThan(0)
  const { reached, unseen } = await walk(page, usable)
  const missed = await page.evaluate<string[]>(
    `[...document.querySelectorAll('[data-usable]')].filter((one) => !${JSON.stringify([...reached])}.includes(one.dataset.usable)).map((one) => one.outerHTML.slice(0, 160))`,
  )
  expect(missed).toEqual([])
  expect([...new Set(unseen)]).toEqual([])
})

test('without a way by Tab the walk says so', async () => {
  const page = await browser.newPage()
  await page.setContent('<main><a href="#a">one</a> <button tabindex="-1">two</button></main>')
  const usable = await page.evaluate<number>(markUsable)
  const { reached } = await walk(page, usable)
  expect([usable, reached.size]).toEqual([2, 1])
  await page.close()
})

test('the palette goes to a page, a rollout and an interaction by its id, and asks for a halt, without a mouse', async () => {
  const watched = await watchedPage(browser, servers.full.url)
  const { page } = watched
  await page.goto('/')
  await page.getByText('it-helpdesk').first().waitFor()
  const types = async (words: string) => {
    await page.keyboard.press('Control+k')
    const field = page.getByPlaceholder(/Go to|page/i).last()
    await field.waitFor()
    await field.fill(words)
    await page.locator('[role=option], .mantine-Spotlight-action').first().waitFor()
    await page.keyboard.press('Enter')
  }
  await types('Month')
  await page.getByRole('heading', { level: 1, name: /Month/ }).waitFor()
  await types('int_004')
  await page.getByText('What the person did').first().waitFor()
  expect(new URL(page.url()).pathname).toBe('/interactions/int_004')
  await types('noor supervised')
  await page.waitForURL('**/rollouts/rol_supervised')
  await types('halt everything')
  await page.getByLabel('Reason').waitFor()
  await page.keyboard.press('Escape')
  await page.getByLabel('Reason').waitFor({ state: 'detached' })
  await watched.close()
})

test.each([
  ['/rollouts/rol_observe', 'Gate to Supervised', ['Accuracy', 'Every major query type', 'Review cap']],
  ['/month?month=2026-03', 'All query types', ['account_unlock', 'Queries', 'Right']],
])('%s on paper: black on white, whole, and nothing to press', async (at, drawn, words) => {
  const watched = await watchedPage(browser, servers.full.url, 'dark')
  const { page } = watched
  await page.goto(at)
  await page.locator('main').getByText(drawn).first().waitFor()
  const onScreen = await page.evaluate<string>("getComputedStyle(document.querySelector('.page')).backgroundColor")
  expect(onScreen).not.toBe('rgb(255, 255, 255)')
  await page.emulateMedia({ media: 'print' })
  await page.waitForSelector('html[data-mantine-color-scheme=light]')
  const paper = await page.evaluate<{ back: string; shown: string[]; pale: string[] }>(`(() => {
    const main = document.querySelector('main')
    const light = (one) => { const [r, g, b] = getComputedStyle(one).color.match(/[0-9.]+/g).map(Number); return 0.2126 * r + 0.7152 * g + 0.0722 * b > 150 }
    const visible = (one) => one.checkVisibility()
    return {
      back: getComputedStyle(document.querySelector('.page')).backgroundColor,
      shown: [...document.querySelectorAll('header, nav, button, .no-print')].filter(visible).map((one) => one.outerHTML.slice(0, 120)),
      pale: [...main.querySelectorAll('p, td, th, h1, h2, h3')].filter((one) => visible(one) && one.textContent.trim() !== '' && light(one)).map((one) => one.textContent.slice(0, 60)),
    }
  })()`)
  expect(paper).toEqual({ back: 'rgb(255, 255, 255)', shown: [], pale: [] })
  const text = await page.locator('main').textContent()
  for (const word of words) expect(text).toContain(word)
  expect((await page.pdf({ format: 'A4' })).length).toBeGreaterThan(10_000)
  await watched.close()
})
