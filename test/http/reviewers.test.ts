// What the door tells of those who review: the counts, and what follows from them by the rules of the gate; and to whom.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { enterBlindItem, retireBlind } from '../../src/governance/enter-blind-item.ts'
import { placeBlind } from '../../src/handling/place-blind.ts'
import { servedAt } from '../../src/http/doors.ts'
import { testDatabase } from '../support/database.ts'
import { doubledDossier } from '../support/dossier-files.ts'
import { type Browser, firstAdmin, httpWorld, somebody } from '../support/http-world.ts'
import { ben, cleo, dara, judges, next, waits } from '../support/reviewing.ts'
import { aRollout, aWorld, done, type Opened, people, rows } from '../support/world.ts'

const { url } = await testDatabase()
const world = await aWorld(url)
const http = httpWorld(url, { over: world })
let lead: Browser
let reviewer: Browser
let opened: Opened
afterAll(() => http.close())
beforeAll(async () => {
  const admin = await firstAdmin(http)
  lead = await somebody(http, admin, 'ops_lead')
  reviewer = await somebody(http, admin, 'reviewer')
  opened = await aRollout(world, { files: doubledDossier })
})

const reviewers = async (who: Browser, rollout = opened.rolloutId as string) =>
  http.send('GET', `${servedAt}/rollouts/${rollout}/reviewers`, { headers: who.headers })

test('before anybody has judged nothing is claimed, and nothing is corrected', async () => {
  const { body } = await reviewers(lead)
  expect(body.reviewers).toEqual([])
  expect(body.corrected).toBeNull()
  expect(body.leastSeconds).toBe(2)
  expect(body.pooled).toMatchObject({
    sensitivity: { outcome: 'not_yet_known', ratio: null, lower: 0, floor: 0.8, needed: 20 },
    agreement: { n: 0, positive: null, kappa: null },
    rubberStamp: null,
  })
})

test('agreement is that of the pairs, sensitivity that of blind items, and the error rate behind is what follows', async () => {
  // Two people on three proposals: both wrong, only the first wrong, both right.
  for (const [first, second] of [
    ['wrong', 'wrong'],
    ['wrong', 'correct'],
    ['correct', 'correct'],
  ] as const) {
    const { reviewId } = await waits(world, opened.employeeId, { double: true })
    done(await judges(world, people.rita, reviewId, first))
    done(await judges(world, ben, (await next(world, ben))!, second))
    await world.drain()
  }
  const source = await waits(world, opened.employeeId)
  done(await judges(world, cleo, source.reviewId, 'wrong'))
  await world.drain()
  const entry = {
    rolloutId: opened.rolloutId,
    interactionId: source.interactionId as never,
    known: 'wrong' as const,
    reply: null,
  }
  done(await enterBlindItem(world.house, entry, people.ona))
  const found = { ...(await reviewers(lead)).body }
  // Agreement on “wrong” is 2a / (2a + b + c) with a = 1, b = 1, c = 0; kappa = (2/3 − 4/9) / (1 − 4/9).
  expect(found.pooled.agreement).toMatchObject({ n: 3 })
  expect(found.pooled.agreement.positive).toBeCloseTo(2 / 3, 12)
  expect(found.pooled.agreement.kappa).toBeCloseTo((2 / 3 - 4 / 9) / (1 - 4 / 9), 12)
  expect(found.corrected).toBeNull()

  // One in five copies is of something known to be right: here there is to be none.
  for (const { id } of await rows<{ id: string }>(world, "select id from tenure.blind_items where known = 'right'"))
    done(await retireBlind(world.house, { itemId: id as never, reason: 'only wrong ones here' }, people.ona))
  const copy = (await placeBlind(world.house, opened.rolloutId))!
  done(await judges(world, dara, copy, 'wrong'))
  const after = (await reviewers(lead)).body
  const own = after.reviewers.find((one: { reviewer: string }) => one.reviewer === dara.id)
  expect(own.sensitivity).toMatchObject({ outcome: 'not_yet_known', ratio: 1 })
  expect(own.sensitivity.needed).toBeGreaterThan(0)
  // Whoever finds all of what is wrong has nothing to be corrected for.
  expect(after.corrected.behind).toBeCloseTo(after.corrected.judged, 12)
  expect(after.corrected.judged).toBeGreaterThan(0)
})

test('a rollout that is not there is said not to be there, and a reviewer is told nothing of others', async () => {
  expect((await reviewers(lead, 'rol_00000000000000000000000000')).status).toBe(404)
  const refused = await reviewers(reviewer)
  expect(refused.status).toBe(403)
  expect(JSON.stringify(refused.body)).not.toContain(ben.id)
})
