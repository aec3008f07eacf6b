// What an MCP system’s failures are told as. Wrong towards “not reached” and a write would be made twice; wrong towards “reached” and a person is asked for nothing.

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, expect, test } from 'vitest'
import { Fault } from '../../src/domain/fault.ts'
import { outgoing } from '../../src/egress/outgoing.ts'
import { mcpSystem } from '../../src/systems/mcp.ts'
import { mcpUpstream } from '../support/mcp-upstream.ts'
import { onLoopback } from '../support/on-loopback.ts'

const upstream = await mcpUpstream()
type Trouble = 'none' | 'dies' | 'dies half-way' | number
let trouble: Trouble = 'none'
let whole = false

/** Stands before the system and spoils the call (or, `whole`, every request). */
const front = createServer(async (request, response) => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const body = Buffer.concat(chunks)
  if (trouble !== 'none' && (whole || body.includes('"tools/call"'))) {
    if (trouble === 'dies') return void request.socket.destroy()
    if (trouble === 'dies half-way') {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' })
      response.write('{"jsonrpc":')
      return void setImmediate(() => request.socket.destroy())
    }
    return void response.writeHead(trouble, { location: 'http://127.0.0.1:1/elsewhere' }).end('invalid: unknown tool not found')
  }
  const headers = Object.entries(request.headers).flatMap(([name, value]) =>
    typeof value === 'string' && name !== 'host' ? [[name, value]] : [],
  )
  const answer = await fetch(upstream.url, {
    method: request.method ?? 'POST',
    headers: headers as [string, string][],
    ...(body.length > 0 ? { body } : {}),
  })
  response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? 'application/json' })
  response.end(Buffer.from(await answer.arrayBuffer()))
})
await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve))
const { port } = front.address() as AddressInfo
afterAll(async () => {
  front.closeAllConnections()
  front.close()
  await upstream.close()
})

async function outcomeOf(given: {
  trouble?: Trouble
  whole?: boolean
  operation?: string
  at?: number
  warm?: boolean
}): Promise<string> {
  const url = `http://127.0.0.1:${given.at ?? port}/mcp`
  const way = outgoing([url], onLoopback)
  const system = mcpSystem('directory', { url, bearer: null, fetch: way.fetch })
  const call = { system: 'directory', operation: 'get_person', arguments: { id: 'ann' }, key: 'k', externalId: 'm' }
  try {
    trouble = 'none'
    if (given.warm !== false && given.at === undefined) await system.call(call)
    trouble = given.trouble ?? 'none'
    whole = given.whole ?? false
    const { outcome } = await system.call({ ...call, operation: given.operation ?? 'reset_password' })
    return outcome
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    return `${error.code}, ${error.reached ? 'reached' : 'not reached'}${error.retryable ? ', again' : ''}`
  } finally {
    trouble = 'none'
    await system.close()
    await way.close()
  }
}

async function closedPort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port: free } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return free
}

test.each<[string, Parameters<typeof outcomeOf>[0], string]>([
  ['all is well', {}, 'performed'],
  ['the line dies after the call was sent', { trouble: 'dies' }, 'system_failed, reached'],
  ['the answer breaks off half-way', { trouble: 'dies half-way' }, 'system_failed, reached'],
  ['the call is answered with 500', { trouble: 500 }, 'system_failed, reached'],
  ['the call is answered with 502', { trouble: 502 }, 'system_failed, reached'],
  ['the call is answered with 503', { trouble: 503 }, 'system_failed, reached'],
  ['the call is turned away with 401', { trouble: 401 }, 'system_failed, not reached'],
  ['the call is turned away with 404', { trouble: 404 }, 'system_failed, not reached'],
  ['the call is answered with a redirect', { trouble: 307 }, 'system_failed, reached'],
  ['nobody listens any more', { at: await closedPort() }, 'system_unreachable, not reached, again'],
  [
    'it wants another credential before anything',
    { trouble: 401, whole: true, warm: false },
    'system_unreachable, not reached, again',
  ],
  ['it is away before anything', { trouble: 503, whole: true, warm: false }, 'system_unreachable, not reached, again'],
  ['it dies before anything', { trouble: 'dies', whole: true, warm: false }, 'system_unreachable, not reached, again'],
])('%s', async (_, given, told) => {
  expect(await outcomeOf(given)).toBe(told)
})
