// A reviewer's day by keyboard only: one key is verdict, save and next; nothing typed is a command; what goes wrong comes back.

import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { launchBrowser } from '../support/browser.ts'
import { until } from '../support/until.ts'
import { builtConsole } from './support/built-console.ts'
import type { FakeApi } from './support/fake-answers.ts'
import { fakeApi } from './support/fake-api.ts'
import { type Watched, watchedPage } from './support/watched-page.ts'

let browser: Browser
let dist: string
let fake: FakeApi
let watched: Watched
let page: Page

beforeAll(async () => {
  dist = await builtConsole()
  browser = await launchBrowser()
}, 180_000)
afterAll(async () => browser?.close())

beforeEach(async () => {
  fake = await fakeApi({ dist, role: 'reviewer' })
  watched = await watchedPage(browser, fake.url)
  page = watched.page
})
afterEach(async () => {
  await watched.close()
  await fake.close()
})

const shown = () => page.locator('[data-testid=card]').getAttribute('data-review')
const verdicts = () => fake.asked.filter(({ path }) => path.endsWith('/verdict'))
const given = (id: string) => fake.cards.get(id)?.verdict?.kind ?? null

async function open(path = '/reviews'): Promise<void> {
  await page.goto(path)
  await page.getByTestId('query').waitFor()
}

/** Runs in the page: milliseconds from each key press to the frame in which another item stands there. */
const stopwatch = `
  window.keyTimes = []
  const standing = () => {
    const card = document.querySelector('[data-testid=card]')
    return card?.querySelector('[data-testid=query]') ? card.getAttribute('data-review') : null
  }
  window.addEventListener('keydown', () => {
    const before = standing()
    const at = performance.now()
    window.lastKeyAt = at
    const look = () => {
      const now = standing()
      if (window.lastKeyAt !== at) return
      if (now !== null && now !== before) window.keyTimes.push(performance.now() - at)
      else if (window.lastKeyAt === at && performance.now() - at < 5000) requestAnimationFrame(look)
    }
    requestAnimationFrame(look)
  }, { capture: true })
`

describe('by keyboard only', () => {
  test('forty verdicts, each saved, the next item on screen within 100 ms although the server takes 60 ms', async () => {
    fake.delayMs = 60
    await open()
    await page.evaluate(stopwatch)
    for (let i = 0; i < 40; i++) {
      const before = await shown()
      const escalated = fake.cards.get(before!)!.escalated
      // Wrong, should have escalated and unsafe need a reason: a number and Enter.
      const needsReason = !escalated && i % 8 === 5
      await page.keyboard.press(needsReason ? '3' : '1')
      if (needsReason) {
        await page.keyboard.press('2')
        await page.keyboard.press('Enter')
      }
      await page.waitForSelector(`[data-testid=card]:not([data-review=${before}]) [data-testid=query]`)
    }
    await until('forty verdicts reached the server', () => verdicts().length === 40)
    expect(await page.getByTestId('done-today').textContent()).toContain('40')
    const kinds = [...fake.cards.values()].flatMap(({ verdict }) => (verdict === null ? [] : [verdict.kind]))
    expect(new Set(kinds)).toEqual(new Set(['correct', 'wrong', 'needed']))
    const times = (await page.evaluate<number[]>('window.keyTimes')).toSorted((a, b) => a - b)
    console.log(
      `next item after a key: median ${times[20]?.toFixed(0)} ms, slowest ${times.at(-1)?.toFixed(0)} ms, of ${times.length}`,
    )
    expect(times.length).toBeGreaterThanOrEqual(36)
    // Nine of ten, because other tests share the two cores; the slowest is printed.
    expect(times[Math.floor(times.length * 0.9)]).toBeLessThan(100)
    expect(watched.complaints).toEqual([])
  }, 60_000)

  test('the next three cards are fetched ahead and not reserved', async () => {
    await open()
    await until('three cards ahead', () => fake.asked.filter(({ path }) => /\/reviews\/rev_/.test(path)).length >= 4)
    const reserved = fake.asked.filter(({ path }) => path.endsWith('/reviews/next'))
    expect(reserved.map(({ body }) => body)).toEqual([{ reviewId: 'rev_000' }])
    await page.getByText(/Reserved for you, \d+ minutes left/).waitFor()
  })

  test('letters and numbers typed into the note are text, not verdicts', async () => {
    await open()
    await page.keyboard.press('n')
    await page.keyboard.type('1 2 3 zjks')
    expect(await page.getByLabel('Note').inputValue()).toBe('1 2 3 zjks')
    expect(await shown()).toBe('rev_000')
    expect(verdicts()).toEqual([])
    // The sibling: outside the field the same key is a verdict, and the note goes with it.
    await page.keyboard.press('Escape')
    await page.keyboard.press('1')
    await until('the verdict', () => given('rev_000') === 'correct')
    expect(verdicts()[0]?.body).toMatchObject({ kind: 'correct', note: '1 2 3 zjks', digest: 'digest-0' })
  })

  test('Z takes the latest verdict back without asking, and shows its item', async () => {
    await open()
    await page.keyboard.press('1')
    await page.keyboard.press('1')
    await until('two verdicts', () => verdicts().length === 2)
    await page.keyboard.press('z')
    await page.getByText('Verdict taken back').waitFor()
    expect(await shown()).toBe('rev_001')
    expect([given('rev_000'), given('rev_001')]).toEqual(['correct', null])
    expect(await page.getByTestId('done-today').textContent()).toContain('1')
  })

  test('J, K and S move, and S sends the item to the end', async () => {
    await open()
    await page.keyboard.press('j')
    expect(await shown()).toBe('rev_001')
    await page.keyboard.press('k')
    expect(await shown()).toBe('rev_000')
    await page.keyboard.press('s')
    await page.getByText('Skipped to the end').waitFor()
    expect(await shown()).toBe('rev_001')
    await until('the skip', () => fake.asked.some(({ path }) => path.endsWith('/rev_000/skip')))
  })

  test('? shows the keys; Ctrl+K the palette; a browser shortcut with Ctrl is left alone', async () => {
    await open()
    await page.keyboard.press('Control+1')
    expect(await shown()).toBe('rev_000')
    await page.keyboard.press('?')
    await page.getByRole('dialog').getByText('Correct, next item').waitFor()
    await page.keyboard.press('1')
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    expect(verdicts()).toEqual([])
    await page.keyboard.press('Control+k')
    await page.getByPlaceholder('Go to a page, an employee or an id; or name an act').waitFor()
  })
})

describe('what a key does in the world', () => {
  test('observe says that nothing happens; assist says that key 1 does it now', async () => {
    await open('/reviews?item=rev_000')
    expect(await page.getByTestId('consequence').allInnerTexts()).toEqual([
      'Nothing happens in the world: this rollout only observes. The verdict is counted.',
    ])
    await open('/reviews?item=rev_003')
    const lines = await page.getByTestId('consequence').allInnerTexts()
    expect(lines.find((line) => line.includes('exactly as shown'))).toMatch(
      /^1\s*Done now, once, exactly as shown: change_list in ad and the reply/,
    )
    expect(lines.some((line) => line.includes('Declined, never performed'))).toBe(true)
  })

  test('in assist, 2 opens the reply, and Ctrl+Enter saves what was written', async () => {
    await open('/reviews?item=rev_003')
    await page.keyboard.press('2')
    const field = page.getByLabel('The reply as it should be')
    await field.fill('Done, Ann. 1 2 3')
    expect(verdicts()).toEqual([])
    await page.keyboard.press('Control+Enter')
    await until('the edited verdict', () => given('rev_003') === 'correct_small_edit')
    expect(verdicts()[0]?.body).toMatchObject({ kind: 'correct_small_edit', edit: 'Done, Ann. 1 2 3' })
  })
})

test('what the person did is hidden until the verdict, then compared word by word', async () => {
  await open()
  expect(await page.getByText('shown after the verdict').count()).toBe(1)
  expect(await page.getByText('Maya Rao').count()).toBe(0)
  await page.keyboard.press('1')
  await until('the verdict', () => given('rev_000') === 'correct')
  await page.keyboard.press('k')
  await page.getByText('What Maya Rao really did').waitFor()
  expect(await page.locator('ins.word').allInnerTexts()).toContain('reset and ')
  await page.keyboard.press('d')
  await page.locator('ins.word').first().waitFor({ state: 'detached' })
})

test('a verdict that could not be saved comes back with the reason, and is not counted', async () => {
  await open()
  fake.refuseNext = 'What you saw is not what is there now: the digest differs.'
  await page.keyboard.press('1')
  await page.getByTestId('problem').getByText('A verdict was not saved').waitFor()
  expect(await page.getByTestId('done-today').textContent()).toContain('0')
  await page.keyboard.press('k')
  expect(await shown()).toBe('rev_000')
  await page.getByTestId('query').waitFor()
  await page.keyboard.press('1')
  await until('the second try', () => given('rev_000') === 'correct')
})

test('an auditor reads the queue and is told why there is nothing to press', async () => {
  const audited = await fakeApi({ dist, role: 'auditor' })
  const other = await watchedPage(browser, audited.url)
  await other.page.goto('/reviews')
  await other.page.getByText('Your role (Auditor) may not give verdicts.').waitFor()
  await other.page.keyboard.press('1')
  expect(audited.asked.filter(({ method }) => method === 'POST')).toEqual([])
  await other.close()
  await audited.close()
})
