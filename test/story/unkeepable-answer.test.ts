// “An answer that cannot be put on the record goes to people; it is not tried for ever.”

import { afterAll, expect, test } from 'vitest'
import type { Agent } from '../../src/ports/agent.ts'
import { testDatabase } from '../support/database.ts'
import { aRollout, arrives, aWorld, rows } from '../support/world.ts'

const { url } = await testDatabase()
const replies: Record<string, string> = {
  'half a smile': 'all is well \ud83d',
  'a whole smile': 'all is well 😀',
  'a NUL': 'all is \0 well',
}
const agent: Agent = {
  name: 'odd',
  propose: async ({ query }) => ({ kind: 'effects', effects: [{ kind: 'reply', text: replies[query] ?? '' }], usage: null }),
}
const world = await aWorld(url, { agent })
afterAll(() => world.close())

test.each([
  ['half a smile', 'escalated', 'agent_failed'],
  ['a whole smile', 'settled', undefined],
  ['a NUL', 'settled', undefined],
])('%s ends as %s', async (query, state, reason) => {
  const { employeeId } = await aRollout(world)
  const { interactionId } = await arrives(world, employeeId, query, { queryType: 'vpn_trouble' })
  await world.drain()
  const [interaction] = await rows(world, 'select state from tenure.interactions where id = $1', [interactionId])
  const [escalation] = await rows(world, 'select reason from tenure.escalations where interaction_id = $1', [interactionId])
  expect([interaction?.state, escalation?.reason]).toEqual([state, reason])
})
