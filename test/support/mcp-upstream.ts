// A system behind MCP for tests: the tools of the small dossier, what reached them, and a hand on their definitions.

import { serve } from '@hono/node-server'
import { createMcpHandler, Server } from '@modelcontextprotocol/server'
import { Hono } from 'hono'

type Definition = {
  name: string
  description: string
  outputSchema?: { type: 'object'; [keyword: string]: unknown }
  inputSchema: { type: 'object'; [keyword: string]: unknown }
}
type Called = { tool: string; arguments: Record<string, unknown>; key: unknown }

/** Starts on a free loopback port. `definitions` may be changed at any time; `answer` decides what a call gets. */
export async function mcpUpstream() {
  const definitions: Definition[] = ['get_person', 'reset_password', 'delete_person'].map((name) => ({
    name,
    description: `Does ${name}.`,
    inputSchema: { type: 'object', properties: { id: { type: 'string' } } },
  }))
  const called: Called[] = []
  const seen = { headers: [] as Headers[], listed: 0 }
  const answer = { of: (call: Called): unknown => ({ id: String(call.arguments.id), name: 'Ann', disabled: false }) }
  const handler = createMcpHandler(() => {
    const server = new Server({ name: 'directory', version: '1' }, { capabilities: { tools: {} } })
    server.setRequestHandler('tools/list', async () => {
      seen.listed++
      return { tools: structuredClone(definitions) }
    })
    server.setRequestHandler('tools/call', async ({ params }) => {
      const call = { tool: params.name, arguments: params.arguments ?? {}, key: params._meta?.['tenure/idempotency-key'] }
      called.push(call)
      const result = answer.of(call)
      return {
        content: [{ type: 'text', text: JSON.stringify(result) }],
        structuredContent: result as Record<string, unknown>,
      }
    })
    return server
  })
  const app = new Hono()
  app.all('/mcp', (c) => {
    seen.headers.push(c.req.raw.headers)
    return handler.fetch(c.req.raw)
  })
  const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' })
  await new Promise((resolve) => server.once('listening', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    url: `http://127.0.0.1:${port}/mcp`,
    definitions,
    called,
    seen,
    answer,
    close: async () => {
      await handler.close()
      server.close()
      if ('closeAllConnections' in server) server.closeAllConnections()
    },
  }
}
