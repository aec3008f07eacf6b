// What happens to a reviewer's day, over the real server and database: others in the same queue, two windows, a reservation that runs out, a network that goes away, a
// server that is restarted, a change of mind. No verdict is lost and none is doubled.

import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { InteractionId } from '../../src/domain/ids.ts'
import { captureHumanWork } from '../../src/handling/resolve.ts'
import { launchBrowser } from '../support/browser.ts'
import { testDatabase } from '../support/database.ts'
import { until } from '../support/until.ts'
import { aRollout, done, type Opened, people } from '../support/world.ts'
import { builtConsole } from './support/built-console.ts'
import {
  allSaved,
  openIds,
  opens,
  type Reviewer,
  type Reviewing,
  reviewingWorld,
  shownId,
  verdictsOf,
  waiting,
} from './support/reviewing-world.ts'

const { url } = await testDatabase()
let chromium: Browser
let reviewing: Reviewing
let rollout: Opened
const sitting: Reviewer[] = []

beforeAll(async () => {
  chromium = await launchBrowser()
  reviewing = await reviewingWorld(chromium, url, await builtConsole())
}, 180_000)
afterAll(async () => {
  await chromium?.close()
  await reviewing?.close()
})
beforeEach(async () => {
  rollout = await aRollout(reviewing.world)
})
afterEach(async () => {
  for (const each of sitting.splice(0)) await each.close()
})

async function reviewer(): Promise<Reviewer> {
  const found = await reviewing.sitsDown(await reviewing.joins('reviewer'))
  sitting.push(found)
  return found
}
const queue = () => `/reviews?rollout=${rollout.rolloutId}`
const standing = async () => (await verdictsOf(reviewing.world, rollout)).filter(({ stands }) => stands)

/** Presses 1 and waits until another item, or the end, stands there. */
async function judges({ page }: Reviewer): Promise<string> {
  const before = (await shownId(page))!
  await page.keyboard.press('1')
  await page.locator(`[data-testid=card][data-review=${before}]`).waitFor({ state: 'detached' })
  return before
}

/** Every item has one verdict that stands, and nobody's was doubled. */
async function expectEachOnce(ids: readonly string[]): Promise<void> {
  await until('every item has its verdict', async () => (await standing()).length >= ids.length)
  expect((await standing()).map(({ review }) => review).toSorted()).toEqual([...ids].toSorted())
}

test('two reviewers work through one queue at the same time: never one item, all judged once', async () => {
  const ids = await waiting(reviewing.world, rollout, 24)
  const [one, other] = [await reviewer(), await reviewer()]
  await Promise.all([opens(one.page, queue()), opens(other.page, queue())])
  await until('they stand at different items', async () => (await shownId(one.page)) !== (await shownId(other.page)))
  // One key after another while an item stands there, however it came to stand there.
  const works = async ({ page }: Reviewer) => {
    const over = page.getByText(/You are through|Nothing waits within|Others have/)
    await until(
      'through',
      async () => {
        if ((await page.getByTestId('query').count()) > 0) await page.keyboard.press('1')
        return (await over.count()) > 0
      },
      90_000,
    )
    await allSaved(page)
  }
  await Promise.all([works(one), works(other)])
  await expectEachOnce(ids)
  const by = new Set((await standing()).map((verdict) => verdict.by))
  expect(by).toEqual(new Set([one.who.personId, other.who.personId]))
  for (const who of [one, other]) {
    // A race for the same item is decided by the server; who lost it is told, and nothing of theirs is counted.
    expect(who.complaints.filter((line) => !line.includes('409'))).toEqual([])
  }
}, 180_000)

test('two windows of one reviewer: the second shows another item, and what the first judged is judged there', async () => {
  const ids = await waiting(reviewing.world, rollout, 4)
  const one = await reviewer()
  await opens(one.page, queue())
  const second = await one.page.context().newPage()
  second.setDefaultTimeout(60_000)
  await opens(second, queue())
  await until('different items', async () => (await shownId(second)) === ids[1])
  expect(await shownId(one.page)).toBe(ids[0])
  await one.page.bringToFront()
  await one.page.keyboard.press('1')
  // Its next is the third: the second stands in the other window.
  await one.page.waitForSelector(`[data-testid=card][data-review=${ids[2]}]`)
  await second.bringToFront()
  await second.keyboard.press('1')
  await second.waitForSelector(`[data-testid=card][data-review=${ids[3]}]`)
  await second.keyboard.press('1')
  await second.close()
  await one.page.keyboard.press('1')
  await one.page.getByText('You are through').waitFor()
  await allSaved(one.page)
  await expectEachOnce(ids)
}, 120_000)

test('a reservation that ran out while nobody was there: the verdict counts if the item is still free', async () => {
  const ids = await waiting(reviewing.world, rollout, 2)
  const one = await reviewer()
  await opens(one.page, queue())
  await one.page.getByTestId('reservation').getByText('minutes left').waitFor()
  reviewing.world.clock.pass({ minutes: 11 })
  await judges(one)
  await allSaved(one.page)
  expect((await standing()).map(({ review }) => review)).toEqual([ids[0]])
}, 120_000)

test('a reservation that ran out and was taken: the late verdict is refused, said, and not counted', async () => {
  const [first] = await waiting(reviewing.world, rollout, 2)
  const [one, other] = [await reviewer(), await reviewer()]
  await opens(one.page, queue())
  await one.page.getByTestId('reservation').getByText('minutes left').waitFor()
  reviewing.world.clock.pass({ minutes: 11 })
  // Its own time of day has not moved, so the item is asked for by name.
  await opens(other.page, `${queue()}&item=${first}`)
  expect(await shownId(other.page)).toBe(first)
  await other.page.keyboard.press('1')
  await allSaved(other.page)
  await until('the other’s verdict', async () => (await standing()).length === 1)
  await one.page.keyboard.press('3')
  await one.page.keyboard.press('1')
  await one.page.keyboard.press('Enter')
  await until(
    'told',
    async () => (await one.page.getByTestId('problem').count()) + (await one.page.getByText('gone from your queue').count()) > 0,
  )
  expect((await standing()).map(({ review, by, kind }) => [review, by, kind])).toEqual([[first, other.who.personId, 'correct']])
  await one.page.getByTestId('done-today').getByText('0', { exact: true }).waitFor()
}, 120_000)

test('without a network verdicts go on and are kept; when it is back each is there once', async () => {
  const ids = await waiting(reviewing.world, rollout, 6)
  const one = await reviewer()
  await opens(one.page, queue())
  await judges(one)
  await allSaved(one.page)
  await until('three cards ahead', async () =>
    one.page.evaluate<boolean>(
      `performance.getEntriesByType('resource').filter((e) => /reviews\\/rev_/.test(e.name)).length >= 4`,
    ),
  )
  await one.page.context().setOffline(true)
  await judges(one)
  await judges(one)
  await one.page.getByText('No connection to the server').waitFor()
  await one.page.getByText('2 acts are kept in this browser').waitFor()
  expect(await standing()).toHaveLength(1)
  await one.page.context().setOffline(false)
  await allSaved(one.page)
  expect((await standing()).map(({ review }) => review)).toEqual(ids.slice(0, 3))
  await one.page.getByText('No connection to the server').waitFor({ state: 'detached' })
}, 120_000)

test('an answer that is lost on the way back: the verdict is sent again with its key and given once', async () => {
  const ids = await waiting(reviewing.world, rollout, 3)
  const one = await reviewer()
  await opens(one.page, queue())
  let lost = 0
  const keys: (string | undefined)[] = []
  await one.page.route('**/verdict', async (route) => {
    keys.push(route.request().headers()['idempotency-key'])
    if (lost++ > 0) return route.continue()
    await route.fetch()
    await route.abort('connectionreset')
  })
  await judges(one)
  await allSaved(one.page)
  await until('asked twice', () => keys.length === 2)
  expect(new Set(keys).size).toBe(1)
  const all = await verdictsOf(reviewing.world, rollout)
  expect(all.map(({ review, stands }) => [review, stands])).toEqual([[ids[0], true]])
}, 120_000)

test('the window is closed without a network, and the next one sends what was left', async () => {
  const ids = await waiting(reviewing.world, rollout, 3)
  const one = await reviewer()
  await opens(one.page, queue())
  await one.page.route('**/verdict', (route) => route.abort('connectionfailed'))
  await judges(one)
  await one.page.getByText('1 act is kept in this browser').waitFor()
  const context = one.page.context()
  await one.page.close()
  expect(await standing()).toEqual([])
  const next = await context.newPage()
  next.setDefaultTimeout(60_000)
  await opens(next, queue())
  expect(await shownId(next)).toBe(ids[1])
  await allSaved(next)
  await until('the verdict', async () => (await standing()).length === 1)
  expect((await standing()).map(({ review, by }) => [review, by])).toEqual([[ids[0], one.who.personId]])
}, 120_000)

test('the server is restarted in the middle of a streak: nothing is lost, nothing doubled', async () => {
  const ids = await waiting(reviewing.world, rollout, 6)
  const one = await reviewer()
  await opens(one.page, queue())
  await judges(one)
  await until('the cards ahead', async () =>
    one.page.evaluate<boolean>(
      `performance.getEntriesByType('resource').filter((e) => /reviews\\/rev_/.test(e.name)).length >= 4`,
    ),
  )
  await reviewing.stopServer()
  await judges(one)
  await judges(one)
  await one.page.getByTestId('connection').waitFor()
  await reviewing.startServer()
  await allSaved(one.page)
  for (let i = 0; i < 3; i++) await judges(one)
  await one.page.getByText('You are through').waitFor()
  await allSaved(one.page)
  await expectEachOnce(ids)
}, 180_000)

test('undo at once, undo later, and another verdict in its place: all on the trail, one stands', async () => {
  const ids = await waiting(reviewing.world, rollout, 3)
  const one = await reviewer()
  await opens(one.page, queue())
  // At once: while the verdict may still be on its way.
  await judges(one)
  await one.page.keyboard.press('z')
  await one.page.getByText('Verdict taken back').waitFor()
  expect(await shownId(one.page)).toBe(ids[0])
  await allSaved(one.page)
  expect(await standing()).toEqual([])
  // Given again, and changed from the list of what is done.
  await one.page.locator('.verdict-keys').waitFor()
  await judges(one)
  await allSaved(one.page)
  await one.page.getByText('Done', { exact: true }).click()
  await one.page.getByText('Your verdict stands').waitFor()
  await one.page.keyboard.press('3')
  await one.page.keyboard.press('1')
  await one.page.keyboard.press('Enter')
  await until('the other verdict', async () => (await standing())[0]?.kind === 'wrong')
  await one.page.getByTestId('history').getByText('taken back').first().waitFor()
  await one.page.keyboard.press('z')
  await until('taken back', async () => (await standing()).length === 0)
  const records = await reviewing.world.house.db.read<{ kind: string }>(
    "select kind from audit.entries where subject = (select interaction_id from tenure.reviews where id = $1) and kind like 'verdict.%' order by at, id",
    [ids[0]],
  )
  const kinds = records.map(({ kind }) => kind)
  expect(kinds.filter((kind) => kind === 'verdict.given')).toHaveLength(
    kinds.filter((kind) => kind === 'verdict.withdrawn').length,
  )
  expect(await openIds(reviewing.world, rollout)).toEqual(ids)
}, 120_000)

test('blind: nothing of the person’s work is in any answer before the verdict; afterwards it is', async () => {
  const [first] = await waiting(reviewing.world, rollout, 2)
  const [row] = await reviewing.world.house.db.read<{ id: string }>(
    'select interaction_id as id from tenure.reviews where id = $1',
    [first],
  )
  const secret = 'the words only a person wrote'
  const work = {
    reply: secret,
    operations: [{ system: 'directory', operation: 'reset_password', arguments: { id: 'known-to-a-person' } }],
    minutes: 3,
  }
  done(await captureHumanWork(reviewing.world.house, { interactionId: row!.id as InteractionId, ...work }, people.ona))
  const one = await reviewer()
  const bodies: string[] = []
  one.page.on('response', async (response) => {
    // The stream of what changed has no end to wait for; it names ids and kinds only (test/http/stream.test.ts).
    if (response.url().includes('/api/') && !response.url().includes('/stream')) bodies.push(await response.text())
  })
  await opens(one.page, queue())
  expect(await shownId(one.page)).toBe(first)
  await one.page.getByText('shown after the verdict').waitFor()
  await until('what is fetched ahead has come', () => bodies.filter((body) => body.includes('humanWorkHidden')).length >= 2)
  const isTold = () => bodies.some((body) => body.includes(secret) || body.includes('known-to-a-person'))
  expect(isTold()).toBe(false)
  await one.page.keyboard.press('1')
  await allSaved(one.page)
  await until('told', isTold)
  await one.page.keyboard.press('k')
  await one.page.getByTestId('comparison').getByText('known-to-a-person').waitFor()
}, 120_000)
