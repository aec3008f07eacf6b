// Every page in both colour schemes: nothing axe-core objects to, no error, no request to another origin, and hostile words that stay words.

import { AxeBuilder } from '@axe-core/playwright'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../support/browser.ts'
import { builtConsole } from './support/built-console.ts'
import type { FakeApi } from './support/fake-answers.ts'
import { fakeApi } from './support/fake-api.ts'
import { wasHacked, watchedPage } from './support/watched-page.ts'

let browser: Browser
let full: FakeApi
let bare: FakeApi
let stranger: FakeApi

beforeAll(async () => {
  const dist = await builtConsole()
  browser = await launchBrowser()
  full = await fakeApi({ dist })
  bare = await fakeApi({ dist, empty: true, role: 'admin' })
  stranger = await fakeApi({ dist, signedIn: false })
}, 180_000)

afterAll(async () => {
  await browser?.close()
  await Promise.all([full, bare, stranger].map((fake) => fake?.close()))
})

/** Page, which server, and words that show that it has been drawn. */
const pages: [path: string, server: () => FakeApi, drawn: string][] = [
  ['/', () => full, 'it-helpdesk'],
  ['/', () => bare, 'No employee has been hired yet'],
  ['/reviews', () => full, 'Proposed answer'],
  ['/reviews?rollout=rol_assist', () => full, 'Done now, once, exactly as shown'],
  ['/reviews', () => bare, 'Nothing waits for review'],
  ['/rollouts/rol_observe', () => full, 'Gate to Supervised'],
  ['/rollouts/rol_supervised', () => full, 'Omar Haddad'],
  ['/rollouts/rol_halted', () => full, 'Resume in shadow'],
  ['/interactions', () => full, 'Words of the query'],
  ['/interactions', () => bare, 'No query has come in yet'],
  ['/interactions/int_004', () => full, 'What the person did'],
  ['/interactions/int_006', () => full, 'Escalation'],
  ['/interactions/int_999', () => full, 'There is no such interaction.'],
  ['/discovery', () => full, 'it-helpdesk'],
  ['/discovery', () => bare, 'Nothing is being written yet'],
  ['/people', () => bare, 'Invite somebody'],
  ['/nowhere', () => full, 'There is no such page'],
  ['/sign-in', () => stranger, 'There is no sign-up'],
  ['/first-admin#good-token', () => stranger, 'Create the first administrator'],
  ['/join', () => stranger, 'This page needs a one-time link'],
]

test.each(pages)('%s has no axe violation in either scheme, and no complaint (%#)', async (path, server, drawn) => {
  const watched = await watchedPage(browser, server().url)
  const { page, complaints } = watched
  await page.goto(path)
  await page.getByText(drawn).first().waitFor()
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme })
    await page.waitForSelector(`html[data-mantine-color-scheme=${scheme}]`)
    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${scheme} ${id}: ${html.slice(0, 200)}`))).toEqual([])
  }
  expect(await wasHacked(page)).toBe(false)
  // A refusal (404) of the API is told on the page; the browser notes it as well.
  expect(complaints.filter((line) => !line.includes('404'))).toEqual([])
  await watched.close()
})

test('hostile words are shown as they are, and would run if they were drawn as HTML', async () => {
  const watched = await watchedPage(browser, full.url)
  const { page } = watched
  for (const path of ['/reviews?item=rev_004', '/interactions/int_004', '/interactions']) {
    await page.goto(path)
    await page.getByText('<script>window.hacked=1</script>').first().waitFor()
    expect(await page.locator('main script, main img[src="x"], main a[href^="javascript"]').count()).toBe(0)
    expect(await wasHacked(page)).toBe(false)
  }
  // The sibling: the same words as HTML do run where no policy forbids it.
  const unguarded = await browser.newPage()
  await unguarded.setContent('<div id="here"></div>')
  await unguarded.evaluate(`document.querySelector('#here').innerHTML = '<img src=x onerror="window.hacked=1">'`)
  await unguarded.waitForFunction("'hacked' in window")
  await watched.close()
}, 60_000)

test('the policy forbids inline scripts, and the start page has none', async () => {
  const answer = await fetch(full.url)
  expect(answer.headers.get('content-security-policy')).toContain("script-src 'self'")
  expect(await answer.text()).not.toMatch(/<script(?![^>]*\bsrc=)[^>]*>/)
})
