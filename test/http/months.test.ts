// A month over the door: who reads it, who signs it, and that a signature names what was seen.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { servedAt } from '../../src/http/doors.ts'
import { testDatabase } from '../support/database.ts'
import { type Browser, firstAdmin, httpWorld, somebody } from '../support/http-world.ts'
import { aRollout, aWorld } from '../support/world.ts'

const { url } = await testDatabase()
const world = await aWorld(url)
const http = httpWorld(url, { over: world })
let lead: Browser
let engineer: Browser
let reviewer: Browser
afterAll(() => http.close())
beforeAll(async () => {
  const admin = await firstAdmin(http)
  lead = await somebody(http, admin, 'ops_lead')
  engineer = await somebody(http, admin, 'engineer')
  reviewer = await somebody(http, admin, 'reviewer')
  await aRollout(world)
})

const read = (who: Browser, month: string) => http.send('GET', `${servedAt}/months/${month}`, { headers: who.headers })
const sign = (who: Browser, month: string, body: unknown) =>
  http.send('POST', `${servedAt}/months/${month}/signatures`, { headers: who.headers, body })

test('a month that is over is signed by who answers for the work, and everybody who reads it sees who did', async () => {
  const { body: seen } = await read(lead, '2026-10')
  expect(seen).toMatchObject({ month: '2026-10', before: '2026-09', over: true, signatures: [] })
  expect(seen.workflows[0]).toMatchObject({
    now: { arrived: 0, autonomous: 0 },
    incidents: { minor: 0, major: 0, severe: 0, unclosed: 0 },
  })
  const signed = await sign(lead, '2026-10', { digest: seen.digest, note: 'Nothing ran yet.' })
  expect([signed.status, signed.body]).toEqual([201, { month: '2026-10', digest: seen.digest }])
  const { body: after } = await read(engineer, '2026-10')
  expect(after.digest).toBe(seen.digest)
  expect(after.signatures).toMatchObject([{ personId: lead.personId, current: true, note: 'Nothing ran yet.' }])
})

test.each([
  ['who does not answer for the work', () => engineer, '2026-10', 403, 'not_allowed'],
  ['who judges', () => reviewer, '2026-10', 403, 'not_allowed'],
  ['anybody while it runs', () => lead, '2026-11', 409, 'month_still_running'],
] as const)('%s does not sign it', async (_, who, month, status, code) => {
  const { body: seen } = await read(lead, month)
  const refused = await sign(who(), month, { digest: seen.digest })
  expect([refused.status, refused.body.code]).toEqual([status, code])
})

test('reviewers do not read it, and a digest of other numbers signs nothing', async () => {
  expect((await read(reviewer, '2026-10')).status).toBe(403)
  expect((await sign(lead, '2026-09', { digest: 'f'.repeat(64) })).body.code).toBe('month_moved')
  expect((await sign(lead, '2026-09', { digest: 'short' })).body).toMatchObject({
    code: 'invalid_input',
    errors: [{ where: 'body.digest' }],
  })
  expect((await read(lead, '2026-13')).body).toMatchObject({ code: 'invalid_input', errors: [{ where: 'path.id' }] })
  expect((await read(lead, '2026-09')).body.signatures).toEqual([])
})
