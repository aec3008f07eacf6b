// In shadow a write is answered with an example of an answer. What the agent does from there on is not what it would have done, so each later step says so and leaves
// what is counted about steps.

import { afterAll, expect, test } from 'vitest'
import { callTool } from '../../src/handling/call-tool.ts'
import { edgeCasesOf } from '../../src/store/views/edge-cases.ts'
import { effectsAbout } from '../../src/store/views/interaction-story.ts'
import { testDatabase } from '../support/database.ts'
import { aRollout, arrives, aWorld, done, rows } from '../support/world.ts'

const { url } = await testDatabase()
const world = await aWorld(url)
afterAll(() => world.close())
const agent = { kind: 'agent', id: 'one', authority: 'its own key' } as const

async function asking(operations: readonly string[]) {
  const { employeeId } = await aRollout(world, { agent: { kind: 'http', webhookUrl: null, webhookSecret: null } })
  const query = 'I forgot my password, please reset my password'
  const { interactionId } = await arrives(world, employeeId, query, { driver: 'agent' })
  for (const operation of operations) {
    const request = { kind: 'call', system: 'directory', operation, arguments: { id: 'ann' } } as const
    done(await callTool(world.house, world.systems, { interactionId, request }, agent))
  }
  const steps = await effectsAbout(world.house.db, interactionId)
  return { employeeId, steps: steps.map(({ operation, afterDivergence }) => `${operation}${afterDivergence ? ' after' : ''}`) }
}

test('steps after the first receipt are marked one by one and leave the catalogue; the same steps before it are counted', async () => {
  const later = await asking(['get_person', 'reset_password', 'get_person', 'delete_person'])
  expect(later.steps).toEqual(['get_person', 'reset_password', 'get_person after', 'delete_person after'])
  expect(await edgeCasesOf(world.house.db, later.employeeId)).toEqual([])
  const before = await asking(['get_person', 'delete_person', 'reset_password'])
  expect(before.steps).toEqual(['get_person', 'delete_person', 'reset_password'])
  expect(await edgeCasesOf(world.house.db, before.employeeId)).toMatchObject([{ kind: 'refused', count: 1 }])
})

test('a run that plays a recording goes on from nothing it is told, and is counted whole', async () => {
  const { employeeId } = await asking(['reset_password', 'delete_person'])
  expect(await edgeCasesOf(world.house.db, employeeId)).toEqual([])
  await rows(
    world,
    "update tenure.proposals set agent = 'recorded' where interaction_id in (select id from tenure.interactions where employee_id = $1) returning 1",
    [employeeId],
  )
  expect(await edgeCasesOf(world.house.db, employeeId)).toMatchObject([{ kind: 'refused', count: 1 }])
})
