// Pages that stay true by themselves: told what changed, asking again; a line that breaks is mended after the last thing heard; tabs share one line.

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

const changed = (topic: string, ids: string[] = []) => ({ changes: [{ topic, ids }] })

async function visit(path: string) {
  const fake = await fakeApi({ dist })
  const watched = await watchedPage(browser, fake.url)
  await watched.page.goto(path)
  await watched.page.waitForSelector('[data-live=live]')
  const asked = (at: string) => fake.asked.filter(({ path: each }) => each === at).length
  const streams = () => fake.asked.filter(({ path: each }) => each === '/api/v1/stream').map(({ query }) => query)
  // The mark may say a thing for a quarter of a second: everything it says is written down.
  await watched.page.evaluate(`{
    const mark = document.querySelector('[data-live]')
    window.said = []
    new MutationObserver(() => window.said.push(mark.dataset.live + ': ' + mark.textContent)).observe(mark, { attributes: true })
  }`)
  const said = () => watched.page.evaluate<string[]>('window.said')
  const close = async () => {
    await watched.close()
    await fake.close()
  }
  return { fake, page: watched.page, context: watched.page.context(), asked, streams, said, close }
}

test('what changed is asked for again and drawn, without a reload; what did not is left alone', async () => {
  const { fake, page, asked, close } = await visit('/')
  await page.getByText('Nothing is halted.').waitFor({ state: 'detached' })
  const rollout = fake.rollouts.get('rol_observe')!
  fake.rollouts.set('rol_observe', { ...rollout, employee: 'Renamed meanwhile' })
  const before = asked('/api/v1/dossiers')
  fake.say('changed', changed('rollouts', ['rol_observe']))
  await page.getByText('Renamed meanwhile').waitFor()
  expect(asked('/api/v1/dossiers')).toBe(before)
  await close()
})

test('a line that breaks says so, comes back after the last event that was heard, and hears what came next', async () => {
  const { fake, page, streams, said, close } = await visit('/')
  fake.say('changed', changed('halts'))
  fake.say('beat', {})
  await expect.poll(() => fake.asked.filter(({ path }) => path === '/api/v1/halts').length).toBeGreaterThan(1)
  fake.cut()
  await until('the line is open again', async () => (await said()).length >= 2)
  expect((await said()).map((one) => one.split(':')[0])).toEqual(['reconnecting', 'live'])
  expect((await said())[0]).toContain('Reconnecting')
  // From the last event this browser had heard when the line broke: never a later one, so that nothing is missed.
  expect(streams()).toEqual(['', expect.stringMatching(/^\?after=100[0-2]$/)])
  const rollout = fake.rollouts.get('rol_assist')!
  fake.rollouts.set('rol_assist', { ...rollout, employee: 'Heard afterwards' })
  fake.say('changed', changed('rollouts'))
  await page.getByText('Heard afterwards').waitFor()
  await close()
})

test('while the line is down the pages ask by themselves; without anything changing they hardly ask while it is up', async () => {
  const { fake, page, asked, said, close } = await visit('/effects')
  await page.getByText('Effects that wait').first().waitFor()
  const quiet = asked('/api/v1/effects')
  fake.delayMs = 0
  await page.context().setOffline(true)
  await until('the page noticed', async () => (await said()).length > 0)
  await page.context().setOffline(false)
  await page.waitForSelector('[data-live=live]')
  expect((await said())[0]).toContain('reconnecting')
  expect(asked('/api/v1/effects')).toBeGreaterThanOrEqual(quiet)
  await close()
})

test('two tabs hold one line; when the tab that holds it closes, the other goes on after the last event', async () => {
  const { fake, page, context, streams, close } = await visit('/')
  const second = await context.newPage()
  await second.goto('/')
  await second.waitForSelector('[data-live=live]')
  expect(fake.listeners()).toBe(1)
  const rollout = fake.rollouts.get('rol_observe')!
  fake.rollouts.set('rol_observe', { ...rollout, employee: 'Told to both' })
  fake.say('changed', changed('rollouts'))
  await second.getByText('Told to both').waitFor()
  await page.getByText('Told to both').waitFor()
  await page.close()
  await until('the other tab holds the line', () => streams().length === 2)
  expect(streams()[1]).toBe('?after=1001')
  fake.rollouts.set('rol_observe', { ...rollout, employee: 'Told to the one that stayed' })
  await until('the line is open', () => fake.listeners() === 1)
  fake.say('changed', changed('rollouts'))
  await second.getByText('Told to the one that stayed').waitFor()
  await close()
})

test('a server that stops says so first; the page waits and comes back by itself', async () => {
  const { fake, page, streams, close } = await visit('/')
  fake.say('end', {})
  await until('it came back', () => streams().length === 2)
  await page.waitForSelector('[data-live=live]')
  await close()
})
