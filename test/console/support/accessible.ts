// What axe-core objects to on a page, in both schemes. What a scheme changes is colour, so the dark one is asked about colour only: the rest is the same page.

import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'

/** One line per objection; the page is left in the light scheme. */
export async function objections(page: Page): Promise<string[]> {
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.waitForSelector('html[data-mantine-color-scheme=dark]')
  const dark = await new AxeBuilder({ page }).withRules(['color-contrast']).analyze()
  await page.emulateMedia({ colorScheme: 'light' })
  await page.waitForSelector('html[data-mantine-color-scheme=light]')
  const light = await new AxeBuilder({ page }).analyze()
  return [...dark.violations, ...light.violations].flatMap(({ id, nodes }) =>
    nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`),
  )
}
