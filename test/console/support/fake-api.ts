// A small server with the public API's manners: the console's files, the real headers, and answers checked against the contract, so that it cannot promise what the
// real one does not. It keeps reviews, verdicts and halts in memory; it decides nothing.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Role } from '@tenure/contract/words'
import { freshNonce, secureHeaders } from '../../../src/http/headers.ts'
import { consoleResponse } from '../../../src/http/static.ts'
import { type Answer, type FakeApi, problem, type Route } from './fake-answers.ts'
import { gatewayRoutes } from './fake-gateway.ts'
import { personRoutes, reviewRoutes } from './fake-people.ts'
import { rolloutRoutes, storyRoutes } from './fake-rollouts.ts'
import { fakeCard, fakeRollouts } from './fake-world.ts'

type Options = { dist: string; role?: Role; items?: number; empty?: boolean; signedIn?: boolean }

/** Starts on a free port of loopback. */
export async function fakeApi({
  dist,
  role = 'ops_lead',
  items = 60,
  empty = false,
  signedIn = true,
}: Options): Promise<FakeApi> {
  const fake: FakeApi = {
    url: '',
    asked: [],
    cards: new Map(Array.from({ length: empty ? 0 : items }, (_, i) => fakeCard(i)).map((card) => [card.id, card])),
    rollouts: new Map((empty ? [] : fakeRollouts()).map((rollout) => [rollout.id, rollout])),
    refuseNext: null,
    delayMs: 0,
    signedIn,
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
  ]
  const server: Server = createServer((request, response) => void handle(fake, routes, dist, request, response))
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  fake.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return fake
}

async function handle(
  fake: FakeApi,
  routes: Route[],
  dist: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
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
  fake.asked.push({ method, path: url.pathname, body })
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
