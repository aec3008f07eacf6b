// What the gateway brings to people: effects that wait, outcomes nobody knows, tools that changed, drills, and how an agent connects.

import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../support/browser.ts'
import { objections } from './support/accessible.ts'
import { builtConsole } from './support/built-console.ts'
import { fakeApi } from './support/fake-api.ts'
import { wasHacked, watchedPage } from './support/watched-page.ts'

let browser: Browser
let dist: string
const pictures = process.env.TENURE_PICTURES ?? null

beforeAll(async () => {
  dist = await builtConsole()
  browser = await launchBrowser()
}, 180_000)
afterAll(async () => browser?.close())

async function visit(path: string, given: Omit<Parameters<typeof fakeApi>[0], 'dist'> = {}) {
  const fake = await fakeApi({ dist, ...given })
  const watched = await watchedPage(browser, fake.url)
  await watched.page.goto(path)
  const close = async () => {
    expect(watched.complaints).toEqual([])
    expect(await wasHacked(watched.page)).toBe(false)
    await watched.close()
    await fake.close()
  }
  /** For people to look at: light, dark, and narrow. */
  const picture = async (name: string) => {
    if (pictures === null) return
    const { page } = watched
    await page.screenshot({ path: `${pictures}/${name}-light.png`, fullPage: true })
    await page.emulateMedia({ colorScheme: 'dark' })
    await page.screenshot({ path: `${pictures}/${name}-dark.png`, fullPage: true })
    await page.emulateMedia({ colorScheme: 'light' })
    await page.setViewportSize({ width: 400, height: 800 })
    await page.screenshot({ path: `${pictures}/${name}-narrow.png`, fullPage: true })
    await page.setViewportSize({ width: 1440, height: 900 })
  }
  return { fake, page: watched.page, close, picture }
}

test('an effect that waits is shown exactly, released by its digest, and gone', async () => {
  const { fake, page, close, picture } = await visit('/effects')
  const held = page.getByRole('article', { name: 'Effect eff_held' })
  await held.getByText('reset_password').waitFor()
  await held.getByText('<img src=x onerror="window.hacked=1">').first().waitFor()
  await held.getByText('⟦U+202E⟧').first().waitFor()
  await picture('effects')
  expect(await objections(page)).toEqual([])
  await held.getByRole('button', { name: 'Release' }).click()
  const asked = page.getByRole('dialog')
  await asked.getByText('It is done once, exactly as shown here').waitFor()
  await asked.getByText('<img src=x onerror="window.hacked=1">').first().waitFor()
  await picture('release')
  await asked.getByRole('button', { name: 'Release' }).click()
  await held.waitFor({ state: 'detached' })
  expect(fake.asked.find(({ path }) => path === '/api/v1/effects/eff_held/decision')?.body).toMatchObject({
    decision: 'release',
    digest: 'a'.repeat(64),
  })
  await page.getByRole('article', { name: 'Effect eff_reply' }).getByRole('button', { name: 'Decline' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Decline' }).click()
  await page.getByText('Nothing waits for you').waitFor()
  await close()
}, 60_000)

test('an unknown outcome is settled by somebody who says which and how they know', async () => {
  const { fake, page, close, picture } = await visit('/effects?state=unknown')
  const lost = page.getByRole('article', { name: 'Effect eff_lost' })
  await lost.getByText('REF-77').waitFor()
  await lost.getByRole('button', { name: 'Say how it ended' }).click()
  const asked = page.getByRole('dialog')
  await asked.getByLabel('How do you know?').fill('the directory shows one reset at 09:02')
  expect(await asked.getByRole('button', { name: 'Settle it' }).isDisabled()).toBe(true)
  await asked.getByLabel('It happened').check()
  await picture('settle')
  expect(await objections(page)).toEqual([])
  await asked.getByRole('button', { name: 'Settle it' }).click()
  await page.getByText('Every outcome is known').waitFor()
  expect(fake.asked.find(({ path }) => path.endsWith('/settlement'))?.body).toEqual({
    outcome: 'performed',
    evidence: 'the directory shows one reset at 09:02',
  })
  await close()
}, 60_000)

test('whoever may only read sees what waits, and why they may not decide', async () => {
  const { page, close } = await visit('/effects', { role: 'auditor' })
  const button = page.getByRole('article', { name: 'Effect eff_held' }).getByRole('button', { name: 'Release' })
  await button.waitFor()
  expect(await button.getAttribute('aria-description')).toBe('Your role (Auditor) may not decide effects.')
  await button.click({ force: true })
  expect(await page.getByRole('dialog').count()).toBe(0)
  await close()
})

test('a tool that changed by a character nobody sees shows it, and takes two people', async () => {
  const { fake, page, close, picture } = await visit('/systems')
  const fresh = page.getByRole('article', { name: 'directory.reset_password' })
  await fresh.getByText('⟦U+200B⟧').first().waitFor()
  expect(await fresh.getByTestId('definition-diff').locator('ins').first().textContent()).toContain('U+200B')
  await page.getByText('the monthly drill').waitFor()
  await picture('systems')
  expect(await objections(page)).toEqual([])
  const mine = page.getByRole('article', { name: 'directory.delete_person' }).getByRole('button', { name: 'I looked, too' })
  expect(await mine.getAttribute('aria-description')).toContain('second, different person')
  await fresh.getByRole('button', { name: 'I looked: it may be called' }).click()
  await page.getByRole('dialog').getByLabel('Reason').fill('the vendor wrote about it')
  await page.getByRole('dialog').getByRole('button', { name: 'I looked: it may be called' }).click()
  await fresh.getByText('One person has looked').waitFor()
  expect(fake.asked.find(({ path }) => path === '/api/v1/tools/tol_new/approval')?.body).toEqual({
    hash: 'c'.repeat(64),
    reason: 'the vendor wrote about it',
  })
  const theirs = page.getByRole('article', { name: 'directory.get_person' })
  await theirs.getByRole('button', { name: 'I looked, too' }).click()
  await page.getByRole('dialog').getByLabel('Reason').fill('as above')
  await page.getByRole('dialog').getByRole('button', { name: 'I looked, too' }).click()
  await theirs.getByText('As looked at').waitFor()
  await close()
}, 60_000)

test('how an agent connects names this server, no secret, and what is only watched', async () => {
  const { fake, page, close, picture } = await visit('/people', { role: 'admin' })
  const shown = page.getByTestId('snippet')
  await shown.getByText(`${fake.url}/mcp`).waitFor()
  await picture('connect')
  expect(await objections(page)).toEqual([])
  for (const way of ['TypeScript', 'HTTP', 'Our runtime']) {
    await page.getByRole('tab', { name: way }).click()
    await page.getByText('Governed.').waitFor()
    expect(await shown.textContent()).toContain(fake.url)
  }
  await page.getByRole('tab', { name: 'Only watch' }).click()
  await page.getByText('This enforces nothing.').waitFor()
  expect(await shown.textContent()).not.toMatch(/tk_/)
  await close()
}, 60_000)

test('with nothing to show, each page says so', async () => {
  const { page, close } = await visit('/effects', { empty: true })
  await page.getByText('Nothing waits for you').waitFor()
  await page.getByRole('link', { name: 'Systems', exact: true }).click()
  await page.getByText('No tool has been seen yet').waitFor()
  await page.getByText('None yet: tenure halt drill.').waitFor()
  await close()
})
