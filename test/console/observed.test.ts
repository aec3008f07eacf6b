// An employee that is observed only: the console says plainly that this enforces nothing, and offers no way out of shadow observe.

import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../support/browser.ts'
import { objections } from './support/accessible.ts'
import { builtConsole } from './support/built-console.ts'
import { fakeApi } from './support/fake-api.ts'
import { watchedPage } from './support/watched-page.ts'

let browser: Browser
let dist: string

beforeAll(async () => {
  dist = await builtConsole()
  browser = await launchBrowser()
}, 180_000)
afterAll(async () => browser?.close())

test.each([true, false])('an employee that is observed only (%s) is told from one that is governed', async (observedOnly) => {
  const fake = await fakeApi({ dist })
  fake.rollouts.set('rol_observe', { ...fake.rollouts.get('rol_observe')!, observedOnly })
  const { page, complaints, close } = await watchedPage(browser, fake.url)
  await page.goto('/')
  await page.getByRole('heading', { name: 'Board' }).waitFor()
  await page.locator('article').first().waitFor()
  expect(await page.getByText('Observed only', { exact: true }).count()).toBe(observedOnly ? 1 : 0)
  await page.goto('/rollouts/rol_observe')
  await page.getByText('Gate to Supervised').waitFor()
  expect(await page.getByText('Observed only: this enforces nothing.').count()).toBe(observedOnly ? 1 : 0)
  expect(await objections(page)).toEqual([])
  await page.getByRole('button', { name: 'More' }).click()
  const assist = page.getByRole('menuitem', { name: /assist/i })
  await assist.waitFor()
  expect((await assist.getAttribute('aria-disabled')) === 'true' || (await assist.isDisabled())).toBe(observedOnly)
  expect(complaints).toEqual([])
  await close()
  await fake.close()
})
