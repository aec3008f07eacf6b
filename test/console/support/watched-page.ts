// A page that is watched: what it asks of which origin, what it complains about, and whether hostile words ever ran.

import type { Browser, Page } from 'playwright-core'

export type Watched = {
  page: Page
  /** Errors of the console and of scripts, and requests to anywhere but the given address. */
  complaints: string[]
  close(): Promise<void>
}

export async function watchedPage(browser: Browser, url: string, scheme: 'light' | 'dark' = 'light'): Promise<Watched> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, colorScheme: scheme, baseURL: url })
  const page = await context.newPage()
  page.setDefaultTimeout(15_000)
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`console: ${message.text()}`)
  })
  page.on('pageerror', (error) => complaints.push(`script: ${String(error)}`))
  page.on('request', (request) => {
    if (!request.url().startsWith(url)) complaints.push(`left the origin: ${request.url()}`)
  })
  return { page, complaints, close: () => context.close() }
}

/** Whether anything hostile has run in this page. */
export async function wasHacked(page: Page): Promise<boolean> {
  return page.evaluate<boolean>("'hacked' in window")
}
