// “Same inputs as the people, nothing takes effect without a person.”

import { afterAll, expect, test } from 'vitest'
import { isRefusal } from '../../src/domain/refusal.ts'
import { giveVerdict, type Judgement } from '../../src/handling/review.ts'
import { shownOf } from '../../src/moves/shown.ts'
import { lockInteraction } from '../../src/store/interactions.ts'
import { proposalOf } from '../../src/store/proposals.ts'
import { testDatabase } from '../support/database.ts'
import { aRollout, arrives, aWorld, done, people, promoteByOverride, rows, type World } from '../support/world.ts'

const { url } = await testDatabase()
const world = await aWorld(url)
afterAll(() => world.close())

async function card(w: World, interactionId: string) {
  const [review] = await rows<{ id: string }>(w, 'select id from tenure.reviews where interaction_id = $1', [interactionId])
  const digest = await w.house.db.transaction(
    async (tx) => (await shownOf(tx, (await lockInteraction(tx, interactionId))!, (await proposalOf(tx, interactionId))!)).digest,
  )
  return { reviewId: review!.id as Judgement['reviewId'], digest }
}

const states = (id: string) =>
  rows<{ kind: string; state: string; simulated: boolean }>(
    world,
    'select kind, state, simulated from tenure.effects where interaction_id = $1 order by position',
    [id],
  )
const writesSeen = () => world.seen.calls.filter((call) => call.operation === 'reset_password').length

test('in observe, reads run, the write gets a marked receipt, the reply is recorded, and a verdict changes nothing in the world', async () => {
  const { employeeId } = await aRollout(world)
  const before = writesSeen()
  const { interactionId, queryType } = await arrives(world, employeeId, 'I forgot my password, please reset my password')
  expect(queryType).toBe('password_reset')
  await world.drain()
  expect(await states(interactionId)).toEqual([
    { kind: 'read', state: 'performed', simulated: false },
    { kind: 'write', state: 'recorded', simulated: true },
    { kind: 'reply', state: 'recorded', simulated: false },
  ])
  const [interaction] = await rows(world, 'select state, outcome, diverged from tenure.interactions where id = $1', [
    interactionId,
  ])
  expect(interaction).toEqual({ state: 'settled', outcome: 'recorded', diverged: true })
  const judged = done(
    await giveVerdict(
      world.house,
      { ...(await card(world, interactionId)), kind: 'correct', reasons: [], note: null },
      people.rita,
    ),
  )
  await world.drain()
  expect(judged.effects).toEqual([])
  expect(writesSeen()).toBe(before)
  expect(world.seen.deliveries.filter((d) => d.interactionId === interactionId)).toEqual([])
})

test('in assist, a verdict releases exactly what was shown, once', async () => {
  const { employeeId } = await aRollout(world, { delivery: 'assist' })
  const { interactionId } = await arrives(world, employeeId, 'my vpn keeps dropping')
  await world.drain()
  expect(await states(interactionId)).toEqual([{ kind: 'reply', state: 'held', simulated: false }])
  const shown = await card(world, interactionId)
  const stale = await giveVerdict(
    world.house,
    { ...shown, digest: 'f'.repeat(64), kind: 'correct', reasons: [], note: null },
    people.rita,
  )
  expect(isRefusal(stale) && stale.refusal).toBe('approval_stale')
  done(await giveVerdict(world.house, { ...shown, kind: 'correct', reasons: [], note: null }, people.rita))
  await world.drain()
  expect(world.seen.deliveries.filter((d) => d.interactionId === interactionId).map((d) => d.text)).toEqual([
    'Please sign out and in again.',
  ])
  const again = await giveVerdict(world.house, { ...shown, kind: 'correct', reasons: [], note: null }, people.rita)
  expect(isRefusal(again) && again.refusal).toBe('review_closed')
})

test('in assist, an edited reply is what is sent, and “wrong” sends nothing', async () => {
  const { employeeId } = await aRollout(world, { delivery: 'assist' })
  const first = await arrives(world, employeeId, 'my vpn keeps dropping')
  const second = await arrives(world, employeeId, 'the vpn does not connect')
  await world.drain()
  done(
    await giveVerdict(
      world.house,
      {
        ...(await card(world, first.interactionId)),
        kind: 'correct_small_edit',
        reasons: [],
        note: null,
        edit: 'Please restart first.',
      },
      people.rita,
    ),
  )
  done(
    await giveVerdict(
      world.house,
      { ...(await card(world, second.interactionId)), kind: 'wrong', reasons: ['wrong_fact'], note: null },
      people.rita,
    ),
  )
  await world.drain()
  expect(world.seen.deliveries.filter((d) => d.interactionId === first.interactionId).map((d) => d.text)).toEqual([
    'Please restart first.',
  ])
  expect(world.seen.deliveries.filter((d) => d.interactionId === second.interactionId)).toEqual([])
  expect((await states(second.interactionId)).map((e) => e.state)).toEqual(['declined'])
})

test('the same messages in a supervised rollout do take effect: it is the phase that held them back', async () => {
  const { employeeId, rolloutId } = await aRollout(world)
  await promoteByOverride(world, rolloutId)
  const before = writesSeen()
  const { interactionId } = await arrives(world, employeeId, 'I forgot my password, please reset my password')
  await world.drain()
  expect((await states(interactionId)).map((e) => e.state)).toEqual(['performed', 'performed', 'performed'])
  expect(writesSeen()).toBe(before + 1)
  const [interaction] = await rows(world, 'select state, outcome from tenure.interactions where id = $1', [interactionId])
  expect(interaction).toEqual({ state: 'settled', outcome: 'handled' })
})

test('a query of unknown type, and one whose cell nobody owns, reach a person and are counted', async () => {
  const { employeeId } = await aRollout(world, { cells: [{ queryType: 'vpn_trouble', channel: 'chat' }] })
  const strange = await arrives(world, employeeId, 'what is the meaning of life, the universe and everything')
  const unmapped = await arrives(world, employeeId, 'I forgot my password, please reset my password')
  await world.drain()
  const reasons = await rows<{ reason: string }>(
    world,
    'select reason from tenure.escalations where interaction_id = any($1) order by opened_at, reason',
    [[strange.interactionId, unmapped.interactionId]],
  )
  expect(reasons.map((row) => row.reason).toSorted()).toEqual(['unknown_query_type', 'unmapped_cell'])
  expect(strange.state).toBe('escalated')
})

test('a message that arrives twice is one interaction', async () => {
  const { employeeId } = await aRollout(world)
  const one = await arrives(world, employeeId, 'my vpn keeps dropping', { externalId: 'same' })
  const two = await arrives(world, employeeId, 'my vpn keeps dropping', { externalId: 'same' })
  expect(two).toMatchObject({ interactionId: one.interactionId, created: false })
})

test('a reach beyond the query’s type is refused in shadow and the whole answer judged; where effects are real it goes to a person', async () => {
  const reaching = await aWorld(url, {
    agent: {
      name: 'reaching',
      propose: async () => ({
        kind: 'effects',
        effects: [
          { kind: 'call', system: 'directory', operation: 'reset_password', arguments: { id: 'ann' } },
          { kind: 'reply', text: 'Please sign out and in again.' },
        ],
        usage: null,
      }),
    },
  })
  const ended = async (supervised: boolean) => {
    const { employeeId, rolloutId } = await aRollout(reaching)
    if (supervised) await promoteByOverride(reaching, rolloutId)
    const { interactionId, queryType } = await arrives(reaching, employeeId, 'my vpn keeps dropping')
    expect(queryType).toBe('vpn_trouble')
    await reaching.drain()
    const [interaction] = await rows<{ state: string; reason: string | null; reviews: number }>(
      reaching,
      `select i.state, e.reason, (select count(*)::int from tenure.reviews r where r.interaction_id = i.id) as reviews
       from tenure.interactions i left join tenure.escalations e on e.interaction_id = i.id where i.id = $1`,
      [interactionId],
    )
    return { ...interaction, effects: (await states(interactionId)).map(({ state }) => state) }
  }
  expect(await ended(false)).toEqual({ state: 'settled', reason: null, reviews: 1, effects: ['refused', 'recorded'] })
  expect(await ended(true)).toEqual({ state: 'escalated', reason: 'type_widened', reviews: 1, effects: ['escalated', 'refused'] })
  await reaching.close()
})
