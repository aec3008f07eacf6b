// “Recorded work goes through the same steps as live traffic; nothing is performed, and the numbers are those of the recording.”

import { readFileSync, writeFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { expect, inject, test } from 'vitest'
import { readDossier } from '../../src/domain/discovery/documents.ts'
import { isRefusal } from '../../src/domain/refusal.ts'
import { type BacktestOptions, backtest } from '../../src/main/backtest.ts'
import type { BacktestReport } from '../../src/main/backtest-report.ts'
import { readConfig } from '../../src/main/config.ts'
import { Database } from '../../src/store/database.ts'
import { adminQuery } from '../support/database.ts'
import { recordsIn, replayWrites } from '../support/permit-replay.ts'
import { aRecord, backtested, draftedFrom, recordingOf, sharedRecording, testConfig } from '../support/recorded.ts'
import { recordedDossier } from '../support/recorded-dossier.ts'

const handOver = {
  i: 3,
  name: 'transfer',
  system: 'handoff',
  access: 'write' as const,
  arguments: { summary: 'too hard' },
  result: '',
}

const options = (files: string[], more: Partial<BacktestOptions> = {}): BacktestOptions => ({
  files,
  dossier: {},
  verdicts: 'ground-truth',
  keep: false,
  jobs: 4,
  progress: () => undefined,
  signal: new AbortController().signal,
  ...more,
})

const databases = async () =>
  (
    await adminQuery(inject('postgresAdminUrl'), "select datname from pg_database where starts_with(datname, 'tenure_backtest_')")
  ).map((row) => String(row.datname))

test('reads are replayed, writes and replies recorded, hand-overs go to people, nothing is performed', async () => {
  const file = recordingOf([
    aRecord('a'),
    aRecord('b', { groundTruth: { correct: false, shouldEscalate: true } }),
    aRecord('c', {
      escalated: true,
      toolCalls: [handOver],
      reply: 'I hand you over.',
      groundTruth: { correct: true, shouldEscalate: false },
    }),
  ])
  const report = await backtested([file])
  expect(report.interactions).toBe(3)
  expect(report.effects).toEqual({ performed: 0, held: 0, recorded: 5, replayed: 2, refused: 0, escalated: 1 })
  expect(report.accuracy).toMatchObject({ n: 3, correct: 2 })
  expect(report.escalation).toEqual({ n: 3, escalated: 1, rate: 1 / 3, needed: 1, missed: 1, unneeded: 1 })
  expect(report.byQueryType.password).toMatchObject({ n: 3, correct: 2 })
  expect(report.edgeCases).toEqual([
    { kind: 'missed', queryType: 'password', count: 1, examples: ['b'] },
    { kind: 'unneeded', queryType: 'password', count: 1, examples: ['c'] },
    { kind: 'wrong', queryType: 'password', count: 1, examples: ['b'] },
  ])
  expect(report.costUsd).toBeCloseTo(0.75, 9)
  expect(report.trail.root).toMatch(/^[0-9a-f]{64}$/)
  expect(report.trail.size).toBeGreaterThan(20)
  expect(Object.keys(report)).toEqual([
    'interactions',
    'effects',
    'accuracy',
    'escalation',
    'byQueryType',
    'gate',
    'edgeCases',
    'patterns',
    'incidents',
    'flags',
    'costUsd',
    'trail',
  ])
})

test('without verdicts nothing is judged, and what nobody said is unknown, not zero', async () => {
  const unpriced = aRecord('b', { usage: null, costUsd: null })
  const report = await backtested([recordingOf([aRecord('a'), unpriced])], { verdicts: 'none' })
  expect(report.accuracy).toMatchObject({ n: 0, correct: 0, estimate: null })
  expect(report.escalation).toEqual({ n: 2, escalated: 0, rate: 0, needed: null, missed: null, unneeded: null })
  expect(report.byQueryType).toEqual({ password: { n: 0, correct: 0, lower: 0, upper: 1, gate: 'not_yet_known' } })
  expect(report.gate.outcome).not.toBe('met')
  expect(report.costUsd).toBeNull()
})

test('what the dossier does not grant is refused; a type it does not know goes to people, and both are in the catalogue', async () => {
  const known = recordingOf([aRecord('a', { toolCalls: [] })])
  const file = recordingOf([aRecord('a'), aRecord('b', { queryType: 'weather', toolCalls: [] })])
  const report = await backtested([file], { dossier: await draftedFrom([known]) })
  expect(report.effects).toEqual({ performed: 0, held: 0, recorded: 1, replayed: 0, refused: 2, escalated: 1 })
  expect(report.edgeCases).toEqual([
    { kind: 'refused', queryType: 'password', count: 1, examples: ['a'] },
    { kind: 'unmapped', queryType: 'unlisted', count: 1, examples: ['b'] },
  ])
})

test('every verdict names its source, the file and its digest on the trail, and its database is gone unless kept', async () => {
  const before = await databases()
  const file = recordingOf([aRecord('a')])
  const done = await backtest(testConfig(), options([file], { dossier: await draftedFrom([file]), keep: true }))
  if (done === null || isRefusal(done)) throw new Error('refused')
  const [kept] = (await databases()).filter((name) => !before.includes(name))
  expect(done.kept).toBe(kept)
  const db = new Database(inject('postgresAdminUrl').replace('/postgres?', `/${kept}?`), { connections: 1 })
  try {
    const [verdict] = await db.read<{ body: string }>("select body from audit.entries where kind = 'verdict.given'")
    expect(JSON.parse(verdict?.body ?? '{}')).toMatchObject({
      actor: { kind: 'verified_source', id: 'ground-truth:recorded.jsonl' },
      authority: expect.stringMatching(/^groundTruth in recorded\.jsonl, sha256 [0-9a-f]{64}$/),
      says: { source: 'verified_source', correct: true },
    })
    const bodies = await db.read<{ text: string }>(
      "select coalesce(string_agg(body::text, ' '), '') as text from tenure.contents",
    )
    expect(bodies[0]?.text).toContain('I forgot my password')
    expect(bodies[0]?.text).not.toContain('groundTruth')
  } finally {
    await db.close()
    await adminQuery(inject('postgresAdminUrl'), `drop database ${kept}`)
  }
  await backtested([file])
  expect((await databases()).filter((name) => !before.includes(name))).toEqual([])
})

test.each([
  ['a line that is not JSON', [aRecord('a'), '{"id": '], /recorded\.jsonl:2: it is not JSON/],
  ['a record without a query', [aRecord('a'), JSON.stringify({ ...aRecord('b'), query: undefined })], /recorded\.jsonl:2: query/],
  ['an id that comes twice', [aRecord('a'), aRecord('a')], /recorded\.jsonl:2: the id a is already on line 1/],
  ['half a character', [aRecord('a'), aRecord('b', { reply: 'half \ud83d' })], /recorded\.jsonl:2: it holds half a character/],
  ['an empty file', [''], /recorded\.jsonl:1: there is no recorded interaction/],
])('%s is refused with file, line and remedy before any database is made', async (_, lines, sentence) => {
  const before = await databases()
  const unreachable = readConfig({ DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/none' }, '/')
  const refused = await backtest(unreachable, options([recordingOf(lines)]))
  expect(isRefusal(refused) && refused.sentence).toMatch(sentence)
  expect(isRefusal(refused) && refused.sentence).toMatch(/Mend or remove the line; nothing of the file was kept/)
  expect(await databases()).toEqual(before)
})

test('the same id in two files, a damaged gzip file and a missing file are refused; an undamaged one is read whatever its name', async () => {
  const [one, two] = [recordingOf([aRecord('a')]), recordingOf([aRecord('a')])]
  const twice = await backtest(testConfig(), options([one, two]))
  expect(isRefusal(twice) && twice.sentence).toContain(`${two}: the id a is already in ${one}`)
  const damaged = recordingOf([''])
  const packed = gzipSync(readFileSync(one))
  writeFileSync(damaged, packed.subarray(0, 60))
  const broken = await backtest(testConfig(), options([damaged]))
  expect(isRefusal(broken) && broken.sentence).toContain('damaged gzip file')
  writeFileSync(damaged, packed)
  expect((await backtested([damaged])).interactions).toBe(1)
  const missing = await backtest(testConfig(), options([`${one}.gone`]))
  expect(isRefusal(missing) && missing.sentence).toContain('there is no such file')
})

test('a dossier that cannot be read is refused with file and line, and its database is dropped', async () => {
  const before = await databases()
  const file = recordingOf([aRecord('a')])
  const dossier = { ...(await draftedFrom([file])), 'targets.yaml': 'accuracy:\n  targetRatio: 0.9\n  aplha: 3\n' }
  const refused = await backtest(testConfig(), options([file], { dossier }))
  expect(isRefusal(refused) && refused.sentence).toMatch(/targets\.yaml:\d+/)
  expect(await databases()).toEqual(before)
})

test('an interrupted backtest answers nothing and leaves nothing', async () => {
  const before = await databases()
  const file = recordingOf(Array.from({ length: 50 }, (_, i) => aRecord(`r${i}`)))
  const told = new AbortController()
  const done = await backtest(
    testConfig(),
    options([file], { dossier: await draftedFrom([file]), signal: told.signal, progress: () => told.abort() }),
  )
  expect(done).toBeNull()
  expect(await databases()).toEqual(before)
})

test('a database that a killed backtest left is dropped by the next one; a kept and a young one stay', async () => {
  const admin = inject('postgresAdminUrl')
  const made = (at: number) => `throwaway database of tenure backtest, made at ${new Date(at).toISOString()}`
  const old = { left: made(Date.now() - 2 * 3_600_000), young: made(Date.now()), kept: null }
  for (const [name, comment] of Object.entries(old)) {
    await adminQuery(admin, `create database tenure_backtest_${name}`)
    if (comment !== null) await adminQuery(admin, `comment on database tenure_backtest_${name} is '${comment}'`)
  }
  await backtested([recordingOf([aRecord('a')])])
  const remain = (await databases()).filter((name) => /_(left|young|kept)$/.test(name))
  expect(remain.toSorted()).toEqual(['tenure_backtest_kept', 'tenure_backtest_young'])
  for (const name of remain) await adminQuery(admin, `drop database ${name}`)
})

test('a database user who may not create databases is told so', async () => {
  const admin = inject('postgresAdminUrl')
  await adminQuery(admin, 'create role tenure_poor login')
  const poor = readConfig({ DATABASE_URL: admin.replace('tenure@', 'tenure_poor@') }, '/')
  const file = recordingOf([aRecord('a')])
  const refused = backtest(poor, options([file], { dossier: await draftedFrom([file]) }))
  await expect(refused).rejects.toMatchObject({
    code: 'database_unfit',
    message: expect.stringContaining('may not create the throwaway database'),
  })
  await adminQuery(admin, 'drop role tenure_poor')
})

const airline = sharedRecording('tau1_airline_gpt-4o')
test.skipIf(airline === null)(
  'D1: the weak airline agent is 84 of 200, misses 10 of 16, and may not advance',
  { timeout: 180_000 },
  async () => {
    const report = await backtested([airline ?? ''])
    expect(report.interactions).toBe(200)
    expect(report.accuracy).toMatchObject({ n: 200, correct: 84, estimate: 0.42 })
    expect(report.escalation).toEqual({ n: 200, escalated: 48, rate: 0.24, needed: 16, missed: 10, unneeded: 42 })
    expect(Object.fromEntries(Object.entries(report.byQueryType).map(([name, { n, correct }]) => [name, [n, correct]]))).toEqual({
      baggage_change: [4, 0],
      compensation: [12, 5],
      flight_booking: [16, 1],
      flight_change: [44, 11],
      information_or_refusal: [64, 43],
      out_of_policy_handoff: [16, 14],
      passenger_change: [4, 1],
      reservation_cancellation: [40, 9],
    })
    expect(report.gate.outcome).toBe('not_met')
    // Of the recording: 250 writes outside the hand-over system, 200 replies, 866 reads.
    expect(report.effects).toEqual({ performed: 0, held: 0, recorded: 450, replayed: 866, refused: 0, escalated: 48 })
    expect(report.costUsd).toBeNull()
  },
)

const telecom = sharedRecording('tau2_telecom_gpt-4o')
test.skipIf(telecom === null)('D3: the systematic error shows, mms_issue 0 of 49', { timeout: 180_000 }, async () => {
  const report = await backtested([telecom ?? ''])
  expect(report.accuracy).toMatchObject({ n: 114, correct: 27 })
  expect(report.escalation).toMatchObject({ escalated: 70, needed: 20, missed: 3, unneeded: 53 })
  expect(report.byQueryType.mms_issue).toMatchObject({ n: 49, correct: 0, gate: 'not_met' })
  expect(report.edgeCases[0]).toMatchObject({ kind: 'wrong', queryType: 'mms_issue', count: 49 })
  expect(report.patterns).toContainEqual(
    expect.objectContaining({ by: 'queryType', value: 'mms_issue', n: 49, wrong: 49, errorRatio: 1 }),
  )
  expect(report.patterns.map(({ value }) => value)).not.toContain('service_issue')
  // Nobody looked: the flag opened in the transaction of a verdict, and names the type.
  const flagged = report.flags.map(({ slice }) => slice)
  expect(flagged).toContain('query_type=mms_issue')
  expect(flagged).not.toContain('query_type=service_issue')
  const flags = report.gate.criteria.find(({ name }) => name === 'open_flags')
  expect(flags?.outcome).toBe('not_met')
  expect(flags?.reason).toContain('query_type=mms_issue')
  expect(report.effects.performed).toBe(0)
})

const three = ['tau2_airline_gpt-4.1', 'tau2_airline_gpt-4o', 'tau2_airline_gpt-oss-120b'].map(sharedRecording)
test.skipIf(three.includes(null))('D2: three agents’ recordings of one workflow in one run', { timeout: 180_000 }, async () => {
  const report = await backtested(three.map(String))
  expect(report.accuracy).toMatchObject({ n: 120, correct: 52 })
  expect(report.escalation).toMatchObject({ escalated: 37, needed: 3, missed: 2, unneeded: 36 })
  expect(report.effects).toMatchObject({ performed: 0, refused: 0, replayed: 544, recorded: 376 })
  expect(report.costUsd).toBeNull()
})

// The same recordings under a dossier written for the work: what was judged stays as it was, what the dossier does not permit is refused on the way.
const written: {
  says: string
  dossier: 'airline' | 'telecom'
  files: (string | null)[]
  counts: object
  effects: BacktestReport['effects']
}[] = [
  {
    says: 'D1 under the airline dossier: writes that nobody granted are refused, every read and reply goes through, the agent is judged as before',
    dossier: 'airline',
    files: [airline],
    counts: { accuracy: { n: 200, correct: 84 }, escalation: { n: 200, escalated: 48, needed: 16, missed: 10, unneeded: 42 } },
    effects: { performed: 0, held: 0, recorded: 450 - 67, replayed: 866, refused: 67, escalated: 48 },
  },
  {
    says: 'D2 under the airline dossier: among others, a run that changes one flight 94 times is stopped after five',
    dossier: 'airline',
    files: three,
    counts: { accuracy: { n: 120, correct: 52 }, escalation: { escalated: 37, needed: 3, missed: 2, unneeded: 36 } },
    effects: { performed: 0, held: 0, recorded: 376 - 147, replayed: 544, refused: 147, escalated: 37 },
  },
  {
    // 32 runs look the same things up for ever and are stopped at 40 effects, reply included; every one of them was judged wrong.
    says: 'D3 under the telecom dossier: the systematic error shows as before, and runs that go round in circles are stopped',
    dossier: 'telecom',
    files: [telecom],
    counts: {
      accuracy: { n: 114, correct: 27 },
      escalation: { escalated: 70, needed: 20, missed: 3, unneeded: 53 },
      byQueryType: { mms_issue: { n: 49, correct: 0, gate: 'not_met' } },
    },
    effects: { performed: 0, held: 0, recorded: 147 - 32, replayed: 3634 - 1943, refused: 32 + 1943, escalated: 70 },
  },
  {
    says: 'D4 under the telecom dossier: the ticket channel, where the agent works the phone itself',
    dossier: 'telecom',
    files: [sharedRecording('tau2_telecom-ticket_gpt-4.1')],
    counts: { accuracy: { n: 40, correct: 20 }, escalation: { escalated: 13 } },
    effects: { performed: 0, held: 0, recorded: 228, replayed: 423, refused: 2, escalated: 13 },
  },
]
for (const { says, dossier, files, counts, effects } of written)
  test.skipIf(files.includes(null))(says, { timeout: 180_000 }, async () => {
    const report = await backtested(files.map(String), { dossier: recordedDossier(dossier) })
    expect(report).toMatchObject(counts)
    expect(report.effects).toEqual(effects)
    expect(report.gate.outcome).not.toBe('met')
    // What is refused on the way through the whole house is what the permit alone refuses.
    const { dossier: read } = readDossier(recordedDossier(dossier))
    const alone = replayWrites(read!, files.map(String).flatMap(recordsIn)).filter((write) => write.outcome === 'refused')
    if (dossier === 'airline') expect(alone).toHaveLength(effects.refused)
  })
