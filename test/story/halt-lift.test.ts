// “A stop takes one person, or one statement in the database; going on again takes two.”

import { afterAll, describe, expect, test } from 'vitest'
import { isRefusal } from '../../src/domain/refusal.ts'
import { haltRollout, liftHalt, orderHalt, recordFlags } from '../../src/governance/halt.ts'
import { split } from '../../src/governance/split.ts'
import { decideEffect } from '../../src/handling/decide.ts'
import { haltInForce } from '../../src/store/halts.ts'
import { adminQuery, testDatabase } from '../support/database.ts'
import { aRollout, arrives, aWorld, done, people, promoteByOverride, rows } from '../support/world.ts'

const { url } = await testDatabase()
const world = await aWorld(url)
const { house, clock } = world
afterAll(() => world.close())

const reset = 'I forgot my password, please reset my password'
const reason = 'something smells'
const refusalOf = (answer: unknown) => (isRefusal(answer) ? answer.refusal : answer)
const isInForce = async (haltId: string) =>
  (await rows(world, 'select 1 from tenure.halts where id = $1 and lifted_at is null', [haltId])).length === 1

async function supervised() {
  const opened = await aRollout(world)
  await promoteByOverride(world, opened.rolloutId)
  return opened
}

/** Runs a query to its end and says what became of it. */
async function outcomeOf(employeeId: Awaited<ReturnType<typeof supervised>>['employeeId']) {
  const { interactionId } = await arrives(world, employeeId, reset)
  await world.drain()
  const [row] = await rows<{ state: string }>(world, 'select state from tenure.interactions where id = $1', [interactionId])
  return row?.state
}

describe('what a stop covers', () => {
  test('a rollout: its queries go to people, its neighbours go on, and it has kept its phase when the stop is lifted', async () => {
    const [stopped, other] = [await supervised(), await supervised()]
    const { haltId } = done(await orderHalt(house, { scope: 'rollout', target: stopped.rolloutId, reason }, people.rita))
    expect(await outcomeOf(stopped.employeeId)).toBe('escalated')
    expect(await outcomeOf(other.employeeId)).toBe('settled')
    expect(done(await liftHalt(house, { haltId, reason: 'found and mended' }, people.ona))).toMatchObject({ state: 'lifted' })
    expect(await outcomeOf(stopped.employeeId)).toBe('settled')
    expect(await rows(world, 'select phase from tenure.rollouts where id = $1', [stopped.rolloutId])).toEqual([
      { phase: 'supervised' },
    ])
  })

  test('a rollout as a phase is another thing: it resumes in shadow only', async () => {
    const { rolloutId, employeeId } = await supervised()
    expect(done(await haltRollout(house, { rolloutId, reason }, people.rita))).toMatchObject({ phase: 'halted' })
    expect(await outcomeOf(employeeId)).toBe('escalated')
  })

  test('nothing slips away from a stopped rollout by splitting it', async () => {
    const { rolloutId } = await supervised()
    const { haltId } = done(await orderHalt(house, { scope: 'rollout', target: rolloutId, reason }, people.rita))
    const cells = [{ queryType: 'vpn_trouble', channel: 'chat' }]
    expect(refusalOf(await split(house, { rolloutId, cells, reason: 'apart' }, people.ona))).toBe('halted')
    done(await liftHalt(house, { haltId, reason: 'go on' }, people.ona))
    expect(done(await split(house, { rolloutId, cells, reason: 'apart' }, people.ona))).toMatchObject({})
  })

  test('a system, or one operation of it: reads of it are refused as well, what does not use it goes on', async () => {
    const { employeeId } = await supervised()
    const before = world.seen.calls.length
    const { haltId } = done(await orderHalt(house, { scope: 'tool', target: 'directory', reason }, people.rita))
    await outcomeOf(employeeId)
    expect(world.seen.calls.length).toBe(before)
    const { interactionId } = await arrives(world, employeeId, 'my vpn keeps dropping')
    await world.drain()
    expect(world.seen.deliveries.filter((delivery) => delivery.interactionId === interactionId)).toHaveLength(1)
    done(await liftHalt(house, { haltId, reason: 'go on' }, people.ona))
  })
})

describe('one statement in the database, nothing of ours running', () => {
  test('stops everything at once, and is on the trail under the login that ordered it as soon as a worker looks', async () => {
    const { employeeId } = await supervised()
    expect(await outcomeOf(employeeId)).toBe('settled')
    const [flag] = await adminQuery(url, "select tenure.halt_everything('the app is gone and the phone rings') as id")
    const haltId = String(flag?.id)
    expect(haltId).toMatch(/^hlt_[0-9A-HJKMNP-TV-Z]{26}$/)
    expect(await outcomeOf(employeeId)).toBe('escalated')
    const records = () =>
      rows<{ body: string }>(world, "select body from audit.entries where subject = $1 and kind = 'halt.ordered'", [haltId])
    expect(await records()).toEqual([])
    expect(await Promise.all([recordFlags(house), recordFlags(house)]).then(([a, b]) => a + b)).toBe(1)
    expect(await recordFlags(house)).toBe(0)
    const [login] = await adminQuery(url, 'select session_user as name')
    const [record] = await records()
    expect(JSON.parse(record?.body ?? '{}')).toMatchObject({
      actor: { kind: 'operator', id: login?.name },
      authority: 'a statement in the database itself',
      says: { scope: 'all', target: '*' },
    })
    done(await liftHalt(house, { haltId: haltId as never, reason: 'the app is back' }, people.ona))
    expect(await outcomeOf(employeeId)).toBe('settled')
  })

  test('a plain insert does the same, an employee may be called by name, and a name nobody has is an error', async () => {
    const { employeeId } = await supervised()
    const [{ name } = { name: '' }] = await rows<{ name: string }>(world, 'select name from tenure.employees where id = $1', [
      employeeId,
    ])
    const [row] = await adminQuery(
      url,
      "insert into tenure.halts (scope, target, reason, ordered_by) values ('employee', $1, 'odd answers', 'somebody else') returning id, target, ordered_by",
      [name],
    )
    const [login] = await adminQuery(url, 'select session_user as name')
    expect(row).toMatchObject({ target: employeeId, ordered_by: login?.name })
    expect(await outcomeOf(employeeId)).toBe('escalated')
    await expect(adminQuery(url, "select tenure.halt('employee', 'Nobody', 'x')")).rejects.toThrow('names one that exists')
    await expect(adminQuery(url, "select tenure.halt('tool', '', 'x')")).rejects.toThrow('names one that exists')
    await expect(adminQuery(url, "select tenure.halt_everything(' ')")).rejects.toThrow('halts_reason_is_given')
  })

  test('is for the owner and whoever is granted it: readers may not, and the program sees a stop whoever switches row security on', async () => {
    const as = (role: string, statement: string) => adminQuery(url, `begin; set local role ${role}; ${statement}; rollback`)
    await expect(as('tenure_reader', "select tenure.halt_everything('x')")).rejects.toThrow('permission denied')
    await expect(as('tenure_auditor', "insert into tenure.halts (scope, reason) values ('all', 'x')")).rejects.toThrow(
      'permission denied',
    )
    const [secured] = await adminQuery(url, "select relrowsecurity as on from pg_class where oid = 'tenure.halts'::regclass")
    expect(secured).toEqual({ on: true })
    const { haltId } = done(await orderHalt(house, { scope: 'tool', target: 'ledger', reason }, people.rita))
    const seen = await house.db.transaction((tx) => haltInForce(tx, { employeeId: 'none', rolloutId: null, tool: 'ledger.pay' }))
    expect(seen).toMatchObject({ reason })
    done(await liftHalt(house, { haltId, reason: 'go on' }, people.ona))
  })
})

describe('lifting, where more than one person may', () => {
  const admit = (id: string, role: string) =>
    adminQuery(
      url,
      `insert into tenure.people (id, name, email, role, created_at, updated_at) values ($1, $1, $1 || '@example.test', $2, now(), now())`,
      [id, role],
    )
  const ordered = async () => done(await orderHalt(house, { scope: 'tool', target: 'ledger', reason }, people.rita)).haltId

  test('one person alone lifts where there is only one, and the trail says so', async () => {
    await admit(people.ona.id, 'ops_lead')
    const haltId = await ordered()
    expect(done(await liftHalt(house, { haltId, reason: 'alone' }, people.ona))).toEqual({
      haltId,
      state: 'lifted',
      proposedBy: null,
    })
    const [record] = await rows<{ body: string }>(
      world,
      "select body from audit.entries where subject = $1 and kind = 'halt.lifted'",
      [haltId],
    )
    expect(JSON.parse(record?.body ?? '{}').says.proposedBy).toBeNull()
  })

  test('with two, the first only proposes; the same person again is refused; the second lifts', async () => {
    await admit(people.omar.id, 'ops_lead')
    const haltId = await ordered()
    const lift = (by: typeof people.ona | typeof people.omar) => liftHalt(house, { haltId, reason: 'mended' }, by)
    expect(done(await lift(people.ona))).toMatchObject({ state: 'lift_proposed', proposedBy: people.ona.id })
    expect(await isInForce(haltId)).toBe(true)
    expect(refusalOf(await lift(people.ona))).toBe('lift_needs_second_person')
    expect(refusalOf(await liftHalt(house, { haltId, reason: ' ' }, people.omar))).toBe('reason_missing')
    expect(done(await lift(people.omar))).toMatchObject({ state: 'lifted', proposedBy: people.ona.id })
    expect(await isInForce(haltId)).toBe(false)
    expect(refusalOf(await lift(people.omar))).toBe('not_found')
  })

  test('a proposal nobody took up for three days is none: the next one proposes anew', async () => {
    const haltId = await ordered()
    done(await liftHalt(house, { haltId, reason: 'mended' }, people.ona))
    clock.pass({ days: 3, minutes: 1 })
    expect(done(await liftHalt(house, { haltId, reason: 'mended' }, people.omar))).toMatchObject({
      state: 'lift_proposed',
      proposedBy: people.omar.id,
    })
    expect(done(await liftHalt(house, { haltId, reason: 'mended' }, people.ona))).toMatchObject({ state: 'lifted' })
  })

  test('two clicks of one person at once are one proposal', async () => {
    const haltId = await ordered()
    const both = await Promise.all([1, 2].map(() => liftHalt(house, { haltId, reason: 'mended' }, people.ona)))
    expect(both.map(refusalOf)).toContainEqual('lift_needs_second_person')
    expect(await isInForce(haltId)).toBe(true)
  })

  test('the database holds it too: one statement of the program’s own role lifts nothing alone, and rewrites nothing', async () => {
    const haltId = await ordered()
    const as = (statement: string) => house.db.transaction((tx) => tx.query(statement, [haltId]))
    await expect(as("update tenure.halts set lifted_by = 'per_eve', lifted_at = now() where id = $1")).rejects.toThrow(
      'two people lift a halt',
    )
    await expect(
      as(
        "update tenure.halts set lift_proposed_by = 'per_a', lift_proposed_at = now(), lifted_by = 'per_b', lifted_at = now() where id = $1",
      ),
    ).rejects.toThrow('two people lift a halt')
    await expect(as("update tenure.halts set target = 'other' where id = $1")).rejects.toThrow('stays as it was ordered')
    await expect(as('update tenure.halts set drill = true where id = $1')).rejects.toThrow('stays as it was ordered')
    await expect(as('delete from tenure.halts where id = $1')).rejects.toThrow('permission denied')
    done(await liftHalt(house, { haltId, reason: 'mended' }, people.ona))
    done(await liftHalt(house, { haltId, reason: 'mended' }, people.omar))
    await expect(as('update tenure.halts set lifted_at = null, lifted_by = null where id = $1')).rejects.toThrow(
      'a lifted halt stays lifted',
    )
  })
})

test('releasing what is held is refused while a stop covers it, and the approval is not spent by trying', async () => {
  const { employeeId } = await aRollout(world, { delivery: 'assist' })
  const { interactionId } = await arrives(world, employeeId, 'my vpn keeps dropping')
  await world.drain()
  const [effect] = await rows<{ id: string; digest: string }>(
    world,
    'select id, approval_digest as digest from tenure.effects where interaction_id = $1',
    [interactionId],
  )
  const release = () =>
    decideEffect(house, { effectId: effect?.id as never, decision: 'release', digest: effect?.digest ?? '' }, people.rita)
  const { haltId } = done(await orderHalt(house, { scope: 'employee', target: employeeId, reason }, people.rita))
  expect(refusalOf(await release())).toBe('halted')
  done(await liftHalt(house, { haltId, reason: 'mended' }, people.ona))
  done(await liftHalt(house, { haltId, reason: 'mended' }, people.omar))
  expect(done(await release())).toMatchObject({ state: 'released' })
})
