// What is a verdict worth? Reviewers must be shown to find what is known to be wrong (GATES.md D11), and what was to be judged must have been (D14).

import type { Sentence } from '../../sentence.ts'
import { fewestRight, lower, upper } from '../confidence.ts'
import type { Plan } from '../plan.ts'
import { poolSensitivity, type ReviewerCounts } from '../reviewers.ts'
import { because, says } from '../sentences.ts'
import { atLeast, type Criterion, exactly } from './criterion.ts'

/** Blind items known to be wrong that people judged: how many, and how many of them they found; and how many reviewers met hardly any of them. */
export type BlindFound = { known: number; found: number; unprobed: number }

/** `byPeople`: verdicts of people among what counts. */
export type Reviewing = BlindFound & { byPeople: number }

/** All reviewers together, those excluded left out by the caller. */
export function blindFound(reviewers: readonly ReviewerCounts[], plan: Plan): BlindFound {
  return {
    known: reviewers.reduce((sum, { caught, missed }) => sum + caught + missed, 0),
    found: reviewers.reduce((sum, { caught }) => sum + caught, 0),
    unprobed: plan.sampling.blindRatio === 0 ? 0 : poolSensitivity(reviewers, plan.sampling.blindRatio).unprobed.length,
  }
}

/** The precondition of any gate that rests on people: they see what is wrong. Kappa and plain agreement hide reviewers who miss half of it. */
export function reviewerSensitivity(
  { review, alphaRatio: alpha }: Plan,
  { known, found, unprobed, byPeople }: Reviewing,
): Criterion {
  const floor = review.sensitivityRatio
  const levels = [{ weight: 1, correct: found, wrong: known - found }]
  const value = lower(levels, alpha)
  const base = { name: 'reviewer_sensitivity', value: known === 0 ? null : value, bound: floor }
  if (byPeople === 0 && known === 0) {
    return { ...base, outcome: 'met', need: 0, ...because(says('verified_only', {})) }
  }
  if (floor === 0) return { ...base, outcome: 'met', need: 0, ...because(says('sensitivity_not_asked', {})) }
  const seen = says('found_wrong', { found, known })
  if (value >= floor && unprobed > 0) {
    const said = unprobed === 1 ? says('one_unprobed', {}) : says('unprobed', { n: unprobed })
    return { ...base, outcome: 'not_yet_known', need: null, ...because(seen, said) }
  }
  if (value >= floor)
    return { ...base, outcome: 'met', need: 0, ...because(seen, says('found_enough', { floor: exactly(floor) })) }
  if (known > 0 && upper(levels, alpha) < floor) {
    return { ...base, outcome: 'not_met', need: null, ...because(seen, says('miss_too_much', { floor: exactly(floor) })) }
  }
  const need = fewestRight(levels, floor, alpha)
  const so = known === 0 ? [says('none_blind', {})] : [seen, says('found_at_least', { lower: atLeast(value) })]
  return { ...base, outcome: 'not_yet_known', need, ...because(...so, says('find_missing', { floor: exactly(floor), need })) }
}

/** Whether what was due was judged. A missing verdict already counts as wrong; too many of them say that the sample is not what it claims to be. */
export function completeness(
  { review }: Plan,
  due: { cases: number; missing: number },
  waiting: { behind: number; waitsFor: string | null },
): Criterion {
  const bound = review.completenessRatio
  const base = { name: 'completeness', value: due.cases === 0 ? null : 1 - due.missing / due.cases, bound }
  const behind = waitingSays(waiting)
  if (due.cases === 0) return { ...base, outcome: 'not_yet_known', need: null, ...because(says('none_due', {}), behind) }
  const seen = says('have_verdict', { given: due.cases - due.missing, due: due.cases })
  if (base.value! >= bound)
    return { ...base, outcome: 'met', need: 0, ...because(seen, says('complete', { bound: exactly(bound) }), behind) }
  const need = Math.ceil(due.missing - due.cases * (1 - bound) - 1e-9)
  return { ...base, outcome: 'not_met', need, ...because(seen, says('incomplete', { bound: exactly(bound), need }), behind) }
}

function waitingSays({ behind, waitsFor }: { behind: number; waitsFor: string | null }): Sentence | null {
  if (behind === 0) return null
  const review = String(waitsFor)
  return behind === 1 ? says('one_waits', { review }) : says('wait', { n: behind, review })
}
