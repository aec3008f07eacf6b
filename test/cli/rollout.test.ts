// “The words of the command line do what the API does, as the person whose key is used, and say no with an exit code.”

import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { listening, type Said, tenure } from '../support/command-line.ts'
import { testDatabase } from '../support/database.ts'
import { type Browser, firstAdmin, httpWorld, keyOf, somebody } from '../support/http-world.ts'
import { aRollout, arrives, aWorld } from '../support/world.ts'

// Every command is a process of its own, on a machine that may be busy.
vi.setConfig({ testTimeout: 120_000 })

const { url } = await testDatabase()
const world = await aWorld(url)
const http = httpWorld(url, { over: world })
let server: Awaited<ReturnType<typeof listening>>
const as = { lead: {}, other: {}, reviewer: {}, machine: {} } as Record<
  'lead' | 'other' | 'reviewer' | 'machine',
  Record<string, string>
>

beforeAll(async () => {
  server = await listening(http)
  const admin = await firstAdmin(http)
  const environment = async (maker: Browser, scopes: Parameters<typeof keyOf>[2], employee?: string) => ({
    TENURE_URL: server.url,
    TENURE_API_KEY: (await keyOf(http, maker, scopes, employee)).authorization.slice('Bearer '.length),
  })
  as.lead = await environment(await somebody(http, admin, 'ops_lead'), ['read', 'govern'])
  as.other = await environment(await somebody(http, admin, 'ops_lead'), ['read', 'govern'])
  as.reviewer = await environment(await somebody(http, admin, 'reviewer'), ['read', 'review'])
  const { employeeId } = await aRollout(world)
  as.machine = await environment(admin, ['agent', 'inbound'], employeeId)
})
afterAll(async () => {
  await server.close()
  await world.close()
})

const parsed = ({ code, out, err }: Said) => {
  expect(err).toBe('')
  expect(code).toBe(0)
  return JSON.parse(out)
}

describe('looking', () => {
  it('lists and shows employees and rollouts, for programs and for people', async () => {
    const { employeeId, rolloutId } = await aRollout(world)
    const employees = parsed(await tenure(as.lead, 'employee', 'list', '--json'))
    expect(employees.items).toContainEqual(expect.objectContaining({ id: employeeId }))
    const { name } = parsed(await tenure(as.lead, 'employee', 'show', employeeId, '--json'))
    expect((await tenure(as.lead, 'employee', 'show', name)).out).toContain(rolloutId)
    const board = parsed(await tenure(as.lead, 'rollout', 'list', '--employee', employeeId, '--json'))
    expect(board.items).toMatchObject([{ id: rolloutId, phase: 'shadow', delivery: 'observe' }])
    expect((await tenure(as.lead, 'rollout', 'list')).out).toContain('shadow observe')
    expect(parsed(await tenure(as.lead, 'rollout', 'show', rolloutId, '--json'))).toMatchObject({
      id: rolloutId,
      promotion: null,
    })
    expect(parsed(await tenure(as.lead, 'rollout', 'gate', rolloutId, '--json'))).toMatchObject({
      next: 'supervised',
      outcome: 'not_yet_known',
    })
    expect((await tenure(as.lead, 'rollout', 'gate', rolloutId)).out).toContain('minimum_reviews')
  })

  it('is 1 for what is not there, 1 without a key, 2 for a misused word, 3 when no server answers', async () => {
    const [gone, nobody, misused, unreachable] = await Promise.all([
      tenure(as.lead, 'rollout', 'show', 'rol_nothing'),
      tenure({ TENURE_URL: server.url }, 'rollout', 'list'),
      tenure(as.lead, 'rollout', 'promote'),
      tenure({ TENURE_URL: 'http://127.0.0.1:1' }, 'employee', 'list', '--json'),
    ])
    expect([gone.code, gone.out, gone.err]).toEqual([
      1,
      '',
      expect.stringContaining('There is no rollout with the id rol_nothing'),
    ])
    expect([nobody.code, nobody.err]).toEqual([1, expect.stringContaining('You are not signed in')])
    expect(misused.code).toBe(2)
    expect([unreachable.code, unreachable.out, unreachable.err]).toEqual([
      3,
      '',
      expect.stringMatching(/No Tenure answers at http:\/\/127\.0\.0\.1:1\. Start it with/),
    ])
  })
})

describe('moving trust', () => {
  it('needs a reason, a met gate or an override, and two people; a machine’s key approves nothing', async () => {
    const { rolloutId } = await aRollout(world)
    const rollout = (who: keyof typeof as, ...words: string[]) => tenure(as[who], 'rollout', ...words)
    const silent = await rollout('lead', 'propose', rolloutId)
    expect([silent.code, silent.err]).toEqual([2, expect.stringContaining('needs a reason')])
    const early = await rollout('lead', 'propose', rolloutId, '--reason', 'it does well')
    expect([early.code, early.err]).toEqual([1, expect.stringContaining('The gate is not yet known')])
    const { promotionId } = parsed(
      await rollout('lead', 'propose', rolloutId, '--reason', 'a pilot was asked for', '--override', '--json'),
    )
    const alone = await rollout('lead', 'approve', promotionId, '--reason', 'yes')
    expect([alone.code, alone.err]).toEqual([1, expect.stringContaining('The proposer may not approve their own promotion')])
    const machine = await rollout('machine', 'approve', promotionId, '--reason', 'yes')
    expect([machine.code, machine.err]).toEqual([1, expect.stringContaining('This API key lacks the scope govern')])
    const shown = await rollout('lead', 'show', rolloutId)
    expect(shown.out).toContain(`Promotion ${promotionId} to supervised: proposed`)
    expect((await rollout('other', 'approve', rolloutId, '--reason', 'agreed')).code).toBe(0)
    expect(parsed(await rollout('lead', 'advance', rolloutId, '--json'))).toEqual({ rolloutId, phase: 'supervised' })
    expect(parsed(await rollout('lead', 'demote', rolloutId, '--to', 'shadow', '--reason', 'a wrong refund', '--json'))).toEqual({
      rolloutId,
      phase: 'shadow',
    })
  })

  it('splits, halts and resumes', async () => {
    const { rolloutId } = await aRollout(world)
    const bad = await tenure(as.lead, 'rollout', 'split', rolloutId, '--cells', 'vpn_trouble', '--reason', 'weak')
    expect([bad.code, bad.err]).toEqual([2, expect.stringContaining('Write queryType:channel')])
    const split = parsed(
      await tenure(as.lead, 'rollout', 'split', rolloutId, '--cells', 'vpn_trouble:chat', '--reason', 'weak', '--json'),
    )
    expect(split.rolloutId).not.toBe(rolloutId)
    expect(parsed(await tenure(as.reviewer, 'rollout', 'halt', rolloutId, '--reason', 'odd answers', '--json'))).toEqual({
      rolloutId,
      phase: 'halted',
    })
    const forbidden = await tenure(as.reviewer, 'rollout', 'resume', rolloutId, '--reason', 'fine')
    expect([forbidden.code, forbidden.err]).toEqual([1, expect.stringContaining('scope govern')])
    expect((await tenure(as.lead, 'rollout', 'resume', rolloutId, '--reason', 'found it')).out).toContain('is now shadow')
  })
})

describe('reviewing', () => {
  it('takes the next item, shows what will happen, and judges exactly what was shown', async () => {
    const { employeeId } = await aRollout(world)
    await arrives(world, employeeId, 'my vpn keeps dropping')
    await world.drain()
    const queue = parsed(await tenure(as.reviewer, 'review', 'list', '--employee', employeeId, '--json'))
    expect(queue.items).toHaveLength(1)
    const [{ id }] = queue.items
    const shown = await tenure(as.reviewer, 'review', 'next', id)
    expect(shown.out).toContain('my vpn keeps dropping')
    const digest = /--digest ([0-9a-f]{64})/.exec(shown.out)?.[1] ?? ''
    const stale = await tenure(as.reviewer, 'review', 'give', id, 'correct', '--digest', 'f'.repeat(64))
    expect([stale.code, stale.err]).toEqual([1, expect.stringContaining('What you saw is not what is there now')])
    const unsaid = await tenure(as.reviewer, 'review', 'give', id, 'wrong', '--digest', digest)
    expect([unsaid.code, unsaid.err]).toEqual([1, expect.stringContaining('needs a reason or a note')])
    expect((await tenure(as.reviewer, 'review', 'give', id, 'nonsense', '--digest', digest)).code).toBe(2)
    expect(
      parsed(await tenure(as.reviewer, 'review', 'give', id, 'wrong', '--digest', digest, '--why', 'wrong_fact', '--json'))
        .verdictId,
    ).toMatch(/^ver_/)
    expect(parsed(await tenure(as.reviewer, 'review', 'list', '--employee', employeeId, '--json')).items).toEqual([])
  })
})
