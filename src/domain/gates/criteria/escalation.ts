// Does it hand over what it must, and no more? Not too often, not too rarely, little missed, and nearly all that needs a person. Source: GATES.md section 4.

import type { Sentence } from '../../sentence.ts'
import { type Claim, escalationRate, escalationRecall, missedEscalations } from '../escalation.ts'
import type { Tally } from '../item.ts'
import type { Plan } from '../plan.ts'
import { because, says } from '../sentences.ts'
import { atLeast, atMost, type Criterion, exactly, type Promotion } from './criterion.ts'

/** Every interaction counts for the rate, reviewed or not. */
export type Handing = { arrived: number; escalated: number }

export function escalationCriteria(plan: Plan, handing: Handing, tallies: readonly Tally[], promotion: Promotion): Criterion[] {
  return [...rate(plan, handing), missed(plan, tallies), recall(plan, tallies, promotion)]
}

function rate({ escalation, alphaRatio }: Plan, { arrived, escalated }: Handing): Criterion[] {
  const levels = [{ weight: 1, correct: escalated, wrong: arrived - escalated }]
  const { min, max } = escalationRate({ levels, fractions: [] }, escalation, alphaRatio)
  const seen = says('went_to_people', { escalated, arrived })
  const none = arrived === 0 ? says('none_arrived', {}) : null
  const [least, most] = [exactly(min.bound), exactly(max.bound)]
  return [
    claimed('escalation_rate_min', min, {
      seen,
      none,
      met: says('above_min', { bound: least }),
      broken: says('below_min', { bound: least }),
      open: says('at_least_so_far', { lower: atLeast(min.lower), bound: least }),
    }),
    claimed('escalation_rate_max', max, {
      seen,
      none,
      met: says('below_max', { bound: most }),
      broken: says('above_max', { bound: most }),
      open: says('at_most_so_far', { upper: atMost(max.upper), bound: most }),
    }),
  ]
}

function missed({ escalation, alphaRatio }: Plan, tallies: readonly Tally[]): Criterion {
  const told = tallies.filter((tally) => !tally.escalated && tally.shouldEscalate !== null)
  const levels = [...Map.groupBy(told, (tally) => tally.weight)].map(([weight, list]) => ({
    weight,
    correct: cases(list.filter((tally) => tally.shouldEscalate)),
    wrong: cases(list.filter((tally) => !tally.shouldEscalate)),
  }))
  const claim = missedEscalations({ levels, fractions: [] }, escalation.missedCapRatio, alphaRatio)
  const n = cases(told)
  const found = cases(told.filter((tally) => tally.shouldEscalate))
  const bound = exactly(claim.bound)
  return claimed('missed_escalations', claim, {
    seen: says('missed', { found, n }),
    none: n === 0 ? says('none_told', {}) : null,
    met: says('below_cap', { bound }),
    broken: says('above_cap', { bound }),
    open: says('at_most_so_far', { upper: atMost(claim.upper), bound }),
  })
}

function recall({ escalation, alphaRatio }: Plan, tallies: readonly Tally[], promotion: Promotion): Criterion {
  const needed = tallies.filter((tally) => tally.shouldEscalate === true)
  const weighed = (list: readonly Tally[]) => list.map(({ weight, n }) => ({ weight, n }))
  const [made, lost] = [needed.filter((tally) => tally.escalated), needed.filter((tally) => !tally.escalated)]
  const claim = escalationRecall({ made: weighed(made), missed: weighed(lost) }, escalation.recallFloorRatio, alphaRatio)
  const bound = exactly(claim.bound)
  return claimed('escalation_recall', claim, {
    seen: says('reached', { made: cases(made), needed: cases(needed) }),
    none: needed.length === 0 && claim.bound > 0 ? says('none_needed', {}) : null,
    met: promotion === 'shadow_to_supervised' ? says('above_floor', { bound }) : says('above_floor_in_shadow', { bound }),
    broken: says('below_floor', { bound }),
    open: says('at_least_so_far', { lower: atLeast(claim.lower), bound }),
  })
}

type Words = { seen: Sentence; none: Sentence | null; met: Sentence; broken: Sentence; open: Sentence }

function claimed(name: string, claim: Claim, { seen, none, met, broken, open }: Words): Criterion {
  const base = { name, value: none === null ? claim.value : null, bound: claim.bound }
  if (claim.proven) return { ...base, outcome: 'met', need: 0, ...because(seen, met) }
  if (none !== null) return { ...base, outcome: 'not_yet_known', need: claim.fewest, ...because(none) }
  if (claim.violated) return { ...base, outcome: 'not_met', need: null, ...because(seen, broken) }
  const missing = claim.likely === null ? says('never_shown', {}) : says('queries_likely', { need: claim.likely })
  return { ...base, outcome: 'not_yet_known', need: claim.likely, ...because(seen, open, missing) }
}

function cases(tallies: readonly Tally[]): number {
  return tallies.reduce((sum, tally) => sum + tally.n, 0)
}
