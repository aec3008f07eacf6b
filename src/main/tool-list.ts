// Asks a live MCP server for its list of tools, for a draft. Reads only: no tool is called.

import { mcpTools } from '../systems/mcp.ts'

/** What `tools/list` answers, all pages, and what the server calls itself. Throws Fault `system_unreachable`. */
export async function toolListAt(url: string): Promise<{ tools: unknown[]; server: string | null }> {
  return mcpTools({ url, bearer: null })
}
