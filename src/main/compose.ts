// Every part built and joined, in reading order. The only place where store, steps, agents, systems, channels and doors meet.

import path from 'node:path'
import { serve } from '@hono/node-server'
import { httpAgent } from '../agents/http.ts'
import { recordedAgent } from '../agents/recorded.ts'
import { scriptedAgent } from '../agents/scripted.ts'
import { collectChannel } from '../channels/collect.ts'
import { createWebhook } from '../channels/webhook.ts'
import { invariant } from '../domain/fault.ts'
import { type PrivateSystem, readPrivateSystems } from '../domain/oversight/private-systems.ts'
import { isRefusal } from '../domain/refusal.ts'
import { createGateway } from '../gateway/gateway.ts'
import { announceKey } from '../governance/announce-key.ts'
import { ensureFirstAdminLink } from '../governance/invite.ts'
import { callTool } from '../handling/call-tool.ts'
import type { Asking } from '../handling/propose.ts'
import { remember } from '../handling/remember.ts'
import { createApp } from '../http/app.ts'
import { createAuth } from '../http/auth.ts'
import { LiveFeed } from '../http/live.ts'
import { observeDoor } from '../observe/door.ts'
import type { Agent, Tools } from '../ports/agent.ts'
import type { Channels } from '../ports/channel.ts'
import { systemClock } from '../ports/clock.ts'
import type { Systems } from '../ports/system.ts'
import { stepsOf } from '../store/agent-steps.ts'
import { Database } from '../store/database.ts'
import type { House } from '../store/house.ts'
import { peopleTables } from '../store/people.ts'
import { openWork } from '../store/work.ts'
import { startSchedule } from '../worker/schedule.ts'
import { Worker } from '../worker/worker.ts'
import { type Config, credentialOf } from './config.ts'
import { connectedSystems } from './connected-systems.ts'
import { examplePlace } from './example.ts'
import { modelAgentFor, modelWays, priceOf } from './language-models.ts'
import { createLog } from './log.ts'
import { observedRuns, systemsWithObserved } from './observed-systems.ts'
import { installationSecret } from './secret.ts'
import { installationSigner } from './signing-key.ts'
import { version } from './version.ts'

export type Running = { stop(): Promise<void> }

/** An agent that has said nothing for this long has fallen silent, and people take over. Long enough for a slow model with several calls. */
export const silenceMs = 120_000

// Steps wait for models and systems, not for the processor; the pool has a connection for each and a few to spare.
const slotsPerWorker = 12
const connections = { api: 16, worker: slotsPerWorker + 4 }

/** Door 1: HTTP API and console. Throws what `listen` throws. */
export async function runApi(config: Config, options: { onFirstAdminLink(url: string): void }): Promise<Running> {
  const log = createLog(config.logLevel, 'api')
  const house = openHouse(config, connections.api)
  const queue = await openWork(house.db, {
    supervise: false,
    onError: (error) => log.warn({ err: error }, 'the work queue reported an error'),
  })
  const connected = connectedSystems(house.db, { privateSystems: () => privateSystemsOf(config) })
  const systems = systemsWithObserved(house, connected)
  // Behind a proxy people use another address; https there makes the cookies Secure.
  const publicUrl = config.client.url
  const auth = createAuth({
    tables: peopleTables(house.db.pool),
    secret: installationSecret(config).reveal(),
    publicUrl,
    clock: house.clock,
    log,
  })
  const consoleDir = path.join(import.meta.dirname, '../../console/dist')
  const gateway = createGateway({ house, systems, version, stateSecret: installationSecret(config).reveal() })
  const observe = observeDoor({
    house,
    price: priceOf,
    credential: (name) => credentialOf(name)?.reveal() ?? null,
    wayTo: modelWays(() => privateSystemsOf(config)),
  })
  const signer = installationSigner(config)
  await announceKey(house, signer)
  const live = new LiveFeed({ db: house.db, log })
  const app = createApp({ house, live, systems, signer, auth, log, version, consoleDir, hosts: namesOf(config), gateway, observe })
  const server = await listen(app.fetch, config)
  const token = await ensureFirstAdminLink(house)
  if (token !== null) options.onFirstAdminLink(`${publicUrl}/first-admin#${token}`)
  return {
    stop: async () => {
      // Listeners are told to come back; an open stream would keep the server from closing.
      live.close()
      await new Promise<void>((resolve) => {
        server.close(() => resolve())
        if ('closeAllConnections' in server) server.closeAllConnections()
      })
      await gateway.close()
      await observe.close()
      await queue.stop()
      await connected.close()
      await house.db.close()
    },
  }
}

/** Door 3: the steps that no person and no agent asks for. */
export async function runWorker(config: Config): Promise<Running> {
  const log = createLog(config.logLevel, 'worker')
  const house = openHouse(config, connections.worker)
  const queue = await openWork(house.db, {
    supervise: true,
    onError: (error) => log.warn({ err: error }, 'the work queue reported an error'),
  })
  const live = connectedSystems(house.db, { privateSystems: () => privateSystemsOf(config) })
  const systems = systemsWithObserved(house, live)
  const asking = {
    agentFor: defaultAgents(house, () => privateSystemsOf(config)),
    toolsFor: toolsOver(house, systems),
    memoryFor: memoryOver(house),
    silenceMs,
  }
  const webhook = createWebhook({ clock: house.clock })
  const worker = new Worker({ house, asking, doors: { systems, channels: defaultChannels }, webhook, price: priceOf }, queue, {
    slots: slotsPerWorker,
    report: log,
  })
  const schedule = startSchedule(house, { silenceMs, report: log })
  worker.start()
  return {
    stop: async () => {
      await schedule.stop()
      await worker.stop()
      await queue.stop()
      await live.close()
      await house.db.close()
    },
  }
}

/** The agents that live inside a worker. One that drives itself over HTTP is never called. */
function defaultAgents(house: House, privateSystems: () => readonly PrivateSystem[]): Asking['agentFor'] {
  const scripted = scriptedAgent()
  const observed = recordedAgent(observedRuns(house))
  return (binding): Agent | null => {
    switch (binding.kind) {
      case 'scripted':
        return scripted
      case 'http':
        return httpAgent
      case 'language_model':
        return modelAgentFor(binding, { clock: house.clock, privateSystems })
      case 'observed':
        return observed
      case 'recorded':
        return null
    }
  }
}

/** Every channel hands its replies to whoever collects them; real channels come with their adapters. */
const defaultChannels: Channels = { find: () => collectChannel }

/** What an agent of our own keeps: each step in a transaction of its own, before anything follows from it. */
export function memoryOver(house: House): Asking['memoryFor'] {
  return (interactionId) => ({
    recall: () => stepsOf(house.db, interactionId),
    keep: (position, step) => remember(house, { interactionId, position, step }),
  })
}

/** Tools for one interaction's agent: each call is step 2a, and equal calls are told apart by how often they came in this attempt. */
export function toolsOver(house: House, systems: Systems): Asking['toolsFor'] {
  return (interactionId): Tools => {
    const seen = new Map<string, number>()
    return {
      call: async (request) => {
        const name = JSON.stringify(request)
        const occurrence = seen.get(name) ?? 0
        seen.set(name, occurrence + 1)
        const answer = await callTool(
          house,
          systems,
          { interactionId, request, occurrence },
          { kind: 'agent', id: 'worker', authority: 'the open proposal' },
        )
        if (!isRefusal(answer)) return answer
        invariant(answer.refusal === 'interaction_closed', `a call of a running agent was refused: ${answer.sentence}`)
        throw new Error(answer.sentence)
      },
    }
  }
}

/** What the operator named, and the example's systems while they are loaded here: only they, at only their port. */
function privateSystemsOf(config: Config): readonly PrivateSystem[] {
  const example = examplePlace(config)
  const own = example === null ? [] : readPrivateSystems(`127.0.0.1:${example.port}`)
  invariant(typeof own !== 'string', 'the address of the example can be read')
  return [...config.privateSystems, ...own]
}

function openHouse(config: Config, count: number): House {
  invariant(config.database !== null, 'a role is started with a database')
  return { db: new Database(config.database.url.reveal(), { connections: count }), clock: systemClock }
}

const loopback = ['127.0.0.1', 'localhost', '[::1]']

/** The names a server on a loopback address answers to: its own and the one of TENURE_URL. One that listens to others cannot know theirs. */
function namesOf(config: Config): readonly string[] | null {
  const local = ['127.0.0.1', 'localhost', '::1'].includes(config.host)
  return local ? [...loopback, new URL(config.client.url).hostname] : null
}

type Server = ReturnType<typeof serve>

function listen(fetch: Parameters<typeof serve>[0]['fetch'], config: Config): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch, port: config.port, hostname: config.host }, () => resolve(server))
    server.once('error', reject)
  })
}
