// “Reviewed monthly”: a month tells what was done and what it was worth, counts nothing that reviewers are only tested with, and is signed by who answers for the work, as it was seen.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { type MonthOfWorkflow, readMonth, signMonth } from '../../src/governance/close-month.ts'
import { enterBlindItem, retireBlind } from '../../src/governance/enter-blind-item.ts'
import { reportIncident } from '../../src/governance/report-incident.ts'
import { placeBlind } from '../../src/handling/place-blind.ts'
import { giveVerdict } from '../../src/handling/review.ts'
import { monthSignatures } from '../../src/store/month-signatures.ts'
import { adminQuery, testDatabase } from '../support/database.ts'
import { smallDossier } from '../support/dossier-files.ts'
import { dara, digestOf, judges, reviewsOf, waits } from '../support/reviewing.ts'
import { aRollout, arrives, aWorld, done, type Opened, people, promoteByOverride, rows } from '../support/world.ts'

const { url } = await testDatabase()
const world = await aWorld(url)
afterAll(() => world.close())
const { house, clock } = world

const files = {
  ...smallDossier,
  'workflow.yaml': smallDossier['workflow.yaml']!.replace(
    'title: VPN trouble',
    'title: VPN trouble\n    minutes: 30\n    perMonth: 100',
  ),
  'targets.yaml': `${smallDossier['targets.yaml']}expected: {handledRatio: 0.8, costPerInteractionUsd: 0, minutesPerInteraction: 0, fixedCostPerMonthUsd: 10, peopleCostPerHourUsd: 60}\n`,
}
let opened: Opened
const month = '2026-11'

const ofWorkflow = async (which = month): Promise<MonthOfWorkflow> =>
  (await readMonth(house, which)).workflows.find(({ story }) => story.employeeId === opened.employeeId)!

async function verdictOn(interactionId: string, kind: 'correct' | 'wrong', activeMs: number | null) {
  const [review] = await reviewsOf(world, interactionId)
  const digest = await digestOf(world, interactionId)
  done(await giveVerdict(house, { reviewId: review!.id, kind, digest, reasons: [], note: 'because', activeMs }, people.rita))
}

async function everythingIsReviewed() {
  await house.db.pool.query('update tenure.rollouts set sample_ratio = 1 where id = $1', [opened.rolloutId])
}

/** One in five copies is of something known to be right: here there is to be none. */
async function aKnownWrongCopyOf(interactionId: string) {
  const { rolloutId } = opened
  const entry = { rolloutId, interactionId: interactionId as never, known: 'wrong', reply: null } as const
  done(await enterBlindItem(house, entry, people.ona))
  for (const { id } of await rows<{ id: string }>(world, "select id from tenure.blind_items where known = 'right'"))
    done(await retireBlind(house, { itemId: id as never, reason: 'only wrong ones here' }, people.ona))
  done(await judges(world, dara, (await placeBlind(house, rolloutId))!, 'wrong'))
}

/** In shadow one is judged; in supervised one is handled and judged; in autonomous two are handled, and one message asks for a person. */
beforeAll(async () => {
  opened = await aRollout(world, { files })
  const first = await waits(world, opened.employeeId)
  await verdictOn(first.interactionId, 'correct', 60_000)
  await promoteByOverride(world, opened.rolloutId)
  await everythingIsReviewed()
  const second = await waits(world, opened.employeeId, { query: 'the vpn does not connect' })
  await verdictOn(second.interactionId, 'wrong', 30_000)
  await aKnownWrongCopyOf(second.interactionId)
  await promoteByOverride(world, opened.rolloutId)
  await everythingIsReviewed()
  for (const [requester, query] of [
    ['bob', 'my vpn keeps dropping'],
    ['cem', 'the vpn does not connect'],
    ['dee', 'my lawyer wants to know of the vpn'],
  ] as const) {
    await arrives(world, opened.employeeId, query, { requester })
    await world.drain()
  }
  done(
    await reportIncident(
      house,
      { interactions: [second.interactionId], severity: 'minor', tool: null, happened: 'sent twice', consequence: null },
      people.rita,
    ),
  )
})

test('what was handled by itself is told apart from what people looked at, with incidents, overrides and reviews beside it', async () => {
  const { now, before, story, byQueryType } = await ofWorkflow()
  expect(now).toMatchObject({
    arrived: 5,
    autonomous: 2,
    escalation: { escalated: 1, ratio: 0.2 },
    accuracy: { n: 2, correct: 1 },
  })
  expect(before).toMatchObject({ arrived: 0, autonomous: 0, escalation: { ratio: null } })
  expect(byQueryType.map(({ queryType, now: { autonomous } }) => [queryType, autonomous])).toEqual([
    ['unlisted', 0],
    ['vpn_trouble', 2],
  ])
  expect(story).toMatchObject({
    overrides: 2,
    minor: 1,
    major: 0,
    severe: 0,
    unclosed: 1,
    known: 1,
    found: 1,
    phases: ['autonomous'],
  })
  expect((await ofWorkflow('2026-12')).now).toMatchObject({ arrived: 0, autonomous: 0 })
})

test('three queries handled at thirty minutes each free an hour and a half, less what reviewing took, the copy included', async () => {
  const { worth, now } = await ofWorkflow()
  expect(worth).toMatchObject({
    hours: 1.5,
    reviewHours: 0.0375,
    missing: [`prices of ${now.timeToResolution.settled} queries`],
    savingUsd: null,
  })
  expect(worth!.hoursFreed).toBeCloseTo(1.4625, 12)
})

test('a copy that tests reviewers is no work of the month; it is told as what they found', async () => {
  const { now, worth, story } = await ofWorkflow()
  expect([now.arrived, worth!.hours]).toEqual([5, 1.5])
  expect(story).toMatchObject({ known: 1, found: 1 })
  // Without the guard it would be: the copy is a handled interaction of the same phase.
  const [all] = await rows<{ n: number }>(
    world,
    "select count(*)::int as n from tenure.interactions where outcome = 'handled' and phase in ('supervised', 'autonomous')",
  )
  expect(all!.n).toBe(4)
})

test('a month that runs is not signed', async () => {
  const { digest } = await readMonth(house, month)
  expect(await signMonth(house, { month, digest, note: null }, people.ona)).toMatchObject({
    refusal: 'month_still_running',
    blanks: { from: '2026-12-01' },
  })
})

test('one that is over is signed as it was seen, once per person and reading; what comes later is signed anew', async () => {
  clock.pass({ days: 40 })
  const { digest } = await readMonth(house, month)
  expect(await signMonth(house, { month, digest: 'a'.repeat(64), note: null }, people.ona)).toMatchObject({
    refusal: 'month_moved',
  })
  done(await signMonth(house, { month, digest, note: 'Licences stay supervised.' }, people.ona))
  expect(await signMonth(house, { month, digest, note: null }, people.ona)).toMatchObject({ refusal: 'month_already_signed' })
  clock.pass({ minutes: 1 })
  done(await signMonth(house, { month, digest, note: null }, people.omar))
  clock.pass({ minutes: 1 })
  // Somebody changes their mind about one of its queries: the numbers are others now.
  const late = await rows<{ id: string }>(
    world,
    "select i.id from tenure.interactions i join tenure.reviews r on r.interaction_id = i.id where i.employee_id = $1 and r.state = 'open' and r.purpose = 'primary' and i.phase = 'autonomous' limit 1",
    [opened.employeeId],
  )
  expect(late).toHaveLength(1)
  done(await judges(world, people.rita, (await reviewsOf(world, late[0]!.id))[0]!.id, 'correct'))
  const moved = await readMonth(house, month)
  expect(moved.digest).not.toBe(digest)
  expect(await signMonth(house, { month, digest, note: null }, people.ona)).toMatchObject({ refusal: 'month_moved' })
  done(await signMonth(house, { month, digest: moved.digest, note: null }, people.ona))
  const signatures = await monthSignatures(house.db, month)
  expect(signatures.map(({ personId, digest: of, note }) => [personId, of === moved.digest, note])).toEqual([
    [people.ona.id, false, 'Licences stay supervised.'],
    [people.omar.id, false, null],
    [people.ona.id, true, null],
  ])
})

test('what was signed is on the trail by its digest, kept as it was, and cannot be changed; without the guard it could', async () => {
  const records = await rows<{ body: string }>(
    world,
    "select body from audit.entries where kind = 'month.signed' and subject = $1 order by id",
    [month],
  )
  const kept = await rows<{ digest: string; numbers: { month: string } }>(
    world,
    'select digest, numbers from tenure.month_signatures order by signed_at',
  )
  expect(records.map(({ body }) => JSON.parse(body).says.numbers)).toEqual(kept.map(({ digest }) => digest))
  expect(records[0]!.body).not.toContain('Licences')
  expect(kept[0]!.numbers.month).toBe(month)
  const change = "update tenure.month_signatures set person_id = 'per_x'"
  await expect(adminQuery(url, change)).rejects.toThrow(/what was signed does not change/)
  await adminQuery(url, 'alter table tenure.month_signatures disable trigger month_signatures_do_not_change')
  expect(await adminQuery(url, 'update tenure.month_signatures set person_id = person_id returning month')).toHaveLength(3)
  await adminQuery(url, 'alter table tenure.month_signatures enable trigger month_signatures_do_not_change')
})
