// Something was done that should not have been. A person orders what makes it good: a new effect, once, with a record of its own; the old one stays what it was.

import { afterAll, beforeEach, expect, test } from 'vitest'
import type { EffectId } from '../../src/domain/ids.ts'
import { isRefusal } from '../../src/domain/refusal.ts'
import { liftHalt, orderHalt } from '../../src/governance/halt.ts'
import { callTool } from '../../src/handling/call-tool.ts'
import { compensate, type Order } from '../../src/handling/compensate.ts'
import { perform } from '../../src/handling/perform.ts'
import { reportOutcome } from '../../src/handling/report-outcome.ts'
import { testDatabase } from '../support/database.ts'
import { smallDossier } from '../support/dossier-files.ts'
import { aRollout, arrives, aWorld, done, people, promoteByOverride, rows } from '../support/world.ts'

const { url } = await testDatabase()
const world = await aWorld(url)
afterAll(() => world.close())
beforeEach(() => {
  world.jobs.length = 0
})
const agent = { kind: 'agent', id: 'one', authority: 'its own key' } as const
const files = {
  ...smallDossier,
  'integrations.yaml': smallDossier['integrations.yaml']!.replace(
    '      - {name: delete_person',
    '      - {name: undo_reset, access: write, risk: low, arguments: {type: object, required: [id], properties: {id: {type: string}}, additionalProperties: false}}\n      - {name: delete_person',
  ),
}

/** A write that was performed, in an employee of its own. */
async function performed(given: { agent?: boolean } = {}) {
  const own = given.agent
    ? {
        ...files,
        'integrations.yaml': files['integrations.yaml'].replace("{kind: mcp, url: 'http://127.0.0.1:1/mcp'}", '{kind: agent}'),
      }
    : files
  const opened = await aRollout(world, { files: own, agent: { kind: 'http', webhookUrl: null, webhookSecret: null } })
  await promoteByOverride(world, opened.rolloutId)
  const { interactionId } = await arrives(world, opened.employeeId, 'I forgot my password, please reset my password', {
    driver: 'agent',
  })
  const request = { kind: 'call', system: 'directory', operation: 'reset_password', arguments: { id: 'ann' } } as const
  const { effectId } = done(await callTool(world.house, world.systems, { interactionId, request }, agent))
  if (!given.agent) await perform(world.house, world, effectId)
  world.jobs.length = 0
  world.seen.calls.length = 0
  return { ...opened, interactionId, effectId }
}

const undoing = (effectId: EffectId, more: Partial<Order> = {}) =>
  compensate(
    world.house,
    { effectId, system: 'directory', operation: 'undo_reset', arguments: { id: 'ann' }, reason: 'it was the wrong Ann', ...more },
    people.rita,
  )
const refusalOf = (answer: unknown) => (isRefusal(answer) ? `${answer.refusal}: ${answer.sentence}` : answer)

test('is made once, although the role grants it to nobody, and says what it makes good', async () => {
  const { effectId, interactionId } = await performed()
  const ordered = done(await undoing(effectId))
  expect(world.jobs).toMatchObject([{ step: 'perform', id: ordered.effectId }])
  await world.drain()
  await perform(world.house, world, ordered.effectId)
  expect(world.seen.calls.map(({ operation, arguments: given }) => ({ operation, given }))).toEqual([
    { operation: 'undo_reset', given: { id: 'ann' } },
  ])
  const effects = await rows(
    world,
    'select operation, state, compensates from tenure.effects where interaction_id = $1 order by position',
    [interactionId],
  )
  expect(effects).toEqual([
    { operation: 'reset_password', state: 'performed', compensates: null },
    { operation: 'undo_reset', state: 'performed', compensates: effectId },
  ])
  const kinds = await rows<{ kind: string }>(
    world,
    "select kind from audit.entries where subject = $1 and kind like 'effect.%' order by at, id",
    [interactionId],
  )
  expect(kinds.map(({ kind }) => kind).slice(-3)).toEqual(['effect.compensation_ordered', 'effect.attempted', 'effect.performed'])
})

test.each([
  ['what the map does not list', { operation: 'undo_everything' }, 'not in the integration map'],
  ['a read', { operation: 'get_person' }, 'access “read”'],
  ['what the role forbids or the map closes', { operation: 'delete_person' }, 'access “none”'],
  ['arguments that do not fit', { arguments: { person: 'ann' } }, 'argument “id” is missing'],
])('%s makes nothing good', async (_, more, why) => {
  const { effectId, interactionId } = await performed()
  expect(refusalOf(await undoing(effectId, more))).toContain(why)
  expect(await rows(world, 'select 1 from tenure.effects where interaction_id = $1', [interactionId])).toHaveLength(1)
})

test('one byte changed after the order is not carried out', async () => {
  const { effectId } = await performed()
  const ordered = done(await undoing(effectId))
  await rows(
    world,
    `update tenure.effects set request_id = (select request_id from tenure.effects where id = $2) where id = $1 returning 1`,
    [ordered.effectId, effectId],
  )
  await rows(world, "update tenure.effects set operation = 'reset_password' where id = $1 returning 1", [ordered.effectId])
  await perform(world.house, world, ordered.effectId)
  expect(world.seen.calls).toEqual([])
})

test('a halt stops it, before the order and after', async () => {
  const { effectId, rolloutId } = await performed()
  const ordered = done(await undoing(effectId))
  const stop = { scope: 'tool', target: 'directory', reason: 'look at it first' } as const
  const { haltId } = done(await orderHalt(world.house, stop, people.ona))
  expect(refusalOf(await undoing(effectId))).toContain('halted')
  await perform(world.house, world, ordered.effectId)
  expect(world.seen.calls).toEqual([])
  expect(rolloutId).toEqual(expect.any(String))
  done(await liftHalt(world.house, { haltId, reason: 'looked' }, people.ona))
})

test('only what happened can be made good', async () => {
  const { effectId } = await performed({ agent: true })
  expect(refusalOf(await undoing(effectId))).toContain('nothing_to_compensate')
})

test('an outcome that comes after people have it is kept as evidence and changes nothing', async () => {
  const { effectId, interactionId } = await performed({ agent: true })
  done(await reportOutcome(world.house, { effectId, outcome: 'unknown' }, agent))
  const late = await reportOutcome(
    world.house,
    { effectId, outcome: 'performed', result: { ok: true }, providerRef: 'ref-7' },
    agent,
  )
  expect(late).toEqual({ effectId, state: 'unknown' })
  const [record] = await rows<{ says: unknown }>(
    world,
    "select body::jsonb -> 'says' as says from audit.entries where subject = $1 and kind = 'effect.outcome_late'",
    [interactionId],
  )
  expect(record?.says).toMatchObject({ effect: effectId, outcome: 'performed', providerRef: 'ref-7' })
})
