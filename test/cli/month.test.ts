// `tenure month`: read and signed from a terminal.

import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { listening, tenure } from '../support/command-line.ts'
import { testDatabase } from '../support/database.ts'
import { firstAdmin, httpWorld, keyOf, somebody } from '../support/http-world.ts'
import { aRollout, aWorld } from '../support/world.ts'

// Every command is a process of its own, on a machine that may be busy.
vi.setConfig({ testTimeout: 120_000 })

const { url } = await testDatabase()
const world = await aWorld(url)
const http = httpWorld(url, { over: world })
let server: Awaited<ReturnType<typeof listening>>
let environment: Record<string, string>

beforeAll(async () => {
  server = await listening(http)
  const lead = await somebody(http, await firstAdmin(http), 'ops_lead')
  const key = (await keyOf(http, lead, ['read', 'govern'])).authorization.slice('Bearer '.length)
  environment = { TENURE_URL: server.url, TENURE_API_KEY: key }
  await aRollout(world)
})
afterAll(async () => {
  await server.close()
  await world.close()
})

const month = (...words: string[]) => tenure(environment, 'month', ...words)

test('the numbers are printed, and as data for programs', async () => {
  const told = await month('2026-11')
  expect([told.code, told.err]).toEqual([0, ''])
  expect(told.out).toContain('2026-11 is not over')
  expect(told.out).toContain('by itself')
  const { out } = await month('2026-11', '--json')
  expect(JSON.parse(out)).toMatchObject({ month: '2026-11', over: false, signatures: [] })
})

test('a month that is over is signed, once', async () => {
  const signed = await month('2026-10', '--sign', '--note', 'Nothing ran yet.', '--json')
  expect(signed.code).toBe(0)
  expect(JSON.parse(signed.out).signatures).toMatchObject([{ current: true, note: 'Nothing ran yet.' }])
  const again = await month('2026-10', '--sign')
  expect(again.code).toBe(1)
  expect(again.err).toContain('You have signed these numbers of 2026-10')
})

test.each([
  ['a month that runs', ['2026-11', '--sign'], 1, 'It can be signed from 2026-12-01 on'],
  ['no month', ['November'], 2, '“November” is not a month. Write it as 2026-11.'],
  ['a note that nobody signs', ['2026-10', '--note', 'x'], 2, 'add --sign'],
])('%s is refused and says what to do', async (_, words, code, says) => {
  const refused = await month(...words)
  expect(refused.code).toBe(code)
  expect(refused.err).toContain(says)
})
