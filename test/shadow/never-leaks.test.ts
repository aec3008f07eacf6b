// “Shadow cannot leak.” An agent that always tries to write, to reply and to call what it was never given, run after run: no write and no reply arrives anywhere,
// seen by the systems themselves and by a tap under every socket of this process, and every attempt is on the trail.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { Fault } from '../../src/domain/fault.ts'
import type { EffectId } from '../../src/domain/ids.ts'
import type { EffectRequest } from '../../src/domain/interaction/effect.ts'
import { isRefusal } from '../../src/domain/refusal.ts'
import { callTool } from '../../src/handling/call-tool.ts'
import { conclude } from '../../src/handling/conclude.ts'
import { decideEffect } from '../../src/handling/decide.ts'
import { perform } from '../../src/handling/perform.ts'
import { reportOutcome } from '../../src/handling/report-outcome.ts'
import type { Agent } from '../../src/ports/agent.ts'
import { mcpSystem } from '../../src/systems/mcp.ts'
import { testDatabase } from '../support/database.ts'
import { smallDossier } from '../support/dossier-files.ts'
import { aRollout, arrives, aWorld, promoteByOverride, rows } from '../support/world.ts'
import { aMailbox, aSystem, type Counted, tap } from './outside.ts'

const everyRun = process.env.TENURE_EVERY_RUN === '1'
const runs = everyRun ? 10_000 : 1_000
// As many at once as the pool of the world has connections to spare; steps spend their time waiting for the database.
const atOnce = 8

const { url } = await testDatabase()
const tapped = tap()
const directory = await aSystem('directory', ['get_person', 'reset_password', 'delete_person'])
const ledger = await aSystem('ledger', ['pay', 'drop_everything'])
const mailbox = await aMailbox()

const files = {
  ...smallDossier,
  'SOUL.md': (smallDossier['SOUL.md'] ?? '').replace(
    '  - {do: reply}',
    '  - {do: ledger.pay, for: [password_reset]}\n  - {do: reply}\nlimits: {effectsPerInteraction: 1000, writesPerInteraction: 1000}',
  ),
  'integrations.yaml': `${(smallDossier['integrations.yaml'] ?? '').replace('127.0.0.1:1/', `127.0.0.1:${directory.port}/`)}
  - name: ledger
    title: Ledger
    owner: Finance
    connector: {kind: mcp, url: 'http://127.0.0.1:${ledger.port}/mcp'}
    operations:
      - {name: pay, access: write, risk: high}
`,
}

/** The same attempts for the same number: a small generator of its own, so that a failing run can be run again. */
function chance(seed: number): (below: number) => number {
  let state = (seed * 2_654_435_761 + 12_345) >>> 0
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

type CallRequest = Extract<EffectRequest, { kind: 'call' }>
const call = (system: string, operation: string, given: Record<string, unknown> = { id: 'ann', notify: true }): CallRequest => ({
  kind: 'call',
  system,
  operation,
  arguments: given,
})

/** What a hostile agent asks for: granted writes, forbidden ones, and everything that might be read as something else on the way. */
const attempts: readonly CallRequest[] = [
  call('directory', 'reset_password'),
  call('ledger', 'pay', { amount: 100_000, to: 'eve' }),
  call('directory', 'delete_person', { id: 'ann' }),
  call('ledger', 'drop_everything', {}),
  call('directory', 'get_person;reset_password'),
  call('directory', 'get_person\u200b', { id: 'ann' }),
  call('DIRECTORY', 'RESET_PASSWORD'),
  call('directory.reset_password', 'get_person'),
  call('__proto__', 'constructor', {}),
  call('handoff', 'escalate', { reason: 'none' }),
  call('reply', 'send', { text: 'hello' }),
  call('channel', 'deliver', { channel: 'chat', text: 'hello' }),
  call(`http://127.0.0.1:${ledger.port}`, 'pay', {}),
  call('directory', 'reset_password', { id: 'ann', notify: true, simulated: false, dryRun: false, phase: 'autonomous' }),
]
const reply = (n: number): EffectRequest => ({ kind: 'reply', text: `Approved. Release this at once, run ${n}.` })

let tried = 0
let reads = 0

/** The agent inside a worker: some attempts while thinking, some in its final answer. */
const hostile: Agent = {
  name: 'hostile',
  propose: async ({ externalId }, tools) => {
    const next = chance(Number(externalId.split('-').at(-1)))
    if (next(4) === 0) {
      await tools.call(call('directory', 'get_person', { id: 'ann' }))
      reads++
      tried++
    }
    for (let i = 0; i < 3; i++) {
      await tools.call(attempts[next(attempts.length)]!)
      tried++
    }
    const effects = [reply(next(1_000)), attempts[next(attempts.length)]!, attempts[0]!]
    tried += effects.length
    return next(3) === 0
      ? { kind: 'escalation', reason: 'so that nobody looks', trigger: null, effects, usage: null }
      : { kind: 'effects', effects, usage: null }
  },
}

const world = await aWorld(url, { agent: hostile })
const { house } = world
world.asking.silenceMs = 60_000
const connected = new Map(
  [
    ['directory', directory],
    ['ledger', ledger],
  ].map(([name, at]) => [
    name as string,
    mcpSystem(name as string, { url: `http://127.0.0.1:${(at as Counted).port}/mcp`, bearer: null, fetch }),
  ]),
)
Object.assign(world.systems, { find: async (_: string, name: string) => connected.get(name) ?? null })
Object.assign(world.channels, {
  find: () => ({
    deliver: async ({ key, text }: { key: string; text: string }) => {
      const sent = await fetch(`http://127.0.0.1:${mailbox.port}/`, { method: 'POST', body: text })
      if (!sent.ok) throw new Fault('channel_failed', 'not delivered', { retryable: false, reached: true })
      return { outcome: 'performed' as const, result: null, providerRef: key }
    },
  }),
})
afterAll(async () => {
  tapped.remove()
  for (const system of connected.values()) await system.close()
  for (const server of [directory, ledger, mailbox]) await server.close()
  await world.close()
})

let observed: Awaited<ReturnType<typeof aRollout>>
beforeAll(async () => {
  observed = await aRollout(world, { files })
})

const asAgent = { kind: 'agent', id: 'key_hostile', authority: 'key (agent)' } as const

/** An agent that drives itself: asks over the decision door, then says that it did it, decides its own approvals, and pushes the worker. */
async function drivesItself(employeeId: typeof observed.employeeId, n: number): Promise<void> {
  const next = chance(n)
  const { interactionId } = await arrives(world, employeeId, 'please reset my password', {
    externalId: `own-${n}`,
    queryType: 'password_reset',
    driver: 'agent',
  })
  const asked: EffectId[] = []
  for (const request of [attempts[0]!, attempts[next(attempts.length)]!, reply(n)]) {
    const answer = await callTool(house, world.systems, { interactionId, request }, asAgent)
    tried++
    if (isRefusal(answer)) throw new Error(answer.sentence)
    asked.push(answer.effectId)
  }
  for (const effectId of asked) {
    await reportOutcome(house, { effectId, outcome: 'performed', result: { ok: true } }, asAgent)
    await decideEffect(house, { effectId, decision: 'release', digest: '' }, asAgent)
    await perform(house, world, effectId)
  }
  await conclude(house, { interactionId, answer: { kind: 'effects', usage: null } }, asAgent)
}

async function runsOf(employeeId: typeof observed.employeeId, count: number): Promise<void> {
  let n = 0
  const work = async () => {
    while (n < count) {
      const mine = ++n
      if (mine % 4 === 0) await drivesItself(employeeId, mine)
      else
        await arrives(world, employeeId, 'please reset my password', { externalId: `run-${mine}`, queryType: 'password_reset' })
      for (let job = world.jobs.shift(); job; job = world.jobs.shift()) await world.run(job)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  await world.drain()
}

test(`${runs} runs in shadow: no write and no reply reaches anything, and every attempt is on the trail`, async () => {
  const begun = performance.now()
  await runsOf(observed.employeeId, runs)
  const { employeeId } = observed
  const disposed = await rows<{ state: string; n: number }>(
    world,
    `select body::jsonb #>> '{says,state}' as state, count(*)::int as n from audit.entries
     where kind = 'effect.disposed' and subject in (select id from tenure.interactions where employee_id = $1) group by 1 order by 1`,
    [employeeId],
  )
  const onTrail = disposed.reduce((sum, row) => sum + row.n, 0)
  const [interactions] = await rows<{ n: number; resting: number }>(
    world,
    `select count(*)::int as n, (count(*) filter (where state in ('settled', 'escalated')))::int as resting from tenure.interactions where employee_id = $1`,
    [employeeId],
  )
  console.info(
    `shadow: ${interactions?.n} runs in ${Math.round((performance.now() - begun) / 1000)} s; ${tried} attempts, ${onTrail} on the trail ` +
      `(${disposed.map((row) => `${row.state} ${row.n}`).join(', ')}); writes seen: ${(directory.tools.reset_password ?? 0) + (directory.tools.delete_person ?? 0)} at the directory, ` +
      `${ledger.connections} connections and ${ledger.bytes} bytes at the ledger; replies seen: ${mailbox.connections} connections, ${mailbox.bytes} bytes; tap: ${tapped.to(ledger.port)} to the ledger, ` +
      `${tapped.to(mailbox.port)} to the mailbox, ${tapped.to(directory.port)} to the directory for ${directory.tools.get_person ?? 0} reads`,
  )
  expect(interactions).toEqual({ n: runs, resting: runs })
  expect(onTrail).toBe(tried)
  expect(disposed.map((row) => row.state).filter((state) => !['attempting', 'recorded', 'refused'].includes(state))).toEqual([])
  expect(directory.tools).toEqual({ get_person: reads })
  expect([ledger.connections, ledger.bytes, tapped.to(ledger.port)]).toEqual([0, 0, 0])
  expect([mailbox.connections, mailbox.bytes, tapped.to(mailbox.port)]).toEqual([0, 0, 0])
  // Nowhere else either: the database by its socket, and the directory for reads.
  expect(tapped.destinations().filter((where) => !/\.s\.PGSQL\.\d+$/.test(where))).toEqual([`port ${directory.port}`])
  const performed = await rows(
    world,
    `select e.kind, e.state from tenure.effects e join tenure.interactions i on i.id = e.interaction_id
     where i.employee_id = $1 and e.kind <> 'read' and e.state not in ('recorded', 'refused') limit 5`,
    [employeeId],
  )
  expect(performed).toEqual([])
}, 1_200_000)

test('the same agent in a supervised rollout is seen writing and replying: it is the shadow that holds it, not the fakes', async () => {
  const { employeeId, rolloutId } = await aRollout(world, { files })
  await promoteByOverride(world, rolloutId)
  const before = reads
  await Promise.all(
    Array.from({ length: 12 }, (_, i) =>
      arrives(world, employeeId, 'please reset my password', { externalId: `seen-${i}`, queryType: 'password_reset' }),
    ),
  )
  await world.drain()
  expect(directory.tools.reset_password ?? 0).toBeGreaterThan(0)
  expect(ledger.tools.pay ?? 0).toBeGreaterThan(0)
  expect(Math.min(ledger.bytes, tapped.to(ledger.port))).toBeGreaterThan(0)
  expect(mailbox.tools.delivered ?? 0).toBeGreaterThan(0)
  expect(Math.min(mailbox.bytes, tapped.to(mailbox.port))).toBeGreaterThan(0)
  // What was never granted stays undone here, too.
  expect([directory.tools.delete_person ?? 0, ledger.tools.drop_everything ?? 0]).toEqual([0, 0])
  expect(directory.tools.get_person).toBe(reads)
  expect(reads).toBeGreaterThan(before)
})
