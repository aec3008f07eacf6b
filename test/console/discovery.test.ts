// Discovery wholly in the console: an ops lead who never saw a file goes from nothing to a dossier that two people have signed. Two who write in one place
// are told; nothing that was typed is lost.

import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { serve } from '@hono/node-server'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../support/browser.ts'
import { testDatabase } from '../support/database.ts'
import { firstAdmin, goodPassword, httpWorld, somebody } from '../support/http-world.ts'
import { objections } from './support/accessible.ts'
import { builtConsole } from './support/built-console.ts'
import { wasHacked, watchedPage } from './support/watched-page.ts'

const artifacts = path.join(import.meta.dirname, '../artifacts')
const { url } = await testDatabase()
const http = httpWorld(url, { consoleDir: await builtConsole() })
const server = serve({ fetch: http.app.fetch, port: 0, hostname: '127.0.0.1' })
const browser = await launchBrowser()
let home = ''
const emails: string[] = []

beforeAll(async () => {
  if (!server.listening) await once(server, 'listening')
  home = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const admin = await firstAdmin(http)
  for (const _ of ['first', 'second']) emails.push((await somebody(http, admin, 'ops_lead')).email)
})
afterAll(async () => {
  await browser.close()
  await new Promise((done) => server.close(done))
  await http.close()
})

async function signedIn(email: string) {
  const watched = await watchedPage(browser, home)
  await watched.page.goto('/sign-in')
  await watched.page.getByLabel('E-mail address').fill(email)
  await watched.page.getByLabel('Password').first().fill(goodPassword)
  await watched.page.getByRole('button', { name: 'Sign in' }).click()
  await watched.page.getByRole('heading', { name: 'Board' }).waitFor()
  return watched
}

/** What an ops lead's hands do. Every change is waited for until it is saved. */
function handsOn(page: Page) {
  const saved = async (act: () => Promise<unknown>) => {
    const answer = page.waitForResponse((response) => response.url().endsWith('/edits'))
    await act()
    expect((await answer).status()).toBe(200)
  }
  const field = (label: string) => page.getByLabel(label, { exact: true }).first()
  return {
    field,
    saved,
    write: (label: string, text: string) =>
      saved(async () => {
        await field(label).fill(text)
        await field(label).blur()
      }),
    choose: (label: string, option: string) =>
      saved(async () => {
        await field(label).click()
        await page.getByRole('option', { name: option }).first().click()
      }),
    add: (button: string, label: string, title: string, kind?: string) =>
      saved(async () => {
        await page.getByRole('button', { name: button, exact: true }).click()
        const dialog = page.getByRole('dialog')
        await dialog.getByLabel(label).fill(title)
        if (kind !== undefined) {
          await dialog.getByLabel('Kind').first().click()
          await page.getByRole('option', { name: kind }).click()
        }
        await dialog.getByRole('button', { name: button, exact: true }).click()
      }),
    tab: (name: string) => page.getByRole('tab', { name, exact: true }).click(),
    part: (name: string) => page.getByText(name, { exact: true }).last().click(),
    look: async (name: string) => {
      await page.screenshot({ path: path.join(artifacts, `discovery-${name}.png`), fullPage: true })
      seen.push(...(await objections(page)).map((objection) => `${name} ${objection}`))
    },
  }
}

/** What axe-core objects to on any page looked at. */
const seen: string[] = []

type Hands = ReturnType<typeof handsOn>
const hostile = 'Opening hours <img src=x onerror="window.hacked=1">'

async function begin(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Discovery' }).click()
  await page.getByRole('heading', { name: 'Nothing is being written yet' }).waitFor()
  await page.getByRole('button', { name: 'Begin a dossier' }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('What is the work called?').fill('Questions at the front desk')
  await dialog.getByLabel('Name of the employee').fill('Nila')
  await dialog.getByLabel('Through which channels do queries come?').fill('chat')
  await page.keyboard.press('Enter')
  await dialog.getByRole('button', { name: 'Begin a dossier' }).click()
  await page.getByRole('heading', { name: 'Questions at the front desk' }).waitFor()
}

async function interview(page: Page, hands: Hands): Promise<void> {
  await hands.saved(async () => {
    await page.getByRole('button', { name: 'New interview' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Who is asked?').fill('Asha Rao')
    await dialog.getByLabel('What is their role?').fill('Front desk, Pune')
    await dialog.getByRole('button', { name: 'Begin the interview' }).click()
  })
  const first = page.locator('textarea').first()
  await first.waitFor()
  await hands.saved(async () => {
    await first.fill('Mostly when we are open, and where to park.')
    await first.blur()
  })
  await page.getByText('1 of').first().waitFor()
  await hands.saved(() =>
    page
      .getByRole('button', { name: /^They do not know/ })
      .first()
      .click(),
  )
  await hands.look('interviews')
}

async function map(page: Page, hands: Hands): Promise<void> {
  await hands.tab('Map')
  await hands.add('Add a query type', 'What do people call it?', hostile)
  await hands.write('How many a month', '900')
  await hands.write('Minutes each takes today', '4')
  await hands.write('How people write it', 'when do you open\nare you open on sunday\nhow long are you open today')
  await hands.write('What the SOP says', 'Send the leaflet.')
  await hands.write('What is really done', 'Say the hours.')
  await hands.part('Steps')
  await hands.add('Add a step', 'What is done?', 'Say the hours', 'Reply to the person who asked')
  await hands.write('What the reply says', 'We are open from eight to six.')
  await hands.part('People')
  await hands.add('Add a person or team', 'Name of the person or team', 'Duty manager')
  await hands.write('Does', 'Takes what is delicate')
  await hands.part('Triggers')
  await hands.add('Add a trigger', 'What must reach a person?', 'lawyer')
  await hands.choose('Who gets it', 'Duty manager')
  await hands.write('Through which channel', 'phone')
  await hands.write('Answered within', '30')
  await hands.saved(async () => {
    await hands.field('With what information').fill('the message')
    await page.keyboard.press('Enter')
  })
  await hands.part('Query types')
  await page
    .getByRole('button', { name: /^Opening hours/ })
    .first()
    .click()
  await hands.choose('First step', 'Say the hours')
  await page.locator('.flow-box').first().waitFor()
  expect(await wasHacked(page)).toBe(false)
  await hands.look('map')
}

async function settle(page: Page, hands: Hands): Promise<void> {
  await hands.tab('Check')
  await page.getByText('the SOP says one thing, people do another').waitFor()
  await page.getByLabel('Which holds?').first().click()
  await page.getByRole('option', { name: 'The practice holds' }).click()
  await hands.saved(() => page.getByRole('button', { name: 'Settle', exact: true }).click())
  const question = page
    .locator('form')
    .filter({ has: page.getByRole('button', { name: 'Keep the answer' }) })
    .first()
  await question.locator('textarea').first().fill('About nine hundred a month, says the counter.')
  await hands.saved(() => question.getByRole('button', { name: 'Keep the answer' }).click())
  await hands.look('check')
}

test('from nothing to signed, without a line of YAML', async () => {
  const priya = await signedIn(emails[0]!)
  const { page } = priya
  const hands = handsOn(page)
  await begin(page)
  await interview(page, hands)
  await map(page, hands)
  await hands.tab('Role')
  await page.getByText('Who it is').waitFor()
  await hands.look('role')
  await hands.tab('Integrations')
  await page.getByText('Every system the employee reaches').waitFor()
  await hands.look('integrations')
  await hands.tab('Targets and plan')
  await hands.write('Right, of what it handles itself', '92')
  await page.getByText('Supervised').first().waitFor()
  await hands.look('targets')
  await settle(page, hands)
  await page.getByText('Fit to be signed').waitFor()

  await hands.tab('Sign and versions')
  await page.getByRole('button', { name: 'Register this version' }).click()
  await page.getByText('0 of 2 signatures').waitFor()
  await page.getByRole('button', { name: 'Sign', exact: true }).first().click()
  await page.getByRole('dialog').getByRole('button', { name: 'Sign', exact: true }).click()
  await page.getByText('1 of 2 signatures').waitFor()

  const lukas = await signedIn(emails[1]!)
  await lukas.page.goto(page.url())
  await lukas.page.getByRole('button', { name: 'Sign', exact: true }).first().click()
  await lukas.page.getByRole('dialog').getByRole('button', { name: 'Sign', exact: true }).click()
  await lukas.page.getByText('2 of 2 signatures').waitFor()
  await handsOn(lukas.page).look('signed')
  const [row] = await http.house.db.read<{ signatures: number; errors: number }>(
    'select d.errors, count(*)::int as signatures from tenure.dossiers d join tenure.dossier_signatures s on s.dossier_id = d.id group by 1',
  )
  expect(row).toEqual({ errors: 0, signatures: 2 })
  expect(seen).toEqual([])
  expect([...priya.complaints, ...lukas.complaints].filter((line) => !line.includes('401'))).toEqual([])
}, 240_000)

test('two who write in one place are told, and the one who was late decides', async () => {
  const [priya, lukas] = [await signedIn(emails[0]!), await signedIn(emails[1]!)]
  await priya.page.goto('/discovery')
  await priya.page.getByRole('link', { name: 'Questions at the front desk' }).click()
  await priya.page.waitForURL(/discovery\/drf_/)
  const address = `${priya.page.url().split('?')[0]}?tab=map&item=general`
  for (const { page } of [priya, lukas]) {
    await page.goto(address)
    await page.getByLabel('What the work is called').waitFor()
  }
  await handsOn(priya.page).write('What the work is called', 'The front desk')
  const late = lukas.page.getByLabel('What the work is called')
  await late.fill('Front office')
  await late.blur()
  const dialog = lukas.page.getByRole('dialog')
  await dialog.getByText('The front desk').waitFor()
  await dialog.getByText('Front office').waitFor()
  await lukas.page.screenshot({ path: path.join(artifacts, 'discovery-conflict.png') })
  await handsOn(lukas.page).saved(() => dialog.getByRole('button', { name: 'Write mine over it' }).click())
  await lukas.page.getByRole('heading', { name: 'Front office' }).waitFor()
  await priya.page.reload()
  await priya.page.getByRole('heading', { name: 'Front office' }).waitFor()
}, 120_000)
