// An incident over the HTTP API, with the SDK: reported, shown with what it may touch, remedied, and closed by somebody else.

import { afterAll, expect, test } from 'vitest'
import { createClient } from '../../sdk/src/client.ts'
import { testDatabase } from '../support/database.ts'
import { address, type Browser, firstAdmin, httpWorld, somebody } from '../support/http-world.ts'
import { aRollout, arrives, aWorld } from '../support/world.ts'

const { url } = await testDatabase()
const stories = await aWorld(url)
const world = httpWorld(url, { over: stories })
afterAll(() => world.close())

const clientOf = ({ headers }: Browser) =>
  createClient({
    baseUrl: address,
    fetch: (async (input: string, init: RequestInit = {}) =>
      world.app.request(input, {
        ...init,
        headers: { ...(init.headers as Record<string, string>), ...headers },
      })) as typeof fetch,
  })

test('report, list, show, remedy, close: two people, and every answer says what holds', async () => {
  const admin = await firstAdmin(world)
  const lead = clientOf(await somebody(world, admin, 'ops_lead'))
  const reviewer = clientOf(await somebody(world, admin, 'reviewer'))
  const { employeeId, rolloutId } = await aRollout(stories)
  const interactions = []
  for (const words of ['please reset my password now', 'I forgot my password, please reset my password'])
    interactions.push((await arrives(stories, employeeId, words)).interactionId)
  await stories.drain()
  const [first, second] = interactions
  const { incidentId } = await reviewer.reportIncident({
    interactions: [first!],
    severity: 'major',
    tool: 'directory.reset_password',
    happened: 'the wrong account <b>was</b> reset',
  })
  const { items } = await lead.listIncidents({ state: 'open', employee: employeeId })
  expect(items).toMatchObject([
    { id: incidentId, rolloutId, severity: 'major', source: 'report', queryTypes: ['password_reset'] },
  ])
  const shown = await lead.incident(incidentId)
  expect(shown).toMatchObject({ happened: 'the wrong account <b>was</b> reset', remedy: null, openedByName: 'One reviewer' })
  expect(shown.blastRadius).toMatchObject({ sameVersion: 1, sameTool: 1, samePattern: 1, interactions: [{ id: second }] })
  expect((await lead.gate(rolloutId)).criteria.find(({ name }) => name === 'incidents')?.outcome).toBe('not_met')
  await expect(lead.closeIncident(incidentId)).rejects.toMatchObject({ code: 'move_not_legal', status: 409 })
  expect(await lead.remedyIncident(incidentId, { remedy: 'put back' })).toEqual({ incidentId, state: 'remedied' })
  await expect(lead.closeIncident(incidentId)).rejects.toMatchObject({ code: 'incident_needs_second_person', status: 403 })
  await expect(reviewer.closeIncident(incidentId)).rejects.toMatchObject({ code: 'not_allowed' })
  expect(await clientOf(admin).closeIncident(incidentId)).toEqual({ incidentId, state: 'closed' })
  expect((await lead.incident(incidentId)).closedByName).toBe('Ada')
  await expect(lead.incident('inc_none')).rejects.toMatchObject({ code: 'not_found' })
})
