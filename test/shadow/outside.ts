// The outside of a shadow run, on real sockets: two business systems and a channel that count what arrives, byte by byte, and a tap under this process that sees
// every connection anybody opens, whatever library opens it.

import http from 'node:http'
import net, { type AddressInfo, type Server } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server'
import { z } from 'zod'

export type Counted = { port: number; connections: number; bytes: number; tools: Record<string, number>; close(): Promise<void> }

/** Counts connections and bytes at the socket, before any protocol is understood. */
function counting(server: Server, tools: Counted['tools']): Promise<Counted> {
  const counted = { port: 0, connections: 0, bytes: 0, tools }
  server.on('connection', (socket) => {
    counted.connections++
    let seen = 0
    const count = () => {
      counted.bytes += socket.bytesRead - seen
      seen = socket.bytesRead
    }
    socket.on('data', count)
    socket.on('close', count)
  })
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      counted.port = (server.address() as AddressInfo).port
      const close = () =>
        new Promise<void>((closed) => {
          server.close(() => closed())
          if ('closeAllConnections' in server) (server as http.Server).closeAllConnections()
        })
      resolve(Object.assign(counted, { close }))
    })
  })
}

/** A business system behind MCP that has these tools, answers all of them, and counts each. */
export async function aSystem(name: string, operations: readonly string[]): Promise<Counted> {
  const tools: Record<string, number> = {}
  const handler = createMcpHandler(() => {
    const server = new McpServer({ name, version: '1' }, {})
    for (const operation of operations)
      server.registerTool(operation, { inputSchema: z.looseObject({}) }, async (given) => {
        tools[operation] = (tools[operation] ?? 0) + 1
        return { content: [{ type: 'text', text: JSON.stringify({ ...given, name: 'Ann', disabled: false }) }] }
      })
    return server
  })
  return counting(http.createServer(getRequestListener((request) => handler.fetch(request))), tools)
}

/** Where replies go. */
export async function aMailbox(): Promise<Counted> {
  const tools: Record<string, number> = {}
  return counting(
    http.createServer((_, response) => {
      tools.delivered = (tools.delivered ?? 0) + 1
      response.end('{}')
    }),
    tools,
  )
}

export type Tap = { to(port: number): number; destinations(): string[]; remove(): void }

/** Every connection this process opens from now on, by where it goes: under `net`, so under fetch, undici, pg and everything else. */
export function tap(): Tap {
  const original = net.Socket.prototype.connect
  const seen = new Map<string, number>()
  const note = (given: unknown[]): void => {
    const first = (Array.isArray(given[0]) ? given[0][0] : given[0]) as { port?: unknown; path?: unknown } | number | string
    const where =
      typeof first === 'object' && first !== null
        ? (first.path ?? `port ${String(first.port)}`)
        : typeof first === 'number'
          ? `port ${first}`
          : first
    seen.set(String(where), (seen.get(String(where)) ?? 0) + 1)
  }
  net.Socket.prototype.connect = function (this: net.Socket, ...given: unknown[]) {
    note(given)
    return (original as (...all: unknown[]) => net.Socket).apply(this, given)
  } as typeof original
  return {
    to: (port) => seen.get(`port ${port}`) ?? 0,
    destinations: () => [...seen.keys()],
    remove: () => {
      net.Socket.prototype.connect = original
    },
  }
}
