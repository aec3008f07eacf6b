// A provider that honours no key applies a write and drops its answer. Nobody tries again blindly: where a read tells whether it happened, Tenure looks; where none does, or
// it cannot tell, a person does.

import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { Fault } from '../../src/domain/fault.ts'
import type { EffectId } from '../../src/domain/ids.ts'
import { callTool } from '../../src/handling/call-tool.ts'
import { conclude } from '../../src/handling/conclude.ts'
import { perform } from '../../src/handling/perform.ts'
import type { SystemCall, SystemOutcome } from '../../src/ports/system.ts'
import { testDatabase } from '../support/database.ts'
import { smallDossier } from '../support/dossier-files.ts'
import { aRollout, arrives, aWorld, done, promoteByOverride, rows } from '../support/world.ts'

const { url } = await testDatabase()
const world = await aWorld(url)
afterAll(() => world.close())
const agent = { kind: 'agent', id: 'one', authority: 'its own key' } as const
const proof = "proof: {arguments: {id: id}, when: 'found.resets.exists(r, r == asked.id)'}"

/** The provider: what it has really done, and what goes wrong. */
const desk = { resets: [] as unknown[], fault: null as 'after' | 'before' | null, looks: 0, lookFails: false }

async function provider(call: SystemCall): Promise<SystemOutcome> {
  if (call.operation === 'get_person') {
    desk.looks++
    if (desk.lookFails) throw new Fault('system_unreachable', 'away', { retryable: true })
    return { outcome: 'performed', result: { resets: [...desk.resets] }, providerRef: null }
  }
  if (desk.fault !== 'before') desk.resets.push(call.arguments.id)
  if (desk.fault !== null) throw new Fault('system_failed', 'the answer never came', { retryable: true, reached: true })
  return { outcome: 'performed', result: { ok: true }, providerRef: null }
}

beforeEach(() => {
  Object.assign(desk, { resets: [], fault: null, looks: 0, lookFails: false })
  world.answer.system = provider
  world.jobs.length = 0
})

/** A released write of an employee that performs; `operation` is what stands beside the write in the integration map. */
async function aWrite(operation: string) {
  const files = {
    ...smallDossier,
    'integrations.yaml': smallDossier['integrations.yaml']!.replace('risk: high, idempotent: true}', `risk: high, ${operation}}`),
  }
  const { employeeId, rolloutId } = await aRollout(world, {
    files,
    agent: { kind: 'http', webhookUrl: null, webhookSecret: null },
  })
  await promoteByOverride(world, rolloutId)
  const { interactionId } = await arrives(world, employeeId, 'I forgot my password, please reset my password', {
    driver: 'agent',
  })
  const request = { kind: 'call', system: 'directory', operation: 'reset_password', arguments: { id: 'ann' } } as const
  const { effectId } = done(await callTool(world.house, world.systems, { interactionId, request }, agent))
  world.jobs.length = 0
  return { interactionId, effectId: effectId as EffectId }
}

const performing = (id: EffectId, ticket = 'job') => perform(world.house, world, id, ticket)
const stateOf = async (id: EffectId) =>
  (await rows<{ state: string; why: string | null }>(world, 'select state, why from tenure.effects where id = $1', [id]))[0]
const kinds = async (interactionId: string) =>
  (
    await rows<{ kind: string; told: string | null }>(
      world,
      "select kind, body::jsonb #>> '{says,told}' as told from audit.entries where subject = $1 and kind like 'effect.%' order by at, id",
      [interactionId],
    )
  ).map(({ kind, told }) => (told === null ? kind : `${kind}: ${told}`))

describe('a write that was applied and whose answer was dropped', () => {
  test('is found by the look and is performed; it is not made again', async () => {
    const { interactionId, effectId } = await aWrite(`lookup: get_person, ${proof}`)
    desk.fault = 'after'
    await performing(effectId)
    expect(await stateOf(effectId)).toMatchObject({ state: 'released' })
    await performing(effectId)
    expect(await stateOf(effectId)).toMatchObject({ state: 'performed' })
    expect({ resets: desk.resets, looks: desk.looks }).toEqual({ resets: ['ann'], looks: 1 })
    expect(await kinds(interactionId)).toEqual([
      'effect.disposed',
      'effect.attempted',
      'effect.looked: there',
      'effect.performed',
    ])
  })

  test('with no proof to go by it is unknown and with a person at once', async () => {
    const { effectId } = await aWrite('lookup: get_person')
    desk.fault = 'after'
    await performing(effectId)
    expect(await stateOf(effectId)).toMatchObject({ state: 'unknown' })
    await performing(effectId)
    expect({ resets: desk.resets, looks: desk.looks }).toEqual({ resets: ['ann'], looks: 0 })
  })

  test('without looking it would be made twice', async () => {
    const { effectId } = await aWrite(`lookup: get_person, ${proof}`)
    desk.fault = 'after'
    await performing(effectId)
    desk.fault = null
    await rows(world, 'update tenure.effects set unsure_since = null where id = $1 returning 1', [effectId])
    await performing(effectId)
    expect(desk.resets).toEqual(['ann', 'ann'])
  })
})

describe('a write that never arrived', () => {
  test('is believed to be missing only after a while, and then made once', async () => {
    const { interactionId, effectId } = await aWrite(`lookup: get_person, ${proof}`)
    desk.fault = 'before'
    await performing(effectId)
    desk.fault = null
    await performing(effectId)
    expect(desk.resets, 'a slow provider may still apply it').toEqual([])
    const later = world.jobs.find((job) => job.step === 'perform' && job.afterMs !== undefined)
    expect(later?.afterMs).toBe(60_000)
    world.clock.pass({ ms: 60_000 })
    await performing(effectId)
    await performing(effectId)
    expect(await stateOf(effectId)).toMatchObject({ state: 'performed' })
    expect(desk.resets).toEqual(['ann'])
    expect(await kinds(interactionId)).toEqual([
      'effect.disposed',
      'effect.attempted',
      'effect.looked: not_there',
      'effect.looked: not_there',
      'effect.attempted',
      'effect.performed',
    ])
  })

  test('three times is enough: then a person has it', async () => {
    const { effectId } = await aWrite(`lookup: get_person, ${proof}`)
    desk.fault = 'before'
    for (let i = 0; i < 6; i++) {
      await performing(effectId)
      world.clock.pass({ ms: 60_000 })
    }
    expect(await stateOf(effectId)).toMatchObject({ state: 'unknown' })
    expect(desk.looks).toBe(3)
  })
})

test('a look that cannot be made is made again for ten minutes, and then a person has it', async () => {
  const { effectId } = await aWrite(`lookup: get_person, ${proof}`)
  desk.fault = 'after'
  await performing(effectId)
  desk.lookFails = true
  await performing(effectId)
  expect(await stateOf(effectId)).toMatchObject({ state: 'released' })
  world.clock.pass({ minutes: 10 })
  await performing(effectId)
  expect(await stateOf(effectId)).toMatchObject({ state: 'unknown', why: expect.stringContaining('cannot be asked') })
})

test('a worker that died in the call is looked after the same way; another job leaves it alone', async () => {
  const { effectId } = await aWrite(`lookup: get_person, ${proof}`)
  await rows(
    world,
    "update tenure.effects set state = 'attempting', attempts = 1, attempted_at = now(), claimed_by = 'job' where id = $1 returning 1",
    [effectId],
  )
  desk.resets.push('ann')
  await performing(effectId, 'another job')
  expect(desk.looks).toBe(0)
  await performing(effectId, 'job')
  expect(await stateOf(effectId)).toMatchObject({ state: 'performed' })
  expect(desk.resets).toEqual(['ann'])
})

test('what may have happened is not called refused when people take the query', async () => {
  const { effectId, interactionId } = await aWrite(`lookup: get_person, ${proof}`)
  desk.fault = 'after'
  await performing(effectId)
  done(
    await conclude(
      world.house,
      { interactionId, answer: { kind: 'escalation', reason: 'I cannot go on', trigger: null, usage: null } },
      agent,
    ),
  )
  await world.run({ step: 'oversee', id: interactionId } as never)
  expect(await stateOf(effectId)).toMatchObject({ state: 'unknown' })
})
