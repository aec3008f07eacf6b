// A small server with the public API's manners: the console's files, the real headers, and answers checked against the contract, so that it cannot promise what the
// real one does not. It keeps reviews, verdicts and halts in memory; it decides nothing.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Role } from '@tenure/contract/words'
import { freshNonce, secureHeaders } from '../../../src/http/headers.ts'
import { consoleResponse } from '../../../src/http/static.ts'
import { type Answer, type FakeApi, problem, type Route } from './fake-answers.ts'
import { catalogueRoutes } from './fake-catalogue.ts'
import { gatewayRoutes } from './fake-gateway.ts'
import { lookRoutes } from './fake-look.ts'
import { personRoutes, reviewRoutes } from './fake-people.ts'
import { reviewingRoutes } from './fake-reviewing.ts'
import { rolloutRoutes, storyRoutes } from './fake-rollouts.ts'
import { versionRoutes } from './fake-versions.ts'
import { fakeCard, fakeRollouts } from './fake-world.ts'

type Options = { dist: string; role?: Role; items?: number; empty?: boolean; signedIn?: boolean; records?: number }

/** Starts on a free port of loopback. */
export async function fakeApi({
  dist,
  role = 'ops_lead',
  items = 60,
  empty = false,
  signedIn = true,
  records = 400,
}: Options): Promise<FakeApi> {
  const lines = new Set<ServerResponse>()
  const fake: FakeApi = {
    url: '',
    asked: [],
    cards: new Map(Array.from({ length: empty ? 0 : items }, (_, i) => fakeCard(i)).map((card) => [card.id, card])),
    rollouts: new Map((empty ? [] : fakeRollouts()).map((rollout) => [rollout.id, rollout])),
    refuseNext: null,
    delayMs: 0,
    signedIn,
    records,
    ...streamOf(lines),
    close: async () => {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
  const routes = [
    ...gatewayRoutes(empty),
    ...personRoutes(fake, role),
    ...reviewRoutes(fake),
    ...rolloutRoutes(fake, empty),
    ...storyRoutes(fake),
    ...lookRoutes(fake, empty),
    ...catalogueRoutes(empty),
    ...versionRoutes(fake),
    ...reviewingRoutes(role, empty),
  ]
  const server: Server = createServer((request, response) => void handle({ fake, routes, dist, lines }, request, response))
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  fake.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return fake
}

type Serving = { fake: FakeApi; routes: Route[]; dist: string; lines: Set<ServerResponse> }

/** The stream of what changed, said by the test. */
function streamOf(lines: Set<ServerResponse>): Pick<FakeApi, 'say' | 'cut' | 'listeners'> {
  let told = 1000
  return {
    say: (event, data) => {
      for (const line of lines) line.write(`event: ${event}\nid: ${++told}\ndata: ${JSON.stringify(data)}\n\n`)
    },
    cut: () => {
      for (const line of lines) line.destroy()
      lines.clear()
    },
    listeners: () => lines.size,
  }
}

function listen(lines: Set<ServerResponse>, url: URL, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
  const after = url.searchParams.get('after')
  response.write(`event: ready\nid: ${after ?? 1000}\ndata: ${JSON.stringify({ resumed: after !== null })}\n\n`)
  lines.add(response)
  response.on('close', () => lines.delete(response))
}

async function handle({ fake, routes, dist, lines }: Serving, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', fake.url)
  if (!url.pathname.startsWith('/api/')) {
    const nonce = freshNonce()
    const found = await consoleResponse(dist, url.pathname, nonce)
    secureHeaders(found.headers, url.pathname, nonce)
    response.writeHead(found.status, Object.fromEntries(found.headers))
    return void response.end(Buffer.from(await found.arrayBuffer()))
  }
  const headers = new Headers()
  secureHeaders(headers, url.pathname, '')
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const text = Buffer.concat(chunks).toString()
  const body: unknown = text === '' ? {} : JSON.parse(text)
  const method = request.method ?? 'GET'
  fake.asked.push({ method, path: url.pathname, body, query: url.search })
  if (url.pathname === '/api/v1/stream' && fake.signedIn) return listen(lines, url, response)
  const answered = answerTo(fake, routes, { method, url, body, hasKey: request.headers['idempotency-key'] !== undefined })
  if (fake.delayMs > 0) await new Promise((done) => setTimeout(done, fake.delayMs))
  const status = answered.status ?? 200
  headers.set('content-type', status >= 400 ? 'application/problem+json' : 'application/json')
  response.writeHead(status, Object.fromEntries(headers))
  response.end(status === 204 ? undefined : JSON.stringify(answered.body))
}

function answerTo(fake: FakeApi, routes: Route[], asked: { method: string; url: URL; body: unknown; hasKey: boolean }): Answer {
  const { pathname } = asked.url
  if (asked.method === 'POST' && pathname.startsWith('/api/v1') && !asked.hasKey)
    return problem(400, 'idempotency_key_missing', 'Every POST needs an `Idempotency-Key`.')
  const open = ['/api/auth/sign-in/email', '/api/v1/first-admin', '/api/v1/join']
  if (!fake.signedIn && !open.includes(pathname)) return problem(401, 'not_signed_in', 'You are not signed in.')
  for (const [method, path, answer] of routes) {
    const found = path.exec(pathname)
    if (found !== null && method === asked.method)
      return answer({ params: found.slice(1), query: asked.url.searchParams, body: asked.body })
  }
  return problem(404, 'not_found', `There is no route ${asked.method} ${pathname}.`)
}
