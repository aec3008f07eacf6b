// SIGKILL at every point around an effect, against a provider that applies and drops its reply, answers twice, or fails after applying: nothing is done twice, nothing
// is lost, and what nobody can know is `unknown` and in people's hands. A sample each day; TENURE_EVERY_KILL=1 makes a thousand kills.

import { type ChildProcess, fork } from 'node:child_process'
import http from 'node:http'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import type { EffectId, EmployeeId, InteractionId } from '../../src/domain/ids.ts'
import { callTool } from '../../src/handling/call-tool.ts'
import { conclude } from '../../src/handling/conclude.ts'
import { perform } from '../../src/handling/perform.ts'
import type { SystemCall } from '../../src/ports/system.ts'
import { testDatabase } from '../support/database.ts'
import { smallDossier } from '../support/dossier-files.ts'
import { aRollout, arrives, aWorld, done, promoteByOverride, rows } from '../support/world.ts'
import { callProvider, type Order } from './failpoint-worker.ts'

const every = process.env.TENURE_EVERY_KILL === '1'
const wanted = every ? 1_000 : 48
const { url } = await testDatabase()
const world = await aWorld(url)

type Mode = 'answers' | 'applies and drops the reply' | 'answers twice' | 'applies and fails'
const modes: Mode[] = ['answers', 'applies and drops the reply', 'answers twice', 'applies and fails']
/** What was really done, by key; a provider that honours keys does a key once, the other does whatever it is asked. */
const applied = new Map<string, number>()
const ways = new Map<string, { mode: Mode; honoursKeys: boolean; asked: number }>()
const provider = http.createServer((request, response) => {
  let body = ''
  request.on('data', (part) => {
    body += part
  })
  request.on('end', () => {
    const { key, id } = JSON.parse(body) as { key: string; id: string }
    const way = ways.get(id)!
    const first = way.asked++ === 0
    if (!way.honoursKeys || !applied.has(key)) applied.set(key, (applied.get(key) ?? 0) + 1)
    if (first && way.mode === 'applies and drops the reply') return void response.destroy()
    if (first && way.mode === 'applies and fails') return void response.writeHead(500).end()
    const answer = JSON.stringify({ ok: true })
    response.end(first && way.mode === 'answers twice' ? answer + answer : answer)
  })
})
await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve))
const at = provider.address()
const providerUrl = `http://127.0.0.1:${typeof at === 'object' && at !== null ? at.port : 0}`

// Starting a process takes most of a second, so the next ones start while one works.
const ready: Promise<ChildProcess>[] = []
function start(): Promise<ChildProcess> {
  const child = fork(path.join(import.meta.dirname, 'failpoint-worker.ts'), [url, providerUrl], { stdio: 'ignore' })
  return new Promise((resolve) => child.once('message', () => resolve(child)))
}
afterAll(async () => {
  for (const child of ready) (await child).disconnect()
  provider.close()
  await world.close()
})

/** Whether the worker died at the point it was told; false when it was through before. */
async function killedAt(order: Order): Promise<boolean> {
  while (ready.length < 3) ready.push(start())
  const child = await ready.shift()!
  const ended = new Promise<NodeJS.Signals | null>((resolve) => child.once('exit', (_, signal) => resolve(signal)))
  child.send(order)
  return (await ended) === 'SIGKILL'
}

const agent = { kind: 'agent', id: 'a', authority: 'its key' } as const
let persons = 0

async function aReleasedWrite(employeeId: EmployeeId, way: { mode: Mode; honoursKeys: boolean }) {
  const id = `p${++persons}`
  ways.set(id, { ...way, asked: 0 })
  const { interactionId } = await arrives(world, employeeId, 'I forgot my password, please reset my password', {
    driver: 'agent',
  })
  const request = { kind: 'call', system: 'directory', operation: 'reset_password', arguments: { id } } as const
  const { effectId } = done(
    await callTool(world.house, world.systems, { interactionId: interactionId as InteractionId, request }, agent),
  )
  // A query that is not answered goes to people; the reply is left alone here.
  const reply = { kind: 'reply', text: 'A link is on its way.' } as const
  done(await callTool(world.house, world.systems, { interactionId: interactionId as InteractionId, request: reply }, agent))
  done(
    await conclude(
      world.house,
      { interactionId: interactionId as InteractionId, answer: { kind: 'effects', usage: null } },
      agent,
    ),
  )
  const oversee = world.jobs.find((job) => job.step === 'oversee')
  world.jobs.length = 0
  if (oversee) await world.run(oversee)
  world.jobs.length = 0
  return { effectId, interactionId, id }
}

test(
  'killed at every point around an effect, nothing is done twice, nothing is lost, and the rest is unknown and with people',
  async () => {
    const employees = new Map<boolean, EmployeeId>()
    for (const honoursKeys of [true, false]) {
      const listed = honoursKeys
        ? smallDossier['integrations.yaml']!
        : smallDossier['integrations.yaml']!.replace(', idempotent: true', '')
      const opened = await aRollout(world, {
        files: { ...smallDossier, 'integrations.yaml': listed },
        agent: { kind: 'http', webhookUrl: null, webhookSecret: null },
      })
      await promoteByOverride(world, opened.rolloutId)
      employees.set(honoursKeys, opened.employeeId)
    }
    const made: { effectId: EffectId; interactionId: string; honoursKeys: boolean; mode: Mode }[] = []
    const points = new Set<number>()
    let kills = 0
    for (let i = 0; kills < wanted; i++) {
      const honoursKeys = i % 2 === 0
      const mode = modes[Math.floor(i / 2) % modes.length]!
      const write = await aReleasedWrite(employees.get(honoursKeys)!, { mode, honoursKeys })
      made.push({ ...write, honoursKeys, mode })
      const order = { effectId: write.effectId, nowMs: world.clock.now().getTime() }
      // Five and thirty-four share no divisor: all points, in all ways, in turn. A worker that has fewer comes through.
      const killAt = 1 + ((i * 5) % 34)
      if (await killedAt({ ...order, killAt })) {
        kills++
        points.add(killAt)
        // The one that takes over may die as well.
        if (await killedAt({ ...order, killAt: 1 + ((killAt + i) % 20) })) kills++
      }
      // The queue gives the job, under its own name, to whoever lives.
      const doors = {
        systems: {
          find: async () => ({ call: (call: SystemCall) => callProvider(providerUrl, call), close: async () => undefined }),
        },
        channels: { find: () => null },
      }
      for (let again = 0; again < 3; again++) await perform(world.house, doors, write.effectId)
      world.jobs.length = 0
      if (i > wanted * 40) throw new Error('workers are not being killed')
    }
    const found = { performed: 0, unknown: 0, other: 0 }
    for (const { effectId, interactionId, honoursKeys, mode } of made) {
      const [row] = await rows<{ state: string; why: string; key: string }>(
        world,
        'select state, why, idempotency_key as key from tenure.effects where id = $1',
        [effectId],
      )
      const times = applied.get(row!.key) ?? 0
      const context = { honoursKeys, mode, state: row!.state, why: row!.why, times }
      expect(context.times, JSON.stringify(context)).toBeLessThanOrEqual(1)
      if (row!.state === 'performed') expect(context).toMatchObject({ times: 1 })
      else {
        expect(context.state, JSON.stringify(context)).toBe('unknown')
        expect(await rows(world, 'select state from tenure.escalations where interaction_id = $1', [interactionId])).toEqual([
          { state: 'open' },
        ])
      }
      found[row!.state === 'performed' ? 'performed' : row!.state === 'unknown' ? 'unknown' : 'other']++
    }
    console.log(
      `${kills} kills at ${points.size} points, ${made.length} effects: ${found.performed} performed once, ${found.unknown} unknown and with people, 0 twice, 0 lost`,
    )
    expect(found.performed).toBeGreaterThan(0)
    expect(found.unknown).toBeGreaterThan(0)
    expect(points.size).toBeGreaterThan(15)
  },
  every ? 3_600_000 : 180_000,
)
