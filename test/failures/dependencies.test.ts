// “Fail closed on every dependency.” Each thing an effect depends on is cut, on a real database and real sockets, and nothing happens; put back, the same effect is made.

import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { BrokenInvariant, Fault } from '../../src/domain/fault.ts'
import type { EffectId } from '../../src/domain/ids.ts'
import { decideEffect } from '../../src/handling/decide.ts'
import { perform } from '../../src/handling/perform.ts'
import { connectedSystems } from '../../src/main/connected-systems.ts'
import { aSystem } from '../shadow/outside.ts'
import { adminQuery, testDatabase } from '../support/database.ts'
import { smallDossier } from '../support/dossier-files.ts'
import { onLoopback } from '../support/on-loopback.ts'
import { aRollout, arrives, aWorld, done, people, promoteByOverride, rows, type World } from '../support/world.ts'

const { url } = await testDatabase()
const world = await aWorld(url)
const directory = await aSystem('directory', ['get_person', 'reset_password'])
afterAll(async () => {
  await world.close()
  await directory.close()
})

const admin = (sql: string, values: unknown[] = []) => adminQuery(url, sql, values)

/** A write that a person has released and that waits for its worker: everything it needed so far was there. */
async function released(on: World = world, files: Record<string, string> = smallDossier) {
  const { employeeId, dossierId } = await aRollout(on, { delivery: 'assist', files })
  const { interactionId } = await arrives(on, employeeId, 'I forgot my password, please reset my password')
  for (let job = on.jobs.shift(); job; job = on.jobs.shift()) await on.run(job)
  const [effect] = await rows<{ id: EffectId; digest: string; requestId: string }>(
    on,
    `select id, approval_digest as digest, request_id as "requestId" from tenure.effects where interaction_id = $1 and kind = 'write' and state = 'held'`,
    [interactionId],
  )
  if (effect === undefined) throw new Error('a write is held')
  done(await decideEffect(on.house, { effectId: effect.id, decision: 'release', digest: effect.digest }, people.rita))
  on.jobs.length = 0
  return { ...effect, dossierId, employeeId, interactionId }
}

const stateOf = async (id: EffectId) =>
  (await rows<{ state: string }>(world, 'select state from tenure.effects where id = $1', [id]))[0]?.state
const writes = (on: World = world) => on.seen.calls.filter((call) => call.operation === 'reset_password').length

/** Tries to perform on `on`; says what stopped it. Nothing may have reached a system. */
async function whatStops(id: EffectId, on: World = world): Promise<unknown> {
  const before = writes(on)
  const stopped = await perform(on.house, on, id).then(
    () => null,
    (error: unknown) => error,
  )
  expect(writes(on)).toBe(before)
  return stopped
}

/** With everything in place again, the very same effect is made, once. */
async function isMade(id: EffectId, on: World = world): Promise<void> {
  const before = writes(on)
  await perform(on.house, on, id)
  expect(writes(on)).toBe(before + 1)
  expect(await stateOf(id)).toBe('performed')
}

test('nothing cut: the released write is made', async () => {
  await isMade((await released()).id)
})

describe('the database', () => {
  const cuts = `create or replace function public.cut() returns trigger language plpgsql security definer as $$
    begin perform pg_terminate_backend(pg_backend_pid()); return new; end $$`
  beforeAll(() => admin(cuts))
  afterEach(async () => {
    await admin('drop trigger if exists cut on tenure.effects')
    await admin('drop trigger if exists cut on audit.entries')
  })

  test('goes away while the effect is claimed: the claim never was, and nothing is called', async () => {
    const { id } = await released()
    await admin('create trigger cut after update on tenure.effects for each row execute function public.cut()')
    expect(await whatStops(id)).toMatchObject({ code: 'database_unavailable', retryable: true })
    await admin('drop trigger cut on tenure.effects')
    expect(await stateOf(id)).toBe('released')
    await isMade(id)
  })

  test('goes away while the trail is written: no intent on the trail, no call', async () => {
    const { id } = await released()
    await admin('create trigger cut after insert on audit.entries for each row execute function public.cut()')
    expect(await whatStops(id)).toBeInstanceOf(Fault)
    await admin('drop trigger cut on audit.entries')
    await isMade(id)
  })

  test('goes away while a read is ruled on: the system is not read', async () => {
    const { employeeId } = await aRollout(world)
    await arrives(world, employeeId, 'I forgot my password, please reset my password')
    const before = world.seen.calls.length
    await admin('create trigger cut after insert on tenure.effects for each row execute function public.cut()')
    const job = world.jobs.shift()
    if (job === undefined) throw new Error('the agent is to be asked')
    await world.run(job).catch(() => undefined)
    expect(world.seen.calls.length).toBe(before)
  })

  test('does not let the trail be written: nothing happens that could not be told', async () => {
    const { id } = await released()
    await admin('revoke insert on audit.entries from tenure_app')
    expect(String(await whatStops(id))).toContain('permission denied')
    await admin('grant insert on audit.entries to tenure_app')
    await isMade(id)
  })
})

describe('stops that cannot be read', () => {
  test('the table is gone, or may not be read: that is no “no halt”', async () => {
    const { id } = await released()
    await admin('alter table tenure.halts rename to halts_away')
    expect(String(await whatStops(id))).toContain('halts')
    await admin('alter table tenure.halts_away rename to halts')
    await admin('revoke select on tenure.halts from tenure_app')
    expect(String(await whatStops(id))).toContain('permission denied')
    await admin('grant select on tenure.halts to tenure_app')
    expect(await stateOf(id)).toBe('released')
    await isMade(id)
  })
})

describe('the policy', () => {
  /** A process that has read nothing yet. */
  async function fresh<T>(work: (on: World) => Promise<T>): Promise<T> {
    const on = await aWorld(url)
    try {
      return await work(on)
    } finally {
      await on.close()
    }
  }
  const change = (dossierId: string, set: string) =>
    admin(`alter table tenure.dossiers disable trigger user; update tenure.dossiers set ${set} where id = '${dossierId}';
      alter table tenure.dossiers enable trigger user`)

  test('has been altered, or has a form nobody knows: nothing is decided under it', async () => {
    const { id, dossierId } = await released()
    const [kept] = await rows<{ policy: unknown }>(world, 'select policy from tenure.dossiers where id = $1', [dossierId])
    await change(dossierId, `policy = jsonb_set(policy, '{limits,effectsPerInteraction}', '9999')`)
    expect(await fresh((on) => whatStops(id, on))).toMatchObject({ code: 'database_unfit' })
    await change(dossierId, `policy = jsonb_set(policy, '{form}', '2')`)
    expect(await fresh((on) => whatStops(id, on))).toMatchObject({ code: 'database_unfit' })
    await change(dossierId, `policy = '${JSON.stringify(kept?.policy).replaceAll("'", "''")}'`)
    await fresh((on) => isMade(id, on))
  })

  test('is not there at all, with its dossier: nothing is made', async () => {
    const { id, dossierId } = await released()
    const move = (from: string, to: string) =>
      admin(`set session_replication_role = replica; update tenure.dossiers set id = '${to}' where id = '${from}'`)
    await move(dossierId, 'dos_away')
    expect(await fresh((on) => whatStops(id, on))).toBeInstanceOf(BrokenInvariant)
    await move('dos_away', dossierId)
    await fresh((on) => isMade(id, on))
  })
})

describe('what was said', () => {
  test('the body of what was asked for is erased, or the whole row is away: refused, not performed with nothing', async () => {
    const [erased, away] = [await released(), await released()]
    await admin('update tenure.contents set body = null where id = $1', [erased.requestId])
    await admin(`set session_replication_role = replica; delete from tenure.contents where id = '${away.requestId}'`)
    for (const { id } of [erased, away]) {
      expect(await whatStops(id)).toBeNull()
      expect(await stateOf(id)).toBe('refused')
    }
  })

  test('the query it belongs to is erased: whom it is for is not known, so nothing goes out', async () => {
    const { id, interactionId } = await released()
    await admin('update tenure.contents set body = null where id = (select content_id from tenure.interactions where id = $1)', [
      interactionId,
    ])
    await whatStops(id)
    expect(await stateOf(id)).toBe('refused')
  })
})

describe('the system', () => {
  test('is not connected: failed, and people have the query', async () => {
    const { employeeId, rolloutId } = await aRollout(world)
    await promoteByOverride(world, rolloutId)
    const { interactionId } = await arrives(world, employeeId, 'I forgot my password, please reset my password')
    const find = world.systems.find
    Object.assign(world.systems, { find: async () => null })
    const before = world.seen.calls.length
    await world.drain()
    Object.assign(world.systems, { find })
    expect(world.seen.calls.length).toBe(before)
    expect(await rows(world, 'select state from tenure.interactions where id = $1', [interactionId])).toEqual([
      { state: 'escalated' },
    ])
  })

  test('needs a credential that is not there: not one connection is opened; with it, the call is made', async () => {
    const files = {
      ...smallDossier,
      'integrations.yaml': (smallDossier['integrations.yaml'] ?? '').replace(
        "connector: {kind: mcp, url: 'http://127.0.0.1:1/mcp'}",
        `connector: {kind: mcp, url: 'http://127.0.0.1:${directory.port}/mcp'}\n    credential: FAILURES_DIRECTORY_TOKEN`,
      ),
    }
    const { id } = await released(world, files)
    const { id: second } = await released(world, files)
    const systems = connectedSystems(world.house.db, onLoopback)
    const channels = world.channels
    await perform(world.house, { systems, channels }, id)
    expect(await stateOf(id)).toBe('failed')
    expect([directory.connections, directory.tools]).toEqual([0, {}])
    vi.stubEnv('FAILURES_DIRECTORY_TOKEN', 'a credential')
    await perform(world.house, { systems, channels }, second)
    vi.unstubAllEnvs()
    expect(await stateOf(second)).toBe('performed')
    expect(directory.tools).toEqual({ reset_password: 1 })
    await systems.close()
  })
})

describe('the clock', () => {
  test('runs far ahead: every approval has run out, and nothing is made under it', async () => {
    const { id } = await released()
    world.clock.pass({ days: 400 })
    expect(await whatStops(id)).toBeNull()
    world.clock.pass({ days: -400 })
    expect(await stateOf(id)).toBe('refused')
  })

  test('was set back: no approval’s time can be told, and nothing is made; a second’s difference between machines is none', async () => {
    const { id } = await released()
    world.clock.pass({ days: -2 })
    expect(await whatStops(id)).toBeNull()
    world.clock.pass({ days: 2 })
    expect(await stateOf(id)).toBe('refused')
    const near = await released()
    world.clock.pass({ ms: -1_000 })
    await isMade(near.id)
    world.clock.pass({ ms: 1_000 })
  })
})
