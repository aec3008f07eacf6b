// “Stopping never depends on what may be broken: through the server, and straight in the database when the server does not answer.”

import { mkdtempSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { listening, tenure } from '../support/command-line.ts'
import { testDatabase } from '../support/database.ts'
import { type Browser, firstAdmin, httpWorld, keyOf, somebody } from '../support/http-world.ts'
import { aRollout, arrives, aWorld, rows } from '../support/world.ts'

// Every command is a process of its own, on a machine that may be busy.
vi.setConfig({ testTimeout: 120_000 })

const { url } = await testDatabase()
const world = await aWorld(url)
const http = httpWorld(url, { over: world })
let server: Awaited<ReturnType<typeof listening>>
let key = ''
let ada: Browser

beforeAll(async () => {
  server = await listening(http)
  ada = await firstAdmin(http)
  key = (await keyOf(http, ada, ['admin'])).authorization.slice('Bearer '.length)
})
afterAll(async () => {
  await server.close()
  await world.close()
})

const halts = (id: string) => rows(world, 'select scope, target, reason, ordered_by from tenure.halts where id = $1', [id])

it('halts one employee through the server, and its next query goes to people', async () => {
  const { employeeId } = await aRollout(world)
  const before = await arrives(world, employeeId, 'my vpn keeps dropping')
  const done = await tenure(
    { TENURE_URL: server.url, TENURE_API_KEY: key },
    'halt',
    '--employee',
    employeeId,
    '--reason',
    'odd answers',
    '--json',
  )
  expect(done.code).toBe(0)
  const { haltId, through } = JSON.parse(done.out)
  expect(through).toBe('server')
  expect(await halts(haltId)).toMatchObject([{ scope: 'employee', target: employeeId, reason: 'odd answers' }])
  const after = await arrives(world, employeeId, 'my vpn keeps dropping')
  expect([before.state, after.state]).toEqual(['received', 'escalated'])
})

it('is ordered in the database when the server does not answer, by an operator who is named on the trail', async () => {
  const { employeeId } = await aRollout(world)
  const [{ name } = { name: '' }] = await rows<{ name: string }>(world, 'select name from tenure.employees where id = $1', [
    employeeId,
  ])
  const broken = { TENURE_URL: 'http://127.0.0.1:1', TENURE_API_KEY: key, DATABASE_URL: url }
  const done = await tenure(broken, 'halt', '--employee', name, '--reason', 'the server is down', '--json')
  expect([done.code, done.err]).toEqual([
    0,
    expect.stringContaining('The server at http://127.0.0.1:1 does not answer; the halt is ordered in the database itself'),
  ])
  const { haltId, through } = JSON.parse(done.out)
  expect(through).toBe('database')
  expect(await halts(haltId)).toMatchObject([{ scope: 'employee', target: employeeId }])
  const [record] = await rows<{ body: string }>(
    world,
    "select body from audit.entries where kind = 'halt.ordered' and subject = $1",
    [haltId],
  )
  expect(JSON.parse(record?.body ?? '{}').actor).toEqual({ kind: 'operator', id: os.userInfo().username })
  expect((await arrives(world, employeeId, 'my vpn keeps dropping')).state).toBe('escalated')
})

it('needs no key where the database is at hand, and refuses an employee it does not know', async () => {
  const tool = await tenure({ DATABASE_URL: url }, 'halt', '--tool', 'directory.reset_password', '--reason', 'double resets')
  expect([tool.code, tool.out]).toEqual([0, expect.stringContaining('in force for tool directory.reset_password')])
  const unknown = await tenure({ DATABASE_URL: url }, 'halt', '--employee', 'Nobody', '--reason', 'x')
  expect([unknown.code, unknown.err]).toEqual([1, expect.stringContaining('There is no employee with the id Nobody')])
})

it('stops one rollout, shows what is in force, and lifts it by two people', async () => {
  const { rolloutId } = await aRollout(world)
  const admin = { TENURE_URL: server.url, TENURE_API_KEY: key }
  const ordered = await tenure(admin, 'halt', '--rollout', rolloutId, '--reason', 'odd answers', '--json')
  const { haltId } = JSON.parse(ordered.out)
  const listed = await tenure(admin, 'halt', 'list', '--json')
  expect(JSON.parse(listed.out)).toContainEqual(
    expect.objectContaining({ id: haltId, scope: 'rollout', target: rolloutId, liftProposedBy: null }),
  )
  const lead = await somebody(http, ada, 'ops_lead')
  const theirs = { ...admin, TENURE_API_KEY: (await keyOf(http, lead, ['govern'])).authorization.slice('Bearer '.length) }
  const first = await tenure(admin, 'halt', 'lift', haltId, '--reason', 'mended')
  expect([first.code, first.out]).toEqual([0, expect.stringContaining('still holds: a second person lifts it')])
  const again = await tenure(admin, 'halt', 'lift', haltId, '--reason', 'mended')
  expect([again.code, again.err]).toEqual([1, expect.stringContaining('A second person')])
  const second = await tenure(theirs, 'halt', 'lift', haltId, '--reason', 'looked at it', '--json')
  expect([second.code, JSON.parse(second.out).state]).toEqual([0, 'lifted'])
})

it('drills a stop of one employee through the server, lifts it again, and keeps what it measured', async () => {
  const { employeeId } = await aRollout(world)
  const admin = { TENURE_URL: server.url, TENURE_API_KEY: key }
  const drill = await tenure(admin, 'halt', 'drill', '--employee', employeeId, '--seconds', '1', '--reason', 'drill', '--json')
  expect(drill.code).toBe(0)
  const measured = JSON.parse(drill.out)
  expect(measured).toMatchObject({ scope: 'employee', target: employeeId, effectsAfter: 0, stoppedWithinMs: 0, met: true })
  expect(await rows(world, 'select drill, lifted_at is null as on from tenure.halts where id = $1', [measured.haltId])).toEqual([
    { drill: true, on: false },
  ])
  const kept = await tenure(admin, 'halt', 'drills', '--json')
  expect(JSON.parse(kept.out)).toMatchObject([{ id: measured.drillId, target: employeeId, met: true, reason: 'drill' }])
  const [misused, unknown] = await Promise.all([
    tenure(admin, 'halt', 'drill', '--all', '--seconds', '0', '--reason', 'x'),
    tenure(admin, 'halt', 'drill', '--employee', 'Nobody', '--reason', 'x'),
  ])
  expect([misused.code, unknown.code]).toEqual([2, 1])
})

it('is 2 without a target, with two, and without a reason; 1 when the server says no; 3 where there is nothing to halt', async () => {
  const nowhere = path.join(mkdtempSync(path.join(os.tmpdir(), 'tenure-halt-')), 'none')
  const [none, two, silent, wrongKey, absent] = await Promise.all([
    tenure({ DATABASE_URL: url }, 'halt', '--reason', 'x'),
    tenure({ DATABASE_URL: url }, 'halt', '--all', '--tool', 'crm', '--reason', 'x'),
    tenure({ DATABASE_URL: url }, 'halt', '--all'),
    tenure({ TENURE_URL: server.url, TENURE_API_KEY: 'tk_wrong', DATABASE_URL: url }, 'halt', '--all', '--reason', 'x'),
    tenure({ TENURE_DATA_DIR: nowhere }, 'halt', '--all', '--reason', 'x'),
  ])
  expect([none.code, two.code, silent.code, wrongKey.code, absent.code]).toEqual([2, 2, 2, 1, 3])
  expect(wrongKey.err).toContain('This API key is unknown')
  expect(absent.err).toContain('There is no installation in')
  expect(await rows(world, "select 1 from tenure.halts where scope = 'all'")).toEqual([])
})
