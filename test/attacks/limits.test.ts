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
