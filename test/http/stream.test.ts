// The stream of what changed: who is told what, and that nobody who was cut off loses anything, at whichever process they come back.

import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import type { LiveEvent } from '@tenure/contract/live'
import { afterAll, expect, test } from 'vitest'
import { createClient } from '../../sdk/src/client.ts'
import { append } from '../../src/store/audit-log.ts'
import { Database } from '../../src/store/database.ts'
import { beyond, Horizon, lookAfter } from '../../src/store/views/arrivals.ts'
import { testDatabase } from '../support/database.ts'
import { address, type Browser, firstAdmin, httpWorld, keyOf, somebody } from '../support/http-world.ts'

const { url } = await testDatabase()
const world = httpWorld(url, { beatMs: 60 })
const admin = await firstAdmin(world)
const lead = await somebody(world, admin, 'ops_lead')
const reviewer = await somebody(world, admin, 'reviewer')
// Transactions of the tests that stay open for a while have connections of their own.
const others = new Database(url, { connections: 10 })
afterAll(async () => {
  await others.close()
  await world.close()
})

const by = { kind: 'person', id: 'per_writer', authority: 'role ops_lead' } as const
const says = { draft: 'drf_x', workflow: 'w', files: 'a'.repeat(64) }
const write = (db: Database, subject: string, hold: () => Promise<unknown> = async () => undefined) =>
  db.transaction(async (tx) => {
    await append(tx, new Date(), by, { kind: 'draft.opened', subject, says })
    await tx.query('select 1')
    await hold()
  })

type Heard = { events: LiveEvent[]; last: string | undefined; ids: Set<string> }

/** Listens until `enough` says so, through the door of the given world, and hangs up. */
async function listen(
  who: Record<string, string>,
  { after, over = world, enough }: { after?: string | undefined; over?: typeof world; enough: (heard: Heard) => boolean },
): Promise<Heard> {
  const hangUp = new AbortController()
  const fetchHere = ((input: string, init: RequestInit) =>
    over.app.request(input, {
      ...init,
      headers: { ...(init.headers as object), host: '127.0.0.1:4310', ...who },
    })) as typeof fetch
  const heard: Heard = { events: [], last: after, ids: new Set() }
  const client = createClient({ baseUrl: address, fetch: fetchHere })
  for await (const event of client.stream({ after }, { signal: hangUp.signal })) {
    heard.events.push(event)
    heard.last = event.id
    if (event.event === 'changed')
      for (const { topic, ids } of event.changes) if (topic === 'drafts') for (const id of ids) heard.ids.add(id)
    if (enough(heard)) break
  }
  return heard
}

const changed = ({ events }: Heard) => events.flatMap((event) => (event.event === 'changed' ? event.changes : []))

test('a first listener is told that nothing before is, then what changes: topics and ids, no contents', async () => {
  const heard = listen(lead.headers, { enough: (so) => changed(so).length > 0 })
  const writing = setInterval(() => void write(others, 'drf_first'), 40)
  const { events } = await heard
  clearInterval(writing)
  expect(events[0]).toMatchObject({ event: 'ready', resumed: false })
  expect(changed({ events, last: '', ids: new Set() })).toEqual([
    { topic: 'drafts', ids: ['drf_first'] },
    { topic: 'trail', ids: [] },
  ])
})

test('nobody hears of what they may not read, and nobody listens who may not', async () => {
  const before = await listen(reviewer.headers, { enough: ({ events }) => events.length > 0 })
  await world.send('POST', '/api/v1/people', { body: { email: 'x@example.test', role: 'auditor' }, headers: admin.headers })
  await write(others, 'drf_after')
  const told = async (who: Browser) =>
    changed(await listen(who.headers, { after: before.last, enough: (so) => so.ids.has('drf_after') })).map(({ topic }) => topic)
  expect(await told(admin)).toContain('people')
  expect(await told(reviewer)).not.toContain('people')
  expect((await world.send('GET', '/api/v1/stream')).body.code).toBe('not_signed_in')
  const { authorization } = await keyOf(world, lead, ['read'])
  expect((await world.send('GET', '/api/v1/stream', { headers: { authorization } })).status).toBe(200)
})

test('whoever is disabled meanwhile is cut off at the next beat', async () => {
  const leaving = await somebody(world, admin, 'auditor')
  const begun = Promise.withResolvers<void>()
  const hears = ({ events }: Heard) => {
    if (events.length > 0) begun.resolve()
    return false
  }
  const listening = listen(leaving.headers, { enough: hears })
  await begun.promise
  await world.send('PATCH', `/api/v1/people/${leaving.personId}`, { body: { disabled: true }, headers: admin.headers })
  const { events } = await listening
  expect(events[0]?.event).toBe('ready')
})

/** A transaction that has written and not yet committed, and what lets it commit. */
async function unfinished(subject: string) {
  const written = Promise.withResolvers<void>()
  const commit = Promise.withResolvers<void>()
  const done = write(others, subject, () => {
    written.resolve()
    return commit.promise
  })
  await written.promise
  const letGo = () => {
    commit.resolve()
    return done
  }
  return { commit: letGo }
}

test('a row that commits after a higher one is read all the same; by “arrival > last” alone it would be lost', async () => {
  const horizon = new Horizon()
  while (horizon.settled === null) horizon.take(await lookAfter(world.house.db, beyond, 1))
  const from = horizon.settled
  const early = await unfinished('drf_slow')
  await write(others, 'drf_quick')
  const first = await lookAfter(world.house.db, from, 100)
  horizon.take(first)
  expect(first.arrivals.map(({ subject }) => subject)).toEqual(['drf_quick'])
  await early.commit()
  const naive = await lookAfter(world.house.db, first.newest, 100)
  expect(naive.arrivals).toEqual([])
  const careful = await lookAfter(world.house.db, horizon.settled, 100)
  expect(careful.arrivals.map(({ subject }) => subject)).toEqual(['drf_slow', 'drf_quick'])
  for (let looks = 0; looks < 2; looks++) horizon.take(await lookAfter(world.house.db, horizon.settled, 100))
  expect(horizon.settled).toBeGreaterThanOrEqual(first.newest)
})

test('cut off again and again while eight write, between two processes, a listener loses nothing', async () => {
  const second = httpWorld(url)
  const all = Array.from({ length: 400 }, (_, i) => `drf_many${i}`)
  const start = await listen(lead.headers, { enough: ({ events }) => events.length > 0 })
  const left = [...all]
  const writer = async () => {
    for (let subject = left.pop(); subject !== undefined; subject = left.pop())
      await others.transaction(async (tx) => {
        await append(tx, new Date(), by, { kind: 'draft.opened', subject: subject!, says })
        await tx.query('select pg_sleep(random() * 0.02)')
      })
  }
  const writing = Promise.all(Array.from({ length: 8 }, writer))
  const heard = new Set<string>()
  let [last, visits] = [start.last, 0]
  while (!all.every((subject) => heard.has(subject))) {
    const over = visits++ % 2 === 0 ? second : world
    const part = await listen(lead.headers, { after: last, over, enough: (so) => changed(so).length > 0 })
    expect(part.events[0]).toMatchObject({ event: 'ready', resumed: true })
    for (const id of part.ids) heard.add(id)
    last = part.last
  }
  await writing
  expect(visits).toBeGreaterThan(2)
  await second.close()
}, 60_000)

test('a place this trail does not have means that everything is asked for again', async () => {
  for (const after of ['999999999999', 'nonsense', '0'.repeat(30)]) {
    const { events } = await listen(lead.headers, { after, enough: (so) => so.events.length > 0 })
    expect(events[0]).toMatchObject({ event: 'ready', resumed: false })
  }
})

test('a server that stops says so, closes at once with the line open, and the next one goes on from there', async () => {
  const dying = httpWorld(url)
  const server = serve({ fetch: dying.app.fetch, port: 0, hostname: '127.0.0.1' })
  if (!server.listening) await once(server, 'listening')
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const { authorization } = await keyOf(world, lead, ['read'])
  const events: LiveEvent[] = []
  const listening = (async () => {
    for await (const event of createClient({ baseUrl, key: authorization.slice(7) }).stream()) {
      events.push(event)
      if (event.event === 'ready') dying.live.close()
    }
  })()
  await listening
  expect(events.map(({ event }) => event)).toEqual(['ready', 'end'])
  await new Promise((done) => server.close(done))
  expect((await dying.send('GET', '/api/v1/stream', { headers: { authorization } })).body.code).toBe('streams_exhausted')
  await write(others, 'drf_meanwhile')
  const heard = await listen(lead.headers, { after: events.at(-1)?.id, enough: ({ ids }) => ids.has('drf_meanwhile') })
  expect(heard.events[0]).toMatchObject({ event: 'ready', resumed: true })
  await dying.close()
})

test('one caller holds a dozen streams, not more', async () => {
  const open = Array.from({ length: 12 }, () =>
    world.app.request(`${address}/api/v1/stream`, { headers: { host: '127.0.0.1:4310', ...lead.headers } }),
  )
  const answers = await Promise.all(open)
  expect(answers.every(({ status }) => status === 200)).toBe(true)
  expect((await world.send('GET', '/api/v1/stream', { headers: lead.headers })).status).toBe(429)
  for (const answer of answers) await answer.body?.cancel()
  expect((await world.send('GET', '/api/v1/stream', { headers: lead.headers })).status).toBe(200)
})
