// Long enough, often enough, and good enough for those who ask: the agreed minimum of a phase, time to resolution, satisfaction and cost.

import { lower, upper } from '../confidence.ts'
import type { Plan } from '../plan.ts'
import { atLeast, type Criterion, exactly, type Promotion } from './criterion.ts'

export type Pace = {
  daysInPhase: number
  /** Independent cases judged that came in this phase, counted no further than the minimum. */
  judgedInPhase: number
}

export function minimumReviews(plan: Plan, promotion: Promotion, { judgedInPhase: value }: Pace): Criterion {
  const bound = phaseOf(plan, promotion).minReviews
  const base = { name: 'minimum_reviews', value, bound, need: Math.max(0, bound - value) }
  if (value >= bound)
    return {
      ...base,
      outcome: 'met',
      reason: `${bound} reviews were agreed as the minimum of this phase, and they have been given.`,
    }
  const reason = `${value} of the ${bound} reviews agreed as the minimum of this phase have been given; ${bound - value} are missing.`
  return { ...base, outcome: 'not_yet_known', reason }
}

export function minimumDuration(plan: Plan, promotion: Promotion, { daysInPhase }: Pace): Criterion {
  const bound = phaseOf(plan, promotion).minDays
  const value = Math.floor(daysInPhase * 10) / 10
  const base = { name: 'minimum_duration', value, bound }
  const seen = `The phase has lasted ${value} days, and ${bound} were agreed as the minimum`
  if (daysInPhase >= bound) return { ...base, outcome: 'met', need: 0, reason: `${seen}.` }
  const need = Math.ceil(bound - daysInPhase)
  const reason = `${seen}; it is reached in ${need === 1 ? 'a day' : `${need} days`} at most.`
  return { ...base, outcome: 'not_yet_known', need, reason }
}

function phaseOf(plan: Plan, promotion: Promotion): { minDays: number; minReviews: number } {
  return promotion === 'shadow_to_supervised' ? plan.shadow : plan.supervised
}

/** Sums over what arrived: `tookMs` of the settled, `satisfied` of the rated, `costMicros` of the priced. */
export type Service = {
  arrived: number
  settled: number
  tookMs: number
  rated: number
  satisfied: number
  priced: number
  costMicros: number
}

// Below this many a mean says little; thirty is the usual least number for a mean to be about normal (NIST Handbook 1.3.6.6.1). No proof is claimed for these three.
const leastSeen = 30

/** Only where real effects are made: in Shadow the people resolve, and their time is not the employee's. */
export function serviceCriteria(plan: Plan, promotion: Promotion, service: Service): Criterion[] {
  const criteria = [cost(plan, service)]
  if (promotion === 'supervised_to_autonomous') criteria.push(timeToResolution(plan, service), satisfaction(plan, service))
  return criteria.filter((one) => one !== null)
}

function timeToResolution({ timeToResolutionMinutes: bound }: Plan, { settled, tookMs }: Service): Criterion | null {
  if (bound === null) return null
  const minutes = settled === 0 ? null : Math.ceil((tookMs / settled / 60_000) * 10) / 10
  const said = `${settled} queries took ${minutes} minutes on average, and ${bound} were agreed as the most`
  return mean({ name: 'time_to_resolution', value: minutes, bound, seen: settled, said, what: 'settled queries' })
}

function cost({ costPerInteractionUsd: bound }: Plan, { priced, costMicros, settled }: Service): Criterion | null {
  if (bound === null) return null
  const usd = priced === 0 ? null : Math.ceil((costMicros / priced / 1_000_000) * 10_000) / 10_000
  const unpriced = Math.max(0, settled - priced)
  const rest = unpriced === 0 ? '' : ` ${unpriced} have no price: that is not known, and not zero.`
  const said = `${priced} queries cost ${usd} USD on average, and ${bound} were agreed as the most`
  return mean({ name: 'cost', value: usd, bound, seen: priced, said, what: 'queries with a price', rest })
}

type Mean = { name: string; value: number | null; bound: number; seen: number; said: string; what: string; rest?: string }

function mean({ name, value, bound, seen, said, what, rest = '' }: Mean): Criterion {
  const need = Math.max(0, leastSeen - seen)
  if (value === null || need > 0) {
    const reason = `${seen} ${what}; ${leastSeen} are needed to speak of a mean.${rest}`
    return { name, value, bound, outcome: 'not_yet_known', need, reason }
  }
  return value <= bound
    ? { name, value, bound, outcome: 'met', need: 0, reason: `${said}.${rest}` }
    : { name, value, bound, outcome: 'not_met', need: null, reason: `${said}.${rest}` }
}

/** Ratings are few and given by whom they please, so the estimate decides and the band is shown. */
function satisfaction({ satisfactionRatio: bound }: Plan, { rated, satisfied }: Service): Criterion | null {
  if (bound === null) return null
  const levels = [{ weight: 1, correct: satisfied, wrong: rated - satisfied }]
  const value = rated === 0 ? null : satisfied / rated
  const base = { name: 'satisfaction', value, bound }
  const need = Math.max(0, leastSeen - rated)
  const seen = `${satisfied} of ${rated} people who said how it went gave four or five stars`
  if (value === null || need > 0)
    return { ...base, outcome: 'not_yet_known', need, reason: `${seen}; ${leastSeen} are needed to speak of a share.` }
  const band = `at least ${atLeast(lower(levels, 0.05))}`
  if (value >= bound) return { ...base, outcome: 'met', need: 0, reason: `${seen} (${band}); ${exactly(bound)} was agreed.` }
  const outcome = upper(levels, 0.05) < bound ? 'not_met' : 'not_yet_known'
  return { ...base, outcome, need: null, reason: `${seen} (${band}), and ${exactly(bound)} was agreed.` }
}
