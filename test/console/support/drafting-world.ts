// The console over the real door and a real database, for who writes a dossier: a lead in the browser, and the same drafts by the API.

import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import { type Client, createClient } from '../../../sdk/src/client.ts'
import { launchBrowser } from '../../support/browser.ts'
import { firstAdmin, goodPassword, httpWorld, keyOf, somebody } from '../../support/http-world.ts'
import { builtConsole } from './built-console.ts'
import { watchedPage } from './watched-page.ts'

export type Drafting = Awaited<ReturnType<typeof draftingWorld>>

/** `other`: a colleague's client. */
export async function draftingWorld(url: string) {
  const http = httpWorld(url, { consoleDir: await builtConsole() })
  const server = serve({ fetch: http.app.fetch, port: 0, hostname: '127.0.0.1' })
  const browser = await launchBrowser()
  if (!server.listening) await once(server, 'listening')
  const home = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const admin = await firstAdmin(http)
  const { email } = await somebody(http, admin, 'ops_lead')
  const { authorization } = await keyOf(http, await somebody(http, admin, 'ops_lead'), ['govern', 'read'])
  const other: Client = createClient({ baseUrl: home, key: authorization.replace('Bearer ', '') })

  /** A window of the lead's, signed in, at a tab of this draft. */
  async function opened(draftId: string, tab: string) {
    const watched = await watchedPage(browser, home)
    // A cold browser draws its first page slowly where several tests share two cores.
    watched.page.setDefaultTimeout(25_000)
    await watched.page.goto(`/sign-in?to=${encodeURIComponent(`/discovery/${draftId}?tab=${tab}`)}`)
    await watched.page.getByLabel('E-mail address').fill(email)
    await watched.page.getByLabel('Password').first().fill(goodPassword)
    await watched.page.getByRole('button', { name: 'Sign in' }).click()
    await watched.page.getByRole('tab', { name: 'Role' }).waitFor()
    return { ...watched, draftId }
  }

  async function close(): Promise<void> {
    await browser.close()
    await new Promise((done) => server.close(done))
    await http.close()
  }
  return { other, opened, close }
}
