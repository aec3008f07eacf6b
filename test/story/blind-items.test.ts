// “Blind known-wrong items, indistinguishable: whether reviewers look is proven before their verdicts prove anything.”

import { afterAll, expect, test } from 'vitest'
import { isRefusal } from '../../src/domain/refusal.ts'
import { enterBlindItem, retireBlind } from '../../src/governance/enter-blind-item.ts'
import { excludeReviewer, readmitReviewer } from '../../src/governance/exclude-reviewer.ts'
import { lapse } from '../../src/handling/lapse.ts'
import { placeBlind } from '../../src/handling/place-blind.ts'
import { undoVerdict } from '../../src/handling/reserve.ts'
import { reviewerFacts } from '../../src/store/views/reviewers.ts'
import { testDatabase } from '../support/database.ts'
import { doubledDossier } from '../support/dossier-files.ts'
import { ben, cleo, dara, judges, next, reviewsOf, waits } from '../support/reviewing.ts'
import { aRollout, arrives, aWorld, done, type Opened, people, readGate, rows } from '../support/world.ts'

const { url } = await testDatabase()
const world = await aWorld(url)
afterAll(() => world.close())
const { house, clock } = world
const { rita, ona, omar } = people

/** A handled interaction, judged and done with, that an ops lead knows to be wrong. */
async function knownWrong(opened: Opened, reply: string | null = null) {
  const { interactionId, reviewId } = await waits(world, opened.employeeId)
  done(await judges(world, cleo, reviewId, 'wrong'))
  await world.drain()
  const entry = { rolloutId: opened.rolloutId, interactionId: interactionId as never, known: 'wrong' as const, reply }
  return { interactionId, itemId: done(await enterBlindItem(house, entry, ona)).itemId }
}

async function placed(opened: Opened) {
  const reviewId = await placeBlind(house, opened.rolloutId)
  if (reviewId === null) throw new Error('nothing was placed')
  const [clone] = await rows<{ id: string; employee_id: string; rollout_id: string | null }>(
    world,
    'select i.* from tenure.interactions i join tenure.reviews r on r.interaction_id = i.id where r.id = $1',
    [reviewId],
  )
  return { reviewId, clone: clone! }
}

test('what two people, or a third, settled becomes an item of known outcome by itself', async () => {
  const { employeeId, rolloutId } = await aRollout(world)
  const { reviewId } = await waits(world, employeeId, { double: true })
  done(await judges(world, rita, reviewId, 'wrong'))
  done(await judges(world, ben, (await next(world, ben))!, 'wrong'))
  const second = await waits(world, employeeId, { double: true })
  done(await judges(world, rita, second.reviewId, 'correct'))
  done(await judges(world, ben, (await next(world, ben))!, 'wrong'))
  done(await judges(world, dara, (await next(world, dara))!, 'correct'))
  const alone = await waits(world, employeeId)
  done(await judges(world, rita, alone.reviewId, 'wrong'))
  expect(await rows(world, 'select known, why from tenure.blind_items where rollout_id = $1 order by id', [rolloutId])).toEqual([
    { known: 'wrong', why: 'two_agree' },
    { known: 'right', why: 'adjudicated' },
  ])
})

test('a copy waits like any other item, is asked of nobody who knows the answer, and is never performed, counted or told', async () => {
  const opened = await aRollout(world)
  const { interactionId } = await knownWrong(opened)
  const before = { gate: done(await readGate(house)(opened.rolloutId)), deliveries: world.seen.deliveries.length }
  clock.pass({ minutes: 30 })
  const { reviewId, clone } = await placed(opened)
  expect(clone.id).not.toBe(interactionId)
  expect(clone.rollout_id).toBeNull()
  const [review] = await reviewsOf(world, clone.id)
  expect(review?.not_for.toSorted()).toEqual([cleo.id, ona.id])
  expect([await next(world, ona), await next(world, cleo)]).toEqual([null, null])
  expect(await next(world, rita)).toBe(reviewId)
  done(await judges(world, rita, reviewId, 'wrong'))
  await world.drain()
  const after = done(await readGate(house)(opened.rolloutId))
  expect({ ...after, gate: null }).toEqual({ ...before.gate, gate: null })
  expect(world.seen.deliveries.length).toBe(before.deliveries)
  expect((await reviewerFacts(house.db, opened.rolloutId)).pooled.goldenWrong).toEqual({ n: 1, found: 1 })
  const told = await rows<{ kind: string }>(world, 'select kind from audit.entries where subject = $1 order by id', [clone.id])
  expect(told.map((row) => row.kind)).toEqual(['blind.placed', 'review.reserved', 'verdict.given'])
})

test('a variant shows the reply it was given, and nothing else is different', async () => {
  const opened = await aRollout(world)
  const { interactionId } = await knownWrong(opened, 'Please throw the laptop away.')
  const { clone } = await placed(opened)
  const bodies = (id: string) =>
    rows<{ kind: string; body: unknown }>(
      world,
      'select f.kind, c.body from tenure.effects f join tenure.contents c on c.id = f.request_id where f.interaction_id = $1 order by f.position',
      [id],
    )
  expect(await bodies(interactionId)).toEqual([{ kind: 'reply', body: { text: 'Please sign out and in again.' } }])
  expect(await bodies(clone.id)).toEqual([{ kind: 'reply', body: { text: 'Please throw the laptop away.' } }])
})

test('the first word counts: whoever finds out later cannot mend it', async () => {
  const opened = await aRollout(world)
  await knownWrong(opened)
  const { reviewId } = await placed(opened)
  const given = done(await judges(world, rita, reviewId, 'correct'))
  done(await undoVerdict(house, { verdictId: given.verdictId as never }, rita))
  done(await judges(world, rita, reviewId, 'wrong'))
  expect((await reviewerFacts(house.db, opened.rolloutId)).pooled.goldenWrong).toEqual({ n: 1, found: 0 })
})

test('in assist a copy is held like the rest; pressing “correct” on it sends nothing, and it lapses like the rest', async () => {
  const opened = await aRollout(world, { delivery: 'assist' })
  const { interactionId, reviewId: first } = await waits(world, opened.employeeId)
  done(await judges(world, cleo, first, 'wrong'))
  await world.drain()
  done(
    await enterBlindItem(
      house,
      { rolloutId: opened.rolloutId, interactionId: interactionId as never, known: 'wrong', reply: null },
      ona,
    ),
  )
  const { reviewId, clone } = await placed(opened)
  const state = async (id: string) =>
    (await rows<{ state: string }>(world, 'select state from tenure.effects where interaction_id = $1', [id]))[0]?.state
  expect(await state(clone.id)).toBe('held')
  const sent = world.seen.deliveries.length
  const judged = done(await judges(world, rita, reviewId, 'correct'))
  expect(judged).toMatchObject({ effects: [{ state: 'released' }], interactionState: 'released' })
  await world.drain()
  expect(world.seen.deliveries.length).toBe(sent)
  expect(await state(clone.id)).toBe('performed')
  const again = await placed(opened)
  clock.pass({ days: 30 })
  await lapse(house, { silenceMs: 600_000 })
  expect(await state(again.clone.id)).toBe('lapsed')
  expect(
    await rows(world, "select kind from audit.entries where subject = $1 and kind = 'effect.lapsed'", [again.clone.id]),
  ).toEqual([])
})

test('without the mark that it is a copy, the same verdict on the same held reply does send it', async () => {
  const { employeeId } = await aRollout(world, { delivery: 'assist' })
  const { interactionId, reviewId } = await waits(world, employeeId)
  done(await judges(world, rita, reviewId, 'correct'))
  await world.drain()
  expect(world.seen.deliveries.filter((delivery) => delivery.interactionId === interactionId)).toHaveLength(1)
})

test('they come by themselves while work arrives, twice as often until twenty have been', async () => {
  const opened = await aRollout(world, { files: doubledDossier })
  await knownWrong(opened)
  const arrivedBefore = await rows(world, 'select 1 from tenure.blind_placements where rollout_id = $1', [opened.rolloutId])
  expect(arrivedBefore).toEqual([])
  for (let i = 0; i < 120; i++) {
    await arrives(world, opened.employeeId, `my vpn keeps dropping, again ${i}`)
    await world.drain()
    // Judged at once, so that the next copy is not held back by one that waits.
    for (let id = await next(world, i % 2 ? ben : dara); id !== null; id = await next(world, i % 2 ? ben : dara))
      done(await judges(world, i % 2 ? ben : dara, id, 'wrong'))
  }
  const { length } = await rows(world, 'select 1 from tenure.blind_placements where rollout_id = $1', [opened.rolloutId])
  // 120 chances at a tenth: fewer than 2 or more than 30 in one of 5,000 runs. Copies nobody may judge any more hold back the next.
  expect(length).toBeGreaterThan(0)
  expect(length).toBeLessThan(31)
})

test('a retired item leaves the queue and comes no more', async () => {
  const opened = await aRollout(world)
  const { itemId } = await knownWrong(opened)
  const { clone } = await placed(opened)
  done(await retireBlind(house, { itemId, reason: 'the reply was right after all' }, omar))
  expect((await reviewsOf(world, clone.id)).map((review) => review.state)).toEqual(['withdrawn'])
  expect(await placeBlind(house, opened.rolloutId)).toBeNull()
})

test('only what was handled can be known beforehand, and of this rollout', async () => {
  const opened = await aRollout(world)
  const { interactionId } = await arrives(world, opened.employeeId, 'the vpn is slow and I will call my lawyer', {
    queryType: 'vpn_trouble',
  })
  await world.drain()
  const enter = (rolloutId: string, id: string) =>
    enterBlindItem(house, { rolloutId: rolloutId as never, interactionId: id as never, known: 'wrong', reply: null }, ona)
  const escalated = await enter(opened.rolloutId, interactionId)
  expect(isRefusal(escalated) && escalated.refusal).toBe('blind_source_unfit')
  const elsewhere = await enter((await aRollout(world)).rolloutId, interactionId)
  expect(isRefusal(elsewhere) && elsewhere.refusal).toBe('not_found')
})

test('a reviewer proven to miss what is wrong leaves the evidence at once; what they found against the employee stays', async () => {
  const opened = await aRollout(world)
  const passed = await waits(world, opened.employeeId)
  done(await judges(world, ben, passed.reviewId, 'correct'))
  const found = await waits(world, opened.employeeId)
  done(await judges(world, ben, found.reviewId, 'wrong'))
  // Items of their own: nobody meets a copy of the same one twice.
  let excluded = false
  for (let i = 0; i < 8 && !excluded; i++) {
    await knownWrong(opened)
    const { reviewId } = await placed(opened)
    done(await judges(world, ben, reviewId, 'correct'))
    await world.drain()
    excluded = (await reviewerFacts(house.db, opened.rolloutId)).reviewers.some((one) => one.reviewer === ben.id && one.excluded)
  }
  expect(excluded).toBe(true)
  const [open] = await reviewsOf(world, passed.interactionId)
  expect([open?.state, open?.not_for.includes(ben.id)]).toEqual(['open', true])
  expect((await reviewsOf(world, found.interactionId)).map((review) => review.state)).toEqual(['done'])
  const again = await judges(world, ben, open!.id)
  expect(isRefusal(again) && again.refusal).toBe('review_not_yours')
  const records = await rows<{ kind: string }>(
    world,
    "select kind from audit.entries where subject = $1 and kind like 'reviewer.%' order by id",
    [opened.rolloutId],
  )
  expect(records.map((row) => row.kind)).toEqual(['reviewer.exclusion_proposed', 'reviewer.excluded'])
  const [exclusion] = await rows<{ id: string }>(world, 'select id from tenure.reviewer_exclusions where rollout_id = $1', [
    opened.rolloutId,
  ])
  const readmitted = done(await readmitReviewer(house, { exclusionId: exclusion?.id as never, reason: 'trained since' }, ona))
  expect(readmitted.verdicts).toBe(1)
  expect((await reviewsOf(world, passed.interactionId)).map((review) => review.state)).toEqual(['done'])
})

test('somebody is excluded by hand with a reason, and what was judged in their place stays judged', async () => {
  const opened = await aRollout(world)
  const { interactionId, reviewId } = await waits(world, opened.employeeId)
  done(await judges(world, dara, reviewId, 'correct'))
  const bare = await excludeReviewer(house, { rolloutId: opened.rolloutId, personId: dara.id, reason: ' ' }, ona)
  expect(isRefusal(bare) && bare.refusal).toBe('reason_missing')
  const { exclusionId, verdicts } = done(
    await excludeReviewer(house, { rolloutId: opened.rolloutId, personId: dara.id, reason: 'was on leave' }, ona),
  )
  expect(verdicts).toBe(1)
  done(await judges(world, rita, reviewId, 'wrong'))
  expect(done(await readmitReviewer(house, { exclusionId, reason: 'a mistake of ours' }, ona)).verdicts).toBe(0)
  expect(
    await rows(world, 'select given_by, kind from tenure.verdicts where interaction_id = $1 and withdrawn_at is null', [
      interactionId,
    ]),
  ).toEqual([{ given_by: rita.id, kind: 'wrong' }])
})
