// A system with a credential that can only read: reads use it, the one that writes is not even opened before the first write, and in shadow none comes.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { callTool } from '../../src/handling/call-tool.ts'
import { connectedSystems } from '../../src/main/connected-systems.ts'
import { testDatabase } from '../support/database.ts'
import { smallDossier } from '../support/dossier-files.ts'
import { mcpUpstream } from '../support/mcp-upstream.ts'
import { onLoopback } from '../support/on-loopback.ts'
import { aRollout, arrives, aWorld, done, promoteByOverride } from '../support/world.ts'

const { url } = await testDatabase()
const world = await aWorld(url)
const upstream = await mcpUpstream()
const systems = connectedSystems(world.house.db, onLoopback)
beforeAll(() => {
  process.env.DESK_READ_TOKEN = 'reads-only'
  process.env.DESK_WRITE_TOKEN = 'writes-too'
})
afterAll(async () => {
  delete process.env.DESK_READ_TOKEN
  delete process.env.DESK_WRITE_TOKEN
  await systems.close()
  await world.close()
  await upstream.close()
})
const agent = { kind: 'agent', id: 'one', authority: 'its own key' } as const

async function asks(phase: 'shadow' | 'supervised', given: string) {
  const files = {
    ...smallDossier,
    'integrations.yaml': smallDossier['integrations.yaml']!.replace(
      "{kind: mcp, url: 'http://127.0.0.1:1/mcp'}",
      `{kind: mcp, url: '${upstream.url}?${phase}${given.length}'}\n    ${given}`,
    ),
  }
  const opened = await aRollout(world, { files, agent: { kind: 'http', webhookUrl: null, webhookSecret: null } })
  if (phase === 'supervised') await promoteByOverride(world, opened.rolloutId)
  const { interactionId } = await arrives(world, opened.employeeId, 'I forgot my password, please reset my password', {
    driver: 'agent',
  })
  upstream.seen.headers.length = 0
  const call = (operation: string) =>
    callTool(
      world.house,
      systems,
      { interactionId, request: { kind: 'call', system: 'directory', operation, arguments: { id: 'ann' } } },
      agent,
    )
  const read = done(await call('get_person'))
  const write = done(await call('reset_password'))
  const tokens = () => [...new Set(upstream.seen.headers.map((headers) => headers.get('authorization')))]
  return { ...opened, read, write, tokens }
}

const both = 'credential: DESK_WRITE_TOKEN\n    readCredential: DESK_READ_TOKEN'

test('in shadow only the reading credential is ever sent; with one credential it is the one that could write', async () => {
  const apart = await asks('shadow', both)
  expect([apart.read.state, apart.write.state]).toEqual(['performed', 'recorded'])
  expect(apart.tokens()).toEqual(['Bearer reads-only'])
  const one = await asks('shadow', 'credential: DESK_WRITE_TOKEN')
  expect(one.tokens()).toEqual(['Bearer writes-too'])
})

test('where effects are real, a write goes under the other one, and never over the line for reads', async () => {
  const { write, dossierId, tokens } = await asks('supervised', both)
  expect(write.state).toBe('released')
  const system = await systems.find(dossierId, 'directory')
  upstream.called.length = 0
  const call = { system: 'directory', arguments: { id: 'ann' }, key: 'k1', externalId: 'm' }
  expect(await system!.call({ ...call, operation: 'reset_password' })).toMatchObject({ outcome: 'performed' })
  expect(tokens()).toEqual(['Bearer reads-only', 'Bearer writes-too'])
  expect(await system!.call({ ...call, operation: 'not_listed' })).toMatchObject({ outcome: 'failed' })
  expect(upstream.called.map(({ tool }) => tool)).toEqual(['reset_password'])
})

test('a reading credential that is not there connects nothing: the writing one does not stand in for it', async () => {
  const { read } = await asks('shadow', 'credential: DESK_WRITE_TOKEN\n    readCredential: DESK_MISSING_TOKEN')
  expect(read).toMatchObject({ state: 'failed', sentence: 'system directory is not connected' })
  expect(upstream.seen.headers).toEqual([])
})
