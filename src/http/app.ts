// Door 1: people, channels, agents over HTTP, and the console. Every request passes the same guards in the same order: host, size, origin, identity, authority,
// idempotency, form. Default deny: a path that is not in the list of doors does not exist.

import type { HttpBindings } from '@hono/node-server'
import { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { Actor } from '../domain/audit/record.ts'
import type { EmployeeId } from '../domain/ids.ts'
import { type Act, mayDo } from '../domain/oversight/authority.ts'
import { isRefusal, type Refusal, refuse } from '../domain/refusal.ts'
import { answer } from './answer.ts'
import { describe } from './description.ts'
import type { Door, Doorway } from './door.ts'
import { doors, servedAt } from './doors.ts'
import { guardOrigin, knownHost } from './guards.ts'
import { freshNonce, secureHeaders } from './headers.ts'
import { Idempotency } from './idempotency.ts'
import { identify } from './identity.ts'
import { asResponse, problemOf, problemOfThrown } from './problem.ts'
import { consoleResponse, docsResponse } from './static.ts'

export type AppOptions = Doorway & {
  /** The built console; null when there is none. */
  consoleDir: string | null
  /** Names this server answers to, without port; null: any (it is bound to an address others reach under names it cannot know). */
  hosts: readonly string[] | null
  /** The MCP door, for whoever holds an agent's key; null: this process has none. */
  gateway: GatewayDoor | null
  /** The doors that only observe, for agents that cannot be rewired; null: this process has none. */
  observe: ObserveDoor | null
}

type GatewayDoor = {
  fetch(request: Request, who: { actor: Actor; employeeId: EmployeeId; keyId: string; mayOpen: boolean }): Promise<Response>
}

type AgentKey = { actor: Actor; employeeId: EmployeeId; keyId: string }
type ObserveDoor = { fetch(request: Request, entitled: (act: Act) => Promise<AgentKey | Refusal>): Promise<Response> }

/** 4 MiB: a dossier with its interviews is far smaller; a larger body is a mistake or an attack. */
const largestBody = 4 * 1024 * 1024

type Bindings = { Bindings: Partial<HttpBindings>; Variables: { nonce: string } }

/** The whole HTTP door as one fetch function; also `app.routes`, from which the tests enumerate what is served. */
export function createApp(options: AppOptions): OpenAPIHono<Bindings> {
  const app = new OpenAPIHono<Bindings>()
  const idempotency = new Idempotency(options.house)
  const description = JSON.stringify(describe(doors, options.version, servedAt), null, 2)

  app.use('*', async (c, next) => {
    c.set('nonce', freshNonce())
    await next()
    secureHeaders(c.res.headers, c.req.path, c.get('nonce'))
  })
  app.use('*', async (c, next) => {
    const refusal = knownHost(c.req.header('host') ?? new URL(c.req.url).host, options.hosts) ?? guardOrigin(c.req.raw)
    return refusal === null ? next() : asResponse(problemOf(refusal))
  })
  app.use(
    '*',
    bodyLimit({ maxSize: largestBody, onError: () => asResponse(problemOf(refuse('body_too_large', { limit: largestBody }))) }),
  )
  app.on(['GET', 'POST'], '/api/auth/*', (c) => options.auth.handle(c.req.raw, peerOf(c)))
  app.get(`${servedAt}/openapi.json`, (c) => c.body(description, 200, { 'content-type': 'application/json' }))
  app.get(`${servedAt}/docs`, async (c) => (await docsResponse(null, c.get('nonce'))) ?? noRoute(c.req.path))
  app.get(`${servedAt}/docs/:file`, async (c) => (await docsResponse(c.req.param('file'), c.get('nonce'))) ?? noRoute(c.req.path))
  app.all('/mcp', (c) => gatewayAnswer(c.req.raw, options))
  app.all('/observe/v1/*', (c) => observeAnswer(c.req.raw, options))
  for (const door of doors) mount(app, door, options, idempotency)
  app.all('/api/*', (c) => noRoute(c.req.path))
  app.get('*', (c) => consoleResponse(options.consoleDir, c.req.path, c.get('nonce')))
  app.notFound((c) => noRoute(c.req.path))
  app.onError((error) => asResponse(problemOfThrown(error, options.log)))
  return app
}

/** The one place where a request meets the table of authority. */
function mount(app: OpenAPIHono<Bindings>, door: Door, doorway: Doorway, idempotency: Idempotency): void {
  app.on(door.method.toUpperCase(), servedAt + door.path.replace(/\{(\w+)\}/g, ':$1'), async (c) => {
    const who = await identify(c.req.raw.headers, doorway.house, doorway.auth)
    if (isRefusal(who)) return asResponse(problemOf(who))
    const allowed = mayDo(who.caller, door.act)
    if (allowed !== true) return asResponse(problemOf(allowed))
    return answer({ door, doorway, idempotency, who, request: c.req.raw, params: c.req.param(), query: c.req.query() })
  })
}

/** MCP checks no keys itself: nobody gets there without one that is an agent's, and the key stays here. */
async function gatewayAnswer(request: Request, { gateway, house, auth }: AppOptions): Promise<Response> {
  if (gateway === null) return noRoute('/mcp')
  const who = await identify(request.headers, house, auth)
  if (isRefusal(who)) return asResponse(problemOf(who))
  const allowed = mayDo(who.caller, 'effect.ask')
  if (allowed !== true) return asResponse(problemOf(allowed))
  const employeeId = who.caller.kind === 'key' ? who.caller.employeeId : null
  if (employeeId === null) return asResponse(problemOf(refuse('key_invalid')))
  return gateway.fetch(request, {
    actor: who.actor,
    employeeId: employeeId as EmployeeId,
    keyId: who.id,
    mayOpen: mayDo(who.caller, 'interaction.receive') === true,
  })
}

/** These answer in the shapes of other protocols, refusals too; who may do what is decided here all the same. */
async function observeAnswer(request: Request, { observe, house, auth }: AppOptions): Promise<Response> {
  if (observe === null) return noRoute('/observe/v1')
  return observe.fetch(request, async (act) => {
    const who = await identify(request.headers, house, auth)
    if (isRefusal(who)) return who
    const allowed = mayDo(who.caller, act)
    if (allowed !== true) return allowed
    const employeeId = who.caller.kind === 'key' ? who.caller.employeeId : null
    if (employeeId === null) return refuse('key_invalid')
    return { actor: who.actor, employeeId: employeeId as EmployeeId, keyId: who.id }
  })
}

function noRoute(requested: string): Response {
  return asResponse(problemOf(refuse('not_found', { what: 'route', id: requested })))
}

function peerOf(c: Context<Bindings>): string {
  return c.env?.incoming?.socket.remoteAddress ?? 'unknown'
}
