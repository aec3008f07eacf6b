import fc from 'fast-check'
import { expect, test } from 'vitest'
import { item, open, outputs, plan, question } from '../../../test/support/gate-items.ts'
import { provenLine } from './criteria/accuracy.ts'
import { type Criterion, together } from './criteria/criterion.ts'
import { readSlices } from './criteria/slices.ts'
import { type GateQuestion, readGate, readQueryTypes } from './gate.ts'
import type { EvidenceItem } from './item.ts'
import type { Plan } from './plan.ts'

function criterion(q: GateQuestion, name: string): Criterion {
  const found = readGate(q).criteria.find((one) => one.name === name)
  if (!found) throw new Error(`no criterion ${name}`)
  return found
}

const changed = (over: Partial<Plan>): Plan => ({ ...plan, ...over })
const majors = (...names: string[]): Plan => changed({ coverage: { ...plan.coverage, majors: names } })
const handing = (over: Partial<Plan['escalation']>): Plan => changed({ escalation: { ...plan.escalation, ...over } })

test('good evidence meets the gate, and every criterion says so in a sentence', () => {
  const reading = readGate(question(outputs(200, 6)))
  expect(reading.criteria.filter(({ outcome }) => outcome !== 'met')).toEqual([])
  expect(reading.outcome).toBe('met')
  expect(reading.criteria.map(({ name }) => name)).toEqual([
    'accuracy',
    'review_cap',
    'coverage_majors',
    'coverage_unlisted',
    'mix_shift',
    'escalation_rate_min',
    'escalation_rate_max',
    'missed_escalations',
    'escalation_recall',
    'open_flags',
    'reviewer_sensitivity',
    'completeness',
    'minimum_reviews',
    'minimum_duration',
    'incidents',
    'drift',
  ])
  for (const { reason } of reading.criteria) expect(reason).toMatch(/^[A-Z0-9].*\.$/)
})

test.each<[string, Partial<GateQuestion>, string]>([
  ['a major nobody has judged', { plan: majors('refund', 'legal') }, 'coverage_majors'],
  [
    'a type that brings traffic and has no verdict',
    { traffic: { byType: { refund: 280, legal: 20 }, unlisted: 0 } },
    'coverage_majors',
  ],
  ['a type named as JavaScript names things', { plan: majors('refund', 'constructor') }, 'coverage_majors'],
  ['traffic no type describes', { traffic: { byType: { refund: 300 }, unlisted: 12 } }, 'coverage_unlisted'],
  ['a mix of which a fifth has no evidence', { plan: changed({ mix: { refund: 0.8, address: 0.2 } }) }, 'mix_shift'],
  [
    'an employee that never hands over',
    { plan: handing({ minRatio: 0.02 }), handing: { arrived: 300, escalated: 0 } },
    'escalation_rate_min',
  ],
  [
    'one that hands over too much',
    { plan: handing({ maxRatio: 0.2 }), handing: { arrived: 300, escalated: 90 } },
    'escalation_rate_max',
  ],
  ['nothing known of what needed a person', { plan: handing({ recallFloorRatio: 0.8 }) }, 'escalation_recall'],
  [
    'a flag somebody has not closed',
    { slices: readSlices(plan, { counts: [], whole: [], flagged: ['channel=mail'] }) },
    'open_flags',
  ],
  ['reviewers who miss half of what is wrong', { blind: { known: 40, found: 20, unprobed: 0 } }, 'reviewer_sensitivity'],
  ['a phase too short', { pace: { daysInPhase: 6.99, judgedInPhase: 200 } }, 'minimum_duration'],
  ['too few reviews in this phase', { pace: { daysInPhase: 8, judgedInPhase: 49 } }, 'minimum_reviews'],
  ['an open incident', { openIncidents: 1 }, 'incidents'],
  ['a drift alarm', { driftAlarms: ['escalation rate'] }, 'drift'],
  ['a plan nobody registered', { registered: false }, 'plan'],
])('%s keeps the gate shut', (_, over, name) => {
  const q = question(outputs(200, 6), over)
  expect(readGate(q).outcome).not.toBe('met')
  expect(
    readGate(q)
      .criteria.filter(({ outcome }) => outcome !== 'met')
      .map((one) => one.name),
  ).toEqual([name])
})

test('500 perfect reviews that lack one declared major type: not yet known, and the type is named', () => {
  const q = question(outputs(500, 0), { plan: majors('refund', 'legal') })
  expect(readGate(q).outcome).toBe('not_yet_known')
  expect(criterion(q, 'coverage_majors').reason).toContain('legal (0)')
})

test('an agent that never escalates fails: too few handed over, and nothing of what needed a person reached one', () => {
  const missed = Array.from({ length: 60 }, (_, i) => item(1000 + i, { correct: false, shouldEscalate: true }))
  const strict = handing({ minRatio: 0.05, maxRatio: 0.25, missedCapRatio: 0.03, recallFloorRatio: 0.8 })
  const q = question([...outputs(470, 0), ...missed], { plan: strict, handing: { arrived: 500, escalated: 0 } })
  expect(readGate(q).outcome).toBe('not_met')
  for (const name of ['escalation_rate_min', 'missed_escalations', 'escalation_recall'])
    expect(criterion(q, name).outcome, name).toBe('not_met')
})

test('199 of 200 is not the whole story: every other criterion is asked as well', () => {
  const strict = {
    ...handing({ minRatio: 0.05, maxRatio: 0.25, missedCapRatio: 0.03, recallFloorRatio: 0.8 }),
    review: plan.review,
  }
  const byPeople = outputs(200, 1, { source: 'person', judgedBy: 'per_rita' })
  const q = question(byPeople, { plan: strict })
  expect(criterion(q, 'accuracy').outcome).toBe('met')
  expect(readGate(q).outcome).toBe('not_yet_known')
  expect(criterion(q, 'reviewer_sensitivity').reason).toContain('No item known to be wrong has been judged blind yet')
})

test('the traffic nobody counted is no traffic', () => {
  const q = question(outputs(200, 6), { traffic: { byType: {}, unlisted: 0 } })
  expect(readGate(q).outcome).toBe('not_yet_known')
  expect(criterion(q, 'coverage_unlisted').outcome).toBe('not_yet_known')
})

test('without evidence nothing is known, whatever else holds, and no list of criteria is no pass', () => {
  expect(readGate(question([])).outcome).toBe('not_yet_known')
  expect(readGate(question([], { openIncidents: 3 })).outcome).toBe('not_yet_known')
  expect(readGate(question([item(1, { escalated: true, ...open })])).outcome).toBe('not_yet_known')
  expect(together([])).toBe('not_yet_known')
  expect(criterion(question([]), 'accuracy').reason).toContain('0 wrong: 34, 1 wrong: 52, 2 wrong: 68, 3 wrong: 82')
})

test('escalations alone never meet a gate, however needed they were', () => {
  const items = Array.from({ length: 300 }, (_, i) => item(i, { escalated: true, correct: null, shouldEscalate: true }))
  expect(readGate(question(items)).outcome).toBe('not_yet_known')
})

test('Shadow proves the floor, Supervised the target itself', () => {
  expect(provenLine('shadow_to_supervised', plan)).toBe(0.875)
  expect(provenLine('supervised_to_autonomous', plan)).toBe(0.9)
  const items = outputs(38, 0)
  expect(criterion(question(items), 'accuracy').outcome).toBe('met')
  const strict = criterion(question(items, { promotion: 'supervised_to_autonomous' }), 'accuracy')
  expect(strict).toMatchObject({ outcome: 'not_yet_known', bound: 0.9, need: 5 })
})

test('before Autonomous every major slice must be cleared, the hidden one too', () => {
  const good = outputs(190, 0)
  const hidden = Array.from({ length: 12 }, (_, i) => item(1000 + i, { channel: 'chat', correct: i % 3 !== 0 }))
  const q = question([...good, ...hidden], { promotion: 'supervised_to_autonomous' })
  expect(criterion(q, 'accuracy').outcome).toBe('met')
  expect(criterion(q, 'major_slices_cleared')).toMatchObject({ outcome: 'not_yet_known' })
  expect(criterion(q, 'major_slices_cleared').reason).toContain('channel=chat')
  const shadow = question([...good, ...hidden])
  expect(readGate(shadow).criteria.some(({ name }) => name === 'major_slices_cleared')).toBe(false)
})

test('a slice that is wrong every time is flagged by itself and named', () => {
  const bad = Array.from({ length: 30 }, (_, i) => item(2000 + i, { queryType: 'mms', correct: false }))
  const q = question([...outputs(300, 3), ...bad], {
    traffic: { byType: { refund: 300, mms: 30 }, unlisted: 0 },
    recent: { refund: 300, mms: 30 },
  })
  expect(criterion(q, 'open_flags')).toMatchObject({ outcome: 'not_met' })
  expect(criterion(q, 'open_flags').reason).toContain('query_type=mms (30 of 30 wrong)')
})

test('a floor that is proven does not do while the estimate is below the target', () => {
  const early = outputs(120, 0)
  const late = Array.from({ length: 100 }, (_, i) =>
    item(500 + i, { openedAt: '2026-01-09T10:00:00.000Z', correct: i % 4 !== 0 }),
  )
  const one = criterion(question([...early, ...late]), 'accuracy')
  expect(one).toMatchObject({ outcome: 'not_yet_known', need: 30 })
  expect(one.reason).toContain('the estimate is below the target of 90 %, and 30 more reviews, all right, would lift it there')
  const lifted = Array.from({ length: 30 }, (_, i) => item(900 + i, { openedAt: '2026-01-10T10:00:00.000Z' }))
  expect(criterion(question([...early, ...late, ...lifted]), 'accuracy').outcome).toBe('met')
  expect(criterion(question([...early, ...late, ...lifted.slice(1)]), 'accuracy').outcome).toBe('not_yet_known')
})

test('accuracy that cannot reach the target stops the gate, and the reason says that more reviews will not help', () => {
  const one = criterion(question(outputs(200, 60)), 'accuracy')
  expect(one).toMatchObject({ outcome: 'not_met', need: null })
  expect(one.reason).toContain('More reviews will not change that')
  expect(readGate(question(outputs(200, 60))).outcome).toBe('not_met')
})

test('what is missing is said in reviews, and so many right ones do prove it', () => {
  const one = criterion(question(outputs(30, 0)), 'accuracy')
  expect(one.need).toBe(4)
  expect(criterion(question(outputs(33, 0)), 'accuracy').outcome).toBe('not_yet_known')
  expect(criterion(question(outputs(34, 0)), 'accuracy').outcome).toBe('met')
  const some = criterion(question(outputs(60, 5)), 'accuracy')
  expect(some.reason).toContain('5 wrong: 108')
  expect(some.reason).toContain('48 if all are right')
  expect(some.need).toBeGreaterThan(48)
})

test('past the cap without proof it is inconclusive; a proof that came before the cap stands', () => {
  const short = changed({ reviewCap: 100 })
  const undecided = outputs(101, 11)
  expect(criterion(question(undecided, { plan: short }), 'review_cap')).toMatchObject({
    outcome: 'not_met',
    value: 101,
    bound: 100,
  })
  expect(criterion(question(undecided.slice(1), { plan: short }), 'review_cap').outcome).toBe('met')
  expect(criterion(question(outputs(300, 9), { plan: short }), 'review_cap').outcome).toBe('met')
})

test('too much traffic of no type is a stop, a little is a wait with a number', () => {
  const much = criterion(question(outputs(200, 6), { traffic: { byType: { refund: 60 }, unlisted: 40 } }), 'coverage_unlisted')
  expect(much).toMatchObject({ outcome: 'not_met', need: null })
  const little = criterion(question(outputs(200, 6), { traffic: { byType: { refund: 80 }, unlisted: 0 } }), 'coverage_unlisted')
  expect(little).toMatchObject({ outcome: 'not_yet_known', need: 8 })
})

test('reviews nobody gave in time are missing and count as wrong; too many of them shut the gate by themselves', () => {
  const lapsed = Array.from({ length: 20 }, (_, i) => item(3000 + i, open))
  const q = question([...outputs(200, 0), ...lapsed])
  expect(criterion(q, 'completeness')).toMatchObject({ outcome: 'not_met', need: 9 })
  expect(criterion(q, 'accuracy').reason).toMatch(/^90\.9 % of 220/)
})

test('verdicts wait for an older item: they count in the order in which the queries came', () => {
  const waiting = item(0, { ...open, dueAt: '2026-02-01T00:00:00.000Z' })
  const q = question([waiting, ...outputs(200, 0).slice(1)])
  expect(readGate(q).outcome).toBe('not_yet_known')
  expect(q.counted).toMatchObject({ waitsFor: 'rev_000000', behind: 199, tallies: [], days: [] })
  expect(criterion(q, 'completeness').reason).toContain('199 verdicts wait for an older item (rev_000000)')
})

test('each query type is read by the same engine on its own evidence', () => {
  const weak = Array.from({ length: 49 }, (_, i) => item(2000 + i, { queryType: 'mms', correct: false }))
  const { tallies } = question([...outputs(100, 2), ...weak]).counted
  const readings = readQueryTypes('shadow_to_supervised', plan, tallies)
  expect(readings.refund).toMatchObject({ n: 100, correct: 98, escalated: 0, gate: 'met' })
  expect(readings.mms).toMatchObject({ n: 49, correct: 0, lower: 0, gate: 'not_met' })
})

test('a proof carried over by a replay stands until the new version is shown to be worse', () => {
  const carried = { lower: 0.89, changed: 0, replayed: 300 }
  expect(criterion(question([], { carried }), 'accuracy')).toMatchObject({ outcome: 'met', value: 0.89 })
  expect(criterion(question([], { carried: { ...carried, lower: 0.87 } }), 'accuracy').outcome).toBe('not_yet_known')
  expect(criterion(question(outputs(200, 60), { carried }), 'accuracy').outcome).toBe('not_met')
})

test('one more right verdict never turns a met gate into one that is not', () => {
  const promotions = fc.constantFrom('shadow_to_supervised' as const, 'supervised_to_autonomous' as const)
  const added = fc.record({
    openedAt: fc.constantFrom('2026-01-01T10:00:00.000Z', '2026-01-05T10:00:00.000Z', '2026-01-09T10:00:00.000Z'),
    weight: fc.constantFrom(1, 0.5, 0.15),
    queryType: fc.constantFrom('refund', 'address'),
    id: fc.nat(99_999),
  })
  let met = 0
  const runs = fc.property(
    fc.integer({ min: 50, max: 300 }),
    fc.double({ min: 0, max: 0.09, noNaN: true }),
    promotions,
    added,
    (n, share, promotion, one) => {
      const items = outputs(n, Math.round(n * share))
      if (readGate(question(items, { promotion })).outcome !== 'met') return
      met += 1
      const { id, ...over } = one
      const more = [...items, item(id, { ...over, reviewId: `rev_${String(id).padStart(6, '0')}+`, caseKey: 'another' })]
      expect(
        readGate(question(more, { promotion }))
          .criteria.filter(({ outcome }) => outcome !== 'met')
          .filter(({ name }) => name !== 'major_slices_cleared'),
      ).toEqual([])
    },
  )
  fc.assert(runs, { numRuns: 60 })
  expect(met).toBeGreaterThan(10)
})

test('a stricter alpha never opens what a looser one keeps shut', () => {
  fc.assert(
    fc.property(fc.integer({ min: 50, max: 300 }), fc.double({ min: 0, max: 0.12, noNaN: true }), (n, share) => {
      const items: EvidenceItem[] = outputs(n, Math.round(n * share))
      const read = (alphaRatio: number) => readGate(question(items, { plan: changed({ alphaRatio }) })).outcome
      if (read(0.01) === 'met') expect(read(0.05)).toBe('met')
    }),
    { numRuns: 40 },
  )
})
