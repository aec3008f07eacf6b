// Long enough, often enough, and good enough for those who ask: the agreed minimum of a phase, time to resolution, satisfaction and cost.

import type { Sentence } from '../../sentence.ts'
import { lower, upper } from '../confidence.ts'
import type { Plan } from '../plan.ts'
import { because, says } from '../sentences.ts'
import { atLeast, type Criterion, exactly, type Promotion } from './criterion.ts'

export type Pace = {
  daysInPhase: number
  /** Independent cases judged that came in this phase, counted no further than the minimum. */
  judgedInPhase: number
}

export function minimumReviews(plan: Plan, promotion: Promotion, { judgedInPhase: value }: Pace): Criterion {
  const bound = phaseOf(plan, promotion).minReviews
  const base = { name: 'minimum_reviews', value, bound, need: Math.max(0, bound - value) }
  if (value >= bound) return { ...base, outcome: 'met', ...because(says('reviews_given', { bound })) }
  const said = says('reviews_missing', { given: value, bound, missing: bound - value })
  return { ...base, outcome: 'not_yet_known', ...because(said) }
}

export function minimumDuration(plan: Plan, promotion: Promotion, { daysInPhase }: Pace): Criterion {
  const bound = phaseOf(plan, promotion).minDays
  const value = Math.floor(daysInPhase * 10) / 10
  const base = { name: 'minimum_duration', value, bound }
  const seen = says('lasted', { days: value, bound })
  if (daysInPhase >= bound) return { ...base, outcome: 'met', need: 0, ...because(seen, says('end', {})) }
  const need = Math.ceil(bound - daysInPhase)
  const rest = need === 1 ? says('reached_in_a_day', {}) : says('reached_in', { days: need })
  return { ...base, outcome: 'not_yet_known', need, ...because(seen, rest) }
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
  const said = says('took', { n: settled, minutes: minutes ?? 0, bound })
  const few = says('too_few_settled', { n: settled, least: leastSeen })
  return mean({ name: 'time_to_resolution', value: minutes, bound, seen: settled, said, few, rest: null })
}

function cost({ costPerInteractionUsd: bound }: Plan, { priced, costMicros, settled }: Service): Criterion | null {
  if (bound === null) return null
  const usd = priced === 0 ? null : Math.ceil((costMicros / priced / 1_000_000) * 10_000) / 10_000
  const unpriced = Math.max(0, settled - priced)
  const rest = unpriced === 0 ? null : says('unpriced', { n: unpriced })
  const said = says('cost', { n: priced, usd: usd ?? 0, bound })
  const few = says('too_few_priced', { n: priced, least: leastSeen })
  return mean({ name: 'cost', value: usd, bound, seen: priced, said, few, rest })
}

/** `few`: what is said while there are too few to speak of a mean; `said` once there are enough. */
type Mean = {
  name: string
  value: number | null
  bound: number
  seen: number
  said: Sentence
  few: Sentence
  rest: Sentence | null
}

function mean({ name, value, bound, seen, said, few, rest }: Mean): Criterion {
  const need = Math.max(0, leastSeen - seen)
  if (value === null || need > 0) return { name, value, bound, outcome: 'not_yet_known', need, ...because(few, rest) }
  return value <= bound
    ? { name, value, bound, outcome: 'met', need: 0, ...because(said, rest) }
    : { name, value, bound, outcome: 'not_met', need: null, ...because(said, rest) }
}

/** Ratings are few and given by whom they please, so the estimate decides and the band is shown. */
function satisfaction({ satisfactionRatio: bound }: Plan, { rated, satisfied }: Service): Criterion | null {
  if (bound === null) return null
  const levels = [{ weight: 1, correct: satisfied, wrong: rated - satisfied }]
  const value = rated === 0 ? null : satisfied / rated
  const base = { name: 'satisfaction', value, bound }
  const need = Math.max(0, leastSeen - rated)
  const seen = says('content', { satisfied, rated })
  if (value === null || need > 0)
    return { ...base, outcome: 'not_yet_known', need, ...because(seen, says('too_few_rated', { least: leastSeen })) }
  const band = { lower: atLeast(lower(levels, 0.05)), bound: exactly(bound) }
  if (value >= bound) return { ...base, outcome: 'met', need: 0, ...because(seen, says('content_enough', band)) }
  const outcome = upper(levels, 0.05) < bound ? 'not_met' : 'not_yet_known'
  return { ...base, outcome, need: null, ...because(seen, says('content_too_few', band)) }
}
