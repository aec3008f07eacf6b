import fc from 'fast-check'
import { expect, test } from 'vitest'
import { baseRatioOf, drawn, monthKey, monthOf, type Risk, ratioOf, risksOf, uniform } from './sampling.ts'

test('the draws are those of the golden values (GATES.md section 3)', () => {
  expect(uniform('test-key', 'review', 'int_000001')).toBeCloseTo(0.7763752779847037, 15)
  expect(uniform('test-key', 'review', 'int_000002')).toBeCloseTo(0.9454560074348044, 15)
  expect(uniform('test-key', 'double', 'int_000001')).toBeCloseTo(0.6671505804171514, 15)
})

test('a rate is hit within four standard errors over 6,000 ids, the same on replay, and another key draws others', () => {
  const ids = Array.from({ length: 6_000 }, (_, i) => `int_${i}`)
  const pick = (key: string) =>
    new Set(ids.filter((id) => drawn({ u: uniform(key, 'review', id), baseRatio: 0.15, ratio: 0.15 }).drawn))
  const [one, again, other] = [pick('a'), pick('a'), pick('b')]
  expect(Math.abs(one.size / ids.length - 0.15)).toBeLessThan(4 * Math.sqrt((0.15 * 0.85) / ids.length))
  expect([...one]).toEqual([...again])
  expect([...one].filter((id) => other.has(id)).length).toBeLessThan(one.size / 3)
})

test('whether an item is judged twice does not depend on whether it is judged', () => {
  const ids = Array.from({ length: 6_000 }, (_, i) => `int_${i}`)
  const judged = ids.filter((id) => uniform('k', 'review', id) < 0.15)
  const twice = judged.filter((id) => uniform('k', 'double', id) < 0.1).length
  expect(Math.abs(twice / judged.length - 0.1)).toBeLessThan(4 * Math.sqrt((0.1 * 0.9) / judged.length))
})

test('a key is of one month: it draws that month again, and says nothing of the next', () => {
  const months = [new Date('2026-10-31T23:59:59.999Z'), new Date('2026-11-01T00:00:00Z')].map(monthOf)
  expect(months).toEqual(['2026-10', '2026-11'])
  const [october, november] = months.map((month) => monthKey('the secret of a rollout', month))
  expect(october).toMatch(/^[0-9a-f]{64}$/)
  expect(october).not.toBe(november)
  expect(uniform(october!, 'review', 'int_1')).not.toBe(uniform(november!, 'review', 'int_1'))
  expect(monthKey(october!, '2026-11')).not.toBe(november)
})

test('an item drawn more often counts for less, in exact proportion', () => {
  expect(drawn({ u: 0.3, baseRatio: 0.1, ratio: 0.5 })).toEqual({ u: 0.3, baseRatio: 0.1, ratio: 0.5, weight: 0.2, drawn: true })
  expect(() => drawn({ u: 0.3, baseRatio: 0.2, ratio: 0.1 })).toThrow(/base rate/)
})

test('whoever is drawn at a rate is drawn at every higher one, and no weight is above one', () => {
  const rate = fc.double({ min: 0.1, max: 1, noNaN: true })
  fc.assert(
    fc.property(fc.string(), rate, rate, (id, a, b) => {
      const [low, high] = [Math.min(a, b), Math.max(a, b)]
      const u = uniform('s', 'review', id)
      const [at, above] = [drawn({ u, baseRatio: low, ratio: low }), drawn({ u, baseRatio: low, ratio: high })]
      expect(!at.drawn || above.drawn).toBe(true)
      expect(above.weight).toBeGreaterThan(0)
      expect(above.weight).toBeLessThanOrEqual(1)
    }),
  )
})

test('the base rate: as registered, never below 10 %, never below two thirds of what is drawn on average', () => {
  expect(baseRatioOf(0.15, null)).toBe(0.15)
  expect(baseRatioOf(0.02, null)).toBe(0.1)
  expect(baseRatioOf(0.1, 0.15)).toBe(0.1)
  expect(baseRatioOf(0.1, 0.3)).toBeCloseTo(0.2, 15)
  expect(baseRatioOf(0.8, 0.9)).toBe(0.8)
})

test('where all is flagged the average comes to rest, and the rule holds there', () => {
  for (const flagged of [0, 0.05, 0.3, 0.6, 1]) {
    let average = 0.1
    for (let i = 0; i < 200; i++) {
      const base = baseRatioOf(0.1, average)
      average = flagged * ratioOf(base, ['open_flag']) + (1 - flagged) * base
    }
    const base = baseRatioOf(0.1, average)
    expect(base).toBeGreaterThanOrEqual((2 / 3) * average - 1e-9)
    expect(base).toBeLessThanOrEqual(1 / 3 + 1e-9)
  }
})

test('half of what a signal speaks against is drawn, and the rest at the base rate', () => {
  expect(ratioOf(0.15, [])).toBe(0.15)
  expect(ratioOf(0.15, ['uncleared_major'])).toBe(0.5)
  expect(ratioOf(0.8, ['open_flag'])).toBe(0.8)
})

const quiet = {
  slices: ['query_type=vpn', 'channel=chat', 'operation=ad.reset'],
  flags: [],
  uncleared: [],
  confidence: null,
  judgeScore: null,
  failures: 0,
}

test.each<[string, Partial<Parameters<typeof risksOf>[0]>, Risk[]]>([
  ['nothing speaks against it', {}, []],
  ['it lies in the slice of an open flag', { flags: ['operation=ad.reset'] }, ['open_flag']],
  ['only one half of a flagged pair is its own', { flags: ['query_type=vpn&channel=mail'] }, []],
  ['both halves are', { flags: ['query_type=vpn&channel=chat'] }, ['open_flag']],
  ['its major slice is not cleared yet', { uncleared: ['query_type=vpn'] }, ['uncleared_major']],
  ['the agent doubts its answer', { confidence: 0.2 }, ['low_confidence']],
  ['the agent is sure', { confidence: 1 }, []],
  ['a judge model thinks little of it', { judgeScore: 0.1 }, ['low_judge_score']],
  ['two of its steps came to nothing', { failures: 2 }, ['repeated_failure']],
])('%s', (_, more, found) => {
  expect(risksOf({ ...quiet, ...more })).toEqual(found)
})

test('saying one is sure of everything never raises a weight: what is drawn at the base rate already counts in full', () => {
  const score = fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: null })
  fc.assert(
    fc.property(score, score, fc.boolean(), (confidence, judgeScore, flagged) => {
      const item = { ...quiet, flags: flagged ? ['channel=chat'] : [] }
      const weight = (sure: { confidence: number | null; judgeScore: number | null }) =>
        drawn({ u: 0, baseRatio: 0.1, ratio: ratioOf(0.1, risksOf({ ...item, ...sure })) })
      const [said, sure] = [weight({ confidence, judgeScore }), weight({ confidence: 1, judgeScore: 1 })]
      // Drawn times weight is the same whatever was said: in the long run every item counts alike.
      expect(said.weight * said.ratio).toBeCloseTo(sure.weight * sure.ratio, 12)
    }),
  )
})

test('a draw without a key is refused: anybody could foresee it', () => {
  expect(() => uniform('', 'review', 'i')).toThrow(/key/)
  expect(() => monthKey('', '2026-11')).toThrow(/secret/)
})
