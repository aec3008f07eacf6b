// The yardstick of the gateway's benchmark: npm's mcp-proxy in front of the same system, in a process of its own. It forwards and decides nothing.

import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { Server } from '@modelcontextprotocol/server'
import { proxyServer, startHTTPServer } from 'mcp-proxy'

const [upstream = '', port = '0'] = process.argv.slice(2)
const client = new Client({ name: 'mcp-proxy', version: '1' }, { versionNegotiation: { mode: 'auto' } })
await client.connect(new StreamableHTTPClientTransport(new URL(upstream)))
const serverCapabilities = client.getServerCapabilities() ?? { tools: {} }
await startHTTPServer({
  createServer: async () => {
    const server = new Server({ name: 'mcp-proxy', version: '1' }, { capabilities: serverCapabilities })
    await proxyServer({ client, server, serverCapabilities })
    return server
  },
  host: '127.0.0.1',
  port: Number(port),
  stateless: true,
  enableJsonResponse: true,
  eventStore: false,
  sseEndpoint: null,
})
process.send?.('ready')
process.once('disconnect', () => process.exit(0))
