// A system behind an HTTP API through the one door: in shadow only reads reach it, where effects are real a write reaches it once under its key, and a description that
// changed stops the tool.

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, expect, test } from 'vitest'
import { callTool } from '../../src/handling/call-tool.ts'
import { perform } from '../../src/handling/perform.ts'
import { connectedSystems } from '../../src/main/connected-systems.ts'
import { testDatabase } from '../support/database.ts'
import { smallDossier } from '../support/dossier-files.ts'
import { onLoopback } from '../support/on-loopback.ts'
import { aRollout, arrives, aWorld, done, promoteByOverride, rows } from '../support/world.ts'

const { url } = await testDatabase()
const world = await aWorld(url)
const systems = connectedSystems(world.house.db, onLoopback)

const id = { name: 'id', in: 'path', required: true, schema: { type: 'string' } }
const description = {
  openapi: '3.1.0',
  info: { title: 'Directory', version: '1' },
  paths: {
    '/people/{id}': { get: { operationId: 'get_person', description: 'Reads a person.', parameters: [id] } },
    '/people/{id}/password': { post: { operationId: 'reset_password', parameters: [id] } },
  },
}
const seen: { line: string; key: string | undefined }[] = []
const state = { status: 200 }
const directory = createServer((request, response) => {
  const json = (status: number, body: unknown) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  if (request.url === '/openapi.json') return json(200, description)
  seen.push({ line: `${request.method} ${request.url}`, key: request.headers['idempotency-key'] as string | undefined })
  json(state.status, { id: 'ann', name: 'Ann' })
})
await new Promise<void>((resolve) => directory.listen(0, '127.0.0.1', resolve))
const origin = `http://127.0.0.1:${(directory.address() as AddressInfo).port}`
afterAll(async () => {
  await systems.close()
  await world.close()
  directory.closeAllConnections()
  directory.close()
})

const files = {
  ...smallDossier,
  'integrations.yaml': (smallDossier['integrations.yaml'] ?? '').replace(
    "{kind: mcp, url: 'http://127.0.0.1:1/mcp'}",
    `{kind: openapi, url: '${origin}', description: '${origin}/openapi.json'}`,
  ),
}
const agent = { kind: 'agent', id: 'one', authority: 'its own key' } as const

async function anInteraction(phase: 'shadow' | 'supervised') {
  const opened = await aRollout(world, { files, agent: { kind: 'http', webhookUrl: null, webhookSecret: null } })
  if (phase === 'supervised') await promoteByOverride(world, opened.rolloutId)
  const { interactionId } = await arrives(world, opened.employeeId, 'I forgot my password, please reset my password', {
    driver: 'agent',
  })
  seen.length = 0
  const call = async (operation: string, person = 'ann') => {
    const request = { kind: 'call' as const, system: 'directory', operation, arguments: { id: person } }
    return done(await callTool(world.house, systems, { interactionId, request }, agent))
  }
  return { call }
}
const stateOf = async (effectId: string) =>
  (await rows<{ state: string }>(world, 'select state from tenure.effects where id = $1', [effectId]))[0]?.state

test('in shadow the read is made and the write never leaves', async () => {
  const { call } = await anInteraction('shadow')
  expect(await call('get_person')).toMatchObject({ state: 'performed', result: { id: 'ann', name: 'Ann' } })
  expect(await call('reset_password')).toMatchObject({ state: 'recorded', simulated: true })
  expect(seen).toEqual([{ line: 'GET /people/ann', key: undefined }])
})

test('supervised, a released write is made once under its key; one that answers 500 is of unknown outcome', async () => {
  const { call } = await anInteraction('supervised')
  const write = await call('reset_password')
  expect(write.state).toBe('released')
  await perform(world.house, { systems, channels: world.channels }, write.effectId)
  await perform(world.house, { systems, channels: world.channels }, write.effectId)
  expect(await stateOf(write.effectId)).toBe('performed')
  expect(seen).toEqual([{ line: 'POST /people/ann/password', key: expect.stringMatching(/./) }])

  state.status = 500
  const second = await call('reset_password', 'bob')
  await perform(world.house, { systems, channels: world.channels }, second.effectId)
  state.status = 200
  expect(await stateOf(second.effectId)).toBe('unknown')
  expect(seen).toHaveLength(2)
})

test('one invisible character in the description suspends the tool before its next call', async () => {
  const { call } = await anInteraction('shadow')
  expect(await call('get_person')).toMatchObject({ state: 'performed' })
  description.paths['/people/{id}'].get.description += '\u200b'
  const changed = await call('get_person', 'cy')
  expect(changed.state).toBe('failed')
  expect(changed.sentence).toContain('definition of this tool changed')
  expect(seen).toHaveLength(1)
  expect(await rows(world, 'select tool from tenure.tools where suspended_at is not null')).toEqual([{ tool: 'get_person' }])
})
