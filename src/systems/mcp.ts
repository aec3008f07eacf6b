// A business system behind an MCP server (streamable HTTP). One connection per system, made on first use and made anew after it breaks. The idempotency
// key travels in `_meta`; whether the server honours it is what the integration map says, never what the server claims.

import { Client, SdkHttpError, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { Fault, faultIn } from '../domain/fault.ts'
import { definitionHash, isAgreed, type SeenTool, type ToolDefinition } from '../domain/oversight/tool-pin.ts'
import type { BusinessSystem, SystemCall, SystemOutcome } from '../ports/system.ts'

const idempotencyMeta = 'tenure/idempotency-key'

/** A tool that does not answer in this time has an unknown outcome; every client gives up at 60 s (ECOSYSTEM.md section 2), we are quicker than they. */
const callTimeoutMs = 30_000

/** `fetch`: the way out, which decides which addresses are reached at all. */
export type McpAddress = {
  url: string
  bearer: string | null
  fetch: (url: string | URL, init?: RequestInit) => Promise<Response>
}

type Listing = Promise<Map<string, SeenTool>>

/**
 * One connection and how many calls are on it. A retired one takes no new calls and is closed when its last call has ended. `listing`: the look at the
 * tools that is under way; `next`: the one that begins when it has ended, for every call that came meanwhile.
 */
type Line = { client: Promise<Client>; calls: number; retired: boolean; listing: Listing | null; next: Listing | null }

/**
 * Connects lazily; the server may be down until the first call. After a call broke, later calls get a new connection, and those still under way keep
 * the old one: closing it would turn their outcomes into unknown ones.
 */
export function mcpSystem(name: string, address: McpAddress): BusinessSystem {
  let current: Line | null = null

  async function retire(line: Line): Promise<void> {
    line.retired = true
    if (current === line) current = null
    await closeWhenDone(line)
  }

  /** Runs on the line there is, or on a new one; a line on which something broke takes no new calls. */
  async function onLine<T>(work: (client: Client, line: Line) => Promise<T>): Promise<T> {
    current ??= { client: connect(address), calls: 0, retired: false, listing: null, next: null }
    const line = current
    line.calls++
    try {
      const client = await line.client.catch((error: unknown) => Promise.reject(unreachable(name, error)))
      return await work(client, line)
    } catch (error) {
      await retire(line)
      throw error
    } finally {
      line.calls--
      await closeWhenDone(line)
    }
  }

  /** The definition as it is now, looked at after this call was asked for; null when nobody pins this system's tools. */
  async function look(call: SystemCall): Promise<SeenTool | 'gone' | null> {
    if (call.agreed === undefined) return null
    return onLine(async (client, line) => {
      try {
        return (await listingFor(line, client)).get(call.operation) ?? 'gone'
      } catch (error) {
        throw unreachable(name, error)
      }
    })
  }

  return {
    async call(call) {
      const seen = await look(call)
      if (seen === 'gone') return { outcome: 'failed', reason: `${name} offers no tool ${call.operation}`, providerRef: null }
      if (seen !== null && !isAgreed(seen.hash, call.agreed ?? nothingSaid)) return { outcome: 'changed', seen }
      const outcome = await onLine(async (client) => {
        try {
          return outcomeOf(
            await client.callTool(
              { name: call.operation, arguments: { ...call.arguments }, _meta: { [idempotencyMeta]: call.key } },
              { timeout: callTimeoutMs },
            ),
          )
        } catch (error) {
          throw lost(name, call, error)
        }
      })
      return seen === null ? outcome : { ...outcome, seen }
    },
    async tools() {
      return onLine(async (client) => [...(await freshListing(client)).values()])
    },
    async close() {
      if (current !== null) await retire(current)
    },
  }
}

const nothingSaid = { pinned: null, declared: null }

/**
 * A look at the tools that begins no earlier than now, so that a definition changed before a call is seen by that call. Calls that come while one is under way
 * share the next: a busy system is asked for its list once per round trip, not once per call.
 */
function listingFor(line: Line, client: Client): Listing {
  if (line.listing === null) {
    line.listing = freshListing(client).finally(() => {
      line.listing = line.next
      line.next = null
    })
    return line.listing
  }
  const after = () => freshListing(client)
  line.next ??= line.listing.then(after, after).finally(() => {
    line.listing = line.next
    line.next = null
  })
  return line.next
}

/** `bypass`: a list that was kept for a while would hide a change for as long. */
async function freshListing(client: Client): Promise<Map<string, SeenTool>> {
  const { tools } = await client.listTools(undefined, { timeout: callTimeoutMs, cacheMode: 'bypass' })
  return new Map(tools.map((tool) => [tool.name, { hash: definitionHash(tool), definition: tool as unknown as ToolDefinition }]))
}

/** What the server says of its tools, all pages, and of its own name. No tool is called. Throws Fault `system_unreachable`. */
export async function mcpTools(address: McpAddress): Promise<{ tools: unknown[]; server: string | null }> {
  let client: Client | null = null
  try {
    client = await connect(address)
    const { tools } = await client.listTools(undefined, { timeout: callTimeoutMs })
    return { tools, server: client.getServerVersion()?.name ?? null }
  } catch (error) {
    throw unreachable(address.url, error)
  } finally {
    await client?.close()
  }
}

async function closeWhenDone(line: Line): Promise<void> {
  if (!line.retired || line.calls > 0) return
  // A connection that never came about has nothing to close; whoever asked for it has been told.
  const client = await line.client.catch(() => null)
  await client?.close()
}

/** Not connected means nothing can have happened there. */
function unreachable(name: string, error: unknown): Fault {
  const told = faultIn(error)
  return new Fault('system_unreachable', `system ${name} cannot be reached: ${(told ?? (error as Error)).message}`, {
    retryable: told?.retryable ?? true,
    cause: error,
  })
}

async function connect({ url, bearer, fetch }: McpAddress): Promise<Client> {
  const client = new Client({ name: 'tenure', version: '1' }, { versionNegotiation: { mode: 'auto' } })
  const headers: Record<string, string> = bearer === null ? {} : { authorization: `Bearer ${bearer}` }
  await client.connect(new StreamableHTTPClientTransport(new URL(url), { fetch, requestInit: { headers } }), { timeout: 5_000 })
  return client
}

type ToolResult = Awaited<ReturnType<Client['callTool']>>

function outcomeOf(result: ToolResult): SystemOutcome {
  const ref = (result._meta as Record<string, unknown> | undefined)?.['tenure/provider-ref']
  const providerRef = typeof ref === 'string' ? ref : null
  const content = Array.isArray(result.content) ? (result.content as { type: string; text?: string }[]) : []
  const text = content
    .filter((part) => part.type === 'text')
    .map((part) => part.text ?? '')
    .join('\n')
  if (result.isError) return { outcome: 'failed', reason: text || 'the system reported an error', providerRef }
  return { outcome: 'performed', result: result.structuredContent ?? parsed(text), providerRef }
}

/** Systems that answer with JSON in text are read as JSON; anything else stays the text it is. */
function parsed(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return text
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return text
    throw error
  }
}

/** Statuses with which a server turns a call away at its door, before any tool runs: no credential, not allowed, no such session or place, no such method. */
const turnedAway = [401, 403, 404, 405]

/**
 * Only the way out knows for certain that nothing was sent, and only the status that a call was turned away. What an error says proves nothing: its words are the
 * server's, and the client itself throws “invalid params” over an answer of a tool that has run.
 */
function lost(name: string, call: SystemCall, error: unknown): Fault {
  const told = faultIn(error)
  const refusedConnection = told?.reached === false
  const away = error instanceof SdkHttpError && turnedAway.includes(error.status)
  return new Fault('system_failed', `${name}.${call.operation}: ${(told ?? (error as Error)).message}`, {
    retryable: told?.reached === false && told.retryable,
    reached: !refusedConnection && !away,
    cause: error,
  })
}
