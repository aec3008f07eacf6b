// Many calls at once at the edge of a limit: the last free place is given once.

import { afterAll, expect, test } from 'vitest'
import { Fault } from '../../src/domain/fault.ts'
import type { InteractionId } from '../../src/domain/ids.ts'
import { isRefusal } from '../../src/domain/refusal.ts'
import { callTool } from '../../src/handling/call-tool.ts'
import { testDatabase } from '../support/database.ts'
import { smallDossier } from '../support/dossier-files.ts'
import { aRollout, arrives, aWorld, promoteByOverride, rows } from '../support/world.ts'

const { url } = await testDatabase()
const world = await aWorld(url)
afterAll(() => world.close())
const agent = { kind: 'agent', id: 'many', authority: 'its own key' } as const
const query = 'I forgot my password, please reset my password'

test('500 parallel calls of one employee, one below its daily limit: one goes through', async () => {
  const files = {
    ...smallDossier,
    'SOUL.md': smallDossier['SOUL.md']!.replace(
      'must_not:',
      'limits: {writesPerDay: 20, writesPerInteraction: 50, effectsPerInteraction: 60}\nmust_not:',
    ),
  }
  const { employeeId, rolloutId } = await aRollout(world, {
    files,
    agent: { kind: 'http', webhookUrl: null, webhookSecret: null },
  })
  await promoteByOverride(world, rolloutId)
  const open = async () => (await arrives(world, employeeId, query, { driver: 'agent' })).interactionId as InteractionId
  const asks = async (interactionId: InteractionId, i: number) => {
    const request = { kind: 'call', system: 'directory', operation: 'reset_password', arguments: { id: `p${i}` } } as const
    try {
      const answer = await callTool(world.house, world.systems, { interactionId, request }, agent)
      return isRefusal(answer) ? answer.refusal : answer.state
    } catch (error) {
      if (error instanceof Fault && error.code === 'database_unavailable') return 'unavailable'
      throw error
    }
  }
  const first = await open()
  for (let i = 0; i < 19; i++) expect(await asks(first, i)).toBe('released')
  const interactions: InteractionId[] = []
  for (let i = 0; i < 25; i++) interactions.push(await open())
  const states = await Promise.all(Array.from({ length: 500 }, (_, i) => asks(interactions[i % 25]!, 100 + i)))
  expect(states.filter((state) => state === 'released')).toHaveLength(1)
  // On a busy machine some of five hundred wait longer for a connection than they may; they are told so and nothing happens.
  expect(states.filter((state) => state === 'refused' || state === 'unavailable')).toHaveLength(499)
  expect(states.filter((state) => state === 'refused').length).toBeGreaterThan(100)
  await world.drain()
  expect(world.seen.calls.filter(({ operation }) => operation === 'reset_password')).toHaveLength(20)
  expect(await rows(world, "select count(*)::int as n from audit.entries where kind = 'effect.performed'")).toEqual([{ n: 20 }])
})

/** An employee that performs, and one open interaction of it. */
async function anOpenOne(role: (text: string) => string) {
  const files = { ...smallDossier, 'SOUL.md': role(smallDossier['SOUL.md']!) }
  const { employeeId, rolloutId } = await aRollout(world, {
    files,
    agent: { kind: 'http', webhookUrl: null, webhookSecret: null },
  })
  await promoteByOverride(world, rolloutId)
  return {
    employeeId,
    open: async (text = query, more = {}) =>
      (await arrives(world, employeeId, text, { driver: 'agent', ...more })).interactionId as InteractionId,
  }
}
const resetting = (id: string) => ({ kind: 'call', system: 'directory', operation: 'reset_password', arguments: { id } }) as const
async function ask(interactionId: InteractionId, request: Parameters<typeof callTool>[2]['request']) {
  const answer = await callTool(world.house, world.systems, { interactionId, request }, agent)
  return isRefusal(answer)
    ? { state: answer.refusal, sentence: answer.sentence }
    : { state: answer.state, sentence: answer.sentence }
}

test('a grant’s rate holds over all interactions of the employee at once, and moves on with time', async () => {
  const { open } = await anOpenOne((text) =>
    text.replace('reset_password, for: [password_reset]', 'reset_password, for: [password_reset], rate: {times: 3, minutes: 60}'),
  )
  const interactions = await Promise.all(Array.from({ length: 8 }, () => open()))
  const states = await Promise.all(interactions.map(async (one, i) => (await ask(one, resetting(`r${i}`))).state))
  expect(states.toSorted()).toEqual([...Array(5).fill('refused'), ...Array(3).fill('released')])
  const later = await open()
  expect(await ask(later, resetting('again'))).toMatchObject({
    state: 'refused',
    sentence: expect.stringContaining('3 times directory.reset_password within 60 minutes'),
  })
  world.clock.pass({ minutes: 61 })
  expect(await ask(await open(), resetting('an hour later'))).toMatchObject({ state: 'released' })
})

test('what a limit reserved for an effect that came to nothing is given back; an unknown outcome keeps it', async () => {
  const { open } = await anOpenOne((text) => text.replace('must_not:', 'limits: {writesPerInteraction: 1}\nmust_not:'))
  for (const [ended, next] of [
    ['failed', 'released'],
    ['declined', 'released'],
    ['lapsed', 'released'],
    ['unknown', 'refused'],
    ['performed', 'refused'],
  ]) {
    const interactionId = await open()
    expect(await ask(interactionId, resetting('a'))).toMatchObject({ state: 'released' })
    await rows(
      world,
      'update tenure.effects set state = $2, attempted_at = asked_at, ended_at = asked_at where interaction_id = $1 returning 1',
      [interactionId, ended],
    )
    expect([ended, (await ask(interactionId, resetting('b'))).state]).toEqual([ended, next])
  }
})

test('a reach beyond the type the query came in as hands the query to a person, and says so', async () => {
  const { open } = await anOpenOne((text) => text)
  const interactionId = await open('my vpn keeps dropping', { queryType: 'vpn_trouble' })
  expect(await ask(interactionId, resetting('ann'))).toEqual({
    state: 'escalated',
    sentence: 'the role grants directory.reset_password for password_reset and not for vpn_trouble, which this query is',
  })
  const [over] = await rows(
    world,
    'select e.reason, i.state from tenure.escalations e join tenure.interactions i on i.id = e.interaction_id where i.id = $1',
    [interactionId],
  )
  expect(over).toEqual({ reason: 'type_widened', state: 'escalated' })
  expect(await ask(interactionId, { kind: 'reply', text: 'done' })).toMatchObject({ state: 'interaction_closed' })
})
