// The business system of the benchmark: an MCP server that answers at once and keeps nothing, in a process of its own so that its work is not ours.

import { fork } from 'node:child_process'
import { serve } from '@hono/node-server'
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server'
import { Hono } from 'hono'
import { z } from 'zod'

export type Echo = { url: string; stop(): Promise<void> }

export async function startEcho(): Promise<Echo> {
  const child = fork(import.meta.filename, { stdio: 'inherit' })
  const port = await new Promise<number>((resolve, reject) => {
    child.once('message', (message) => resolve(Number(message)))
    child.once('exit', () => reject(new Error('the benchmark’s system did not start')))
  })
  return {
    url: `http://127.0.0.1:${port}/mcp`,
    stop: async () => {
      const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
      child.kill()
      await ended
    },
  }
}

function answerAtOnce(): void {
  const handler = createMcpHandler(() => {
    const server = new McpServer({ name: 'directory', version: '1' }, {})
    const answer = (result: Record<string, unknown>) => ({ content: [{ type: 'text' as const, text: JSON.stringify(result) }] })
    server.registerTool('get_person', { inputSchema: z.object({ id: z.string() }) }, async ({ id }) =>
      answer({ id, name: 'Ann', disabled: false }),
    )
    server.registerTool('reset_password', { inputSchema: z.object({ id: z.string(), notify: z.boolean() }) }, async ({ id }) =>
      answer({ id, ok: true }),
    )
    return server
  })
  const app = new Hono()
  app.all('/mcp', (context) => handler.fetch(context.req.raw))
  const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, (info) => process.send?.(info.port))
  process.once('SIGTERM', () => server.close(() => process.exit(0)))
  process.once('disconnect', () => process.exit(0))
}

if (import.meta.main) answerAtOnce()
