// A small world for stories: a house over a real database, a manual clock, fakes of the outside that count what reaches them, and the few sentences
// stories are written in (“given a rollout in shadow …”).

import { scriptedAgent } from '../../src/agents/scripted.ts'
import type { Actor } from '../../src/domain/audit/record.ts'
import type { EmployeeId, InteractionId, ReplayId, RolloutId } from '../../src/domain/ids.ts'
import { isRefusal, type Refusal } from '../../src/domain/refusal.ts'
import { advance, approvePromotion, proposePromotion } from '../../src/governance/advance.ts'
import { assess } from '../../src/governance/assess.ts'
import { hire } from '../../src/governance/hire.ts'
import { openRollout } from '../../src/governance/open-rollout.ts'
import { replayNext } from '../../src/governance/replay-case.ts'
import { setDelivery } from '../../src/governance/set-delivery.ts'
import { registerDossier, signDossier } from '../../src/governance/sign-dossier.ts'
import { notify } from '../../src/handling/notify.ts'
import { oversee } from '../../src/handling/oversee.ts'
import { perform } from '../../src/handling/perform.ts'
import { placeBlind } from '../../src/handling/place-blind.ts'
import { propose } from '../../src/handling/propose.ts'
import { type Arrival, receive } from '../../src/handling/receive.ts'
import { settle } from '../../src/handling/settle.ts'
import { watchReviewer } from '../../src/handling/watch-reviewer.ts'
import { memoryOver, toolsOver } from '../../src/main/compose.ts'
import type { Agent } from '../../src/ports/agent.ts'
import type { Delivery as ChannelDelivery } from '../../src/ports/channel.ts'
import type { SystemCall, SystemOutcome } from '../../src/ports/system.ts'
import type { News, Webhook } from '../../src/ports/webhook.ts'
import { Database, type Job } from '../../src/store/database.ts'
import type { AgentBinding } from '../../src/store/employees.ts'
import type { House } from '../../src/store/house.ts'
import { smallDossier } from './dossier-files.ts'

export class ManualClock {
  #at: number
  constructor(start = '2026-11-02T09:00:00Z') {
    this.#at = Date.parse(start)
  }
  now(): Date {
    return new Date(this.#at)
  }
  pass(amount: { days?: number; minutes?: number; ms?: number }): void {
    this.#at += (amount.days ?? 0) * 86_400_000 + (amount.minutes ?? 0) * 60_000 + (amount.ms ?? 0)
  }
}

export const people = {
  ona: { kind: 'person', id: 'per_ona', authority: 'ops_lead' },
  omar: { kind: 'person', id: 'per_omar', authority: 'ops_lead' },
  rita: { kind: 'person', id: 'per_rita', authority: 'reviewer' },
} as const satisfies Record<string, Actor>
export const door: Actor = { kind: 'channel', id: 'chat', authority: 'inbound' }

/** A step's result, which must not be a refusal. */
export function done<T>(result: T | Refusal): T {
  if (isRefusal(result)) throw new Error(`refused: ${result.refusal}: ${result.sentence}`)
  return result
}

export type World = Awaited<ReturnType<typeof aWorld>>

/** `queue: 'manual'` keeps left jobs in memory until `drain`; nothing runs behind the test's back. */
export async function aWorld(url: string, options: { agent?: Agent } = {}) {
  const clock = new ManualClock()
  const house: House = { db: new Database(url, { connections: 12 }), clock }
  const jobs: Job[] = []
  house.db.deliverJobsTo(async (left) => left.map((job, i) => ({ ...job, ticket: String(i), carried: false })))
  house.db.onWorkLeft((left) => jobs.push(...left))
  const seen = { calls: [] as SystemCall[], deliveries: [] as ChannelDelivery[], told: [] as News[] }
  const webhook: Webhook = { tell: async (_, news) => void seen.told.push(news) }
  const answer = {
    system: async (call: SystemCall): Promise<SystemOutcome> => ({
      outcome: 'performed',
      result: defaultResult(call),
      providerRef: null,
    }),
    channel: async (delivery: ChannelDelivery): Promise<SystemOutcome> => ({
      outcome: 'performed',
      result: null,
      providerRef: delivery.key,
    }),
  }
  const systems = {
    find: async () => ({
      call: (call: SystemCall) => {
        seen.calls.push(call)
        return answer.system(call)
      },
      close: async () => undefined,
    }),
  }
  const channels = {
    find: () => ({
      deliver: (delivery: ChannelDelivery): Promise<SystemOutcome> => {
        seen.deliveries.push(delivery)
        return answer.channel(delivery)
      },
    }),
  }
  const agent = options.agent ?? scriptedAgent()
  const asking = {
    agentFor: (binding: AgentBinding) => (binding.kind === 'http' ? null : agent),
    toolsFor: toolsOver(house, systems),
    memoryFor: memoryOver(house),
    silenceMs: 2_000,
  }

  async function run(job: Job): Promise<void> {
    if (job.step === 'propose') await propose(house, asking, job.id as InteractionId)
    else if (job.step === 'oversee') await oversee(house, job.id as InteractionId)
    else if (job.step === 'perform') await perform(house, { systems, channels }, job.id as never)
    else if (job.step === 'settle') await settle(house, job.id as InteractionId)
    else if (job.step === 'replay') await replayNext(house, asking, job.id as ReplayId)
    else if (job.step === 'notify') await notify(house, webhook, job.id as never)
    else if (job.step === 'place_blind') await placeBlind(house, job.id as never)
    else if (job.step === 'watch_reviewer') await watchReviewer(house, job.id as never)
    else throw new Error(`no step ${job.step}`)
  }

  return {
    house,
    clock,
    seen,
    answer,
    systems,
    channels,
    asking,
    jobs,
    run,
    /** Runs left work until none is left. */
    drain: async () => {
      for (let job = jobs.shift(); job; job = jobs.shift()) await run(job)
    },
    close: async () => house.db.close(),
  }
}

function defaultResult(call: SystemCall): unknown {
  if (call.operation === 'get_person') return { id: String(call.arguments.id), name: 'Ann', disabled: false }
  return { ok: true }
}

export type Opened = { employeeId: EmployeeId; rolloutId: RolloutId; dossierId: string }

let count = 0

/** A signed dossier and its rollout in shadow; each call makes an employee of its own, so tests share a database and do not meet. */
export async function aRollout(
  world: World,
  it: {
    files?: Readonly<Record<string, string>>
    agent?: AgentBinding
    delivery?: 'observe' | 'assist'
    cells?: { queryType: string; channel: string }[]
  } = {},
): Promise<Opened> {
  const { house } = world
  const { employeeId } = done(
    await hire(house, { name: `Nila ${++count} ${process.pid}`, agent: it.agent ?? { kind: 'scripted' } }, people.ona),
  )
  const { dossierId } = done(await registerDossier(house, { employeeId, files: it.files ?? smallDossier }, people.rita))
  done(await signDossier(house, { dossierId }, people.ona))
  done(await signDossier(house, { dossierId }, people.omar))
  const { rolloutId } = done(await openRollout(house, { dossierId, cells: it.cells ?? 'all' }, people.ona))
  if (it.delivery === 'assist')
    done(await setDelivery(house, { rolloutId, delivery: 'assist', reason: 'the team wants to send what it likes' }, people.ona))
  return { employeeId, rolloutId, dossierId }
}

export const readGate = (house: House) => (rolloutId: RolloutId) => assess(house, { rolloutId })

/** Moves a rollout up one phase by two people, over a gate that is not met: an override with its reason. */
export async function promoteByOverride(world: World, rolloutId: RolloutId): Promise<void> {
  const { house } = world
  const { promotionId } = done(
    await proposePromotion(house, readGate(house), { rolloutId, reason: 'a test of what follows', override: true }, people.ona),
  )
  done(await approvePromotion(house, { promotionId }, people.omar))
  done(await advance(house, readGate(house), { promotionId }, people.ona))
}

let messages = 0

/** A message arrives by chat. */
export async function arrives(
  world: World,
  employeeId: EmployeeId,
  query: string,
  more: Partial<Arrival['inbound']> & { driver?: Arrival['driver'] } = {},
) {
  const { driver = 'worker', ...inbound } = more
  const externalId = `m-${++messages}`
  return done(
    await receive(
      world.house,
      {
        employeeId,
        driver,
        inbound: { externalId, channel: 'chat', requester: 'ann', query, queryType: null, fields: {}, ...inbound },
      },
      door,
    ),
  )
}

/** Rows for asserting on what is stored. */
export async function rows<R extends Record<string, unknown>>(world: World, sql: string, values: unknown[] = []): Promise<R[]> {
  return world.house.db.read<R>(sql, values)
}
