import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { smallDossier } from '../../../test/support/dossier-files.ts'
import { canonical } from '../audit/canonical.ts'
import { readDossier } from '../discovery/documents.ts'
import type { Dossier } from '../discovery/dossier.ts'
import { paretoOf } from './pareto.ts'
import { planOf } from './plan.ts'
import type { PhasePlan, Plan } from './planned.ts'
import { stoppingTime } from './stopping.ts'

const small = readDossier(smallDossier).dossier!

type Setting = { perMonth?: number | null; target?: number; minutes?: number | null; more?: Partial<Dossier['targets']> }

function dossier({ perMonth = 600, target = 0.9, minutes = 8, more = {} }: Setting = {}): Dossier {
  return {
    ...small,
    workflow: { ...small.workflow, queryTypes: small.workflow.queryTypes.map((type) => ({ ...type, perMonth, minutes })) },
    targets: { ...small.targets, accuracy: { ...small.targets.accuracy, targetRatio: target }, ...more },
  }
}

const baseline = { interactionsPerMonth: 1200, minutesPerInteraction: 8, costPerInteractionUsd: 5, accuracyRatio: null }
const expected = {
  handledRatio: 0.75,
  costPerInteractionUsd: 0.2,
  minutesPerInteraction: 0,
  fixedCostPerMonthUsd: 300,
  peopleCostPerHourUsd: 30,
}

const supervised = (plan: Plan) => plan.phases.find(({ phase }) => phase === 'supervised')!
const shadow = (plan: Plan) => plan.phases.find(({ phase }) => phase === 'shadow')!

const needIn = (phase: PhasePlan, criterion: string) => phase.needs.find((need) => need.criterion === criterion)

describe('the plan of a dossier', () => {
  it('takes half of the allowed errors for true, and needs what the exact tables say', () => {
    const plan = planOf(dossier())
    expect(plan.assumedAccuracyRatio).toBe(0.95)
    expect(plan.ifAccuracyIs.find(({ accuracyRatio }) => accuracyRatio === 0.95)).toMatchObject({ targetReviews: 210 })
    expect(plan.fewestReviews.slice(0, 4).map(({ reviews }) => reviews)).toEqual([43, 66, 85, 103])
    // 5 % unlisted: 88 with none, 134 with one; a cap of 3 % on misses: 148 with none, and a few more where one in two hundred is.
    expect(needIn(shadow(plan), 'unlisted queries')).toMatchObject({ reviews: 88, why: expect.stringMatching(/134$/) })
    expect(needIn(shadow(plan), 'missed escalations')!.reviews).toBeGreaterThan(148)
    expect(needIn(shadow(plan), 'missed escalations')!.reviews).toBeLessThan(260)
  })

  it('counts days by hand: 1,200 a month are 40 a day, four in five handled, a fifth of them sampled', () => {
    const escalation = { ...small.targets.escalation, minRatio: 0.1, maxRatio: 0.3 }
    const sampling = { ...small.targets.supervised, sampleRatio: 0.2 }
    const plan = planOf(dossier({ perMonth: 600, more: { escalation, supervised: sampling } }))
    expect(plan).toMatchObject({ queriesPerDay: 40, handledPerDay: 32, assumedEscalationRatio: 0.2, escalationFrom: 'bounds' })
    for (const { criterion, reviews, days } of shadow(plan).needs.filter((need) => need.criterion !== 'minimum duration')) {
      const perDay = ['the floor of accuracy', 'missed escalations'].includes(criterion) ? 32 : 40
      expect([criterion, days]).toEqual([criterion, Math.ceil(reviews! / perDay)])
    }
    const target = needIn(supervised(plan), 'the target of accuracy')!
    expect(target.days).toBe(Math.ceil(target.reviews! / (32 * 0.2)))
    // A sample of 6.4 and 8 escalations a day.
    expect(supervised(plan).reviewsGiven).toBe(Math.ceil(supervised(plan).days! * 14.4))
    expect(plan.toAutonomy.days).toBe(shadow(plan).days! + supervised(plan).days!)
  })

  it('counts what shadow has shown towards the target, as the gate does', () => {
    const long = planOf(dossier({ more: { shadow: { minDays: 30, minReviews: 200 } } }))
    const short = planOf(dossier({ more: { shadow: { minDays: 7, minReviews: 200 } } }))
    const target = (plan: Plan) => needIn(supervised(plan), 'the target of accuracy')!
    // 40 a day, 79 % handled, for 30 days: 948 of the 1,000 reviews of the cap are given already.
    expect(target(long).why).toMatch(/210 reviews in all on average, and shadow has given 948$/)
    expect(target(long).reviews).toBeLessThanOrEqual(1)
    expect(target(short).reviews).toBeGreaterThan(10)
    expect(target(short).reviews).toBeLessThan(210)
  })

  it('says that what it cannot know it does not know', () => {
    const plan = planOf(dossier({ perMonth: null }))
    expect(shadow(plan)).toMatchObject({ days: null, reviewHoursPerWeek: null, reviewsGiven: null })
    expect(shadow(plan).reviews).toBeGreaterThan(100)
    expect(plan.toAutonomy).toEqual({ days: null, weeks: null })
    expect(plan.byQueryType[0]).toMatchObject({ provableAlone: null, shadowDaysAlone: null })
    expect(plan.missing.join()).toMatch(/volume per month/)
    expect(plan.businessCase).toMatchObject({ savingPerMonthUsd: null, breakEvenAfterMonths: null })
    expect(plan.businessCase.missing).toContain('expected')
  })

  it('tells what takes longest of a query type that goes alone', () => {
    const [first] = planOf(dossier()).byQueryType
    expect(first).toMatchObject({ perDay: 20, shareRatio: 0.5, coveredAfterDays: 1, clearedAfterDays: 1, provableAlone: true })
    expect(first!.shadowAlone.days).toBeGreaterThan(shadow(planOf(dossier())).days!)
    expect(planOf(dossier({ perMonth: 15 })).byQueryType[0]).toMatchObject({ provableAlone: false })
    expect(planOf(dossier({ perMonth: 0 })).byQueryType[0]).toMatchObject({
      perDay: 0,
      provableAlone: false,
      shadowDaysAlone: null,
    })
  })

  it('names what the volume cannot prove, and four honest ways with their numbers', () => {
    const plan = planOf(dossier({ perMonth: 75 }), { accuracyRatio: 0.93 })
    const [first] = plan.unprovable.filter(({ what }) => what === 'supervised')
    expect(first?.reason).toMatch(/more than 90$/)
    expect(first?.criteria).toEqual(['the target of accuracy'])
    expect(first?.options.map(({ name }) => name)).toEqual(['floor', 'narrow', 'lower_target', 'inconclusive'])
    const [floor, , lower, cap] = first!.options
    expect(floor!.days).toBeLessThan(supervised(plan).days!)
    const percent = Number(/(\d\d) % can be proven/.exec(lower!.sentence)?.[1])
    expect(lower!.days).toBeLessThanOrEqual(90)
    expect(
      supervised(planOf(dossier({ perMonth: 75, target: percent / 100 }), { accuracyRatio: 0.93 })).days,
    ).toBeLessThanOrEqual(90)
    expect(
      supervised(planOf(dossier({ perMonth: 75, target: (percent + 1) / 100 }), { accuracyRatio: 0.93 })).days,
    ).toBeGreaterThan(90)
    const better = planOf(dossier({ perMonth: 75 }), { accuracyRatio: first!.provableFromAccuracyRatio! })
    expect(supervised(better).days).toBeLessThanOrEqual(90)
    expect(cap!.reviews).toBeLessThan(small.targets.reviewCap)
    expect(JSON.stringify(plan)).not.toMatch(/alpha|restart/)
  })

  it('offers for another criterion what would help there, and not a lower target of accuracy', () => {
    const escalation = { ...small.targets.escalation, missedCapRatio: 0.005 }
    const [stuck] = planOf(dossier({ more: { escalation } })).unprovable
    expect(stuck).toMatchObject({ what: 'shadow', criteria: ['missed escalations'], provableFromAccuracyRatio: null })
    expect(stuck?.options[0]).toMatchObject({ name: 'floor', reviews: null })
    expect(stuck?.options[2]?.sentence).toMatch(/cap on missed escalations .* [12] % can be shown/)
  })

  it('does not call provable what is not so: a truth below the target, or a rate outside its bounds', () => {
    const plan = planOf(dossier(), { accuracyRatio: 0.88 })
    expect(supervised(plan)).toMatchObject({ reviews: null, days: null, binding: 'the target of accuracy' })
    expect(plan.unprovable.map(({ what }) => what)).toContain('supervised')
    const much = planOf(dossier({ more: { expected: { ...expected, handledRatio: 0.4 } } }))
    expect(shadow(much)).toMatchObject({ reviews: null, binding: 'escalation rate, upper bound' })
    const one = { ...small.targets.escalation, minRatio: 0.2, maxRatio: 0.2 }
    expect(shadow(planOf(dossier({ more: { escalation: one } }))).reviews).toBeNull()
  })

  it('adds up the business case', () => {
    const plan = planOf(dossier({ more: { baseline, expected, reviewers: { people: 2, hoursPerWeek: 6, minutesPerReview: 2 } } }))
    const { businessCase, reviewers } = plan
    expect(businessCase.today).toEqual({ costUsd: 6000, hours: 160 })
    // 5 a day are 35 a week, 70 minutes: 1.2 hours; a month 5.2, at 30 each.
    expect(businessCase.expected).toEqual({ reviewCostUsd: 156, costUsd: 300 + 240 + 1500 + 156, hours: 45.2 })
    expect(businessCase).toMatchObject({ savingPerMonthUsd: 6000 - 2196, hoursFreedPerMonth: 114.8, missing: [] })
    const [inShadow, inSupervised] = businessCase.byPhase
    const days = [shadow(plan).days!, supervised(plan).days!] as const
    // A review is 2 minutes at 30 an hour: 1 USD. In shadow all 40 a day are reviewed, and the employee costs 540 a month beside the people.
    expect(inShadow).toMatchObject({ reviewCostUsd: days[0] * 40, agentCostUsd: days[0] * 18 })
    expect(inShadow!.netUsd).toBeCloseTo(-days[0] * 58, 6)
    expect(inSupervised!.netUsd).toBeCloseTo((days[1] / 30) * (6000 - 2040) - inSupervised!.reviewCostUsd!, 1)
    expect(businessCase.costOfProofUsd).toBeCloseTo(inShadow!.reviewCostUsd! + inSupervised!.reviewCostUsd!, 6)
    expect(businessCase.breakEvenAfterMonths).toBeGreaterThan(days[0] / 30)
    // 40 a day are all reviewed in shadow: 9.3 hours a week of the 12 there are.
    expect(reviewers).toMatchObject({ hoursPerWeek: 12, needed: 9.3, enough: true, shadowShareThatFitsRatio: 1 })
  })

  it('says what fits into the hours there are when they do not suffice', () => {
    const few = (minutesPerReview: number) =>
      planOf(dossier({ more: { expected, reviewers: { people: 1, hoursPerWeek: 3.5, minutesPerReview } } })).reviewers
    // Half an hour a day is 15 reviews of 2 minutes: of 40 queries; 10 are escalations, and 5 of 30 handled are a sixth.
    expect(few(2)).toMatchObject({ enough: false, shadowShareThatFitsRatio: 0.375, sampleThatFitsRatio: 0.166 })
    expect(few(2)!.supervisedDaysAtThatSample).toBeGreaterThan(0)
    expect(few(4)).toMatchObject({ sampleThatFitsRatio: null, supervisedDaysAtThatSample: null })
  })

  it('is the same for the same dossier, and can be frozen by its hash', () => {
    expect(canonical(planOf(dossier()))).toBe(canonical(planOf(structuredClone(dossier()))))
    expect(canonical(JSON.parse(JSON.stringify(planOf(dossier()))))).toBe(canonical(planOf(dossier())))
  })

  it('never takes more days for more volume, nor fewer reviews for a higher target', () => {
    const plans = (perMonth: number) => planOf(dossier({ perMonth }), { accuracyRatio: 0.94 })
    const days = (phase: PhasePlan) => phase.days ?? Number.POSITIVE_INFINITY
    const inAll = (target: number) => {
      const plan = planOf(dossier({ target }), { accuracyRatio: 0.97 })
      return [shadow(plan).reviews, shadow(plan).reviews && stoppingTime(target, 0.97, 0.05, 1000).mean]
    }
    const volume = fc.integer({ min: 1, max: 100_000 })
    const target = fc.constantFrom(0.8, 0.85, 0.9, 0.92, 0.95)
    fc.assert(
      fc.property(volume, volume, target, target, (a, b, one, other) => {
        const [few, many] = [plans(Math.min(a, b)), plans(Math.max(a, b))]
        expect(days(shadow(many))).toBeLessThanOrEqual(days(shadow(few)))
        expect(days(supervised(many))).toBeLessThanOrEqual(days(supervised(few)))
        const [low, high] = [inAll(Math.min(one, other)), inAll(Math.max(one, other))]
        for (const [i, reviews] of low.entries())
          expect(high[i] ?? Number.POSITIVE_INFINITY).toBeGreaterThanOrEqual(reviews ?? Number.POSITIVE_INFINITY)
      }),
      { numRuns: 40 },
    )
  })

  it('answers with finite numbers, quickly, whatever the targets allow', () => {
    const ratio = fc.constantFrom(0, 0.001, 0.03, 0.2, 0.5, 0.97, 1)
    const bounds = fc.tuple(ratio, ratio).map(([a, b]) => ({ minRatio: Math.min(a, b), maxRatio: Math.max(a, b) }))
    fc.assert(
      fc.property(bounds, ratio, ratio, ratio, fc.constantFrom(1, 50, 10_000_000), (rate, missedCapRatio, recall, other, cap) => {
        const more = {
          escalation: { ...rate, missedCapRatio, recallFloorRatio: recall },
          coverage: { ...small.targets.coverage, unlistedMaxRatio: other },
          reviewCap: cap,
        }
        const plan = planOf(dossier({ more }))
        expect(JSON.parse(JSON.stringify(plan))).toEqual(plan)
      }),
      { numRuns: 25 },
    )
  }, 60_000)
})

describe('where the time goes', () => {
  const edge = (name: string, shareOfTimeRatio: number | null) => ({
    name,
    what: name,
    shareOfTimeRatio,
    handling: 'by hand',
    from: null,
  })

  it('is told largest first, with what they make up together', () => {
    const edgeCases = [edge('a', 0.1), edge('b', 0.45), edge('c', 0.3), edge('d', null)]
    const found = paretoOf({ ...dossier(), workflow: { ...dossier().workflow, edgeCases } })
    expect(found.edgeCases.map(({ name, cumulativeRatio }) => [name, cumulativeRatio])).toEqual([
      ['b', 0.45],
      ['c', 0.75],
      ['a', 0.85],
    ])
    expect(found.sentence).toBe('These 3 exceptions take 85 % of the time.')
    expect(found.unknown).toEqual(['d'])
  })

  it('lets what was told stand, and divides the rest by volume and minutes', () => {
    const { workflow } = dossier()
    const [one, two] = workflow.queryTypes
    const third = { ...two!, name: 'third', perMonth: 200 }
    const queryTypes = [{ ...one!, shareOfTimeRatio: 0.6 }, two!, third]
    const found = paretoOf({ ...dossier(), workflow: { ...workflow, queryTypes } })
    // 0.4 left, 600 against 200 of the same minutes.
    expect(found.types.map(({ shareRatio }) => shareRatio)).toEqual([0.6, 0.3, 0.1])
    expect(found.typesSentence).toBe('These 2 query types take 90 % of the time.')
    expect(found.notes).toEqual(['password_reset is said to take 60 % of the time; by its volume and minutes it takes 43 %.'])
  })

  it('says when the shares told are more than all', () => {
    const edgeCases = [edge('a', 0.7), edge('b', 0.6)]
    expect(paretoOf({ ...dossier(), workflow: { ...dossier().workflow, edgeCases } }).notes).toEqual([
      'The shares told of exceptions make up 130 % together, more than all.',
    ])
  })

  it('says nothing where nothing is known', () => {
    expect(paretoOf(dossier({ perMonth: null }))).toMatchObject({ types: [], sentence: null })
  })
})
