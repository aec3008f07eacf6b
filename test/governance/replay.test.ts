// “Replay: run a role version on adjudicated past interactions with recorded tool results, three lanes, only changed outputs go to people.”

import { MockLanguageModelV4 } from 'ai/test'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { languageModelAgent } from '../../src/agents/language-model.ts'
import { scriptedAgent } from '../../src/agents/scripted.ts'
import type { DossierId, EmployeeId, ReplayId, RolloutId } from '../../src/domain/ids.ts'
import { isRefusal } from '../../src/domain/refusal.ts'
import { judgeReplayCase, orderReplay, stopReplay } from '../../src/governance/order-replay.ts'
import { registerDossier } from '../../src/governance/sign-dossier.ts'
import type { Agent } from '../../src/ports/agent.ts'
import { findReplay, listReplayCases } from '../../src/store/views/replays.ts'
import { adminQuery, testDatabase } from '../support/database.ts'
import { smallDossier } from '../support/dossier-files.ts'
import { judgeAll } from '../support/judging.ts'
import { aRollout, arrives, aWorld, done, type Opened, people, promoteByOverride, rows } from '../support/world.ts'

const { url } = await testDatabase()
const scripted = scriptedAgent()
let acting: Agent | null = scripted
const standIn: Agent = { name: 'stand-in', propose: (task, tools, memory) => acting!.propose(task, tools, memory) }
const world = await aWorld(url, { agent: standIn })
afterAll(() => world.close())
beforeEach(() => {
  acting = scripted
})
const { house, clock } = world
const refusalOf = (value: unknown) => (isRefusal(value) ? value.refusal : 'no refusal')

type Edit = readonly [file: string, from: string, to: string]

async function aVersion(employeeId: EmployeeId, [file, from, to]: Edit): Promise<DossierId> {
  expect(smallDossier[file], `${file} has what is edited`).toContain(from)
  const files = { ...smallDossier, [file]: smallDossier[file]!.replace(from, to) }
  return done(await registerDossier(house, { employeeId, files }, people.rita)).dossierId
}

let asked = 0

/** So many resets and so many VPN queries, handled and judged right. */
async function judged(employeeId: EmployeeId, resets: number, vpns: number): Promise<void> {
  for (let i = 0; i < resets; i++)
    await arrives(world, employeeId, `I forgot my password, please reset my password, case ${++asked}`, {
      requester: `p${asked}`,
    })
  for (let i = 0; i < vpns; i++) await arrives(world, employeeId, `the vpn does not connect, case ${++asked}`)
  await world.drain()
  await judgeAll(world, employeeId, { correct: true })
}

const order = (rolloutId: RolloutId, dossierId: DossierId, limit = 300) =>
  orderReplay(house, { rolloutId, dossierId, limit }, people.ona)

/** Ordered and run to its end; nothing of it may reach a system or a channel. */
async function replayed(rolloutId: RolloutId, dossierId: DossierId) {
  const reached = [world.seen.calls.length, world.seen.deliveries.length]
  const { replayId } = done(await order(rolloutId, dossierId))
  await world.drain()
  expect([world.seen.calls.length, world.seen.deliveries.length], 'a replay reaches nothing').toEqual(reached)
  return told(replayId)
}

async function told(replayId: ReplayId) {
  const found = await findReplay(house.db, replayId)
  const cases = await listReplayCases(house.db, { replayId, outcome: null, judged: null, after: null }, 1000)
  return { ...found!, all: cases }
}

const wording: Edit = ['SOUL.md', 'You are Nila.', 'You are  Nila.']
const harmful: Edit = ['workflow.yaml', 'notify: true', 'notify: false']

async function judgedRollout(resets = 4, vpns = 4): Promise<Opened> {
  const opened = await aRollout(world)
  await judged(opened.employeeId, resets, vpns)
  return opened
}

describe('with the agent that follows the map', () => {
  test('a typo changes nothing: no case differs, nor did the old version, and the bound is carried over', async () => {
    const { employeeId, rolloutId } = await judgedRollout(20, 20)
    const replay = await replayed(rolloutId, await aVersion(employeeId, wording))
    expect(replay).toMatchObject({ state: 'done', cases: 40, done: 40, changed: 0, noise: 0, costMicros: 0 })
    expect(replay.result).toMatchObject({ cases: 40, changed: 0, unanswerable: 0, failed: 0, noise: 0 })
    const { carried } = replay.result!
    expect(carried).toMatchObject({ replayed: 40, changed: 0 })
    // Clopper & Pearson for 0 of 40 at 1 %: 1 - 0.01^(1/40).
    expect(carried!.changedUpper).toBeCloseTo(1 - 0.01 ** (1 / 40), 9)
    expect(carried!.lower).toBeCloseTo(Math.max(0, carried!.oldLower - carried!.changedUpper), 12)
    expect(carried!.oldLower).toBeGreaterThan(0.85)
  })

  test('the same agent does call a system and does act in life: it is the replay that keeps it from it', async () => {
    const { employeeId, rolloutId } = await judgedRollout(1, 0)
    await promoteByOverride(world, rolloutId)
    const before = [world.seen.calls.length, world.seen.deliveries.length]
    await arrives(world, employeeId, `I forgot my password, please reset my password, case ${++asked}`, { requester: 'live' })
    await world.drain()
    expect(world.seen.calls.length).toBe(before[0]! + 2)
    expect(world.seen.deliveries.length).toBe(before[1]! + 1)
    const live = world.seen.calls.slice(before[0]).map(({ operation }) => operation)
    expect(live).toEqual(['get_person', 'reset_password'])
    await judgeAll(world, employeeId, { correct: true })
    const replay = await replayed(rolloutId, await aVersion(employeeId, wording))
    expect(replay).toMatchObject({ changed: 0, noise: 0 })
  })

  test('a harmful change is found in every case it touches and in no other, and nothing is carried for its type', async () => {
    const { employeeId, rolloutId } = await judgedRollout(4, 4)
    const replay = await replayed(rolloutId, await aVersion(employeeId, harmful))
    expect(replay.result!.byType).toMatchObject({
      password_reset: { cases: 4, changed: 4, noise: 0, affected: true, carried: null },
      vpn_trouble: { cases: 4, changed: 0, noise: 0, affected: false, carried: { replayed: 4, changed: 0 } },
    })
    const differing = replay.all.filter(({ outcome }) => outcome !== 'unchanged')
    expect(differing.every(({ queryType }) => queryType === 'password_reset')).toBe(true)
    const { happened, again, fresh } = differing[0]!.lanes!
    expect(again.calls).toMatchObject(happened.calls.map(({ operation, arguments: given }) => ({ operation, arguments: given })))
    expect(fresh.calls.find(({ kind }) => kind === 'write')!.arguments).toMatchObject({ notify: false })
  })

  test('a read nobody recorded is not asked of the system: the case counts as changed', async () => {
    const { employeeId, rolloutId } = await judgedRollout(3, 0)
    const elsewhere = await aVersion(employeeId, [
      'workflow.yaml',
      "arguments: {id: '{{requester}}'}",
      "arguments: {id: 'staff-{{requester}}'}",
    ])
    const replay = await replayed(rolloutId, elsewhere)
    expect(replay.result).toMatchObject({ cases: 3, changed: 3, unanswerable: 3, noise: 0 })
  })

  test('a trigger and a recognition that changed are found too, though no agent is asked', async () => {
    const { employeeId, rolloutId } = await judgedRollout(0, 3)
    const watchful = await replayed(rolloutId, await aVersion(employeeId, ['SOUL.md', '"lawyer"', '"vpn"']))
    expect(watchful.all.map(({ outcome, lanes }) => [outcome, lanes?.fresh.escalated])).toEqual(Array(3).fill(['changed', true]))
    const blind = await replayed(
      rolloutId,
      await aVersion(employeeId, ['workflow.yaml', 'the vpn does not connect, my vpn keeps dropping', 'a b c, d e f']),
    )
    expect(blind.all.map(({ lanes }) => lanes?.fresh.recognised)).toEqual(Array(3).fill('unlisted'))
  })

  test('it comes through a crash: run twice at once and begun again in the middle, every case is done once', async () => {
    const { employeeId, rolloutId } = await judgedRollout(3, 0)
    const { replayId } = done(await order(rolloutId, await aVersion(employeeId, harmful)))
    const job = world.jobs.shift()!
    await Promise.all([world.run(job), world.run(job)])
    // One of them may find the other's case done and go on to the next: what must not be is a case done twice.
    const doneCases = async () => (await told(replayId)).all.filter(({ outcome }) => outcome !== null).length
    const first = (await told(replayId)).done
    expect([1, 2]).toContain(first)
    expect(await doneCases()).toBe(first)
    world.jobs.length = 0
    await world.run(job)
    expect((await told(replayId)).done).toBe(first + 1)
    expect(await doneCases()).toBe(first + 1)
    await world.drain()
    await world.run(job)
    expect(await told(replayId)).toMatchObject({ state: 'done', done: 3, changed: 3 })
    const records = await rows<{ kind: string }>(world, 'select kind from audit.entries where subject = $1 order by at, id', [
      replayId,
    ])
    expect(records.map(({ kind }) => kind)).toEqual(['replay.ordered', 'replay.ended'])
  })

  test('stopped by a person it runs no further, and says why', async () => {
    const { employeeId, rolloutId } = await judgedRollout(2, 0)
    const { replayId } = done(await order(rolloutId, await aVersion(employeeId, harmful)))
    expect(refusalOf(await order(rolloutId, await aVersion(employeeId, wording)))).toBe('replay_running')
    done(await stopReplay(house, { replayId, reason: 'the wrong version' }, people.ona))
    await world.drain()
    expect(await told(replayId)).toMatchObject({ state: 'stopped', done: 0, result: null, why: 'the wrong version' })
    expect(refusalOf(await stopReplay(house, { replayId, reason: 'again' }, people.ona))).toBe('move_not_legal')
  })

  test('only what came out differently is judged, and it moves no gate', async () => {
    const { employeeId, rolloutId } = await judgedRollout(1, 1)
    const replay = await replayed(rolloutId, await aVersion(employeeId, harmful))
    const [same] = replay.all.filter(({ outcome }) => outcome === 'unchanged')
    const [other] = replay.all.filter(({ outcome }) => outcome === 'changed')
    const verdicts = () => rows(world, 'select count(*)::int as n from tenure.evidence where closed_at is not null')
    const before = await verdicts()
    expect(refusalOf(await judgeReplayCase(house, { caseId: same!.id, verdict: 'old_better' }, people.rita))).toBe(
      'replay_case_unchanged',
    )
    done(await judgeReplayCase(house, { caseId: other!.id, verdict: 'old_better' }, people.rita))
    expect((await told(replay.id)).verdicts).toEqual({ old_better: 1 })
    expect(await verdicts()).toEqual(before)
    const forced = adminQuery(
      url,
      "update tenure.replay_cases set verdict = 'both_right', judged_by = 'x', judged_at = now() where id = $1",
      [same!.id],
    )
    await expect(forced).rejects.toThrow(/replay_cases_judged_are_changed/)
  })
})

describe('what cannot be replayed says so', () => {
  test('an agent that drives itself, an unjudged rollout, a version of another workflow, the version in force', async () => {
    const driven = await aRollout(world, { agent: { kind: 'http', webhookUrl: null, webhookSecret: null } })
    const no = await order(driven.rolloutId, await aVersion(driven.employeeId, wording))
    expect(refusalOf(no)).toBe('replay_not_possible')
    expect(isRefusal(no) && no.sentence).toContain('drives itself')
    const fresh = await aRollout(world)
    expect(refusalOf(await order(fresh.rolloutId, await aVersion(fresh.employeeId, wording)))).toBe('nothing_to_replay')
    expect(refusalOf(await order(fresh.rolloutId, fresh.dossierId as DossierId))).toBe('version_in_force')
    expect(refusalOf(await order(fresh.rolloutId, driven.dossierId as DossierId))).toBe('dossier_of_another')
  })

  test('no agent where the work is done: it stops, with the reason', async () => {
    const { employeeId, rolloutId } = await judgedRollout(1, 0)
    const { replayId } = done(await order(rolloutId, await aVersion(employeeId, wording)))
    const { agentFor } = world.asking
    world.asking.agentFor = () => null
    await world.drain()
    world.asking.agentFor = agentFor
    expect(await told(replayId)).toMatchObject({
      state: 'stopped',
      why: expect.stringContaining('no scripted agent is connected'),
    })
  })

  test('an agent that breaks counts as changed, and words that were erased meanwhile cannot be run', async () => {
    const { employeeId, rolloutId } = await judgedRollout(2, 0)
    const { replayId } = done(await order(rolloutId, await aVersion(employeeId, wording)))
    const [last] = (await told(replayId)).all.slice(-1)
    await adminQuery(
      url,
      'update tenure.contents set body = null where id = (select content_id from tenure.interactions where id = $1)',
      [last!.interactionId],
    )
    acting = { name: 'broken', propose: () => Promise.reject(new Error('out of memory')) }
    await world.drain()
    const found = await told(replayId)
    expect(found.result).toMatchObject({ cases: 2, changed: 2, failed: 2 })
    expect(found.all.map(({ lanes }) => lanes?.fresh.failed)).toEqual([
      'the agent broke: out of memory',
      'the query has been erased',
    ])
  })
})

type Generated = Awaited<ReturnType<MockLanguageModelV4['doGenerate']>>

/** A model that looks the person up, resets with what the role says, and replies; what it replies may vary. */
function model(reply: () => string) {
  const tokens = { total: 10, noCache: 10, cacheRead: 0, cacheWrite: 0 }
  const answered = (content: Generated['content'], unified: 'stop' | 'tool-calls'): Generated => ({
    content,
    finishReason: { unified, raw: undefined },
    usage: { inputTokens: tokens, outputTokens: { total: 10, text: 10, reasoning: 0 } },
    warnings: [],
    response: { id: 'r', timestamp: new Date(0), modelId: 'mock-1' },
  })
  const call = (toolName: string, input: object) =>
    answered([{ type: 'tool-call', toolCallId: `c-${toolName}`, toolName, input: JSON.stringify(input) }], 'tool-calls')
  const doGenerate = async ({ prompt }: { prompt: unknown }): Promise<Generated> => {
    const said = JSON.stringify(prompt)
    const requester = /requester=\\"(\w+)\\"/.exec(said)?.[1] ?? 'ann'
    if (!said.includes('directory__get_person')) return call('directory__get_person', { id: requester })
    if (!said.includes('directory__reset_password'))
      return call('directory__reset_password', { id: requester, notify: !said.includes('quietly') })
    return answered([{ type: 'text', text: reply() }], 'stop')
  }
  const limits = { steps: 8, seconds: 60, tokens: 20_000, costMicros: null }
  return languageModelAgent({ model: new MockLanguageModelV4({ doGenerate }), price: () => 7, clock, limits })
}

describe('with a language model', () => {
  test('other words of a reply beside the same act are no change; a role that makes it act otherwise is, and it costs what it costs', async () => {
    let said = 0
    acting = model(() => `Done, number ${++said}.`)
    const { employeeId, rolloutId } = await judgedRollout(3, 0)
    const typo = await replayed(rolloutId, await aVersion(employeeId, wording))
    expect(typo).toMatchObject({ state: 'done', changed: 0, noise: 0, costMicros: 3 * 2 * 3 * 7 })
    const quiet = await replayed(
      rolloutId,
      await aVersion(employeeId, ['SOUL.md', 'You are Nila.', 'You are Nila. Do it quietly.']),
    )
    expect(quiet.result).toMatchObject({ cases: 3, changed: 3, noise: 0 })
    expect(quiet.result!.carried!.lower).toBe(0)
    expect(
      await rows(
        world,
        'select count(*)::int as n from tenure.agent_steps s join tenure.interactions i on i.id = s.interaction_id where i.employee_id = $1',
        [employeeId],
      ),
    ).toEqual([{ n: 9 }])
  })

  test('an agent that varies by itself shows as noise, and noise is not taken off', async () => {
    let turn = 0
    const restless: Agent = {
      name: 'restless',
      propose: async () => ({ kind: 'effects', effects: [{ kind: 'reply', text: `Answer ${turn++ % 3}` }], usage: null }),
    }
    acting = restless
    const { employeeId, rolloutId } = await judgedRollout(0, 6)
    const replay = await replayed(rolloutId, await aVersion(employeeId, wording))
    expect(replay.noise).toBeGreaterThan(0)
    expect(replay.changed).toBeGreaterThan(0)
    expect(replay.result!.carried!.changed).toBe(replay.changed)
  })
})
