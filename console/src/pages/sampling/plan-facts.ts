// The numbers of a registered plan, read from what the server keeps of it. A number that is not there is not shown: a plan of another form stays readable whole below.

import type { Criterion } from '../../api.ts'

type Unit = 'ratio' | 'days' | 'count'
export type PlanFact = { group: 'sampling' | 'proof' | 'pace'; name: string; value: number; unit: Unit }

/** name → group, where it stands in the plan, unit. */
const facts = {
  base: ['sampling', 'sampling.baseRatio', 'ratio'],
  flagged: ['sampling', 'sampling.flaggedRatio', 'ratio'],
  double: ['sampling', 'sampling.doubleRatio', 'ratio'],
  blind: ['sampling', 'sampling.blindRatio', 'ratio'],
  deadline: ['sampling', 'review.verdictDeadlineDays', 'days'],
  target: ['proof', 'targetRatio', 'ratio'],
  floor: ['proof', 'floorRatio', 'ratio'],
  alpha: ['proof', 'alphaRatio', 'ratio'],
  sensitivity: ['proof', 'review.sensitivityRatio', 'ratio'],
  completeness: ['proof', 'review.completenessRatio', 'ratio'],
  cap: ['proof', 'reviewCap', 'count'],
  shadowDays: ['pace', 'shadow.minDays', 'days'],
  shadowReviews: ['pace', 'shadow.minReviews', 'count'],
  supervisedDays: ['pace', 'supervised.minDays', 'days'],
  supervisedReviews: ['pace', 'supervised.minReviews', 'count'],
} as const satisfies Record<string, readonly [PlanFact['group'], string, Unit]>

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

export function planFacts(plan: Record<string, unknown>): PlanFact[] {
  return Object.entries(facts).flatMap(([name, [group, place, unit]]) => {
    const value = place.split('.').reduce<unknown>((at, part) => (isObject(at) ? at[part] : undefined), plan)
    return typeof value === 'number' ? [{ group, name, value, unit }] : []
  })
}

/** The gate as it stood when a plan was replaced; null: none was read, or there was no promotion to read it for. */
export function lastReadingOf(kept: unknown): { outcome: Criterion['outcome']; criteria: Criterion[] } | null {
  if (!isObject(kept) || !Array.isArray(kept.criteria)) return null
  const { outcome, criteria } = kept
  if (outcome !== 'met' && outcome !== 'not_met' && outcome !== 'not_yet_known') return null
  return { outcome, criteria: criteria.filter(isCriterion) }
}

function isCriterion(value: unknown): value is Criterion {
  return (
    isObject(value) && typeof value.name === 'string' && typeof value.outcome === 'string' && typeof value.reason === 'string'
  )
}
