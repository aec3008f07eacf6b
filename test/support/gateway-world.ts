// The gateway over a real database with a system behind it, people for every role, and MCP clients of agents: what a test of /mcp starts from. One per test file.

import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { afterAll, beforeAll, beforeEach } from 'vitest'
import { createClient, type Client as TenureClient } from '../../sdk/src/client.ts'
import { perform } from '../../src/handling/perform.ts'
import { connectedSystems } from '../../src/main/connected-systems.ts'
import { testDatabase } from './database.ts'
import { smallDossier } from './dossier-files.ts'
import { address, type Browser, firstAdmin, httpWorld, keyOf, somebody } from './http-world.ts'
import { mcpUpstream } from './mcp-upstream.ts'
import { onLoopback } from './on-loopback.ts'
import { aWorld, promoteByOverride } from './world.ts'

const { url } = await testDatabase()
export const upstream = await mcpUpstream()
export const stories = await aWorld(url)
const systems = connectedSystems(stories.house.db, onLoopback)
export const world = httpWorld(url, { over: { ...stories, systems: systems as never }, systems, holdMs: 400 })
const clients: Client[] = []
afterAll(async () => {
  for (const client of clients) await client.close()
  await systems.close()
  await world.close()
  await upstream.close()
})

export let engineer: Browser
export let lead: TenureClient
export let second: TenureClient
export let reviewer: TenureClient

export function clientOf(headers: Record<string, string>): TenureClient {
  const fetchHere = (async (input: string, init: RequestInit = {}) =>
    world.app.request(input, { ...init, headers: { ...(init.headers as Record<string, string>), ...headers } })) as typeof fetch
  return createClient({ baseUrl: address, fetch: fetchHere })
}

beforeAll(async () => {
  const admin = await firstAdmin(world)
  engineer = await somebody(world, admin, 'engineer')
  lead = clientOf((await somebody(world, admin, 'ops_lead')).headers)
  second = clientOf((await somebody(world, admin, 'ops_lead')).headers)
  reviewer = clientOf((await somebody(world, admin, 'reviewer')).headers)
})
beforeEach(() => {
  upstream.called.length = 0
})

let count = 0

/** An employee of its own, in the phase asked for, and an MCP client with its agent's key. */
export async function anAgent(
  phase: 'observe' | 'assist' | 'supervised',
  more: { alwaysReview?: string; soul?: (text: string) => string } = {},
) {
  const name = `Nila ${++count}`
  const files: Record<string, string> = { ...smallDossier }
  // A path of its own, so that tests do not meet in one pinned tool.
  const at = `${upstream.url}?of=${count}`
  files['integrations.yaml'] = files['integrations.yaml']!.replace('http://127.0.0.1:1/mcp', at)
  if (more.alwaysReview)
    files['SOUL.md'] = files['SOUL.md']!.replace('must_not:', `always_review: [${more.alwaysReview}]\nmust_not:`)
  if (more.soul) files['SOUL.md'] = more.soul(files['SOUL.md']!)
  const maker = clientOf(engineer.headers)
  const { employeeId } = await maker.hire({ name, agent: { kind: 'http' } })
  const { dossierId } = await maker.registerDossier({ employee: name, files })
  await lead.signDossier(dossierId)
  await second.signDossier(dossierId)
  const { rolloutId } = await lead.openRollout({ dossier: dossierId, cells: 'all' })
  if (phase === 'assist') await lead.setDelivery(rolloutId, { delivery: 'assist', reason: 'a test' })
  if (phase === 'supervised') await promoteByOverride(stories, rolloutId as never)
  const key = await keyOf(world, engineer, ['agent', 'inbound'], name)
  return { name, employeeId, rolloutId, key, at, mcp: await connected(key.authorization) }
}

export async function connected(authorization: string, headers: Record<string, string> = {}): Promise<Client> {
  const client = new Client({ name: 'an agent', version: '1' }, { versionNegotiation: { mode: 'auto' } })
  const fetchHere = (async (input: string | URL, init?: RequestInit) => world.app.request(String(input), init)) as typeof fetch
  await client.connect(
    new StreamableHTTPClientTransport(new URL(`${address}/mcp`), {
      fetch: fetchHere,
      requestInit: { headers: { authorization, ...headers } },
    }),
  )
  clients.push(client)
  return client
}

type Result = {
  content: { text: string }[]
  structuredContent?: Record<string, unknown>
  isError?: boolean
  _meta?: Record<string, unknown>
}
export const call = async (mcp: Client, name: string, given: Record<string, unknown> = {}) =>
  (await mcp.callTool({ name, arguments: given })) as Result

export const query = 'I forgot my password, please reset my password'
export const open = async (mcp: Client, externalId: string = crypto.randomUUID(), words = query) =>
  (await call(mcp, 'tenure_open', { externalId, channel: 'chat', requester: 'ann', query: words })).structuredContent as {
    interactionId: string
    queryType: string
    yours: boolean
  }

/** Runs what is left for workers, as a worker would. */
export async function work() {
  for (let job = stories.jobs.shift(); job; job = stories.jobs.shift()) {
    if (job.step === 'perform') await perform(stories.house, { systems, channels: stories.channels }, job.id as never)
    else if (job.step !== 'notify') await stories.run(job)
  }
}
