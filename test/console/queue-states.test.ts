// Every state of the review queue in both schemes and at phone width: nothing axe-core objects to, nothing complained of, and a picture of each to be looked at.

import { mkdirSync } from 'node:fs'
import path from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../support/browser.ts'
import { until } from '../support/until.ts'
import { objections } from './support/accessible.ts'
import { builtConsole } from './support/built-console.ts'
import type { FakeApi } from './support/fake-answers.ts'
import { fakeApi } from './support/fake-api.ts'
import { wasHacked, watchedPage } from './support/watched-page.ts'

const pictures = path.resolve(import.meta.dirname, '../artifacts/queue')
const phone = { width: 390, height: 844 }

let browser: Browser
let dist: string
beforeAll(async () => {
  mkdirSync(pictures, { recursive: true })
  dist = await builtConsole()
  browser = await launchBrowser()
}, 180_000)
afterAll(async () => browser?.close())

type State = {
  name: string
  path?: string
  api?: { empty?: boolean; role?: 'reviewer' | 'auditor' }
  /** What is done before the picture. */
  reach?: (page: Page, fake: FakeApi) => Promise<unknown>
  /** Words that show that the state is drawn. */
  drawn: string
}

const card = (page: Page) => page.getByTestId('query').waitFor()
const press = async (page: Page, ...keys: string[]) => {
  await card(page)
  for (const key of keys) await page.keyboard.press(key)
}
/** Waits until everything pressed has been saved, so that what was hidden is there. */
const saved = (page: Page) => page.getByTestId('waiting').getByText('All saved').waitFor()

const states: State[] = [
  { name: 'item', drawn: 'Nothing happens in the world' },
  { name: 'item-assist', path: '/reviews?item=rev_003', drawn: 'Done now, once, exactly as shown' },
  { name: 'item-escalated', path: '/reviews?item=rev_006', drawn: 'The employee handed this over' },
  { name: 'item-hostile', path: '/reviews?item=rev_004', drawn: '<script>window.hacked=1</script>' },
  { name: 'reasons', reach: (page) => press(page, '3', '2'), drawn: 'Wrong: why?' },
  { name: 'reasons-note', reach: (page) => press(page, '5', 'n', 'A'), drawn: 'Unsafe: why?' },
  { name: 'hand-over', reach: (page) => press(page, 'h'), drawn: 'Hand over: why?' },
  { name: 'query-type', reach: (page) => press(page, 't'), drawn: 'Filed under account_unlock' },
  {
    name: 'edit',
    reach: async (page) => {
      await press(page, 'e')
      await page
        .getByLabel('The reply as it should be')
        .fill('Hi Ann, your VPN account works again. Please try your token once more.')
    },
    drawn: 'Save the edit, next item',
  },
  { name: 'alike', reach: (page) => press(page, 'g'), drawn: 'items like this one' },
  {
    name: 'diff',
    reach: async (page) => {
      await press(page, '1')
      await saved(page)
      await page.keyboard.press('k')
    },
    drawn: 'What Maya Rao really did',
  },
  {
    name: 'side-by-side',
    reach: async (page) => {
      await press(page, '1')
      await saved(page)
      await page.keyboard.press('k')
      await page.getByTestId('comparison').waitFor()
      await page.keyboard.press('d')
    },
    drawn: 'What Maya Rao really did',
  },
  {
    name: 'last',
    reach: async (page) => {
      await press(page, '1')
      await saved(page)
    },
    drawn: 'Maya Rao did',
  },
  { name: 'empty', api: { empty: true }, drawn: 'Nothing waits for review' },
  { name: 'empty-filter', path: '/reviews?rollout=rol_nowhere', drawn: 'Nothing waits within this filter' },
  {
    name: 'done',
    reach: async (page) => {
      await press(page, '1', '1')
      await saved(page)
      await page.getByText('Done', { exact: true }).click()
    },
    drawn: 'Your verdict stands',
  },
  { name: 'auditor', api: { role: 'auditor' }, drawn: 'may not give verdicts' },
  {
    name: 'refused',
    reach: async (page, fake) => {
      await card(page)
      fake.refuseNext = 'What you saw is not what is there now: the digest differs.'
      await page.keyboard.press('1')
    },
    drawn: 'A verdict was not saved',
  },
  {
    name: 'offline',
    reach: async (page, fake) => {
      await card(page)
      await until('three cards ahead', () => fake.asked.filter(({ path: asked }) => /\/reviews\/rev_/.test(asked)).length >= 4)
      await page.context().setOffline(true)
      await press(page, '1', '1')
    },
    drawn: 'No connection to the server',
  },
  { name: 'keys', reach: (page) => press(page, '?'), drawn: 'Correct, next item' },
]

test.each(states)(
  '$name',
  async ({ name, path: at = '/reviews', api, reach, drawn }) => {
    const fake = await fakeApi({ dist, role: 'reviewer', ...api })
    const { page, complaints, close } = await watchedPage(browser, fake.url)
    await page.goto(at)
    await reach?.(page, fake)
    await page.getByText(drawn).first().waitFor()
    for (const scheme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme: scheme })
      await page.waitForSelector(`html[data-mantine-color-scheme=${scheme}]`)
      await page.screenshot({ path: path.join(pictures, `${name}-desktop-${scheme}.png`) })
    }
    expect(await objections(page)).toEqual([])
    expect(await sideways(page)).toBeLessThanOrEqual(0)
    // A phone shows the same elements in other places.
    await page.setViewportSize(phone)
    await page.getByText(drawn).first().waitFor()
    await expect.poll(() => sideways(page)).toBeLessThanOrEqual(0)
    await page.screenshot({ path: path.join(pictures, `${name}-phone-light.png`) })
    expect(await wasHacked(page)).toBe(false)
    const expected = name === 'offline' ? /ERR_INTERNET_DISCONNECTED/ : name === 'refused' ? /409/ : /^$/
    expect(complaints.filter((line) => !expected.test(line))).toEqual([])
    await close()
    await fake.close()
  },
  60_000,
)

/** By how many pixels the page would scroll sideways. */
async function sideways(page: Page): Promise<number> {
  return page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth')
}

test('loading and failing are states of their own', async () => {
  const fake = await fakeApi({ dist, role: 'reviewer' })
  const { page, close } = await watchedPage(browser, fake.url)
  let answer: (how: 'fail' | 'go on') => void = () => undefined
  await page.route('**/api/v1/reviews?*limit=50*', async (route) => {
    const how = await new Promise<'fail' | 'go on'>((done) => {
      answer = done
    })
    await (how === 'fail' ? route.abort() : route.continue())
  })
  await page.goto('/reviews')
  await page.locator('.desk-page').getByRole('status', { name: 'Loading' }).waitFor()
  await page.screenshot({ path: path.join(pictures, 'loading-desktop-light.png') })
  expect(await objections(page)).toEqual([])
  answer('fail')
  await page.getByText('The server cannot be reached').waitFor()
  await page.screenshot({ path: path.join(pictures, 'error-desktop-light.png') })
  expect(await objections(page)).toEqual([])
  await page.getByRole('button', { name: 'Try again' }).click()
  await until('asked again', () => {
    answer('go on')
    return page.getByTestId('query').isVisible()
  })
  await close()
  await fake.close()
}, 60_000)
