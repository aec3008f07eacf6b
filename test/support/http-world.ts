// The HTTP door over a real database, with somebody of every role and a browser for each: what a test of a route starts from.

import type { Role, Scope } from '../../src/domain/oversight/authority.ts'
import { createGateway } from '../../src/gateway/gateway.ts'
import { ensureFirstAdminLink } from '../../src/governance/invite.ts'
import { createApp } from '../../src/http/app.ts'
import { createAuth } from '../../src/http/auth.ts'
import { LiveFeed } from '../../src/http/live.ts'
import type { Systems } from '../../src/ports/system.ts'
import { Database } from '../../src/store/database.ts'
import type { House } from '../../src/store/house.ts'
import { peopleTables } from '../../src/store/people.ts'
import { signer } from './a-bundle.ts'
import { ManualClock, type World } from './world.ts'

export const address = 'http://127.0.0.1:4310'
export const goodPassword = 'a long enough password'

export type Answer = { status: number; headers: Headers; body: any_ }
// biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
type any_ = any

export type HttpWorld = {
  house: House
  clock: { forward(ms: number): void; now(): Date }
  logged: { level: string; details: object; sentence: string }[]
  app: ReturnType<typeof createApp>
  live: LiveFeed
  /** Sends as nobody; `headers` may carry a cookie or a key. */
  send(
    method: string,
    path: string,
    options?: { body?: unknown; text?: string; headers?: Record<string, string> },
  ): Promise<Answer>
  close(): Promise<void>
}

const noSystems: Systems = { find: async () => null }

type Options = {
  systems?: Systems
  consoleDir?: string | null
  hosts?: string[] | null
  connections?: number
  over?: World
  holdMs?: number
  beatMs?: number
  /** The doors that only observe, over this house. */
  observe?: (house: House) => Parameters<typeof createApp>[0]['observe']
}

/** `over`: the door of a world of stories (world.ts), whose jobs a test drains by hand. */
export function httpWorld(url: string, options: Options = {}): HttpWorld {
  const clock = options.over?.clock ?? new ManualClock()
  const house: House = options.over?.house ?? { db: new Database(url, { connections: options.connections ?? 10 }), clock }
  if (options.over === undefined)
    house.db.deliverJobsTo(async (left) => left.map((job, i) => ({ ...job, ticket: String(i), carried: false })))
  const logged: HttpWorld['logged'] = []
  const log = {
    warn: (details: object, sentence: string) => void logged.push({ level: 'warn', details, sentence }),
    error: (details: object, sentence: string) => void logged.push({ level: 'error', details, sentence }),
  }
  const secret = 'a secret for tests only, long enough'
  const auth = createAuth({ tables: peopleTables(house.db.pool), secret, publicUrl: address, clock, log })
  const systems = options.systems ?? options.over?.systems ?? noSystems
  const gateway = createGateway({ house, systems, version: '0.0.0', stateSecret: secret, holdMs: options.holdMs ?? 2_000 })
  const live = new LiveFeed({
    db: house.db,
    log,
    pollMs: 20,
    ...(options.beatMs === undefined ? {} : { beatMs: options.beatMs }),
  })
  const app = createApp({
    house,
    live,
    systems,
    signer,
    auth,
    log,
    version: '0.0.0',
    consoleDir: options.consoleDir ?? null,
    hosts: options.hosts ?? null,
    gateway,
    observe: options.observe?.(house) ?? null,
  })
  return {
    house,
    clock: { now: () => clock.now(), forward: (ms) => clock.pass({ ms }) },
    logged,
    app,
    live,
    send: (method, path, sent = {}) => sendTo(app, method, path, sent),
    close: () => {
      live.close()
      return options.over === undefined ? house.db.close() : options.over.close()
    },
  }
}

async function sendTo(
  app: ReturnType<typeof createApp>,
  method: string,
  path: string,
  { body, text, headers = {} }: { body?: unknown; text?: string; headers?: Record<string, string> },
): Promise<Answer> {
  const sent = text ?? (body === undefined ? undefined : JSON.stringify(body))
  const response = await app.request(address + path, {
    method,
    headers: {
      host: '127.0.0.1:4310',
      ...(method === 'POST' ? { 'idempotency-key': crypto.randomUUID() } : {}),
      ...(sent === undefined ? {} : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(sent)) }),
      ...headers,
    },
    ...(sent === undefined ? {} : { body: sent }),
  })
  // A stream has no end; that it was opened is the answer.
  if ((response.headers.get('content-type') ?? '').startsWith('text/event-stream')) {
    await response.body?.cancel()
    return { status: response.status, headers: response.headers, body: null }
  }
  const answered = await response.text()
  const isJson = (response.headers.get('content-type') ?? '').includes('json')
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(answered) : answered }
}

/** Somebody signed in, and the headers a browser of theirs would send. */
export type Browser = { personId: string; email: string; headers: Record<string, string> }

/** Signs in and keeps the cookie. */
export async function signIn(
  world: HttpWorld,
  email: string,
  password = goodPassword,
): Promise<Answer & { headersToSend: Record<string, string> }> {
  const answer = await world.send('POST', '/api/auth/sign-in/email', { body: { email, password }, headers: { origin: address } })
  const cookie = answer.headers
    .getSetCookie()
    .map((c) => c.split(';')[0])
    .join('; ')
  return { ...answer, headersToSend: { cookie, origin: address } }
}

/** The first administrator, through the one-time link and the form, signed in. */
export async function firstAdmin(world: HttpWorld, email = 'ada@example.test'): Promise<Browser> {
  const token = await ensureFirstAdminLink(world.house)
  const joined = await world.send('POST', '/api/v1/first-admin', { body: { token, name: 'Ada', email, password: goodPassword } })
  if (joined.status !== 201) throw new Error(`the first admin could not join: ${JSON.stringify(joined.body)}`)
  return { personId: joined.body.personId, email, headers: (await signIn(world, email)).headersToSend }
}

/** Somebody with this role, invited by the admin, signed in. */
export async function somebody(
  world: HttpWorld,
  admin: Browser,
  role: Role,
  email = `${role}-${crypto.randomUUID().slice(0, 8)}@example.test`,
): Promise<Browser> {
  const invited = await world.send('POST', '/api/v1/people', { body: { email, role }, headers: admin.headers })
  const joined = await world.send('POST', '/api/v1/join', {
    body: { token: invited.body.token, name: `One ${role}`, password: goodPassword },
  })
  if (joined.status !== 201) throw new Error(`${role} could not join: ${JSON.stringify(joined.body)}`)
  return { personId: joined.body.personId, email, headers: (await signIn(world, email)).headersToSend }
}

/** A key of somebody's making, as the header that carries it. */
export async function keyOf(
  world: HttpWorld,
  maker: Browser,
  scopes: Scope[],
  employee?: string,
): Promise<{ authorization: string; id: string }> {
  const body = { name: scopes.join(' '), scopes, ...(employee === undefined ? {} : { employee }) }
  const issued = await world.send('POST', '/api/v1/keys', { body, headers: maker.headers })
  if (issued.status !== 201) throw new Error(`the key could not be issued: ${JSON.stringify(issued.body)}`)
  return { authorization: `Bearer ${issued.body.secret}`, id: issued.body.key.id }
}
