// A system behind an HTTP API on loopback: what is sent, what each answer means, whether a failure may have taken effect, and that a changed description is seen.

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { integrationMapSchema, type Operation, type System } from '../../src/domain/discovery/integration-map.ts'
import { Fault } from '../../src/domain/fault.ts'
import { readPrivateSystems } from '../../src/domain/oversight/private-systems.ts'
import { outgoing } from '../../src/egress/outgoing.ts'
import type { SystemCall } from '../../src/ports/system.ts'
import { openapiSystem } from '../../src/systems/openapi.ts'

type Seen = { line: string; headers: IncomingMessage['headers']; body: string }
type Answer = (request: IncomingMessage, response: ServerResponse) => void

const seen: Seen[] = []
const state: { answer: Answer; description: Record<string, unknown>; asked: string[] } = {
  answer: () => undefined,
  description: {},
  asked: [],
}
const server = createServer(async (request, response) => {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  if (request.url === '/openapi.json') {
    const tag = `"${JSON.stringify(state.description).length}"`
    state.asked.push(request.headers['if-none-match'] ?? 'anew')
    if (request.headers['if-none-match'] === tag) return void response.writeHead(304, { etag: tag }).end()
    return void response.writeHead(200, { 'content-type': 'application/json', etag: tag }).end(JSON.stringify(state.description))
  }
  seen.push({ line: `${request.method} ${request.url}`, headers: request.headers, body: Buffer.concat(parts).toString() })
  state.answer(request, response)
})
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
const { port } = server.address() as AddressInfo
const origin = `http://127.0.0.1:${port}`
const closing: { close(): Promise<void> }[] = []
afterAll(async () => {
  for (const one of closing) await one.close()
  server.closeAllConnections()
  server.close()
})

const secret = 'canary-credential-1234'
const document = () => ({
  openapi: '3.1.0',
  info: { title: 'Tickets', version: '1' },
  servers: [{ url: 'https://elsewhere.example' }],
  paths: {
    '/tickets/{id}': {
      get: {
        operationId: 'get_ticket',
        description: 'Reads one.',
        parameters: [
          { name: 'id', in: 'path', required: true, schema: { type: 'string' } },
          { name: 'fields', in: 'query', schema: { type: 'array' } },
        ],
      },
    },
    '/tickets': { post: { requestBody: { required: true, content: { 'application/json': { schema: { type: 'object' } } } } } },
  },
})
const json =
  (status: number, body: unknown, headers: Record<string, string> = {}): Answer =>
  (_, response) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))

beforeEach(() => {
  seen.length = 0
  state.asked.length = 0
  state.description = document()
  state.answer = json(200, { ok: true })
})

const everything = readPrivateSystems('127.0.0.1')
const allowed = typeof everything === 'string' ? [] : everything

function system(over: { connector?: object; idempotent?: boolean; url?: string; reference?: string } = {}) {
  const { systems } = integrationMapSchema.parse({
    systems: [
      {
        name: 'tickets',
        title: 'Tickets',
        owner: 'desk',
        connector: { kind: 'openapi', url: `${over.url ?? origin}/v1`, description: `${origin}/openapi.json`, ...over.connector },
        operations: [
          { name: 'get_ticket', access: 'read' },
          {
            name: 'create_ticket',
            access: 'write',
            idempotent: over.idempotent ?? false,
            http: { route: 'POST /tickets', ...(over.reference === undefined ? {} : { reference: over.reference }) },
          },
          { name: 'hidden', access: 'none' },
        ],
      },
    ],
  })
  const { connector, operations } = systems[0] as System
  if (connector.kind !== 'openapi') throw new Error('another connector')
  const way = outgoing([connector.url, connector.description], { privateSystems: () => allowed })
  closing.push(way)
  return openapiSystem('tickets', { connector, operations: operations as Operation[], credential: secret, fetch: way.fetch })
}

const call = (operation: string, given: Record<string, unknown>, more: Partial<SystemCall> = {}): SystemCall => ({
  system: 'tickets',
  operation,
  arguments: given,
  key: 'key-1',
  externalId: 'm',
  ...more,
})
const create = call('create_ticket', { body: { title: 'VPN' } })
const faultOf = async (work: Promise<unknown>): Promise<Fault> => {
  const error = await work.then(
    (answer) => new Error(`answered ${JSON.stringify(answer)}`),
    (fault: unknown) => fault,
  )
  if (!(error instanceof Fault)) throw error
  return error
}

describe('what is sent', () => {
  test('method, path, query, body and bearer, at the address of the map and not of the document', async () => {
    expect(await system().call(call('get_ticket', { id: 'a/b', fields: ['x', 'y'] }))).toEqual({
      outcome: 'performed',
      result: { ok: true },
      providerRef: null,
    })
    await system().call(create)
    expect(seen.map(({ line, body, headers }) => [line, body, headers.authorization, headers['idempotency-key']])).toEqual([
      ['GET /v1/tickets/a%2Fb?fields=x&fields=y', '', `Bearer ${secret}`, undefined],
      ['POST /v1/tickets', '{"title":"VPN"}', `Bearer ${secret}`, undefined],
    ])
  })

  test('a key only where the map says it is honoured; the credential as the map says', async () => {
    await system({ idempotent: true, connector: { auth: { as: 'basic' } } }).call(create)
    await system({ connector: { auth: { as: 'header', name: 'X-Api-Key' } } }).call(create)
    expect(seen.map(({ headers }) => [headers['idempotency-key'], headers.authorization, headers['x-api-key']])).toEqual([
      ['key-1', `Basic ${Buffer.from(secret).toString('base64')}`, undefined],
      [undefined, undefined, secret],
    ])
  })

  test('what cannot be written is not sent, and what is not in the map is not called', async () => {
    for (const bad of [
      call('get_ticket', { id: '../admin' }),
      call('get_ticket', {}),
      call('hidden', {}),
      call('delete_ticket', {}),
    ])
      expect(await system().call(bad)).toMatchObject({ outcome: 'failed' })
    expect(seen).toEqual([])
  })
})

describe('what came back', () => {
  test('what was made is named by the field of the map, else by the Location', async () => {
    state.answer = json(201, { ticket: { id: 77 } }, { location: '/v1/tickets/77' })
    expect(await system({ reference: 'ticket.id' }).call(create)).toMatchObject({ outcome: 'performed', providerRef: '77' })
    expect(await system().call(create)).toMatchObject({ providerRef: '/v1/tickets/77' })
    state.answer = (_, response) => response.writeHead(204).end()
    expect(await system().call(create)).toEqual({ outcome: 'performed', result: null, providerRef: null })
  })

  test.each([400, 401, 403, 404, 409, 422])('%d is a no, in one line and without the credential', async (status) => {
    state.answer = json(status, { detail: `no\n${secret} is not welcome` })
    expect(await system().call(create)).toEqual({
      outcome: 'failed',
      reason: `status ${status}: no ‹secret› is not welcome`,
      providerRef: null,
    })
  })

  test('a result that echoes the credential is kept without it', async () => {
    state.answer = (request, response) => json(200, { you: request.headers.authorization })(request, response)
    expect(await system().call(create)).toMatchObject({ result: { you: 'Bearer ‹secret›' } })
  })
})

const closed = createServer()
await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve))
const nobody = `http://127.0.0.1:${(closed.address() as AddressInfo).port}`
await new Promise((resolve) => closed.close(resolve))
describe('whether it may have taken effect', () => {
  const dies: Answer = (request) => void request.socket.destroy()
  const half: Answer = (request, response) => {
    response.writeHead(200, { 'content-length': '100' }).write('{')
    setImmediate(() => request.socket.destroy())
  }
  test.each<[string, Answer, boolean]>([
    ['500', json(500, {}), true],
    ['503', json(503, {}), true],
    ['408', json(408, {}), true],
    ['429', json(429, {}), true],
    ['the server dies before its answer', dies, false],
    ['the answer breaks off', half, false],
    ['a redirect', (_, response) => void response.writeHead(302, { location: 'http://169.254.169.254/' }).end(), false],
    [
      'an answer that is too large',
      (_, response) => void response.writeHead(200, { 'content-length': String(2 ** 30) }).end(),
      false,
    ],
  ])('%s: it may, and nothing is tried again here', async (_, answer, retryable) => {
    state.answer = answer
    const fault = await faultOf(system().call(create))
    expect({ reached: fault.reached, retryable: fault.retryable, calls: seen.length }).toEqual({
      reached: true,
      retryable,
      calls: 1,
    })
    expect(fault.message).not.toContain(secret)
  })

  test('409 under a key may be the first call still running', async () => {
    state.answer = json(409, {})
    expect(await faultOf(system({ idempotent: true }).call(create))).toMatchObject({ reached: true })
  })

  test.each([
    ['nobody listens', nobody, 'system_unreachable', true],
    ['a port that is never called', 'http://127.0.0.1:25', 'address_refused', false],
    ['a private address nobody allowed', 'http://10.255.255.1', 'address_refused', false],
  ])('%s: nothing was sent', async (_, url, code, retryable) => {
    const described = { connector: { document: document() }, url }
    const fault = await Promise.resolve()
      .then(() => system(described).call(create))
      .then(
        () => null,
        (error: unknown) => error,
      )
    expect(fault).toMatchObject({ code, reached: false, retryable })
  })
})

describe('the description', () => {
  test('is asked for before each call, pinned by its hash, and a changed one is not called', async () => {
    const api = system()
    const agreed = { pinned: null, declared: null }
    const first = await api.call(call('get_ticket', { id: '1' }, { agreed }))
    if (first.outcome !== 'performed' || first.seen === undefined) throw new Error('not performed')
    expect((await api.tools?.())?.map(({ definition, hash }) => [definition.name, hash === first.seen?.hash])).toEqual([
      ['get_ticket', true],
      ['create_ticket', false],
    ])
    const pinned = { pinned: first.seen.hash, declared: null }
    expect(await api.call(call('get_ticket', { id: '1' }, { agreed: pinned }))).toMatchObject({ outcome: 'performed' })
    expect(state.asked.filter((tag) => tag === 'anew')).toHaveLength(1)
    const changed = document()
    changed.paths['/tickets/{id}'].get.description = 'Reads one.\u200b'
    state.description = changed
    expect(await api.call(call('get_ticket', { id: '1' }, { agreed: pinned }))).toMatchObject({ outcome: 'changed' })
    expect(seen).toHaveLength(2)
  })

  test('that is away, a file, or nonsense: nothing is called and nothing was reached', async () => {
    state.description = { nonsense: true }
    expect(await system().call(create)).toMatchObject({ outcome: 'failed' })
    const file = openapiSystem('tickets', {
      connector: { kind: 'openapi', url: origin, description: 'tickets.yaml' },
      operations: integrationMapSchema.parse({
        systems: [
          {
            name: 't',
            title: 't',
            owner: 't',
            connector: { kind: 'agent' },
            operations: [{ name: 'create_ticket', access: 'write' }],
          },
        ],
      }).systems[0]?.operations as Operation[],
      credential: null,
      fetch,
    })
    expect(await faultOf(file.call(create))).toMatchObject({ code: 'system_unreachable', reached: false, retryable: false })
    expect(seen).toEqual([])
  })

  test('signed with the map is not asked for', async () => {
    expect(await system({ connector: { document: document() } }).call(create)).toMatchObject({ outcome: 'performed' })
    expect(state.asked).toEqual([])
  })
})
