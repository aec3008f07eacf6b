// The console over the real door and a real database, with reviewers who are signed in and can lose their network; the server can be stopped and started again.

import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { type ServerType, serve } from '@hono/node-server'
import type { Browser as Chromium, Page } from 'playwright-core'
import { expect } from 'vitest'
import { type Browser, firstAdmin, goodPassword, httpWorld, somebody } from '../../support/http-world.ts'
import { arrives, aWorld, type Opened, type World } from '../../support/world.ts'
import { watchedPage } from './watched-page.ts'

export type Reviewer = { page: Page; complaints: string[]; close(): Promise<void>; who: Browser }

export type Reviewing = {
  world: World
  home: string
  admin: Browser
  /** Somebody new with this role. */
  joins(role: 'reviewer' | 'auditor' | 'ops_lead'): Promise<Browser>
  /** A browser of theirs, signed in. */
  sitsDown(who: Browser): Promise<Reviewer>
  stopServer(): Promise<void>
  startServer(): Promise<void>
  close(): Promise<void>
}

export async function reviewingWorld(chromium: Chromium, url: string, dist: string): Promise<Reviewing> {
  const world = await aWorld(url)
  // Browsers have the time of day, and reservations are told by it.
  world.clock.pass({ ms: Date.now() - world.clock.now().getTime() })
  let http = httpWorld(url, { over: world, consoleDir: dist })
  let server: ServerType
  const start = async (port: number) => {
    server = serve({ fetch: http.app.fetch, port, hostname: '127.0.0.1' })
    if (!server.listening) await once(server, 'listening')
  }
  const stop = async () => {
    if ('closeAllConnections' in server) server.closeAllConnections()
    await new Promise((done) => server.close(done))
  }
  await start(0)
  const { port } = server!.address() as AddressInfo
  const home = `http://127.0.0.1:${port}`
  const admin = await firstAdmin(http)
  return {
    world,
    home,
    admin,
    joins: (role) => somebody(http, admin, role),
    sitsDown: async (who) => ({ ...(await signedIn(chromium, home, who)), who }),
    stopServer: stop,
    // A new process has forgotten everything that was only in memory.
    startServer: () => {
      http = httpWorld(url, { over: world, consoleDir: dist })
      return start(port)
    },
    close: async () => {
      await stop()
      await world.close()
    },
  }
}

// Several browsers, a server and a database share the machine with whatever else it does.
const patienceMs = 60_000

async function signedIn(chromium: Chromium, home: string, who: Browser): Promise<Omit<Reviewer, 'who'>> {
  const watched = await watchedPage(chromium, home)
  watched.page.setDefaultTimeout(patienceMs)
  // As the form does it; the form has tests of its own.
  const answer = await watched.page.request.post(`${home}/api/auth/sign-in/email`, {
    data: { email: who.email, password: goodPassword },
    headers: { origin: home },
  })
  expect(answer.status()).toBe(200)
  return watched
}

const asked = 'I forgot my password, please reset my password'

/** So many queries have been answered by the employee and wait for a verdict; the reviews' ids, oldest due first. */
export async function waiting(world: World, rollout: Opened, count: number): Promise<string[]> {
  for (let i = 0; i < count; i++) {
    await arrives(world, rollout.employeeId, asked)
    world.clock.pass({ ms: 1 })
  }
  await world.drain()
  return openIds(world, rollout)
}

export async function openIds(world: World, { rolloutId }: Opened): Promise<string[]> {
  const rows = await world.house.db.read<{ id: string }>(
    "select id from tenure.reviews where rollout_id = $1 and state = 'open' order by due_at, id",
    [rolloutId],
  )
  return rows.map(({ id }) => id)
}

/** Every verdict ever given on items of this rollout, in order. */
export async function verdictsOf(world: World, { rolloutId }: Opened) {
  return world.house.db.read<{ review: string; kind: string; by: string; stands: boolean }>(
    'select review_id as review, kind, given_by as by, withdrawn_at is null as stands from tenure.verdicts where rollout_id = $1 order by given_at, id',
    [rolloutId],
  )
}

/** Waits for the first card. */
export async function opens(page: Page, path: string): Promise<void> {
  await page.goto(path)
  await page.getByTestId('query').waitFor()
}

export const shownId = (page: Page) => page.getByTestId('card').getAttribute('data-review')
export const allSaved = (page: Page) => page.getByTestId('waiting').getByText('All saved').waitFor()
