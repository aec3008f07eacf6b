import fc from 'fast-check'
import { expect, test } from 'vitest'
import { targetsSchema } from '../discovery/targets.ts'
import type { Judged } from './evidence.ts'
import { type Criterion, type GateQuestion, provenLine, readGate, readQueryTypes, together } from './gate.ts'

const targets = targetsSchema.parse({
  accuracy: { targetRatio: 0.9 },
  escalation: { minRatio: 0.05, maxRatio: 0.25 },
  shadow: { minDays: 7, minReviews: 50 },
  supervised: { minDays: 7, minReviews: 50 },
})

function judged(i: number, over: Partial<Judged> = {}): Judged {
  const interactionId = `int_${String(i).padStart(5, '0')}`
  const usual = {
    queryType: 'refund',
    channel: 'mail',
    day: '2026-01-05',
    escalated: false,
    correct: true,
    shouldEscalate: false,
  }
  return { interactionId, ...usual, weight: 1, cluster: null, ...over }
}

/** `n` handled outputs of which every `n / wrong`-th is wrong. */
function outputs(n: number, wrong: number): Judged[] {
  return Array.from({ length: n }, (_, i) =>
    judged(i, { correct: Math.floor(((i + 1) * wrong) / n) === Math.floor((i * wrong) / n) }),
  )
}

function question(items: readonly Judged[], over: Partial<GateQuestion> = {}): GateQuestion {
  const usual = {
    promotion: 'shadow_to_supervised' as const,
    targets,
    majors: ['refund'],
    traffic: { byType: { refund: 300 }, unlisted: 0 },
  }
  return { ...usual, items, daysInPhase: 8, openIncidents: 0, ...over }
}

function criterion(q: GateQuestion, name: string): Criterion {
  const found = readGate(q).criteria.find((one) => one.name === name)
  if (!found) throw new Error(`no criterion ${name}`)
  return found
}

test('good evidence meets the gate, and every criterion says so in a sentence', () => {
  const reading = readGate(question(outputs(200, 6)))
  expect(reading.outcome).toBe('met')
  const names = [
    'accuracy',
    'review_cap',
    'coverage_majors',
    'coverage_unlisted',
    'minimum_reviews',
    'minimum_duration',
    'incidents',
  ]
  expect(reading.criteria.map(({ name }) => name)).toEqual(names)
  for (const { reason } of reading.criteria) expect(reason).toMatch(/^[A-Z0-9].*\.$/)
})

test.each<[string, Partial<GateQuestion>, string]>([
  ['a major nobody has judged', { majors: ['refund', 'legal'] }, 'coverage_majors'],
  [
    'a type that brings traffic and has no verdict',
    { traffic: { byType: { refund: 280, legal: 20 }, unlisted: 0 } },
    'coverage_majors',
  ],
  ['a type named as JavaScript names things', { majors: ['refund', 'constructor'] }, 'coverage_majors'],
  ['traffic no type describes', { traffic: { byType: { refund: 300 }, unlisted: 12 } }, 'coverage_unlisted'],
  ['no traffic counted', { traffic: { byType: {}, unlisted: 0 } }, 'coverage_unlisted'],
  ['a phase too short', { daysInPhase: 6.99 }, 'minimum_duration'],
  ['an open incident', { openIncidents: 1 }, 'incidents'],
])('%s keeps the gate shut', (_, over, name) => {
  const q = question(outputs(200, 6), over)
  expect(readGate(q).outcome).not.toBe('met')
  expect(
    readGate(q)
      .criteria.filter(({ outcome }) => outcome !== 'met')
      .map((one) => one.name),
  ).toEqual([name])
})

test('without evidence nothing is known, whatever else holds, and no list of criteria is no pass', () => {
  expect(readGate(question([])).outcome).toBe('not_yet_known')
  expect(readGate(question([], { openIncidents: 3 })).outcome).toBe('not_yet_known')
  const lapsed = [judged(1, { escalated: true, correct: null, shouldEscalate: null })]
  expect(readGate(question(lapsed)).outcome).toBe('not_yet_known')
  expect(together([])).toBe('not_yet_known')
  expect(criterion(question([]), 'accuracy').reason).toContain('0 wrong: 34, 1 wrong: 52, 2 wrong: 68, 3 wrong: 82')
})

test('escalations alone never meet a gate, however needed they were', () => {
  const items = Array.from({ length: 300 }, (_, i) => judged(i, { escalated: true, shouldEscalate: true }))
  expect(readGate(question(items)).outcome).toBe('not_yet_known')
})

test('reviews that lapsed do not add up to the agreed minimum', () => {
  const lapsed = Array.from({ length: 60 }, (_, i) => judged(1000 + i, { escalated: true, correct: null, shouldEscalate: null }))
  const q = question([...outputs(45, 0), ...lapsed])
  expect(criterion(q, 'minimum_reviews')).toMatchObject({ outcome: 'not_yet_known', value: 45, bound: 50, need: 5 })
  const given = lapsed.map((item) => ({ ...item, shouldEscalate: true }))
  expect(criterion(question([...outputs(45, 0), ...given]), 'minimum_reviews').outcome).toBe('met')
})

test('the minimum is of this phase: what an earlier one showed counts for accuracy alone, and a lapsed review for neither', () => {
  const items = outputs(200, 6)
  const lapsed = Array.from({ length: 60 }, (_, i) => judged(1000 + i, { escalated: true, correct: null, shouldEscalate: null }))
  const later = (itemsInPhase: Judged[]) =>
    question([...items, ...lapsed], { promotion: 'supervised_to_autonomous', itemsInPhase })
  const early = later([...items.slice(170), ...lapsed])
  expect(criterion(early, 'accuracy').outcome).toBe('met')
  expect(criterion(early, 'minimum_reviews')).toMatchObject({ outcome: 'not_yet_known', value: 30, need: 20 })
  expect(readGate(early).outcome).toBe('not_yet_known')
  expect(readGate(later(items.slice(150))).outcome).toBe('met')
})

test('Shadow proves the floor, Supervised the target itself', () => {
  expect(provenLine('shadow_to_supervised', targets)).toBeCloseTo(0.875, 12)
  expect(provenLine('supervised_to_autonomous', targets)).toBe(0.9)
  const items = outputs(38, 0)
  expect(criterion(question(items), 'accuracy').outcome).toBe('met')
  const strict = criterion(question(items, { promotion: 'supervised_to_autonomous' }), 'accuracy')
  expect(strict).toMatchObject({ outcome: 'not_yet_known', bound: 0.9, need: 5 })
})

test('a floor that is proven does not do while the estimate is below the target', () => {
  const early = outputs(120, 0)
  const late = Array.from({ length: 100 }, (_, i) => judged(500 + i, { day: '2026-01-09', correct: i % 4 !== 0 }))
  const one = criterion(question([...early, ...late]), 'accuracy')
  expect(one).toMatchObject({ outcome: 'not_yet_known', need: 30 })
  expect(one.reason).toContain('the estimate is below the target of 90 %, and 30 more reviews, all right, would lift it there')
  const lifted = Array.from({ length: 30 }, (_, i) => judged(900 + i, { day: '2026-01-10' }))
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
  const short = { ...targets, reviewCap: 100 }
  const undecided = outputs(101, 11)
  expect(criterion(question(undecided, { targets: short }), 'review_cap')).toMatchObject({
    outcome: 'not_met',
    value: 101,
    bound: 100,
  })
  expect(criterion(question(undecided.slice(1), { targets: short }), 'review_cap').outcome).toBe('met')
  expect(criterion(question(outputs(300, 9), { targets: short }), 'review_cap').outcome).toBe('met')
})

test('too much traffic of no type is a stop, a little is a wait with a number', () => {
  const much = criterion(question(outputs(200, 6), { traffic: { byType: { refund: 60 }, unlisted: 40 } }), 'coverage_unlisted')
  expect(much).toMatchObject({ outcome: 'not_met', need: null })
  const little = criterion(question(outputs(200, 6), { traffic: { byType: { refund: 80 }, unlisted: 0 } }), 'coverage_unlisted')
  expect(little).toMatchObject({ outcome: 'not_yet_known', need: 8 })
})

test('an installation that keeps no incidents does not claim there are none', () => {
  const { criteria } = readGate(question(outputs(200, 6), { openIncidents: null }))
  expect(criteria.some(({ name }) => name === 'incidents')).toBe(false)
})

test('each query type is read by the same engine on its own evidence', () => {
  const weak = Array.from({ length: 49 }, (_, i) => judged(2000 + i, { queryType: 'mms', correct: false }))
  const readings = readQueryTypes('shadow_to_supervised', targets, [...outputs(100, 2), ...weak])
  expect(readings.refund).toMatchObject({ n: 100, correct: 98, escalated: 0, gate: 'met' })
  expect(readings.mms).toMatchObject({ n: 49, correct: 0, lower: 0, gate: 'not_met' })
})

test('one more right verdict never turns a met gate into one that is not', () => {
  const promotions = fc.constantFrom('shadow_to_supervised' as const, 'supervised_to_autonomous' as const)
  const added = fc.record({
    day: fc.constantFrom('2026-01-01', '2026-01-05', '2026-01-09'),
    weight: fc.constantFrom(1, 0.5, 0.15),
    queryType: fc.constantFrom('refund', 'other'),
    id: fc.nat(99_999),
  })
  let met = 0
  fc.assert(
    fc.property(
      fc.integer({ min: 50, max: 300 }),
      fc.double({ min: 0, max: 0.09, noNaN: true }),
      promotions,
      added,
      (n, share, promotion, one) => {
        const items = outputs(n, Math.round(n * share))
        if (readGate(question(items, { promotion })).outcome !== 'met') return
        met += 1
        const { id, ...over } = one
        const more = [...items, judged(0, { ...over, interactionId: `int_${String(id).padStart(5, '0')}+` })]
        expect(readGate(question(more, { promotion })).outcome).toBe('met')
      },
    ),
    { numRuns: 100 },
  )
  expect(met).toBeGreaterThan(10)
})

test('a stricter alpha never opens what a looser one keeps shut', () => {
  fc.assert(
    fc.property(fc.integer({ min: 50, max: 300 }), fc.double({ min: 0, max: 0.12, noNaN: true }), (n, share) => {
      const items = outputs(n, Math.round(n * share))
      const read = (alphaRatio: number) =>
        readGate(question(items, { targets: { ...targets, accuracy: { ...targets.accuracy, alphaRatio } } })).outcome
      if (read(0.01) === 'met') expect(read(0.05)).toBe('met')
    }),
    { numRuns: 40 },
  )
})
