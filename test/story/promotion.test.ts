// “Advancing takes a met gate and two named people … an override is possible, needs a reason, is on the trail for ever. Promoting one cell changes no other.”

import { afterAll, expect, test } from 'vitest'
import type { Actor } from '../../src/domain/audit/record.ts'
import { isRefusal } from '../../src/domain/refusal.ts'
import { advance, approvePromotion, proposePromotion } from '../../src/governance/advance.ts'
import { assess } from '../../src/governance/assess.ts'
import { demote } from '../../src/governance/demote.ts'
import { retireRollout } from '../../src/governance/halt.ts'
import { openRollout } from '../../src/governance/open-rollout.ts'
import { split } from '../../src/governance/split.ts'
import { giveVerdict } from '../../src/handling/review.ts'
import { testDatabase } from '../support/database.ts'
import { smallDossier } from '../support/dossier-files.ts'
import { aRollout, arrives, aWorld, done, people, promoteByOverride, readGate, rows } from '../support/world.ts'

const { url } = await testDatabase()
const world = await aWorld(url)
afterAll(() => world.close())
const { house, clock } = world
const reason = 'the desk agrees'

// Targets small enough to be met in a test, and met honestly: by verdicts, days and coverage.
const files = {
  ...smallDossier,
  'targets.yaml':
    'accuracy: {targetRatio: 0.8}\nescalation: {minRatio: 0, maxRatio: 1, missedCapRatio: 1, recallFloorRatio: 0}\nshadow: {minDays: 2, minReviews: 30}\nsupervised: {minDays: 1, minReviews: 5}\ncoverage: {unlistedMaxRatio: 0.3}\nevidence: {doubleRatio: 0, blindRatio: 0}\n',
}
const source: Actor = { kind: 'verified_source', id: 'ground-truth:test', authority: 'a test' }

/** As many different queries, all judged right (or wrong). */
async function judged(employeeId: Parameters<typeof arrives>[1], n: number, correct = true): Promise<void> {
  for (let i = 0; i < n; i++)
    await arrives(world, employeeId, `my vpn keeps dropping, case ${i}-${clock.now().getTime()}`, {
      queryType: i % 2 ? 'vpn_trouble' : 'password_reset',
    })
  await world.drain()
  const open = await rows<{ id: string }>(world, "select id from tenure.reviews where employee_id = $1 and state = 'open'", [
    employeeId,
  ])
  for (const { id } of open) {
    done(
      await giveVerdict(
        house,
        {
          reviewId: id as never,
          kind: correct ? 'correct' : 'wrong',
          digest: null,
          reasons: [],
          note: null,
          source: 'verified_source',
          correct,
          shouldEscalate: false,
        },
        source,
      ),
    )
  }
}

const gateOf = async (rolloutId: Parameters<typeof assess>[1]['rolloutId']) => done(await assess(house, { rolloutId })).gate
const refusalOf = (value: unknown) => (isRefusal(value) ? value.refusal : 'no refusal')

test('a gate is not yet known, then met; two people advance it, and what was recorded is performed from then on', async () => {
  const { employeeId, rolloutId } = await aRollout(world, { files })
  const early = await proposePromotion(house, readGate(house), { rolloutId, reason, override: false }, people.ona)
  expect(refusalOf(early)).toBe('gate_not_met')
  expect(isRefusal(early) && early.sentence).toMatch(/not yet known/)
  await judged(employeeId, 40)
  expect((await gateOf(rolloutId))?.outcome).toBe('not_yet_known')
  clock.pass({ days: 3 })
  expect((await gateOf(rolloutId))?.outcome).toBe('met')
  const { promotionId } = done(await proposePromotion(house, readGate(house), { rolloutId, reason, override: false }, people.ona))
  expect(refusalOf(await approvePromotion(house, { promotionId }, people.ona))).toBe('same_person')
  expect(refusalOf(await approvePromotion(house, { promotionId }, { ...people.omar, kind: 'key' }))).toBe('same_person')
  expect(refusalOf(await advance(house, readGate(house), { promotionId }, people.ona))).toBe('promotion_not_open')
  done(await approvePromotion(house, { promotionId }, people.omar))
  expect(done(await advance(house, readGate(house), { promotionId }, people.ona)).phase).toBe('supervised')
  const { interactionId } = await arrives(world, employeeId, 'the vpn does not connect')
  await world.drain()
  expect(await rows(world, 'select state, outcome from tenure.interactions where id = $1', [interactionId])).toEqual([
    { state: 'settled', outcome: 'handled' },
  ])
})

test('a gate that was met when proposed and is not any more carries nothing out', async () => {
  const { employeeId, rolloutId } = await aRollout(world, { files })
  await judged(employeeId, 40)
  clock.pass({ days: 3 })
  const { promotionId } = done(await proposePromotion(house, readGate(house), { rolloutId, reason, override: false }, people.ona))
  done(await approvePromotion(house, { promotionId }, people.omar))
  await judged(employeeId, 60, false)
  expect(refusalOf(await advance(house, readGate(house), { promotionId }, people.ona))).toBe('promotion_stale')
  expect(await rows(world, 'select phase from tenure.rollouts where id = $1', [rolloutId])).toEqual([{ phase: 'shadow' }])
})

test('whoever edited the role since the last approval may not approve', async () => {
  const { rolloutId } = await aRollout(world)
  const { promotionId } = done(await proposePromotion(house, readGate(house), { rolloutId, reason, override: true }, people.ona))
  expect(refusalOf(await approvePromotion(house, { promotionId }, people.rita))).toBe('approver_edited_role')
  done(await approvePromotion(house, { promotionId }, people.omar))
})

test('an override is on the trail with both people and stays there', async () => {
  const { rolloutId } = await aRollout(world)
  await promoteByOverride(world, rolloutId)
  const [record] = await rows<{ says: Record<string, unknown> }>(
    world,
    "select body::jsonb -> 'says' as says from audit.entries where subject = $1 and kind = 'rollout.advanced'",
    [rolloutId],
  )
  expect(record?.says).toMatchObject({
    override: true,
    proposedBy: people.ona.id,
    approvedBy: people.omar.id,
    from: 'shadow',
    to: 'supervised',
  })
})

test('the database refuses what the code would never ask for: one person, no promotion, a birth above shadow', async () => {
  const { rolloutId } = await aRollout(world)
  const { promotionId } = done(await proposePromotion(house, readGate(house), { rolloutId, reason, override: true }, people.ona))
  const raw = (sql: string, values: unknown[]) => house.db.transaction((tx) => tx.query(sql, values))
  await expect(
    raw("update tenure.promotions set state = 'approved', approved_by = proposed_by, approved_at = now() where id = $1", [
      promotionId,
    ]),
  ).rejects.toThrow(/promotions_take_two_people/)
  await expect(raw("update tenure.rollouts set phase = 'supervised' where id = $1", [rolloutId])).rejects.toThrow(
    /two people made/,
  )
  await expect(
    raw("update tenure.rollouts set phase = 'autonomous', promotion_id = $2 where id = $1", [rolloutId, promotionId]),
  ).rejects.toThrow(/two people made/)
})

test('promoting one cell changes no other cell’s disposition', async () => {
  const { employeeId, rolloutId } = await aRollout(world)
  const dispositions = async (channel: string, query: string) => {
    const { interactionId } = await arrives(world, employeeId, query, { channel })
    await world.drain()
    return rows<{ disposition: string; state: string }>(
      world,
      'select disposition, state from tenure.effects where interaction_id = $1 order by position',
      [interactionId],
    )
  }
  const others = [
    ['chat', 'I forgot my password, please reset my password'],
    ['email', 'I forgot my password, please reset my password'],
    ['email', 'my vpn keeps dropping'],
  ] as const
  const before = await Promise.all(others.map(([channel, query]) => dispositions(channel, query)))
  const vpn = await dispositions('chat', 'my vpn keeps dropping')
  const { rolloutId: own } = done(
    await split(house, { rolloutId, cells: [{ queryType: 'vpn_trouble', channel: 'chat' }], reason }, people.ona),
  )
  await promoteByOverride(world, own)
  expect(await Promise.all(others.map(([channel, query]) => dispositions(channel, query)))).toEqual(before)
  expect(vpn).toEqual([{ disposition: 'record', state: 'recorded' }])
  expect(await dispositions('chat', 'my vpn keeps dropping')).toEqual([{ disposition: 'perform', state: 'performed' }])
})

test('a split keeps the evidence of its cells; a demotion starts it afresh; retiring frees the cells', async () => {
  const { employeeId, rolloutId, dossierId } = await aRollout(world, { files })
  await judged(employeeId, 20)
  const { rolloutId: own } = done(
    await split(house, { rolloutId, cells: [{ queryType: 'vpn_trouble', channel: 'chat' }], reason }, people.ona),
  )
  expect(done(await assess(house, { rolloutId: own })).accuracy.n).toBe(10)
  await promoteByOverride(world, own)
  clock.pass({ minutes: 1 })
  done(await demote(house, { rolloutId: own, to: 'shadow', reason }, people.ona))
  expect(done(await assess(house, { rolloutId: own })).accuracy.n).toBe(0)
  const cells = [{ queryType: 'vpn_trouble', channel: 'chat' }]
  expect(refusalOf(await openRollout(house, { dossierId: dossierId as never, cells }, people.ona))).toBe('cell_taken')
  done(await retireRollout(house, { rolloutId: own, reason }, people.ona))
  expect(done(await openRollout(house, { dossierId: dossierId as never, cells }, people.ona)).phase).toBe('shadow')
})

test('a rehearsal never leaves shadow observe, by code and by the database', async () => {
  const { dossierId, rolloutId } = await aRollout(world, { cells: [{ queryType: 'vpn_trouble', channel: 'chat' }] })
  const { rolloutId: rehearsal } = done(
    await openRollout(
      house,
      { dossierId: dossierId as never, cells: [{ queryType: 'vpn_trouble', channel: 'email' }], rehearsal: true },
      people.ona,
    ),
  )
  expect(
    refusalOf(await proposePromotion(house, readGate(house), { rolloutId: rehearsal, reason, override: true }, people.ona)),
  ).toBe('rehearsal_stays_in_shadow')
  const assist = (id: string) =>
    house.db.transaction((tx) => tx.query("update tenure.rollouts set delivery = 'assist' where id = $1", [id]))
  await expect(assist(rehearsal)).rejects.toThrow(/rollouts_in_rehearsal_stay_in_shadow/)
  await assist(rolloutId)
})

test('a review nobody gave in time counts as wrong', async () => {
  const { employeeId, rolloutId } = await aRollout(world, { files })
  await arrives(world, employeeId, 'my vpn keeps dropping')
  await world.drain()
  expect(done(await assess(house, { rolloutId })).accuracy).toMatchObject({ n: 0 })
  clock.pass({ days: 4 })
  expect(done(await assess(house, { rolloutId })).accuracy).toMatchObject({ n: 1, correct: 0 })
})
