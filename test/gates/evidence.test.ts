// Evidence is kept up in the transaction of each verdict. Whatever people do, in whatever order, the sums equal a full recount of the single items, and a gate read from
// the sums is the gate read from the items.

import { afterAll, expect, test } from 'vitest'
import type { EvidenceItem, Tally } from '../../src/domain/gates/item.ts'
import { daysToLookAt, proofOf } from '../../src/domain/gates/proof.ts'
import { casesOf, countedAt, unitsOfDay } from '../../src/domain/gates/recount.ts'
import type { RolloutId } from '../../src/domain/ids.ts'
import { isRefusal } from '../../src/domain/refusal.ts'
import { undoVerdict } from '../../src/handling/reserve.ts'
import { giveVerdict } from '../../src/handling/review.ts'
import { countedOf, epochsOf, itemsOf, slicesOfEpochs, unitsOf } from '../../src/store/evidence.ts'
import { foldTraffic, trafficOf } from '../../src/store/traffic.ts'
import { chance } from '../support/chance.ts'
import { testDatabase } from '../support/database.ts'
import { sliceCounts } from '../support/gate-items.ts'
import { until } from '../support/until.ts'
import { aRollout, arrives, aWorld, people, rows } from '../support/world.ts'

const { url } = await testDatabase()
const world = await aWorld(url)
afterAll(() => world.close())
const { house, clock } = world
const { db } = house

const sorted = (tallies: readonly Tally[]) => tallies.map((one) => JSON.stringify(ordered(one))).toSorted()
const ordered = (one: object) => Object.fromEntries(Object.entries(one).toSorted(([a], [b]) => (a < b ? -1 : 1)))

async function comparedNow(rolloutId: RolloutId): Promise<{ items: EvidenceItem[]; cases: number }> {
  const at = clock.now()
  const epochs = await epochsOf(db, rolloutId)
  const items = await itemsOf(db, epochs, { after: null, limit: 10_000 })
  const cases = casesOf(items)
  const recounted = countedAt(cases, at.toISOString())
  const kept = await countedOf(db, epochs, at)
  expect(sorted(kept.tallies)).toEqual(sorted(recounted.tallies))
  expect({ ...kept, tallies: [] }).toEqual({ ...recounted, tallies: [] })
  for (const line of [0.5, 0.8]) {
    const { days } = kept
    const looked = daysToLookAt(days, line, 0.05)
    const units = await unitsOf(db, { epochs, days: looked, waitsFor: kept.waitsFor, at })
    const again = new Map(
      looked.map((day) => [day, unitsOfDay(cases, day, { waitsFor: recounted.waitsFor, at: at.toISOString() })]),
    )
    expect(proofOf(days, units, line, 0.05)).toEqual(proofOf(recounted.days, again, line, 0.05))
  }
  const inWords = (counts: Awaited<ReturnType<typeof slicesOfEpochs>>) =>
    counts.flatMap(({ slice, levels, fractions }) => [
      ...levels.flatMap(({ weight, correct, wrong }) => [`${slice} ${weight} 1 ${correct}`, `${slice} ${weight} 0 ${wrong}`]),
      ...fractions.map(({ weight, share, n = 1 }) => `${slice} ${weight} ${share} ${n}`),
    ])
  const some = (lines: string[]) => lines.filter((line) => !line.endsWith(' 0')).toSorted()
  expect(some(inWords(await slicesOfEpochs(db, epochs, null)))).toEqual(some(inWords(sliceCounts(items))))
  return { items, cases: cases.length }
}

test.each([1, 2, 3])(
  'after any series of queries, verdicts, undoings and days the sums are the recount (seed %i)',
  async (seed) => {
    const next = chance(seed)
    const { employeeId, rolloutId } = await aRollout(world)
    const given: string[] = []
    let compared = 0
    for (let i = 0; i < 60; i++) {
      const throwOf = next()
      if (throwOf < 0.45) {
        const words = next() < 0.4 ? `vpn  keeps dropping, Case ${Math.floor(next() * 3)}` : `vpn case ${seed}-${i}`
        const vip = next() < 0.2
        await arrives(world, employeeId, words, { queryType: next() < 0.5 ? 'vpn_trouble' : 'password_reset', fields: { vip } })
        await world.drain()
      } else if (throwOf < 0.85) {
        const [review] = await rows<{ id: string; escalated: boolean }>(
          world,
          "select id, escalated from tenure.reviews where employee_id = $1 and state = 'open' order by md5(id || $2) limit 1",
          [employeeId, String(i)],
        )
        if (!review) continue
        const correct = next() < 0.7
        const verified = next() < 0.5
        const kind = review.escalated
          ? correct
            ? 'needed'
            : 'not_needed'
          : correct
            ? 'correct'
            : next() < 0.3
              ? 'should_escalate'
              : 'wrong'
        const judged = await giveVerdict(
          house,
          {
            reviewId: review.id as never,
            kind,
            digest: null,
            reasons: ['policy'],
            note: null,
            source: 'verified_source',
            correct,
            shouldEscalate: !correct,
          },
          verified ? { kind: 'verified_source', id: 'truth', authority: 'a test' } : people.rita,
        )
        if (!isRefusal(judged) && judged.verdictId !== null && !verified) given.push(judged.verdictId)
      } else if (throwOf < 0.93 && given.length > 0) {
        await undoVerdict(house, { verdictId: given.splice(Math.floor(next() * given.length), 1)[0] as never }, people.rita)
      } else clock.pass({ days: Math.floor(next() * 3), minutes: 61 })
      if (i % 6 === 5) {
        const { items } = await comparedNow(rolloutId)
        compared += items.length
      }
    }
    expect(compared).toBeGreaterThan(40)
  },
)

test('what arrived is the same before and after the differences are summed up', async () => {
  const { employeeId, rolloutId } = await aRollout(world)
  for (let i = 0; i < 7; i++)
    await arrives(world, employeeId, `vpn case ${i}`, { queryType: i < 5 ? 'vpn_trouble' : 'password_reset' })
  await arrives(world, employeeId, 'please sing me a song', { queryType: 'singing' })
  const before = await trafficOf(db, rolloutId)
  expect(before).toEqual({ byType: { vpn_trouble: 5, password_reset: 2 }, unlisted: 1 })
  expect(await foldTraffic(db)).toBeGreaterThan(0)
  expect(await trafficOf(db, rolloutId)).toEqual(before)
  expect(await foldTraffic(db)).toBe(0)
})

test('a verdict and what it counts are one transaction: when the rest of it fails, nothing is counted', async () => {
  const { employeeId, rolloutId } = await aRollout(world)
  await arrives(world, employeeId, 'my vpn keeps dropping')
  await world.drain()
  const [review] = await rows<{ id: string }>(world, 'select id from tenure.reviews where employee_id = $1', [employeeId])
  const epochs = await epochsOf(db, rolloutId)
  const { countOutcome } = await import('../../src/moves/count-evidence.ts')
  const standing = { correct: true, shouldEscalate: false, source: 'person', by: 'per_rita', at: clock.now() } as const
  const failing = db.transaction(async (tx) => {
    await countOutcome(tx, review!.id as never, standing)
    await tx.query('select 1 / 0')
  })
  await expect(failing).rejects.toThrow(/division by zero/)
  expect((await countedOf(db, epochs, clock.now())).tallies).toEqual([])
  await db.transaction((tx) => countOutcome(tx, review!.id as never, standing))
  expect((await countedOf(db, epochs, clock.now())).tallies).toMatchObject([{ n: 1, correct: 1, byPeople: 1 }])
})

test('two people judging different copies of one message at once leave one case, counted once', async () => {
  const { employeeId, rolloutId } = await aRollout(world)
  for (let i = 0; i < 12; i++) await arrives(world, employeeId, 'The VPN does not connect!', { queryType: 'vpn_trouble' })
  await world.drain()
  const reviews = await rows<{ id: string }>(world, 'select id from tenure.reviews where employee_id = $1 order by id', [
    employeeId,
  ])
  const verdicts = reviews.map(({ id }, i) =>
    giveVerdict(
      house,
      {
        reviewId: id as never,
        kind: i < 9 ? 'correct' : 'wrong',
        digest: null,
        reasons: ['policy'],
        note: null,
        source: 'verified_source',
        correct: i < 9,
        shouldEscalate: false,
      },
      people.rita,
    ),
  )
  await Promise.all(verdicts)
  const { cases } = await comparedNow(rolloutId)
  expect(cases).toBe(1)
  const { tallies } = await countedOf(db, await epochsOf(db, rolloutId), clock.now())
  expect(tallies).toMatchObject([{ n: 1, members: 12, share: 0.75 }])
})

test('what is kept of days that are over is given up when one of them moves, and only then', async () => {
  const { employeeId, rolloutId } = await aRollout(world)
  for (let i = 0; i < 3; i++) await arrives(world, employeeId, `vpn case of long ago ${i}`, { queryType: 'vpn_trouble' })
  await world.drain()
  const reviews = await rows<{ id: string }>(world, 'select id from tenure.reviews where employee_id = $1 order by id', [
    employeeId,
  ])
  const given: string[] = []
  for (const { id } of reviews) {
    const judged = await giveVerdict(
      house,
      {
        reviewId: id as never,
        kind: 'correct',
        digest: null,
        reasons: [],
        note: null,
        source: 'verified_source',
        correct: true,
        shouldEscalate: false,
      },
      people.rita,
    )
    if (!isRefusal(judged)) given.push(judged.verdictId!)
  }
  clock.pass({ days: 30 })
  const epochs = await epochsOf(db, rolloutId)
  const asked: string[] = []
  const watched: Pick<typeof db, 'read'> = {
    read: (text, values) => {
      asked.push(text)
      return db.read(text, values)
    },
  }
  const sumsRead = () => asked.filter((text) => text.includes('t.day < $2::date') && text.includes('group by')).length
  const looks = async () => {
    const before = sumsRead()
    expect((await countedOf(watched, epochs, clock.now())).tallies).toMatchObject([{ n: 3, correct: 3 }])
    return sumsRead() - before
  }
  expect(await looks()).toBe(2)
  // Kept, as soon as no transaction that is older than the sums is under way: other tests have theirs in the same cluster.
  await until('a look that reads no sums', async () => (await looks()) === 0)
  const kept = sumsRead()
  await undoVerdict(house, { verdictId: given[0] as never }, people.rita)
  // Its deadline is long over: without a verdict it counts as wrong.
  const after = await countedOf(watched, epochs, clock.now())
  expect(sumsRead()).toBe(kept + 2)
  expect(after.tallies.reduce((sum, { n }) => sum + n, 0)).toBe(3)
  expect(after.tallies.reduce((sum, { correct }) => sum + correct, 0)).toBe(2)
  await comparedNow(rolloutId)
})
