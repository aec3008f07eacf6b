// What people do outside the queue: coming in, halting, raising trust by two, inviting, making keys. A button that cannot be pressed says why.

import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../support/browser.ts'
import { until } from '../support/until.ts'
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

type Given = Omit<Parameters<typeof fakeApi>[0], 'dist'>

async function visit(path: string, given: Given = {}) {
  const fake = await fakeApi({ dist, ...given })
  const watched = await watchedPage(browser, fake.url)
  await watched.page.goto(path)
  const close = async () => {
    await watched.close()
    await fake.close()
  }
  return { fake, page: watched.page, complaints: watched.complaints, close }
}

test('the first administrator: the token leaves the address bar, a short password is told, then the board', async () => {
  const { fake, page, close } = await visit('/first-admin#good-token', { signedIn: false, role: 'admin' })
  await page.getByLabel('Your name').fill('Lena Vogt')
  expect(page.url()).not.toContain('good-token')
  await page.getByLabel('E-mail address').fill('lena@example.test')
  await page.getByLabel('Password').first().fill('short')
  await page.getByText('7 more characters.').waitFor()
  await page.getByLabel('Password').first().fill('a long enough password')
  await page.getByRole('button', { name: 'Create the first administrator' }).click()
  await page.getByRole('heading', { name: 'Board' }).waitFor()
  expect(fake.asked.find(({ path }) => path.endsWith('/first-admin'))?.body).toMatchObject({
    token: 'good-token',
    email: 'lena@example.test',
  })
  await close()
})

test('signing in leads back to where one wanted to go, and nowhere outside; a wrong password is told in a sentence', async () => {
  const { page, close } = await visit('/rollouts/rol_observe', { signedIn: false })
  await page.getByLabel('E-mail address').fill('lena@example.test')
  await page.getByLabel('Password').first().fill('wrong')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByText('do not match anybody').waitFor()
  await page.getByLabel('Password').first().fill('a long enough password')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByText('Gate to Supervised').waitFor()
  await page.goto('/sign-in?to=//elsewhere.example')
  await page.getByLabel('E-mail address').fill('lena@example.test')
  await page.getByLabel('Password').first().fill('a long enough password')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('heading', { name: 'Board' }).waitFor()
  await close()
})

test('halting a rollout takes one click and a reason, and the card moves', async () => {
  const { fake, page, close } = await visit('/')
  await page.getByRole('button', { name: 'Halt Ira, it-helpdesk' }).first().click()
  const dialog = page.getByRole('dialog')
  expect(await dialog.getByRole('button', { name: 'Halt now' }).isDisabled()).toBe(true)
  await dialog.getByLabel('Reason').fill('It unlocked the wrong account.')
  await dialog.getByRole('button', { name: 'Halt now' }).click()
  await dialog.waitFor({ state: 'detached' })
  const halted = fake.asked.find(({ path }) => path.endsWith('/halt'))
  expect(halted).toMatchObject({ path: '/api/v1/rollouts/rol_observe/halt', body: { reason: 'It unlocked the wrong account.' } })
  await until(
    'the card moved',
    async () =>
      (await page
        .getByRole('region', { name: 'Board' })
        .getByRole('button', { name: /Halt Ira/ })
        .count()) === 1,
  )
  await close()
})

test('halting everything is told on every page until it is lifted', async () => {
  const { page, close } = await visit('/interactions')
  await page.getByRole('button', { name: 'Halt all' }).click()
  await page.getByLabel('Reason').fill('Fire drill')
  await page.getByRole('button', { name: 'Halt now' }).click()
  await page.getByText('Everything is halted').waitFor()
  await page.getByRole('link', { name: 'Board' }).first().click()
  await page.getByText('Fire drill').waitFor()
  await close()
})

test('one employee, one rollout or one tool is halted by naming it', async () => {
  const { fake, page, close } = await visit('/interactions')
  await page.getByRole('button', { name: 'Halt all' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('combobox', { name: 'What to halt' }).click()
  await page.getByRole('option', { name: 'One tool' }).click()
  await dialog.getByLabel('Reason').fill('Double refunds')
  const now = dialog.getByRole('button', { name: 'Halt now' })
  expect(await now.isDisabled()).toBe(true)
  await dialog.getByLabel('System, or system.operation').fill('billing.refund')
  await now.click()
  await page.getByText('Tool billing.refund is halted').waitFor()
  expect(fake.asked.filter(({ path }) => path === '/api/v1/halts').map(({ body }) => body)).toContainEqual({
    scope: 'tool',
    target: 'billing.refund',
    reason: 'Double refunds',
  })
  await close()
})

test('approving takes a second person, a reason and the employee’s name typed', async () => {
  const { fake, page, close } = await visit('/rollouts/rol_supervised')
  await page.getByRole('button', { name: 'Approve' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Reason').fill('I have read the gate.')
  const approve = dialog.getByRole('button', { name: 'Approve' })
  expect(await approve.isDisabled()).toBe(true)
  await dialog.getByLabel('Type Noor to confirm').fill('Noor')
  await approve.click()
  await dialog.waitFor({ state: 'detached' })
  expect(fake.asked.some(({ path }) => path === '/api/v1/promotions/pro_1/approval')).toBe(true)
  await page.getByRole('button', { name: 'Carry out' }).click()
  await page.getByRole('dialog').getByText('From now on no output is reviewed one by one.').waitFor()
  await close()
})

test('the proposer cannot approve, a reviewer cannot propose, and each is told why', async () => {
  const own = await visit('/')
  const rollout = own.fake.rollouts.get('rol_supervised')!
  rollout.promotion = { ...rollout.promotion!, proposedBy: 'per_me' }
  await own.page.goto('/rollouts/rol_supervised')
  const approve = own.page.getByRole('button', { name: 'Approve' })
  await approve.waitFor()
  expect(await approve.getAttribute('aria-description')).toBe('You proposed it. A second, different person approves.')
  await approve.click({ force: true })
  expect(await own.page.getByRole('dialog').count()).toBe(0)
  await own.close()
  const other = await visit('/rollouts/rol_observe', { role: 'reviewer' })
  const propose = other.page.getByRole('button', { name: 'Propose' })
  await propose.waitFor()
  expect(await propose.getAttribute('aria-description')).toBe('Your role (Reviewer) may not propose a promotion.')
  await other.close()
})

test('proposing against an unmet gate takes a ticked override', async () => {
  const { fake, page, close } = await visit('/rollouts/rol_observe')
  await page.getByRole('button', { name: 'Propose' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Reason').fill('The sponsor wants it.')
  const propose = dialog.getByRole('button', { name: 'Propose' })
  expect(await propose.isDisabled()).toBe(true)
  await dialog.getByLabel('Override: the gate is not met').check()
  await propose.click()
  await dialog.waitFor({ state: 'detached' })
  expect(fake.asked.find(({ method, path }) => method === 'POST' && path.endsWith('/promotions'))?.body).toEqual({
    reason: 'The sponsor wants it.',
    override: true,
  })
  await close()
})

test('an invitation’s link and a key’s secret are shown once', async () => {
  const { page, close } = await visit('/people', { role: 'admin' })
  await page.getByRole('button', { name: 'Invite somebody' }).click()
  await page.getByRole('dialog').getByLabel('E-mail address').fill('new@example.test')
  await page.getByRole('button', { name: 'Make a one-time link' }).click()
  expect(await page.getByTestId('secret').textContent()).toMatch(/\/join#tok-for-them$/)
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  expect(await page.getByText('tok-for-them').count()).toBe(0)
  await page.getByRole('button', { name: 'New key' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Nightly export')
  await dialog.getByLabel('read: what you may read').check()
  await page.getByRole('button', { name: 'Make the key' }).click()
  expect(await page.getByTestId('secret').textContent()).toBe('tnr_shown_once')
  await close()
})

test('the colour scheme follows the system until a person chooses, and the choice stays', async () => {
  const { page, close } = await visit('/')
  const scheme = () => page.locator('html').getAttribute('data-mantine-color-scheme')
  await page.getByRole('button', { name: 'Colour scheme' }).click()
  await page.getByRole('menuitem', { name: 'Dark' }).click()
  expect(await scheme()).toBe('dark')
  await page.reload()
  await page.getByRole('heading', { name: 'Board' }).waitFor()
  expect(await scheme()).toBe('dark')
  await close()
})
