// The doors that only observe over a real database, with a provider of models on loopback that does what a test says, and time in the test's hand.

import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll } from 'vitest'
import { createClient, type Client as TenureClient } from '../../sdk/src/client.ts'
import { recordedAgent } from '../../src/agents/recorded.ts'
import { completeTrace } from '../../src/handling/complete-trace.ts'
import { abandonMs, quietMs } from '../../src/handling/gather.ts'
import { propose } from '../../src/handling/propose.ts'
import { memoryOver, toolsOver } from '../../src/main/compose.ts'
import { modelWays } from '../../src/main/language-models.ts'
import { observedRuns, systemsWithObserved } from '../../src/main/observed-systems.ts'
import { observeDoor } from '../../src/observe/door.ts'
import type { Every } from '../../src/observe/halt-watch.ts'
import { takeUp } from '../../src/observe/take-up.ts'
import { testDatabase } from '../support/database.ts'
import { smallDossier } from '../support/dossier-files.ts'
import { address, type Browser, firstAdmin, httpWorld, keyOf, somebody } from '../support/http-world.ts'
import { onLoopback } from '../support/on-loopback.ts'
import { aWorld } from '../support/world.ts'

const { url } = await testDatabase()
export const stories = await aWorld(url)

/** Ticks when told to. */
export const ticker = (() => {
  const acts = new Set<() => void>()
  const every: Every = (_, act) => {
    acts.add(act)
    return () => void acts.delete(act)
  }
  return {
    every,
    running: () => acts.size,
    tick: () => {
      for (const act of [...acts]) act()
    },
  }
})()

export const providerKey = 'sk-the-provider-knows-this-one'
/** A price for models called `priced…`: 1 dollar per million tokens in, 2 out; nothing for cached ones. */
const price = (model: string, usage: { inputTokens: number; cachedTokens: number; outputTokens: number }) =>
  model.startsWith('priced') ? usage.inputTokens - usage.cachedTokens + 2 * usage.outputTokens : null

const live = stories.systems
export const systems = systemsWithObserved(stories.house, live as never)
/** A server over the same house; `limits` of its own for what would take minutes otherwise, and a way out of its own. */
export const serverWith = (
  limits: object = {},
  wayTo: Parameters<typeof observeDoor>[0]['wayTo'] = modelWays(onLoopback.privateSystems),
) =>
  httpWorld(url, {
    over: { ...stories, systems: systems as never },
    systems,
    observe: (house) =>
      observeDoor({
        house,
        price,
        credential: (name) => (name === 'PROVIDER_KEY' ? providerKey : null),
        every: ticker.every,
        limits: { answerBytes: 200_000, streamBytes: 200_000, ...limits },
        wayTo,
      }),
  })
export const world = serverWith()

type Seen = { method: string; path: string; headers: IncomingMessage['headers']; body: Record<string, unknown> }
export const provider = await (async () => {
  const seen: Seen[] = []
  const it = { answer: (_: Seen, to: ServerResponse): void => void to.writeHead(500).end() }
  const server = createServer(async (request, to) => {
    const text = (await request.toArray()).join('')
    const one = {
      method: request.method ?? '',
      path: request.url ?? '',
      headers: request.headers,
      body: text === '' ? {} : JSON.parse(text),
    }
    seen.push(one)
    it.answer(one, to)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const close = async () => {
    server.closeAllConnections()
    await new Promise((done) => server.close(done))
  }
  return { url: `http://127.0.0.1:${port}/v1`, seen, it, close }
})()

afterAll(async () => {
  await world.close()
  await provider.close()
})

export let admin: Browser
export let engineer: Browser
export let lead: TenureClient
let second: TenureClient

export function clientOf(headers: Record<string, string>): TenureClient {
  const fetchHere = (async (input: string, init: RequestInit = {}) =>
    world.app.request(input, { ...init, headers: { ...(init.headers as Record<string, string>), ...headers } })) as typeof fetch
  return createClient({ baseUrl: address, fetch: fetchHere })
}

beforeAll(async () => {
  admin = await firstAdmin(world)
  engineer = await somebody(world, admin, 'engineer')
  lead = clientOf((await somebody(world, admin, 'ops_lead')).headers)
  second = clientOf((await somebody(world, admin, 'ops_lead')).headers)
})

let count = 0

/** An employee that is observed only, with its keys and a rollout in shadow over the small dossier (chat only, unless told otherwise). */
export async function anObserved(it: { models?: string[]; proxy?: boolean; files?: Record<string, string> } = {}) {
  const name = `Olga ${++count}`
  const proxy =
    it.proxy === false ? null : { baseUrl: provider.url, credential: 'PROVIDER_KEY', models: it.models ?? ['priced-1'] }
  const maker = clientOf(engineer.headers)
  const { employeeId } = await maker.hire({ name, agent: { kind: 'observed', proxy } })
  const files: Record<string, string> = { ...smallDossier, ...it.files }
  files['workflow.yaml'] = files['workflow.yaml']!.replace('channels: [email, chat]', 'channels: [chat]')
  const { dossierId } = await maker.registerDossier({ employee: name, files })
  await lead.signDossier(dossierId)
  await second.signDossier(dossierId)
  const { rolloutId } = await lead.openRollout({ dossier: dossierId, cells: 'all' })
  const agent = await keyOf(world, engineer, ['agent'], name)
  const inbound = await keyOf(world, engineer, ['inbound'], name)
  return { name, employeeId, rolloutId, dossierId, agent: agent.authorization, inbound: inbound.authorization }
}

/** Asks a model as the agent would, with the key and the body of its OpenAI client. */
export async function ask(authorization: string, body: unknown, path = 'chat/completions', at = world): Promise<Response> {
  return at.app.request(`${address}/observe/v1/${path}`, {
    method: 'POST',
    headers: { host: '127.0.0.1:4310', authorization, 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
}

/** Sends spans. */
export async function send(
  authorization: string,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = { 'content-type': 'application/json' },
): Promise<Response> {
  const bytes = await new Response(body).arrayBuffer()
  return world.app.request(`${address}/observe/v1/traces`, {
    method: 'POST',
    headers: { host: '127.0.0.1:4310', authorization, 'content-length': String(bytes.byteLength), ...headers },
    body: bytes,
  })
}

const asking = {
  agentFor: (binding: { kind: string }) => (binding.kind === 'observed' ? recordedAgent(observedRuns(stories.house)) : null),
  toolsFor: toolsOver(stories.house, systems),
  memoryFor: memoryOver(stories.house),
  silenceMs: 5_000,
}

/** Runs what is left for workers, as a worker would, after time has passed. Work that is left for later waits for the next call. */
export async function work(passMs = quietMs): Promise<void> {
  stories.clock.pass({ ms: passMs })
  const later = []
  for (let job = stories.jobs.shift(); job; job = stories.jobs.shift()) {
    if (job.step === 'complete_trace') await completeTrace(stories.house, { price, quietMs, abandonMs }, job.id as never)
    else if (job.step === 'take_up') await takeUp(stories.house, job.id as never)
    else if (job.step === 'propose') await propose(stories.house, asking, job.id as never)
    else if (job.step === 'notify') later.push(job)
    else await stories.run(job)
  }
}

/** The key of an agent of another kind. */
export async function keyOfAnother(kind: 'http' | 'scripted'): Promise<string> {
  const name = `Hans ${++count}`
  await clientOf(engineer.headers).hire({ name, agent: { kind } })
  return (await keyOf(world, engineer, ['agent', 'inbound'], name)).authorization
}
