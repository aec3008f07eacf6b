// A server on loopback with employees whose agents people bring along, a worker beside it, and a person at the console.

import { serve } from '@hono/node-server'
import { afterAll, beforeAll } from 'vitest'
import { type Client, createClient } from '../../sdk/src/client.ts'
import { lapse } from '../../src/handling/lapse.ts'
import { perform } from '../../src/handling/perform.ts'
import { connectedSystems } from '../../src/main/connected-systems.ts'
import { testDatabase } from '../support/database.ts'
import { smallDossier } from '../support/dossier-files.ts'
import { type Browser, firstAdmin, httpWorld, keyOf, somebody } from '../support/http-world.ts'
import { mcpUpstream } from '../support/mcp-upstream.ts'
import { onLoopback } from '../support/on-loopback.ts'
import { until } from '../support/until.ts'
import { aWorld, promoteByOverride, rows } from '../support/world.ts'

const { url } = await testDatabase()
export const upstream = await mcpUpstream()
export const stories = await aWorld(url)
const systems = connectedSystems(stories.house.db, onLoopback)
const world = httpWorld(url, { over: { ...stories, systems: systems as never }, systems, holdMs: 3_000 })
const server = serve({ fetch: world.app.fetch, port: 0, hostname: '127.0.0.1' })
await new Promise((resolve) => server.once('listening', resolve))
const at = server.address()
export const baseUrl = `http://127.0.0.1:${typeof at === 'object' && at !== null ? at.port : 0}`

let engineer: Browser
let lead: Client
let second: Client
let reviewer: Client
let stop = false
/** Carries out what is left for workers, as worker processes do beside the server. */
const worker = (async () => {
  while (!stop) {
    for (let job = stories.jobs.shift(); job; job = stories.jobs.shift())
      if (job.step === 'perform') await perform(stories.house, { systems, channels: stories.channels }, job.id as never)
      else if (job.step !== 'notify') await stories.run(job)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
})()
afterAll(async () => {
  stop = true
  await worker
  server.close()
  if ('closeAllConnections' in server) server.closeAllConnections()
  await systems.close()
  await world.close()
  await upstream.close()
})

const asBrowser = (headers: Record<string, string>): Client =>
  createClient({
    baseUrl,
    fetch: ((input: string, init: RequestInit = {}) =>
      world.app.request(input.replace(baseUrl, 'http://127.0.0.1:4310'), {
        ...init,
        headers: { ...(init.headers as Record<string, string>), ...headers },
      })) as typeof fetch,
  })

beforeAll(async () => {
  const admin = await firstAdmin(world)
  engineer = await somebody(world, admin, 'engineer')
  lead = asBrowser((await somebody(world, admin, 'ops_lead')).headers)
  second = asBrowser((await somebody(world, admin, 'ops_lead')).headers)
  reviewer = asBrowser((await somebody(world, admin, 'reviewer')).headers)
})

let count = 0

/** An employee in supervised whose every write waits for a person (`held`) or none does. `connector` agent: the agent performs itself. */
export async function anAgent(held: boolean, connector: 'mcp' | 'agent' = 'mcp', phase: 'shadow' | 'supervised' = 'supervised') {
  const name = `Nila ${++count}`
  const files: Record<string, string> = { ...smallDossier }
  const where = connector === 'agent' ? '{kind: agent}' : `{kind: mcp, url: '${upstream.url}?of=${count}'}`
  files['integrations.yaml'] = files['integrations.yaml']!.replace("{kind: mcp, url: 'http://127.0.0.1:1/mcp'}", where)
  if (held) files['SOUL.md'] = files['SOUL.md']!.replace('must_not:', 'always_review: [directory.reset_password]\nmust_not:')
  const maker = asBrowser(engineer.headers)
  await maker.hire({ name, agent: { kind: 'http' } })
  const { dossierId } = await maker.registerDossier({ employee: name, files })
  await lead.signDossier(dossierId)
  await second.signDossier(dossierId)
  const { rolloutId } = await lead.openRollout({ dossier: dossierId, cells: 'all' })
  if (phase === 'supervised') await promoteByOverride(stories, rolloutId as never)
  const key = (await keyOf(world, engineer, ['agent', 'inbound'], name)).authorization.slice('Bearer '.length)
  const client = createClient({ baseUrl, key })
  const query = 'I forgot my password, please reset my password'
  const { interactionId } = await client.receive({
    employee: name,
    externalId: crypto.randomUUID(),
    channel: 'chat',
    requester: 'ann',
    query,
    driver: 'agent',
  })
  return { name, key, client, interactionId, governing: { client, interactionId, waitMs: 3_000 } }
}

export type Person = 'approves' | 'declines' | 'never answers'

/** A person at the console, who does this with the next thing that waits in the interaction. */
export async function aPerson(interactionId: string, does: Person): Promise<void> {
  const held = await until(
    'something waits',
    async () =>
      (
        await rows<{ id: string; digest: string }>(
          stories,
          "select id, approval_digest as digest from tenure.effects where interaction_id = $1 and state = 'held'",
          [interactionId],
        )
      )[0],
  )
  if (does === 'never answers') {
    await rows(stories, "update tenure.effects set expires_at = '2020-01-01' where id = $1 returning 1", [held.id])
    await lapse(stories.house, { silenceMs: 1e12 })
  } else await reviewer.decideEffect(held.id, { decision: does === 'approves' ? 'release' : 'decline', digest: held.digest })
}

export const resets = () => upstream.called.filter(({ tool: name }) => name === 'reset_password').length
export const expected: Record<Person, { told: RegExp; done: number }> = {
  approves: { told: /Ann|"name"/, done: 1 },
  declines: { told: /declined/, done: 0 },
  'never answers': { told: /expired/, done: 0 },
}
export const persons = Object.keys(expected) as Person[]
