// One call that breaks must not take the others on the same connection with it: their outcomes would become unknown.

import { setTimeout as pause } from 'node:timers/promises'
import { serve } from '@hono/node-server'
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server'
import { Hono } from 'hono'
import { afterAll, expect, test } from 'vitest'
import { z } from 'zod'
import { Fault } from '../../src/domain/fault.ts'
import { mcpSystem } from '../../src/systems/mcp.ts'

const handler = createMcpHandler(() => {
  const server = new McpServer({ name: 'directory', version: '1' }, {})
  server.registerTool('slow', { inputSchema: z.object({ n: z.number() }) }, async ({ n }) => {
    await pause(400)
    return { content: [{ type: 'text', text: JSON.stringify({ n }) }] }
  })
  server.registerTool('no', { inputSchema: z.object({}) }, async () => ({
    content: [{ type: 'text', text: 'the account is frozen' }],
    isError: true,
  }))
  return server
})
const app = new Hono()
let breaking = false
// The line breaks in the middle of a call: the request arrives and no answer comes back.
app.all('/mcp', async (context) => {
  if (breaking && (await context.req.raw.clone().text()).includes('"breaks"')) return new Response('gone', { status: 502 })
  return handler.fetch(context.req.raw)
})
const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' })
await new Promise((resolve) => server.once('listening', resolve))
const address = server.address()
const port = typeof address === 'object' && address !== null ? address.port : 0
const system = mcpSystem('directory', { url: `http://127.0.0.1:${port}/mcp`, bearer: null, fetch })
afterAll(async () => {
  await system.close()
  server.close()
})

const call = (operation: string, given: Record<string, unknown> = {}) => ({
  system: 'directory',
  operation,
  arguments: given,
  key: `k-${operation}`,
  externalId: 'm',
})

test('a call that breaks is of unknown outcome, and those under way beside it still come back', async () => {
  await system.call(call('slow', { n: 0 }))
  breaking = true
  const beside = [1, 2, 3].map((n) => system.call(call('slow', { n })))
  const broken = await system.call(call('breaks')).catch((error: unknown) => error)
  expect(broken).toBeInstanceOf(Fault)
  expect((broken as Fault).reached).toBe(true)
  expect(await Promise.all(beside)).toEqual([1, 2, 3].map((n) => ({ outcome: 'performed', result: { n }, providerRef: null })))
  expect(await system.call(call('slow', { n: 4 }))).toMatchObject({ outcome: 'performed' })
})

test('a system that says no has failed, and one that is not there was not reached', async () => {
  expect(await system.call(call('no'))).toEqual({ outcome: 'failed', reason: 'the account is frozen', providerRef: null })
  const nobody = mcpSystem('directory', { url: 'http://127.0.0.1:1/mcp', bearer: null, fetch })
  const error = await nobody.call(call('slow', { n: 1 })).catch((fault: unknown) => fault)
  expect(error).toMatchObject({ code: 'system_unreachable', retryable: true, reached: false })
})
