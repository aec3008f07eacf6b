// The stage of the play: a house on a fast clock, the example's real systems behind it, and everything that left them counted. Jobs run here, in order;
// nothing is simulated but time and people.

import { scriptedAgent } from '../../src/agents/scripted.ts'
import { collectChannel } from '../../src/channels/collect.ts'
import type { EffectId, InteractionId, ReviewId, RolloutId } from '../../src/domain/ids.ts'
import { readPrivateSystems } from '../../src/domain/oversight/private-systems.ts'
import { oversee } from '../../src/handling/oversee.ts'
import { perform } from '../../src/handling/perform.ts'
import { placeBlind } from '../../src/handling/place-blind.ts'
import { propose } from '../../src/handling/propose.ts'
import { settle } from '../../src/handling/settle.ts'
import { watchReviewer } from '../../src/handling/watch-reviewer.ts'
import { memoryOver, toolsOver } from '../../src/main/compose.ts'
import { connectedSystems } from '../../src/main/connected-systems.ts'
import type { Agent } from '../../src/ports/agent.ts'
import { Database, type Job } from '../../src/store/database.ts'
import type { House } from '../../src/store/house.ts'
import { type ExampleSystems, startExampleSystems } from './systems/start.ts'

export type Desk = {
  house: House
  systems: ExampleSystems
  /** Moves the clock to this many minutes after the beginning. */
  at(minutes: number): void
  /** Runs left work until none is left, a few interactions side by side. */
  work(): Promise<void>
  close(): Promise<void>
}

// Monday, 2 November 2026, midnight UTC: the first day of the three weeks.
const beginning = Date.parse('2026-11-02T00:00:00Z')
const sideBySide = 8

export async function openDesk({ url, dir }: { url: string; dir: string }): Promise<Desk> {
  let nowMs = beginning
  const house: House = { db: new Database(url, { connections: 2 * sideBySide }), clock: { now: () => new Date(nowMs) } }
  const jobs: Job[] = []
  house.db.deliverJobsTo(async (left) => left.map((job, i) => ({ ...job, ticket: String(i), carried: false })))
  house.db.onWorkLeft((left) => jobs.push(...left))
  const systems = await startExampleSystems({ port: 0, dir, now: () => new Date(nowMs) })
  // The example's systems run on this machine, at this port; nothing else of it is reached.
  const own = readPrivateSystems(new URL(systems.url).host)
  if (typeof own === 'string') throw new Error(own)
  const connected = connectedSystems(house.db, { privateSystems: () => own })
  const scripted = scriptedAgent()
  // Following the map asks no model anything: what an answer costs is known, and it is nothing.
  const agent: Agent = {
    name: scripted.name,
    propose: async (task, tools, memory) => ({
      ...(await scripted.propose(task, tools, memory)),
      usage: { inputTokens: 0, outputTokens: 0, costMicros: 0, model: null },
    }),
  }
  const asking = { agentFor: () => agent, toolsFor: toolsOver(house, connected), memoryFor: memoryOver(house), silenceMs: 30_000 }
  const doors = { systems: connected, channels: { find: () => collectChannel } }
  const steps: Record<string, (id: string) => Promise<void>> = {
    propose: (id) => propose(house, asking, id as InteractionId),
    oversee: (id) => oversee(house, id as InteractionId),
    perform: (id) => perform(house, doors, id as EffectId),
    settle: (id) => settle(house, id as InteractionId),
    place_blind: async (id) => void (await placeBlind(house, id as RolloutId)),
    watch_reviewer: (id) => watchReviewer(house, id as ReviewId),
  }
  return {
    house,
    systems,
    at: (minutes) => {
      nowMs = beginning + minutes * 60_000
    },
    work: async () => {
      while (jobs.length > 0) await Promise.all(jobs.splice(0, sideBySide).map((job) => steps[job.step]?.(job.id)))
    },
    close: async () => {
      await connected.close()
      await systems.stop()
      await house.db.close()
    },
  }
}
