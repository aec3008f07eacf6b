// One line of a gate, and how its numbers are written. What is shown never looks better than it is: lower bounds and estimates are cut, upper bounds raised, agreed
// numbers written out.

import type { Sentence } from '../../sentence.ts'

export const gateOutcomes = ['met', 'not_met', 'not_yet_known'] as const
export type GateOutcome = (typeof gateOutcomes)[number]
export type Promotion = 'shadow_to_supervised' | 'supervised_to_autonomous'

/** `value` is what the evidence shows, `bound` what it must reach, `need` how much more of it is likely needed; null where no amount is known to do. */
export type StatedCriterion = {
  name: string
  outcome: GateOutcome
  value: number | null
  bound: number | null
  need: number | null
  reason: string
}

/** As it is read: with the reason in parts, too, for whoever shows it in another language than English. */
export type Criterion = StatedCriterion & { says: readonly Sentence[] }

/** No criteria at all is not yet known: an empty list is not a passed gate. */
export function together(criteria: readonly Pick<Criterion, 'outcome'>[]): GateOutcome {
  if (criteria.some(({ outcome }) => outcome === 'not_met')) return 'not_met'
  return criteria.length > 0 && criteria.every(({ outcome }) => outcome === 'met') ? 'met' : 'not_yet_known'
}

export function atLeast(ratio: number): string {
  return `${(Math.floor(ratio * 1000 + 1e-9) / 10).toFixed(1)} %`
}

export function atMost(ratio: number): string {
  return `${(Math.ceil(ratio * 1000 - 1e-9) / 10).toFixed(1)} %`
}

export function exactly(ratio: number): string {
  return `${Number((ratio * 100).toFixed(2))} %`
}
