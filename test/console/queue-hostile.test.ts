// Words of strangers on a review card, in every place where there are some: text is shown as text, nothing runs, nothing is loaded from elsewhere.

import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../support/browser.ts'
import { builtConsole } from './support/built-console.ts'
import { fakeApi } from './support/fake-api.ts'
import { wasHacked, watchedPage } from './support/watched-page.ts'

/** What has run in other people's consoles: tags, handlers, addresses, templates, endings of JSON and of attributes, and characters that hide or turn. */
const fixtures = [
  '<img src=x onerror="window.hacked=1">',
  '<script>window.hacked=1</script>',
  '<svg/onload=window.hacked=1>',
  '"><iframe srcdoc="<script>parent.hacked=1</script>">',
  'javascript:window.hacked=1',
  '[click](javascript:window.hacked=1)',
  '{{constructor.constructor("window.hacked=1")()}}',
  '</pre></details><body onpageshow=window.hacked=1>',
  `'-(window.hacked=1)-'`,
  '<a href="https://evil.example/" onmouseover=window.hacked=1>x</a>',
  '<style>@import url(https://evil.example/x.css)</style>',
  'pay\u202eyap\u200b',
]

let chromium: Browser
beforeAll(async () => {
  chromium = await launchBrowser()
}, 60_000)
afterAll(async () => chromium?.close())

test('every stranger’s word on the card, in the forms and in the list, stays a word', async () => {
  const fake = await fakeApi({ dist: await builtConsole(), role: 'reviewer', items: fixtures.length })
  for (const [i, [id, card]] of [...fake.cards].entries()) {
    const words = fixtures[i]!
    const strange = (text: string) => `${words} ${text}`
    fake.cards.set(id, {
      ...card,
      queryType: words,
      query: strange('asked'),
      requester: words,
      employee: words,
      workflow: words,
      channel: words,
      fields: { [words]: words, file: `report ${words}.pdf` },
      escalation: card.escalation === null ? null : { reason: words, trigger: words },
      effects: card.effects.map((effect) => ({
        ...effect,
        system: effect.system === null ? null : words,
        operation: effect.operation === null ? null : words,
        arguments: { [words]: words, path: `/tmp/${words}` },
        text: effect.text === null ? null : strange('answered'),
        why: words,
        result: { [words]: [words] },
      })),
      rubric: { steps: [words], mustNot: [words], triggers: [words] },
    })
  }
  const { page, complaints, close } = await watchedPage(chromium, fake.url)
  const unharmed = async () => {
    expect(
      await page
        .locator(
          'main script, main iframe, main style:not([data-mantine-styles]), main img[src="x"], main a[href^="javascript"], main a[href*="evil"]',
        )
        .count(),
    ).toBe(0)
    expect(await wasHacked(page)).toBe(false)
  }
  await page.goto('/reviews')
  await page.getByTestId('query').waitFor()
  for (let i = 0; i < fixtures.length; i++) {
    const shown = await page.getByTestId('query').textContent()
    expect(shown).toContain(fixtures[i]!.replace('\u202e', '').slice(0, 3))
    for (const fold of await page.locator('details.fold').all())
      await fold.evaluate((element) => element.setAttribute('open', ''))
    await unharmed()
    // The forms repeat them: the query types, the editor with its difference, the items alike.
    for (const key of ['t', 'e', 'g']) {
      await page.keyboard.press(key)
      await unharmed()
      await page.keyboard.press('Escape')
    }
    const before = await page.getByTestId('card').getAttribute('data-review')
    await page.keyboard.press('1')
    await page.locator(`[data-testid=card][data-review=${before}]`).waitFor({ state: 'detached' })
    await unharmed()
  }
  await page.getByText('You are through').waitFor()
  expect(complaints).toEqual([])
  // The sibling: the first of them as HTML does run where no policy forbids it.
  const unguarded = await chromium.newPage()
  await unguarded.setContent(`<div>${fixtures[0]}</div>`)
  await unguarded.waitForFunction("'hacked' in window")
  await close()
  await fake.close()
}, 180_000)

test('a character that turns the text is shown as what it is', async () => {
  const fake = await fakeApi({ dist: await builtConsole(), role: 'reviewer', items: 2 })
  const [id, card] = [...fake.cards][0]!
  fake.cards.set(id, {
    ...card,
    queryType: 'pay\u202eyap',
    effects: card.effects.map((each) => ({ ...each, arguments: { to: 'a\u200bb' } })),
  })
  const { page, close } = await watchedPage(chromium, fake.url)
  await page.goto('/reviews')
  await page.getByRole('heading', { name: 'pay⟦U+202E⟧yap' }).waitFor()
  await page.locator('.arguments').getByText('a⟦U+200B⟧b').first().waitFor()
  await close()
  await fake.close()
}, 60_000)
