// On a phone what is needed in a hurry (escalations, halts, the palette) is at least 44 pixels to touch. That no page runs out of it is looked at with the pages.

import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../support/browser.ts'
import { allServers, picture, type Which } from './support/all-pages.ts'
import { builtConsole } from './support/built-console.ts'
import type { FakeApi } from './support/fake-answers.ts'
import { watchedPage } from './support/watched-page.ts'

let browser: Browser
let servers: Record<Which, FakeApi>

beforeAll(async () => {
  const dist = await builtConsole()
  browser = await launchBrowser()
  servers = await allServers(dist)
}, 180_000)

afterAll(async () => {
  await browser?.close()
  await Promise.all(Object.values(servers ?? {}).map((fake) => fake.close()))
})

async function onPhone(path: string) {
  const watched = await watchedPage(browser, servers.full.url)
  await watched.page.setViewportSize({ width: 390, height: 844 })
  await watched.page.goto(path)
  return watched
}

/** Buttons and links in sight that are too small for a finger. */
async function tooSmall(page: Page, within: string): Promise<unknown> {
  return page.evaluate(`[...document.querySelectorAll(${JSON.stringify(within)})].filter((one) => one.offsetParent !== null)
    .map((one) => [one.textContent.trim() || one.getAttribute('aria-label'), one.getBoundingClientRect()])
    .filter(([, { width, height }]) => width < 43.5 || height < 43.5).map(([what, { width, height }]) => what + ' ' + Math.round(width) + 'x' + Math.round(height))`)
}

test('an escalation is taken and answered on a phone, with a finger', async () => {
  const watched = await onPhone('/escalations')
  const { page } = watched
  await page.getByText('Overdue by').waitFor()
  expect(await tooSmall(page, 'main article button, main article a, main [role=radiogroup] label')).toEqual([])
  await page.getByRole('button', { name: 'Take it' }).first().click()
  await page.getByText('You have it').nth(1).waitFor()
  const card = page.getByRole('article').first()
  await card.getByRole('button', { name: 'Start from it' }).click()
  expect(await card.getByLabel('Your reply').inputValue()).toContain('<script>')
  await card.getByRole('button', { name: 'Answer and close' }).click()
  await page.getByText('Overdue by').waitFor({ state: 'detached' })
  await watched.close()
})

test('everything is halted from any page on a phone', async () => {
  const watched = await onPhone('/trail')
  const { page } = watched
  await page.getByText('Verdict given').first().waitFor()
  expect(await tooSmall(page, 'header button')).toEqual([])
  await page.getByRole('button', { name: 'Halt all' }).click()
  await page.getByLabel('Reason').fill('From the train')
  await picture(page, 'halt-phone')
  expect(await tooSmall(page, '[role=dialog] form button')).toEqual([])
  await page.getByRole('button', { name: 'Halt now' }).click()
  await page.getByText('Everything is halted').waitFor()
  await watched.close()
})

test('the navigation opens with a finger and closes by going somewhere', async () => {
  const watched = await onPhone('/')
  const { page } = watched
  await page.getByText('it-helpdesk').first().waitFor()
  await page.getByRole('button', { name: 'Menu' }).click()
  const link = page.getByRole('link', { name: 'Month' })
  await link.click()
  await page.getByRole('heading', { name: /Month/ }).waitFor()
  await expect.poll(() => link.isVisible()).toBe(false)
  await watched.close()
})
