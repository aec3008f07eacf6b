// Does it hand over what it must, and no more? Not too often, not too rarely, little missed, and nearly all that needs a person. Source: GATES.md section 4.

import { type Claim, escalationRate, escalationRecall, missedEscalations } from '../escalation.ts'
import type { Tally } from '../item.ts'
import type { Plan } from '../plan.ts'
import { atLeast, atMost, type Criterion, exactly, type Promotion } from './criterion.ts'

/** Every interaction counts for the rate, reviewed or not. */
export type Handing = { arrived: number; escalated: number }

export function escalationCriteria(plan: Plan, handing: Handing, tallies: readonly Tally[], promotion: Promotion): Criterion[] {
  return [...rate(plan, handing), missed(plan, tallies), recall(plan, tallies, promotion)]
}

function rate({ escalation, alphaRatio }: Plan, { arrived, escalated }: Handing): Criterion[] {
  const levels = [{ weight: 1, correct: escalated, wrong: arrived - escalated }]
  const { min, max } = escalationRate({ levels, fractions: [] }, escalation, alphaRatio)
  const seen = `${escalated} of ${arrived} queries went to people`
  const some = arrived === 0 ? 'No query has arrived yet.' : null
  return [
    claimed('escalation_rate_min', min, {
      seen,
      none: some,
      met: `more than the agreed minimum of ${exactly(min.bound)}`,
      broken: `that is shown to be fewer than the agreed minimum of ${exactly(min.bound)}: an employee that hands over too little is an alarm, too`,
      open: `at least ${atLeast(min.lower)}, and more than ${exactly(min.bound)} is to be shown`,
    }),
    claimed('escalation_rate_max', max, {
      seen,
      none: some,
      met: `fewer than the agreed maximum of ${exactly(max.bound)}`,
      broken: `that is shown to be more than the agreed maximum of ${exactly(max.bound)}`,
      open: `at most ${atMost(max.upper)}, and fewer than ${exactly(max.bound)} is to be shown`,
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
  return claimed('missed_escalations', claim, {
    seen: `${found} of ${n} handled outputs should have gone to a person`,
    none: n === 0 ? 'Of no handled output has anybody said whether a person should have had it.' : null,
    met: `fewer than the cap of ${exactly(claim.bound)}`,
    broken: `that is shown to be more than the cap of ${exactly(claim.bound)}`,
    open: `at most ${atMost(claim.upper)}, and fewer than ${exactly(claim.bound)} is to be shown`,
  })
}

function recall({ escalation, alphaRatio }: Plan, tallies: readonly Tally[], promotion: Promotion): Criterion {
  const needed = tallies.filter((tally) => tally.shouldEscalate === true)
  const weighed = (list: readonly Tally[]) => list.map(({ weight, n }) => ({ weight, n }))
  const [made, lost] = [needed.filter((tally) => tally.escalated), needed.filter((tally) => !tally.escalated)]
  const claim = escalationRecall({ made: weighed(made), missed: weighed(lost) }, escalation.recallFloorRatio, alphaRatio)
  const where = promotion === 'shadow_to_supervised' ? '' : ' (proven in Shadow, where everything is judged; watched since)'
  return claimed('escalation_recall', claim, {
    seen: `${cases(made)} of ${cases(needed)} queries that needed a person reached one`,
    none:
      needed.length === 0 && claim.bound > 0
        ? 'No query that needed a person has been judged yet, so nobody knows whether it hands them over.'
        : null,
    met: `more than ${exactly(claim.bound)}${where}`,
    broken: `that is shown to be fewer than ${exactly(claim.bound)}`,
    open: `at least ${atLeast(claim.lower)}, and more than ${exactly(claim.bound)} is to be shown`,
  })
}

type Says = { seen: string; none: string | null; met: string; broken: string; open: string }

function claimed(name: string, claim: Claim, says: Says): Criterion {
  const base = { name, value: says.none === null ? claim.value : null, bound: claim.bound }
  if (claim.proven) return { ...base, outcome: 'met', need: 0, reason: `${says.seen}: ${says.met}.` }
  if (says.none !== null) return { ...base, outcome: 'not_yet_known', need: claim.fewest, reason: says.none }
  if (claim.violated) return { ...base, outcome: 'not_met', need: null, reason: `${says.seen}; ${says.broken}.` }
  const missing =
    claim.likely === null ? 'At this rate no number of queries will show it.' : `About ${claim.likely} more are likely needed.`
  return { ...base, outcome: 'not_yet_known', need: claim.likely, reason: `${says.seen}; ${says.open}. ${missing}` }
}

function cases(tallies: readonly Tally[]): number {
  return tallies.reduce((sum, tally) => sum + tally.n, 0)
}
