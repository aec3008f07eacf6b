// The console over the real door and a real database: from the one-time link to a verdict that sends exactly what was shown, and its story on one page.

import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { AxeBuilder } from '@axe-core/playwright'
import { serve } from '@hono/node-server'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ensureFirstAdminLink } from '../../src/governance/invite.ts'
import { launchBrowser } from '../support/browser.ts'
import { testDatabase } from '../support/database.ts'
import { goodPassword, httpWorld, signIn, somebody } from '../support/http-world.ts'
import { until } from '../support/until.ts'
import { aRollout, arrives, aWorld } from '../support/world.ts'
import { builtConsole } from './support/built-console.ts'
import { wasHacked, watchedPage } from './support/watched-page.ts'

const { url } = await testDatabase()
const world = await aWorld(url)
const dist = await builtConsole()
const http = httpWorld(url, { over: world, consoleDir: dist })
const server = serve({ fetch: http.app.fetch, port: 0, hostname: '127.0.0.1' })
let home = ''
const browser = await launchBrowser()

beforeAll(async () => {
  if (!server.listening) await once(server, 'listening')
  home = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(async () => {
  await browser.close()
  await new Promise((done) => server.close(done))
  await world.close()
})

async function violations(page: Parameters<typeof wasHacked>[0]) {
  const found = await new AxeBuilder({ page }).analyze()
  return found.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`))
}

test('link, board, queue, a verdict in observe and one in assist, rollout, story', async () => {
  const hostile = 'my vpn keeps dropping <img src=x onerror="window.hacked=1">'
  const observed = await aRollout(world)
  const assisted = await aRollout(world, { delivery: 'assist' })
  await arrives(world, observed.employeeId, 'I forgot my password, please reset my password')
  await arrives(world, observed.employeeId, 'the vpn does not connect')
  const { interactionId } = await arrives(world, assisted.employeeId, hostile)
  await world.drain()

  const admin = await watchedPage(browser, home)
  await admin.page.goto(`/first-admin#${await ensureFirstAdminLink(world.house)}`)
  await admin.page.getByLabel('Your name').fill('Ada')
  await admin.page.getByLabel('E-mail address').fill('ada@example.test')
  await admin.page.getByLabel('Password').first().fill(goodPassword)
  await admin.page.getByRole('button', { name: 'Create the first administrator' }).click()
  await admin.page.getByRole('heading', { name: 'Board' }).waitFor()
  await admin.page.getByText('it-desk').first().waitFor()
  expect(await violations(admin.page)).toEqual([])
  // Whoever has not signed in yet asks who they are and is told no; the browser notes that as well.
  expect(admin.complaints.filter((line) => !line.includes('401'))).toEqual([])

  const headers = (await signIn(http, 'ada@example.test')).headersToSend
  const reviewer = await somebody(http, { personId: '', email: 'ada@example.test', headers }, 'reviewer')
  const { page, complaints } = await watchedPage(browser, home)
  await page.goto('/reviews')
  await page.getByLabel('E-mail address').fill(reviewer.email)
  await page.getByLabel('Password').first().fill(goodPassword)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByTestId('query').waitFor()
  await page.getByText('Nothing happens in the world').waitFor()
  expect(await violations(page)).toEqual([])

  await page.goto(`/reviews?rollout=${assisted.rolloutId}`)
  await page.getByText('Done now, once, exactly as shown: the reply').waitFor()
  expect(await page.getByTestId('query').textContent()).toBe(hostile)
  expect(await wasHacked(page)).toBe(false)
  await page.keyboard.press('1')
  await page.getByText('You are through').waitFor()
  const delivered = () => world.seen.deliveries.filter((each) => each.interactionId === interactionId)
  await until('the reply is sent', async () => {
    await world.drain()
    return delivered().length === 1
  })

  await page.goto(`/reviews?rollout=${observed.rolloutId}`)
  for (let left = 2; left > 0; left--) {
    await page.getByTestId('query').waitFor()
    await page.keyboard.press('1')
    await page
      .getByTestId('done-today')
      .getByText(String(4 - left))
      .waitFor()
  }
  await page.getByText('You are through').waitFor()
  await until('the verdicts are kept', async () => (await world.house.db.read('select id from tenure.verdicts')).length === 3)
  await world.drain()
  expect(world.seen.calls.filter(({ operation }) => operation === 'reset_password')).toEqual([])
  expect(delivered()).toHaveLength(1)

  await page.goto(`/rollouts/${observed.rolloutId}`)
  await page.getByText('Gate to Supervised').waitFor()
  await page.getByText('judged outputs were right').waitFor()
  expect(await violations(page)).toEqual([])
  await page.goto(`/interactions/${interactionId}`)
  await page.getByText('Verdict given').first().waitFor()
  // A reviewer reads of the trail what they did themselves; what came of it stands with the effect.
  await page
    .getByText(/released by/i)
    .first()
    .waitFor()
  expect(await wasHacked(page)).toBe(false)
  expect(await violations(page)).toEqual([])
  expect(complaints.filter((line) => !line.includes('401'))).toEqual([])
}, 120_000)
