import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { smallDossier } from '../../../test/support/dossier-files.ts'
import { canonical } from '../audit/canonical.ts'
import { readDossier } from '../discovery/documents.ts'
import type { Dossier } from '../discovery/dossier.ts'
import { paretoOf } from './pareto.ts'
import { planOf } from './plan.ts'
import type { Plan } from './planned.ts'

const small = readDossier(smallDossier).dossier!

type Setting = { perMonth?: number | null; target?: number; minutes?: number | null; more?: Partial<Dossier['targets']> }

function dossier({ perMonth = 600, target = 0.9, minutes = 8, more = {} }: Setting = {}): Dossier {
  return {
    ...small,
    workflow: { ...small.workflow, queryTypes: small.workflow.queryTypes.map((type) => ({ ...type, perMonth, minutes })) },
    targets: { ...small.targets, accuracy: { ...small.targets.accuracy, targetRatio: target }, ...more },
  }
}

const supervised = (plan: Plan) => plan.phases.find(({ phase }) => phase === 'supervised')!
const shadow = (plan: Plan) => plan.phases.find(({ phase }) => phase === 'shadow')!

describe('the plan of a dossier', () => {
  it('takes half of the allowed errors for true, and needs what the exact tables say', () => {
    const plan = planOf(dossier())
    expect(plan.assumedAccuracyRatio).toBe(0.95)
    expect(supervised(plan).needs[0]).toMatchObject({ criterion: 'the target of accuracy', reviews: 210 })
    expect(plan.fewestReviews.slice(0, 4).map(({ reviews }) => reviews)).toEqual([43, 66, 85, 103])
  })

  it('counts days by hand: 1,200 a month are 40 a day, four in five handled, a fifth of them sampled', () => {
    const escalation = { ...small.targets.escalation, minRatio: 0.1, maxRatio: 0.3 }
    const sampling = { ...small.targets.supervised, sampleRatio: 0.2 }
    const plan = planOf(dossier({ more: { escalation, supervised: sampling } }))
    expect(plan).toMatchObject({ queriesPerDay: 40, handledPerDay: 32 })
    expect(supervised(plan).needs[0]!.days).toBe(Math.ceil(210 / (32 * 0.2)))
  })

  it('says that what it cannot know it does not know', () => {
    const plan = planOf(dossier({ perMonth: null }))
    expect(shadow(plan)).toMatchObject({ days: null, reviewHoursPerWeek: null })
    expect(shadow(plan).reviews).toBeGreaterThan(100)
    expect(plan.missing.join()).toMatch(/volume per month/)
    expect(plan.businessCase).toMatchObject({ savingPerMonthUsd: null, missing: expect.arrayContaining(['expected']) })
  })

  it('names what the volume cannot prove, and four honest ways with their numbers', () => {
    const plan = planOf(dossier({ perMonth: 30 }))
    const [first] = plan.unprovable.filter(({ what }) => what === 'supervised')
    expect(first?.reason).toMatch(/more than 90$/)
    expect(first?.options.map(({ name }) => name)).toEqual(['floor', 'narrow', 'lower_target', 'inconclusive'])
    const [floor, , lower, cap] = first!.options
    expect(floor!.days).toBeLessThan(supervised(plan).days!)
    expect(lower!.sentence).toMatch(/\d\d % can be proven|no target above 50 %/)
    expect(cap).toMatchObject({ reviews: small.targets.reviewCap })
  })

  it('does not call provable what is not so: a truth below the target is never proven', () => {
    const plan = planOf(dossier(), { accuracyRatio: 0.88 })
    expect(supervised(plan)).toMatchObject({ reviews: null, days: null, binding: 'the target of accuracy' })
    expect(plan.unprovable.map(({ what }) => what)).toContain('supervised')
  })

  it('adds up the business case', () => {
    const more = {
      baseline: { interactionsPerMonth: 1200, minutesPerInteraction: 8, costPerInteractionUsd: 5, accuracyRatio: null },
      expected: {
        handledRatio: 0.75,
        costPerInteractionUsd: 0.2,
        minutesPerInteraction: 0,
        fixedCostPerMonthUsd: 300,
        peopleCostPerHourUsd: 30,
      },
      reviewers: { people: 2, hoursPerWeek: 6, minutesPerReview: 2 },
    }
    const { businessCase, reviewers } = planOf(dossier({ more }))
    expect(businessCase.today).toEqual({ costUsd: 6000, hours: 160 })
    // 5 a day are 35 a week, 70 minutes: 1.2 hours; a month 1.2 × 52 / 12 × 30 = 156.
    expect(businessCase.expected).toEqual({ reviewCostUsd: 156, costUsd: 300 + 240 + 1500 + 156, hours: 40 })
    expect(businessCase).toMatchObject({ savingPerMonthUsd: 6000 - 2196, hoursFreedPerMonth: 120, missing: [] })
    expect(businessCase.paidBackAfterMonths).toBeGreaterThan(0)
    // 40 a day are all reviewed in shadow: 9.3 hours a week of the 12 there are.
    expect(reviewers).toEqual({ hoursPerWeek: 12, needed: 9.3, enough: true })
  })

  it('is the same for the same dossier, and can be frozen by its hash', () => {
    expect(canonical(planOf(dossier()))).toBe(canonical(planOf(structuredClone(dossier()))))
    expect(canonical(JSON.parse(JSON.stringify(planOf(dossier()))))).toBe(canonical(planOf(dossier())))
  })

  it('never takes more days for more volume, nor fewer reviews for a higher target', () => {
    const days = (perMonth: number) => supervised(planOf(dossier({ perMonth }))).days ?? Number.POSITIVE_INFINITY
    const reviews = (target: number) =>
      supervised(planOf(dossier({ target }), { accuracyRatio: 0.97 })).reviews ?? Number.POSITIVE_INFINITY
    const volume = fc.integer({ min: 1, max: 100_000 })
    const target = fc.constantFrom(0.8, 0.85, 0.9, 0.92, 0.95)
    fc.assert(
      fc.property(volume, volume, target, target, (a, b, low, high) => {
        expect(days(Math.max(a, b))).toBeLessThanOrEqual(days(Math.min(a, b)))
        expect(reviews(Math.max(low, high))).toBeGreaterThanOrEqual(reviews(Math.min(low, high)))
      }),
      { numRuns: 40 },
    )
  })
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

  it('says nothing where nothing is known', () => {
    expect(paretoOf(dossier({ perMonth: null }))).toMatchObject({ types: [], sentence: null })
  })
})
