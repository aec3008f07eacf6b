// Asks a live MCP server for its list of tools, for a draft. Reads only: no tool is called.

import { readPrivateSystems } from '../domain/oversight/private-systems.ts'
import { outgoing } from '../egress/outgoing.ts'
import { mcpTools } from '../systems/mcp.ts'

/** What `tools/list` answers, all pages, and what the server calls itself. Throws Fault `system_unreachable`. */
export async function toolListAt(url: string): Promise<{ tools: unknown[]; server: string | null }> {
  // Whoever types an address on a command line means it, private or not; what is never called is not called for them either.
  const { host } = new URL(url)
  const named = readPrivateSystems(host)
  const way = outgoing([url], { privateSystems: () => (typeof named === 'string' ? [] : named) })
  try {
    return await mcpTools({ url, bearer: null, fetch: way.fetch })
  } finally {
    await way.close()
  }
}
