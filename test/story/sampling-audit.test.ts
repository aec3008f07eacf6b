// “Random sample, committed to before any outcome, that an auditor recomputes from the trail.”

import { afterAll, beforeAll, expect, test } from 'vitest'
import { canonical } from '../../src/domain/audit/canonical.ts'
import { leafHash } from '../../src/domain/audit/tree.ts'
import { type SampleFile, verifySample } from '../../src/domain/audit/verify-sample.ts'
import { monthKey, uniform } from '../../src/domain/oversight/sampling.ts'
import { isRefusal } from '../../src/domain/refusal.ts'
import { disclosedKeys, discloseSampling } from '../../src/governance/disclose-sampling.ts'
import { recordsOfKeys, recordsOfSample } from '../../src/store/views/sampling.ts'
import { testDatabase } from '../support/database.ts'
import { doubledDossier } from '../support/dossier-files.ts'
import { ben, judges, next } from '../support/reviewing.ts'
import { aRollout, arrives, aWorld, done, type Opened, people, promoteByOverride, rows } from '../support/world.ts'

const { url } = await testDatabase()
const world = await aWorld(url)
afterAll(() => world.close())
const { house, clock } = world
const month = '2026-11'
let opened: Opened
let file: SampleFile

async function wholeMonth(): Promise<SampleFile> {
  const window = { from: new Date('2026-11-01T00:00:00Z'), to: new Date('2026-12-01T00:00:00Z') }
  const records = [...(await recordsOfKeys(house.db, month)), ...(await recordsOfSample(house.db, window, null, 5_000))]
  return { month, keys: await disclosedKeys(house, month), records: records.map(({ body, leaf }) => ({ body, leaf })) }
}

beforeAll(async () => {
  opened = await aRollout(world, { files: doubledDossier })
  await arrives(world, opened.employeeId, 'my vpn keeps dropping')
  await world.drain()
  await promoteByOverride(world, opened.rolloutId)
  for (let i = 0; i < 60; i++) await arrives(world, opened.employeeId, `my vpn keeps dropping, case ${i}`)
  await arrives(world, opened.employeeId, 'the vpn is slow and I will call my lawyer', { queryType: 'vpn_trouble' })
  await world.drain()
  clock.pass({ minutes: 1 })
  for (const by of [people.rita, ben, people.omar]) {
    for (let id = await next(world, by); id !== null; id = await next(world, by)) {
      const [review] = await rows<{ escalated: boolean }>(world, 'select escalated from tenure.reviews where id = $1', [id])
      done(await judges(world, by, id, review?.escalated ? 'needed' : 'correct'))
    }
  }
})

test('a month’s key is not given out before the month is over: whoever had it could foresee the draws', async () => {
  const early = await discloseSampling(house, { rolloutId: opened.rolloutId, month }, people.ona)
  expect(isRefusal(early) && early.refusal).toBe('month_not_over')
  expect((await wholeMonth()).keys).toEqual([])
})

test('when it is, the disclosure is on the trail, and every draw of the month fits', async () => {
  clock.pass({ days: 30 })
  const disclosed = done(await discloseSampling(house, { rolloutId: opened.rolloutId, month }, people.ona))
  expect(JSON.stringify(disclosed)).not.toContain((await disclosedKeys(house, month))[0]!.key)
  done(await discloseSampling(house, { rolloutId: opened.rolloutId, month }, people.omar))
  expect(await rows(world, "select kind from audit.entries where kind = 'sampling.disclosed'")).toHaveLength(1)
  file = await wholeMonth()
  const report = verifySample(file)
  expect(report.deviations).toEqual([])
  expect(report).toMatchObject({ drawn: 62, recomputed: 62, undisclosed: 0 })
  expect(report.reviewed).toBeGreaterThan(2)
})

test('a key says nothing of the months after it', async () => {
  const [key] = await disclosedKeys(house, month)
  const { interactionId } = await arrives(world, opened.employeeId, 'my vpn keeps dropping')
  await world.drain()
  const [drawn] = await rows<{ u: number; secret: string }>(
    world,
    'select i.sample_u as u, r.sampling_secret as secret from tenure.interactions i join tenure.rollouts r on r.id = i.sampled_by where i.id = $1',
    [interactionId],
  )
  expect(drawn?.u).toBe(uniform(monthKey(drawn?.secret ?? '', '2026-12'), 'review', interactionId))
  expect(drawn?.u).not.toBe(uniform(key!.key, 'review', interactionId))
  const unknown = await discloseSampling(house, { rolloutId: opened.rolloutId, month: '2026-09' }, people.ona)
  expect(isRefusal(unknown) && unknown.refusal).toBe('not_found')
})

test('without the key the rest is checked all the same, and what could not be recomputed is said', () => {
  expect(verifySample({ ...file, keys: [] })).toMatchObject({ deviations: [], recomputed: 0, undisclosed: 62 })
})

// biome-ignore-start lint/suspicious/noExplicitAny: a record altered by hand may have any shape
type Record_ = { id: string; at: string; kind: string; subject: string; says: any }
type Wanted = { kind: string; when?: (record: Record_) => boolean }
// biome-ignore-end lint/suspicious/noExplicitAny: see above

/** The file with one record altered as somebody would who can write the trail anew: its leaf fits again. Null takes it out. */
function altered(wanted: Wanted, change: (record: Record_) => Record_ | null): { file: SampleFile; subject: string } {
  let subject = ''
  const records = file.records.flatMap(({ body, leaf }) => {
    const record = JSON.parse(body) as Record_
    if (subject !== '' || record.kind !== wanted.kind || !(wanted.when?.(record) ?? true)) return [{ body, leaf }]
    subject = record.subject
    const changed = change(record)
    if (changed === null) return []
    const text = canonical(changed)
    return [{ body: text, leaf: leafHash(text).toString('hex') }]
  })
  expect(subject).not.toBe('')
  return { file: { ...file, records }, subject }
}

const hasEffects = ({ subject }: Record_) =>
  file.records.some(({ body }) => body.includes('effect.attempted') && body.includes(subject))
const says = (change: object) => (record: Record_) => ({ ...record, says: { ...record.says, ...change } })
const sample = (change: object) => (record: Record_) => ({
  ...record,
  says: { ...record.says, sample: { ...record.says.sample, ...change } },
})
const ruled = (when: (sample: { stream: string; drawn: boolean }) => boolean): Wanted => ({
  kind: 'proposal.disposed',
  when: (record) => record.says.sample !== null && when(record.says.sample),
})
const drawnOnce = ruled(({ stream, drawn }) => stream === 'sample' && drawn)
const notDrawn = ruled(({ drawn }) => !drawn)

test.each<[string, string, Wanted, (record: Record_) => Record_ | null]>([
  ['another draw', 'draw_differs', { kind: 'sample.drawn' }, says({ u: 0.123 })],
  ['another second draw', 'draw_differs', { kind: 'sample.drawn' }, says({ double: 0.999 })],
  ['a draw left out', 'draw_missing', { kind: 'sample.drawn' }, () => null],
  ['another weight', 'weight_differs', drawnOnce, sample({ weight: 0.5 })],
  ['a raised rate without a signal', 'rate_impossible', drawnOnce, sample({ ratio: 0.7 })],
  ['a base rate below a tenth', 'rate_impossible', drawnOnce, sample({ base: 0.01, ratio: 0.01 })],
  ['a drawn item that nobody was asked about', 'drawn_without_review', drawnOnce, says({ review: null })],
  ['an item somebody picked by hand', 'review_without_draw', notDrawn, says({ review: 'rev_picked' })],
  ['a verdict on a review that no draw opened', 'review_without_draw', { kind: 'verdict.given' }, says({ review: 'rev_other' })],
  [
    'a verdict that counts for more',
    'weight_differs',
    { kind: 'verdict.given', when: (r) => r.says.purpose === 'primary' },
    says({ weight: 7 }),
  ],
  [
    'a draw written down after the effect',
    'draw_after_outcome',
    { kind: 'sample.drawn', when: hasEffects },
    (r) => ({ ...r, id: 'rec_7ZZZZZZZZZZZZZZZZZZZZZZZZZ' }),
  ],
  [
    'a rate written down after the verdict',
    'draw_after_outcome',
    drawnOnce,
    (r) => ({ ...r, id: 'rec_7ZZZZZZZZZZZZZZZZZZZZZZZZZ' }),
  ],
])('%s is found, and of which interaction', (_, what, wanted, change) => {
  const { file: forged, subject } = altered(wanted, change)
  const { deviations } = verifySample(forged)
  expect(deviations.filter((one) => one.interaction === subject).map((one) => one.what)).toContain(what)
  expect(deviations.every((one) => one.interaction === subject)).toBe(true)
})

test('a second judgement that was drawn and never asked for is found, and one that was asked for without a draw', () => {
  const { keys } = file
  const drawnTwice = file.records.map(({ body }) => JSON.parse(body) as Record_).find((r) => r.kind === 'verdict.given')!
  const forged = altered({ kind: 'sample.drawn', when: (r) => r.subject === drawnTwice.subject }, says({ doubleRatio: 1 })).file
  const doubled = file.records.some(({ body }) => body.includes('review.doubled') && body.includes(drawnTwice.subject))
  expect(verifySample({ ...forged, keys }).deviations.map((one) => one.what)).toEqual(doubled ? [] : ['double_missing'])
})

test('a key that is not the one committed to is found, and a record whose text does not fit its leaf', () => {
  const other = { ...file, keys: [{ rollout: file.keys[0]!.rollout, key: 'ab'.repeat(32) }] }
  expect(verifySample(other).deviations.map((one) => one.what)).toEqual(['key_differs'])
  const late = altered({ kind: 'sampling.key_committed' }, (r) => ({ ...r, at: '2026-11-30T00:00:00.000Z' }))
  expect(verifySample(late.file).deviations.map((one) => one.what)).toEqual(['key_committed_late'])
  const silent = altered({ kind: 'sampling.disclosed' }, () => null)
  expect(verifySample(silent.file).deviations.map((one) => one.what)).toEqual(['key_not_disclosed'])
  const records = file.records.map((record, i) => (i === 3 ? { ...record, body: record.body.replace('2026', '2025') } : record))
  expect(verifySample({ ...file, records }).deviations.map((one) => one.what)).toContain('record_altered')
})
