// FIELD.md section 3, P4: tool calls that never met the gate (https://github.com/temporal-community/temporal-agent-harness/issues/51,
// https://github.com/envoyproxy/ai-gateway/issues/2073). Here: whatever an agent’s key can reach, a system is reached through call-tool and perform only.

import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { authority } from '../../src/domain/oversight/authority.ts'
import { doors, servedAt } from '../../src/http/doors.ts'
import { testDatabase } from '../support/database.ts'
import { smallDossier } from '../support/dossier-files.ts'
import { address } from '../support/http-world.ts'
import { rows } from '../support/world.ts'
import { aHouse, refusal, reply, reset } from './agents.ts'

const { url } = await testDatabase()
const { stories, world, anAgent, lead } = await aHouse(url)
const clients: Client[] = []
afterAll(async () => {
  for (const client of clients) await client.close()
  await world.close()
})
beforeEach(() => {
  stories.seen.calls.length = 0
})

const disposed = async (interactionId: string) =>
  rows<{ system: string | null; operation: string | null; state: string }>(
    stories,
    `select body::jsonb #>> '{says,system}' as system, body::jsonb #>> '{says,operation}' as operation, body::jsonb #>> '{says,state}' as state
     from audit.entries where subject = $1 and kind = 'effect.disposed' order by id`,
    [interactionId],
  )
const read = { kind: 'call', system: 'directory', operation: 'get_person', arguments: { id: 'ann' } } as const
const unknown = [
  { ...reset('ann'), operation: 'delete_person' },
  { ...reset('ann'), operation: 'never_heard_of' },
  { ...reset('ann'), system: 'payroll' },
  { ...reset('ann'), operation: 'RESET_PASSWORD' },
  { ...reset('ann'), operation: 'reset_password\u200b' },
  { ...reset('ann'), system: 'directory.reset_password', operation: '' },
  { ...reset('ann'), system: '__proto__', operation: 'toString' },
]

describe('what an agent’s key may do', () => {
  const open = doors.filter(({ act }) => {
    const entitled = authority[act]
    return entitled !== 'anyone' && (entitled.scopes as readonly string[]).includes('agent')
  })

  test('is this, and a new route for agents fails here until somebody has looked whether it goes round the gate', () => {
    expect(open.map(({ method, path }) => `${method} ${path}`).toSorted()).toEqual([
      'get /effects/{id}',
      'get /interactions/{id}',
      'get /me',
      'post /effects/{id}/outcome',
      'post /interactions/{id}/close',
      'post /interactions/{id}/effects',
      'post /interactions/{id}/escalation',
    ])
  })

  test('every one of these routes, sent whatever might move it: only the asked-for effect reaches the system, and the trail says so first', async () => {
    const { opens, authorization } = await anAgent('supervised')
    const id = await opens()
    for (const { method, path } of open)
      for (const body of [{}, reset('ann'), { ...reset('ann'), effects: [reset('ann')], outcome: 'performed', reason: 'x' }])
        await world.send(method.toUpperCase(), servedAt + path.replace('{id}', id), {
          headers: { authorization },
          ...(method === 'get' ? {} : { body }),
        })
    await stories.drain()
    const made = await disposed(id)
    const calls = stories.seen.calls.map(({ system, operation }) => ({ system, operation }))
    const may = made.filter(({ state }) => state === 'released' || state === 'attempting')
    expect(calls.length).toBeLessThanOrEqual(may.length)
    expect(
      calls.every((call) => may.some(({ system, operation }) => system === call.system && operation === call.operation)),
    ).toBe(true)
  })
})

describe.each(['supervised', 'assist', 'observe'] as const)('in %s', (phase) => {
  test('what nobody declared or granted is refused over the decision API, and on the trail', async () => {
    const { agent, opens } = await anAgent(phase)
    const id = await opens()
    for (const request of unknown) {
      const answer = await agent.askForEffect(id, request as never).catch((error: { status: number }) => error)
      expect(answer, JSON.stringify(request)).toSatisfy((a: { state?: string; status?: number }) =>
        a.state === undefined ? a.status === 400 || a.status === 422 : ['refused', 'escalated'].includes(a.state),
      )
    }
    await stories.drain()
    expect(stories.seen.calls).toEqual([])
    expect((await disposed(id)).length).toBeGreaterThanOrEqual(unknown.length - 1)
  })

  test('and through /mcp: a tool nobody listed is refused, every call that is made has its ruling', async () => {
    const { opens, authorization } = await anAgent(phase)
    const id = await opens()
    const mcp = new Client({ name: 'an agent', version: '1' }, { versionNegotiation: { mode: 'auto' } })
    clients.push(mcp)
    const fetchHere = (async (input: string | URL, init?: RequestInit) => world.app.request(String(input), init)) as typeof fetch
    await mcp.connect(
      new StreamableHTTPClientTransport(new URL(`${address}/mcp`), {
        fetch: fetchHere,
        requestInit: { headers: { authorization, 'tenure-interaction': id } },
      }),
    )
    const names = [
      'directory__delete_person',
      'directory__never_heard_of',
      'payroll__pay',
      'directory.reset_password',
      'directory__RESET_PASSWORD',
      'directory__reset_password\u200b',
      'tenure_perform',
      'tenure_decide',
      '__proto__',
    ]
    for (const name of names) {
      const answer = await mcp
        .callTool({ name, arguments: { id: 'ann', notify: true } })
        .catch((error: unknown) => ({ isError: true, error }))
      expect(answer.isError, name).toBe(true)
    }
    await stories.drain()
    expect(stories.seen.calls).toEqual([])
    await mcp.callTool({ name: 'directory__get_person', arguments: { id: 'ann' } })
    expect(stories.seen.calls.map(({ operation }) => operation)).toEqual(['get_person'])
    expect(await disposed(id)).toContainEqual({ system: 'directory', operation: 'get_person', state: 'attempting' })
  })
})

describe('saying that one did it oneself', () => {
  test('is refused for a system that Tenure calls, whatever state the effect is in', async () => {
    const { agent, opens } = await anAgent('assist')
    const id = await opens()
    const asked = [
      await agent.askForEffect(id, read),
      await agent.askForEffect(id, reset('ann')),
      await agent.askForEffect(id, reply('x')),
    ]
    for (const { effectId } of asked)
      await expect(agent.reportOutcome(effectId, { outcome: 'performed', result: { ok: true } })).rejects.toEqual(
        refusal('outcome_not_yours'),
      )
    await expect(agent.reportOutcome('eff_none', { outcome: 'performed' })).rejects.toEqual(refusal('not_found'))
    const story = await lead.interaction(id)
    expect(story.proposals[0]?.effects.map(({ state }) => state)).toEqual(['performed', 'held', 'held'])
  })

  test('is possible only where the integration map gives a system to the agent, and there only for what was allowed', async () => {
    const files = {
      'integrations.yaml': (smallDossier['integrations.yaml'] ?? '').replace(
        "connector: {kind: mcp, url: 'http://127.0.0.1:1/mcp'}",
        'connector: {kind: agent}',
      ),
    }
    const { agent, opens } = await anAgent('supervised', { files })
    const id = await opens()
    const allowed = await agent.askForEffect(id, reset('ann'))
    expect(await agent.reportOutcome(allowed.effectId, { outcome: 'performed' })).toMatchObject({ state: 'performed' })
    const refused = await agent.askForEffect(id, { ...reset('ann'), operation: 'delete_person' })
    await expect(agent.reportOutcome(refused.effectId, { outcome: 'performed' })).rejects.toMatchObject({
      status: expect.any(Number),
    })
    const observed = await anAgent('observe', { files })
    const shadowed = await observed.agent.askForEffect(await observed.opens(), reset('ann'))
    expect(shadowed.state).toBe('recorded')
    await expect(observed.agent.reportOutcome(shadowed.effectId, { outcome: 'performed' })).rejects.toMatchObject({
      status: expect.any(Number),
    })
    expect(stories.seen.calls).toEqual([])
  })
})
