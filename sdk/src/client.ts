// The client: one typed method per route. Sends a new Idempotency-Key with every POST unless given one; throws TenureRefusal when the server says no.

import type { LiveEvent } from '@tenure/contract/live'
import type { Page } from '@tenure/contract/paging'
import type { Problem } from '@tenure/contract/problem'
import type { CallOptions, Calls, Paged } from './calls.ts'
import { eventsIn } from './events.ts'
import { TenureRefusal } from './refusal.ts'
import { type RouteName, routes } from './routes.ts'

export type Client = Calls & {
  /** What changed, from now on or after the last event that was heard. Ends when the server does; a broken connection throws. */
  stream(query?: { after?: string | undefined }, options?: CallOptions): AsyncGenerator<LiveEvent>
  /** Signs in with the browser's cookie; the session belongs to this origin. */
  signIn(credentials: { email: string; password: string }): Promise<void>
  signOut(): Promise<void>
}

/** `baseUrl`: where the server is, without /api; empty in a page the server itself serves. `key`: an API key; without one the browser's cookie is used. */
export type ClientOptions = { baseUrl: string; key?: string; fetch?: typeof fetch }

type Request = { method: string; path: string; query?: Record<string, unknown>; body?: unknown; options?: CallOptions }

/** Makes a client. It keeps no state: two may be used side by side. */
export function createClient(options: ClientOptions): Client {
  const send = (request: Request) => sendTo(options, request)
  const calls = Object.fromEntries(Object.keys(routes).map((name) => [name, callOf(name as RouteName, send)])) as Calls
  return {
    ...calls,
    stream: (query, given) => streamFrom(options, query?.after, given),
    signIn: async (credentials) => void (await send({ method: 'POST', path: '/api/auth/sign-in/email', body: credentials })),
    signOut: async () => void (await send({ method: 'POST', path: '/api/auth/sign-out', body: {} })),
  }
}

/** All items of a list, page after page: `for await (const rollout of each(client.listRollouts, { employee }))`. */
export async function* each<Item, Query extends Paged>(
  list: (query: Query) => Promise<Page<Item>>,
  query: Query,
): AsyncGenerator<Item> {
  let cursor = query.cursor
  do {
    const page = await list({ ...query, cursor })
    yield* page.items
    cursor = page.next ?? undefined
  } while (cursor !== undefined)
}

function callOf(name: RouteName, send: (request: Request) => Promise<unknown>) {
  const [method, path, takes] = routes[name]
  return (...given: unknown[]) => {
    const id = takes.startsWith('id') ? String(given.shift()) : ''
    const input = takes === 'id' || takes === 'nothing' ? undefined : given.shift()
    const options = given.shift() as CallOptions | undefined
    const request: Request = { method, path: `/api/v1${path.replace('{id}', encodeURIComponent(id))}` }
    if (takes.endsWith('query')) request.query = (input ?? {}) as Record<string, unknown>
    if (takes.endsWith('body')) request.body = input ?? {}
    if (options !== undefined) request.options = options
    return send(request)
  }
}

async function* streamFrom(
  options: ClientOptions,
  after: string | undefined,
  given: CallOptions = {},
): AsyncGenerator<LiveEvent> {
  const query = after === undefined ? {} : { after }
  const response = await answerTo(options, { method: 'GET', path: '/api/v1/stream', query, options: given })
  if (!response.ok) throw new TenureRefusal(await problemIn(response))
  yield* eventsIn(response)
}

async function sendTo(options: ClientOptions, request: Request): Promise<unknown> {
  const response = await answerTo(options, request)
  if (response.status === 204) return null
  if (response.ok && (response.headers.get('content-type') ?? '').startsWith('text/html')) return response.text()
  if (response.ok) return response.json()
  throw new TenureRefusal(await problemIn(response))
}

function answerTo(
  { baseUrl, key, fetch: fetchGiven }: ClientOptions,
  { method, path, query, body, options }: Request,
): Promise<Response> {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query ?? {}))
    if (value !== undefined && value !== null) search.set(name, String(value))
  const headers: Record<string, string> = { accept: 'application/json, text/html' }
  if (key !== undefined) headers.authorization = `Bearer ${key}`
  if (method === 'POST') headers['idempotency-key'] = options?.idempotencyKey ?? crypto.randomUUID()
  if (body !== undefined) headers['content-type'] = 'application/json'
  const text = search.size === 0 ? '' : `?${search}`
  return (fetchGiven ?? fetch)(`${baseUrl.replace(/\/$/, '')}${path}${text}`, {
    method,
    headers,
    credentials: key === undefined ? 'same-origin' : 'omit',
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(options?.signal === undefined ? {} : { signal: options.signal }),
  })
}

/** The problem in an answer; an answer of something in between (a proxy) becomes one. */
async function problemIn(response: Response): Promise<Problem> {
  if ((response.headers.get('content-type') ?? '').includes('application/problem+json')) return (await response.json()) as Problem
  const { status } = response
  const detail = `The server, or something in front of it, answered with status ${status}.`
  return { type: 'about:blank', title: response.statusText, status, detail, code: `http_${status}` }
}
