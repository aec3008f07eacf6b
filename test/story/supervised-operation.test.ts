// “Effects are real; a random 10–20 % and every escalation reviewed.” And everything that can go wrong with a real effect ends with a person.

import { afterAll, beforeEach, expect, test } from 'vitest'
import { Fault } from '../../src/domain/fault.ts'
import type { EffectId, InteractionId } from '../../src/domain/ids.ts'
import { monthKey, monthOf, uniform } from '../../src/domain/oversight/sampling.ts'
import { isRefusal } from '../../src/domain/refusal.ts'
import { lapse } from '../../src/handling/lapse.ts'
import { rate } from '../../src/handling/rate.ts'
import { answerEscalation, settleUnknown, takeEscalation } from '../../src/handling/resolve.ts'
import { giveVerdict } from '../../src/handling/review.ts'
import { shownOf } from '../../src/moves/shown.ts'
import { lockCase } from '../../src/store/proposals.ts'
import { testDatabase } from '../support/database.ts'
import { smallDossier } from '../support/dossier-files.ts'
import { aRollout, arrives, aWorld, done, people, promoteByOverride, rows } from '../support/world.ts'

const { url } = await testDatabase()
const world = await aWorld(url)
afterAll(() => world.close())
const { house, clock, answer, seen } = world
const reset = 'I forgot my password, please reset my password'
const well = { ...answer }
beforeEach(() => Object.assign(answer, well))

async function supervised(role = smallDossier['SOUL.md'] ?? '') {
  const opened = await aRollout(world, { files: { ...smallDossier, 'SOUL.md': role } })
  await promoteByOverride(world, opened.rolloutId)
  return opened
}

const effectsOf = (id: string) =>
  rows<{ id: EffectId; kind: string; state: string }>(
    world,
    'select id, kind, state from tenure.effects where interaction_id = $1 order by position',
    [id],
  )
const statesOf = async (id: string) => (await effectsOf(id)).map((effect) => effect.state)
const interaction = async (id: string) =>
  (
    await rows<{ state: string; outcome: string | null }>(world, 'select state, outcome from tenure.interactions where id = $1', [
      id,
    ])
  )[0]
const reasonOf = async (id: string) =>
  (await rows<{ reason: string }>(world, 'select reason from tenure.escalations where interaction_id = $1', [id]))[0]?.reason

test('about the registered share is drawn for review, before any outcome, and anybody with the key can draw it again', async () => {
  const { employeeId, rolloutId } = await supervised()
  for (let i = 0; i < 80; i++) await arrives(world, employeeId, 'my vpn keeps dropping', { externalId: `sample-${i}` })
  await world.drain()
  const [rollout] = await rows<{ secret: string }>(world, 'select sampling_secret as secret from tenure.rollouts where id = $1', [
    rolloutId,
  ])
  const draws = await rows<{ id: string; u: number; ratio: number; reviewed: boolean }>(
    world,
    `select i.id, p.sample_u as u, p.sample_ratio as ratio, w.id is not null as reviewed from tenure.interactions i join tenure.proposals p on p.interaction_id = i.id
     left join tenure.reviews w on w.interaction_id = i.id where i.employee_id = $1`,
    [employeeId],
  )
  for (const draw of draws) {
    expect(draw.u).toBe(uniform(monthKey(rollout?.secret ?? '', monthOf(clock.now())), 'review', draw.id))
    expect(draw.reviewed).toBe(draw.u < draw.ratio)
  }
  expect(draws.filter((draw) => draw.reviewed).length).toBeGreaterThan(2)
  const order = await rows<{ kind: string }>(
    world,
    "select kind from audit.entries where subject = $1 and kind in ('sample.drawn', 'proposal.disposed', 'effect.attempted') order by id",
    [draws[0]?.id],
  )
  expect(order.map((row) => row.kind)).toEqual(['sample.drawn', 'proposal.disposed', 'effect.attempted'])
})

test('every escalation is reviewed, answered by a person, and then settled', async () => {
  const { employeeId } = await supervised()
  const { interactionId } = await arrives(world, employeeId, 'the vpn is slow and I will call my lawyer', {
    queryType: 'vpn_trouble',
  })
  await world.drain()
  expect(await interaction(interactionId)).toEqual({ state: 'escalated', outcome: null })
  expect(await rows(world, 'select reason, escalated from tenure.reviews where interaction_id = $1', [interactionId])).toEqual([
    { reason: 'escalation', escalated: true },
  ])
  done(await takeEscalation(house, { interactionId }, people.rita))
  done(await answerEscalation(house, { interactionId, reply: 'We will call you.', operations: [], minutes: 4 }, people.rita))
  await world.drain()
  expect(await interaction(interactionId)).toEqual({ state: 'settled', outcome: 'escalated' })
  done(await rate(house, { interactionId, stars: 4, comment: null }, people.rita))
  const again = await rate(house, { interactionId, stars: 5, comment: null }, people.rita)
  expect(isRefusal(again) && again.refusal).toBe('already_rated')
})

test('what the role always reviews waits for a person even here, and its reply waits with it', async () => {
  const { employeeId } = await supervised(
    (smallDossier['SOUL.md'] ?? '').replace('must_not:', 'always_review: [directory.reset_password]\nmust_not:'),
  )
  const { interactionId } = await arrives(world, employeeId, reset)
  await world.drain()
  expect(await statesOf(interactionId)).toEqual(['performed', 'held', 'released'])
  expect(seen.deliveries.some((delivery) => delivery.interactionId === interactionId)).toBe(false)
  const [review] = await rows<{ id: string }>(world, 'select id from tenure.reviews where interaction_id = $1', [interactionId])
  const digest = await house.db.transaction(async (tx) => {
    const found = await lockCase(tx, interactionId)
    if (!found?.proposal) throw new Error('there is a proposal')
    return (await shownOf(tx, found.interaction, found.proposal)).digest
  })
  done(await giveVerdict(house, { reviewId: review?.id as never, kind: 'correct', digest, reasons: [], note: null }, people.rita))
  await world.drain()
  expect(await statesOf(interactionId)).toEqual(['performed', 'performed', 'performed'])
})

test('an approval nobody gave in time lapses, and people take over', async () => {
  const { employeeId } = await supervised(
    (smallDossier['SOUL.md'] ?? '').replace('must_not:', 'always_review: [reply]\nmust_not:'),
  )
  const { interactionId } = await arrives(world, employeeId, 'my vpn keeps dropping')
  await world.drain()
  expect(await statesOf(interactionId)).toEqual(['held'])
  clock.pass({ days: 2 })
  await lapse(house, { silenceMs: 60_000 })
  expect(await statesOf(interactionId)).toEqual(['lapsed'])
  expect((await interaction(interactionId))?.state).toBe('escalated')
})

test('a write that fails: the reply that speaks of it is never sent, and people take over', async () => {
  const { employeeId } = await supervised()
  answer.system = async (call) =>
    call.operation === 'reset_password'
      ? { outcome: 'failed', reason: 'account is frozen', providerRef: null }
      : well.system(call)
  const { interactionId } = await arrives(world, employeeId, reset)
  await world.drain()
  expect(await statesOf(interactionId)).toEqual(['performed', 'failed', 'refused'])
  expect(seen.deliveries.some((delivery) => delivery.interactionId === interactionId)).toBe(false)
  expect((await interaction(interactionId))?.state).toBe('escalated')
})

test('an outcome that never came back is unknown, is not tried again, and a person settles it with evidence', async () => {
  const { employeeId } = await supervised()
  answer.channel = async () => {
    throw new Fault('channel_failed', 'the line broke', { retryable: true, reached: true })
  }
  const { interactionId } = await arrives(world, employeeId, 'my vpn keeps dropping')
  await world.drain()
  expect(await statesOf(interactionId)).toEqual(['unknown'])
  expect(seen.deliveries.filter((delivery) => delivery.interactionId === interactionId)).toHaveLength(1)
  expect(await reasonOf(interactionId)).toBe('effect_outcome_unknown')
  const [effect] = await effectsOf(interactionId)
  const bare = await settleUnknown(house, { effectId: effect?.id as EffectId, outcome: 'performed', evidence: ' ' }, people.rita)
  expect(isRefusal(bare) && bare.refusal).toBe('evidence_missing')
  done(
    await settleUnknown(
      house,
      { effectId: effect?.id as EffectId, outcome: 'performed', evidence: 'Ann says she got it' },
      people.rita,
    ),
  )
  expect(await statesOf(interactionId)).toEqual(['performed'])
})

test('a system that was certainly not reached is asked again, with the same key', async () => {
  const { employeeId } = await supervised()
  let refusals = 2
  answer.channel = async (delivery) => {
    if (refusals-- > 0) throw new Fault('channel_failed', 'nobody there', { retryable: true })
    return well.channel(delivery)
  }
  const { interactionId } = await arrives(world, employeeId, 'my vpn keeps dropping')
  await world.drain()
  const keys = seen.deliveries.filter((delivery) => delivery.interactionId === interactionId).map((delivery) => delivery.key)
  expect(keys).toHaveLength(3)
  expect(new Set(keys).size).toBe(1)
  expect(await interaction(interactionId)).toEqual({ state: 'settled', outcome: 'handled' })
})

test('an agent that breaks or falls silent leaves its query with people', async () => {
  const broken = await aWorld(url, {
    agent: {
      name: 'broken',
      propose: async ({ query }) => {
        if (query.includes('dropping')) throw new Fault('agent_failed', 'no model today', { retryable: false })
        return new Promise(() => undefined)
      },
    },
  })
  broken.asking.silenceMs = 30
  const { employeeId } = await aRollout(broken)
  const one = await arrives(broken, employeeId, 'my vpn keeps dropping')
  const two = await arrives(broken, employeeId, 'the vpn does not connect')
  await broken.drain()
  const reasons = await rows<{ id: InteractionId; reason: string }>(
    broken,
    'select interaction_id as id, reason from tenure.escalations where interaction_id = any($1)',
    [[one.interactionId, two.interactionId]],
  )
  expect(Object.fromEntries(reasons.map((row) => [row.id, row.reason]))).toEqual({
    [one.interactionId]: 'agent_failed',
    [two.interactionId]: 'agent_silent',
  })
  await broken.close()
})
