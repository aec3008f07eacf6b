// A business system without idempotency keys, in a process of its own: every write it is asked for is done, and its key is on disk before the answer leaves.
// What it wrote down is the truth that the product's own records are compared with.

import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { serve } from '@hono/node-server'
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server'
import { Hono } from 'hono'
import { z } from 'zod'

const file = process.argv[2]
if (file === undefined) throw new Error('say which file to write to')
const slowMs = Number(process.argv[3] ?? 0)
const ledger = openSync(file, 'a')

const handler = createMcpHandler(() => {
  const server = new McpServer({ name: 'directory', version: '1' }, {})
  const answer = (result: Record<string, unknown>) => ({ content: [{ type: 'text' as const, text: JSON.stringify(result) }] })
  server.registerTool('get_person', { inputSchema: z.object({ id: z.string() }) }, async ({ id }) => {
    await pause(slowMs)
    return answer({ id, name: 'Ann', disabled: false })
  })
  server.registerTool(
    'reset_password',
    { inputSchema: z.object({ id: z.string(), notify: z.boolean() }) },
    async ({ id }, context) => {
      writeSync(ledger, `${String(context.mcpReq._meta?.['tenure/idempotency-key'])}\n`)
      fsyncSync(ledger)
      return answer({ id, ok: true })
    },
  )
  return server
})
const app = new Hono()
app.all('/mcp', (context) => handler.fetch(context.req.raw))
const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, (info) => process.send?.(info.port))
process.once('disconnect', () => {
  server.close()
  closeSync(ledger)
  process.exit(0)
})
