// Starts the example's directory and ticketing systems: two MCP servers on one loopback port, over one SQLite file.

import { parseArgs } from 'node:util'
import { serve } from '@hono/node-server'
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server'
import { Hono } from 'hono'
import { z } from 'zod'
import { type Act, openStorage, type Storage } from './storage.ts'
import { directory, type Operation, SaidNo, ticketing } from './tools.ts'

/** The port integrations.yaml of the example names. */
export const examplePort = 8791

export type ExampleSystems = {
  /** `http://127.0.0.1:<port>`; the two systems are below it at /directory/mcp and /ticketing/mcp. */
  url: string
  /** Everything that was really done, in order: what “performed” must agree with. */
  state(): { acts: Act[]; tickets: number }
  stop(): Promise<void>
}

/** Starts both systems. Port 0 takes a free one. The folder keeps everything; starting again on it goes on where it was. `now` is for a fast clock. */
export async function startExampleSystems({
  port = examplePort,
  dir,
  now,
}: {
  port?: number
  dir: string
  now?: () => Date
}): Promise<ExampleSystems> {
  const storage = openStorage(dir, now)
  const app = new Hono()
  const handlers = {
    directory: handlerOf('directory', directory, storage),
    ticketing: handlerOf('ticketing', ticketing, storage),
  }
  app.all('/directory/mcp', (context) => handlers.directory.fetch(context.req.raw))
  app.all('/ticketing/mcp', (context) => handlers.ticketing.fetch(context.req.raw))
  const server = serve({ fetch: app.fetch, port, hostname: '127.0.0.1' })
  await new Promise<void>((resolve, reject) => {
    server.once('listening', resolve)
    server.once('error', reject)
  }).catch((error: unknown) => {
    storage.close()
    throw error
  })
  const address = server.address()
  const taken = typeof address === 'object' && address !== null ? address.port : port
  return {
    url: `http://127.0.0.1:${taken}`,
    state: () => ({ acts: storage.acts(), tickets: storage.ticketCount() }),
    stop: async () => {
      await new Promise<void>((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()))
        if ('closeAllConnections' in server) server.closeAllConnections()
      })
      storage.close()
    },
  }
}

function handlerOf(name: string, operations: readonly Operation[], storage: Storage) {
  return createMcpHandler(() => {
    const server = new McpServer({ name, version: '1' })
    for (const operation of operations) register(server, operation, storage)
    return server
  })
}

function register(server: McpServer, operation: Operation, storage: Storage): void {
  const inputSchema = z.strictObject(Object.fromEntries(operation.takes.map((name) => [name, z.string().max(4_000)])))
  const annotations = { readOnlyHint: operation.access === 'read', idempotentHint: operation.access === 'write' }
  server.registerTool(operation.name, { description: operation.what, inputSchema, annotations }, async (given, context) => {
    const key = context.mcpReq._meta?.['tenure/idempotency-key']
    try {
      const run = () => operation.run(storage, given)
      const result =
        operation.access === 'read'
          ? run()
          : storage.once(typeof key === 'string' ? key : null, { operation: operation.name, arguments: given }, run)
      const ref = result.ref ?? result.id
      return {
        content: [{ type: 'text', text: JSON.stringify(result) }],
        structuredContent: result,
        ...(operation.access === 'write' && typeof ref === 'string' ? { _meta: { 'tenure/provider-ref': ref } } : {}),
      }
    } catch (error) {
      if (!(error instanceof SaidNo)) throw error
      return { content: [{ type: 'text', text: error.message }], isError: true }
    }
  })
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { port: { type: 'string' }, dir: { type: 'string' } } })
  const systems = await startExampleSystems({
    port: Number(values.port ?? examplePort),
    dir: values.dir ?? './it-helpdesk-systems',
  })
  console.log(`directory and ticketing: ${systems.url}`)
  // Under `npm start` the supervisor ends us by SIGTERM, or by vanishing; a Ctrl-C in the terminal is its to answer.
  const supervised = process.send !== undefined
  process.send?.({ kind: 'ready' })
  const stop = () => void systems.stop().then(() => process.exit(0))
  process.once('SIGTERM', stop)
  process.once('disconnect', stop)
  process.on('SIGINT', () => supervised || stop())
}
