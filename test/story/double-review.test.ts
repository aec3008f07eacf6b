// “A tenth is judged by a second person who does not see the first verdict; where the two differ a third settles it, and until then it counts as wrong.”

import { afterAll, expect, test } from 'vitest'
import type { Actor } from '../../src/domain/audit/record.ts'
import { isRefusal } from '../../src/domain/refusal.ts'
import { takeReview, undoVerdict } from '../../src/handling/reserve.ts'
import { changeVerdict } from '../../src/handling/review.ts'
import { testDatabase } from '../support/database.ts'
import { ben, cleo, dara, digestOf, judges, next, reviewsOf, waits } from '../support/reviewing.ts'
import { aRollout, aWorld, done, people, rows } from '../support/world.ts'

const { url } = await testDatabase()
const world = await aWorld(url)
afterAll(() => world.close())
const { rita, ona } = people

const kindsAbout = async (interactionId: string) =>
  (
    await rows<{ kind: string }>(
      world,
      "select kind from audit.entries where subject = $1 and (kind like 'review.d%' or kind like 'verdict.%') order by id",
      [interactionId],
    )
  ).map((row) => row.kind)

test('an item that was drawn twice is given to a second person, and never again to the first', async () => {
  const { employeeId } = await aRollout(world)
  const { interactionId, reviewId } = await waits(world, employeeId, { double: true })
  expect((await reviewsOf(world, interactionId)).map((review) => review.purpose)).toEqual(['primary'])
  done(await judges(world, rita, reviewId))
  const [primary, double] = await reviewsOf(world, interactionId)
  expect([primary?.state, double?.purpose, double?.state]).toEqual(['done', 'double', 'open'])
  expect(double?.not_for).toEqual([rita.id])
  // From the outside it is an item like any other: its times, its deadline and the time in its id are those of the first.
  expect([double?.opened_at, double?.due_at]).toEqual([primary?.opened_at, primary?.due_at])
  expect(double?.id.slice(0, 14)).toBe(primary?.id.slice(0, 14))
  expect(await next(world, rita)).toBeNull()
  const again = await takeReview(world.house, { reviewer: rita.id, reviewId: double!.id }, rita)
  expect(isRefusal(again) && again.refusal).toBe('review_not_yours')
  const twice = await judges(world, rita, double!.id)
  expect(isRefusal(twice) && twice.refusal).toBe('review_not_yours')
  expect(await next(world, ben)).toBe(double?.id)
  done(await judges(world, ben, double!.id))
  expect((await reviewsOf(world, interactionId)).map((review) => review.state)).toEqual(['done', 'done'])
})

test('an item that was not drawn is judged once', async () => {
  const { employeeId } = await aRollout(world)
  const { interactionId, reviewId } = await waits(world, employeeId)
  done(await judges(world, rita, reviewId))
  expect((await reviewsOf(world, interactionId)).map((review) => review.purpose)).toEqual(['primary'])
})

test('two that differ bring in a third, who is neither of them, and whose verdict stands', async () => {
  const { employeeId } = await aRollout(world)
  const { interactionId, reviewId } = await waits(world, employeeId, { double: true })
  done(await judges(world, rita, reviewId, 'correct'))
  done(await judges(world, ben, (await next(world, ben))!, 'wrong'))
  const [, , third] = await reviewsOf(world, interactionId)
  expect([third?.purpose, third?.state]).toEqual(['adjudication', 'open'])
  expect(third?.not_for.toSorted()).toEqual([ben.id, rita.id])
  expect([await next(world, rita), await next(world, ben)]).toEqual([null, null])
  expect(await next(world, ona)).toBe(third?.id)
  done(await judges(world, ona, third!.id, 'correct'))
  expect((await reviewsOf(world, interactionId)).map((review) => review.state)).toEqual(['done', 'done', 'done'])
  expect(await kindsAbout(interactionId)).toEqual([
    'verdict.given',
    'review.doubled',
    'verdict.given',
    'review.disputed',
    'verdict.given',
  ])
})

test('a verdict is changed in one step, with its history, until somebody else has judged the same', async () => {
  const { employeeId } = await aRollout(world)
  const { interactionId, reviewId } = await waits(world, employeeId, { double: true })
  const first = done(await judges(world, rita, reviewId, 'correct'))
  const change = async (verdictId: string | null, by: Actor = rita) =>
    changeVerdict(
      world.house,
      {
        verdictId: verdictId as never,
        kind: 'wrong',
        digest: await digestOf(world, interactionId),
        reasons: ['wrong_fact'],
        note: null,
      },
      by,
    )
  const foreign = await change(first.verdictId, ben)
  expect(isRefusal(foreign) && foreign.refusal).toBe('not_found')
  const second = done(await change(first.verdictId))
  expect(
    await rows(world, 'select kind, withdrawn_at is null as stands from tenure.verdicts where review_id = $1 order by id', [
      reviewId,
    ]),
  ).toEqual([
    { kind: 'correct', stands: false },
    { kind: 'wrong', stands: true },
  ])
  expect((await kindsAbout(interactionId)).slice(-2)).toEqual(['verdict.withdrawn', 'verdict.given'])
  done(await judges(world, ben, (await next(world, ben))!, 'wrong'))
  const late = await change(second.verdictId)
  expect(isRefusal(late) && late.refusal).toBe('verdict_final')
  const undone = await undoVerdict(world.house, { verdictId: second.verdictId as never }, rita)
  expect(isRefusal(undone) && undone.refusal).toBe('verdict_final')
})

test('a first verdict taken back: the first person may give it again, and the second item stays for somebody else', async () => {
  const { employeeId } = await aRollout(world)
  const { interactionId, reviewId } = await waits(world, employeeId, { double: true })
  const given = done(await judges(world, rita, reviewId))
  done(await undoVerdict(world.house, { verdictId: given.verdictId as never }, rita))
  expect(await next(world, rita)).toBe(reviewId)
  done(await judges(world, rita, reviewId, 'wrong'))
  expect(await next(world, rita)).toBeNull()
  expect((await reviewsOf(world, interactionId)).map((review) => review.purpose)).toEqual(['primary', 'double'])
  expect(await next(world, ben)).not.toBeNull()
})

test('what a verdict lets out is not judged twice: the second person could read the first verdict off what happened', async () => {
  const { employeeId } = await aRollout(world, { delivery: 'assist' })
  const { interactionId, reviewId } = await waits(world, employeeId, { double: true })
  done(await judges(world, rita, reviewId))
  await world.drain()
  expect((await reviewsOf(world, interactionId)).map((review) => review.purpose)).toEqual(['primary'])
})

test('reviewers who hammer the queue at once get different items, and every item once', async () => {
  const { employeeId } = await aRollout(world)
  for (let i = 0; i < 24; i++) await waits(world, employeeId, { query: `the vpn does not connect, case ${i}` })
  const crowd = [rita, ben, cleo, dara]
  const taken: string[] = []
  const one = async (by: (typeof crowd)[number]) => {
    for (let id = await next(world, by); id !== null; id = await next(world, by)) {
      taken.push(id)
      done(await judges(world, by, id))
    }
  }
  await Promise.all(crowd.map(one))
  const mine = await rows<{ id: string }>(world, 'select id from tenure.reviews where employee_id = $1', [employeeId])
  const here = taken.filter((id) => mine.some((row) => row.id === id))
  expect(here).toHaveLength(24)
  expect(new Set(here).size).toBe(24)
})

test('the queue: what is overdue, then escalations, then what signals speak against, then the oldest, last what was put off', async () => {
  const { employeeId } = await aRollout(world)
  const items: Record<string, string> = {}
  for (const name of ['put off', 'oldest', 'newest', 'risky', 'escalation', 'overdue']) {
    items[name] = (await waits(world, employeeId, { query: `my vpn keeps dropping, ${name}` })).reviewId
    world.clock.pass({ minutes: 1 })
  }
  const set = (name: string, sql: string) =>
    world.house.db.pool.query(`update tenure.reviews set ${sql} where id = $1`, [items[name]])
  await set('overdue', "due_at = '2026-11-01T00:00:00Z'")
  await set('escalation', 'escalated = true')
  await set('risky', 'risk = 2')
  await set('put off', 'put_off = 1')
  const order: string[] = []
  for (let id = await next(world, dara); id !== null; id = await next(world, dara)) {
    const name = Object.entries(items).find(([, known]) => known === id)?.[0]
    if (name !== undefined) order.push(name)
    await world.house.db.pool.query("update tenure.reviews set state = 'withdrawn' where id = $1", [id])
  }
  expect(order).toEqual(['overdue', 'escalation', 'risky', 'oldest', 'newest', 'put off'])
})
