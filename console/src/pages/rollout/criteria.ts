// The criteria of a gate in an order people think in, and in which unit each is told. A name this console does not know stands at the end, as the server tells it.

import type { Criterion } from '../../api.ts'

export const groups = {
  accuracy: ['accuracy', 'review_cap'],
  coverage: ['coverage_majors', 'coverage_unlisted', 'coverage_novelty', 'mix_shift'],
  escalation: ['escalation_rate_min', 'escalation_rate_max', 'missed_escalations', 'escalation_recall'],
  slices: ['open_flags', 'major_slices_cleared'],
  reviewing: ['reviewer_sensitivity', 'completeness'],
  pace: ['minimum_reviews', 'minimum_duration'],
  service: ['time_to_resolution', 'satisfaction', 'cost'],
  standing: ['incidents', 'drift', 'plan'],
} as const satisfies Record<string, readonly string[]>

export type Group = keyof typeof groups | 'other'

export type Unit = 'ratio' | 'days' | 'minutes' | 'dollars' | 'count'

const units: Readonly<Record<string, Unit>> = {
  accuracy: 'ratio',
  coverage_unlisted: 'ratio',
  mix_shift: 'ratio',
  escalation_rate_min: 'ratio',
  escalation_rate_max: 'ratio',
  missed_escalations: 'ratio',
  escalation_recall: 'ratio',
  reviewer_sensitivity: 'ratio',
  completeness: 'ratio',
  satisfaction: 'ratio',
  minimum_duration: 'days',
  time_to_resolution: 'minutes',
  cost: 'dollars',
}

export const unitOf = (name: string): Unit => units[name] ?? 'count'

/** What `need` counts: more days, more verdicts, or things to be dealt with. */
export function needUnit(name: string): 'days' | 'reviews' | 'things' {
  if (name === 'minimum_duration') return 'days'
  return ['incidents', 'drift', 'open_flags'].includes(name) ? 'things' : 'reviews'
}

/** Groups with at least one criterion, each in the order of the list above. */
export function grouped(criteria: readonly Criterion[]): { group: Group; criteria: Criterion[] }[] {
  const known = Object.entries(groups).map(([group, names]) => ({
    group: group as Group,
    criteria: (names as readonly string[]).flatMap((name) => criteria.filter((one) => one.name === name)),
  }))
  const named = new Set<string>(Object.values(groups).flat())
  const rest = { group: 'other' as const, criteria: criteria.filter(({ name }) => !named.has(name)) }
  return [...known, rest].filter((one) => one.criteria.length > 0)
}
