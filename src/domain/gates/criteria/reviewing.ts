// What is a verdict worth? Reviewers must be shown to find what is known to be wrong (GATES.md D11), and what was to be judged must have been (D14).

import { fewestRight, lower, upper } from '../confidence.ts'
import type { Plan } from '../plan.ts'
import { poolSensitivity, type ReviewerCounts } from '../reviewers.ts'
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
    return {
      ...base,
      outcome: 'met',
      need: 0,
      reason: 'No verdict that counts is a person’s: all come from a verified source that is named on the trail.',
    }
  }
  if (floor === 0)
    return { ...base, outcome: 'met', need: 0, reason: 'This plan asks for no proof of how well reviewers find what is wrong.' }
  const seen = `Reviewers found ${found} of ${known} items that were known to be wrong, without being told which`
  if (value >= floor && unprobed > 0) {
    const reason = `${seen}, but ${unprobed === 1 ? 'one reviewer' : `${unprobed} reviewers`} met far fewer of them than agreed: one who looks cannot vouch for another.`
    return { ...base, outcome: 'not_yet_known', need: null, reason }
  }
  if (value >= floor)
    return { ...base, outcome: 'met', need: 0, reason: `${seen}: more than ${exactly(floor)} of what is wrong.` }
  if (known > 0 && upper(levels, alpha) < floor) {
    const reason = `${seen}; they are shown to miss more than is allowed (${exactly(floor)} must be found). Their verdicts prove nothing about the employee.`
    return { ...base, outcome: 'not_met', need: null, reason }
  }
  const need = fewestRight(levels, floor, alpha)
  const reason = `${known === 0 ? 'No item known to be wrong has been judged blind yet' : `${seen}; at least ${atLeast(value)}`}, and ${exactly(floor)} is to be shown: ${need} more would do if all are found.`
  return { ...base, outcome: 'not_yet_known', need, reason }
}

/** Whether what was due was judged. A missing verdict already counts as wrong; too many of them say that the sample is not what it claims to be. */
export function completeness(
  { review }: Plan,
  due: { cases: number; missing: number },
  waiting: { behind: number; waitsFor: string | null },
): Criterion {
  const bound = review.completenessRatio
  const base = { name: 'completeness', value: due.cases === 0 ? null : 1 - due.missing / due.cases, bound }
  const behind =
    waiting.behind === 0
      ? ''
      : ` ${waiting.behind === 1 ? 'One verdict waits' : `${waiting.behind} verdicts wait`} for an older item (${waiting.waitsFor}): they count in the order in which the queries came.`
  if (due.cases === 0) return { ...base, outcome: 'not_yet_known', need: null, reason: `No review was due yet.${behind}` }
  const seen = `${due.cases - due.missing} of ${due.cases} reviews that were due have a verdict`
  if (base.value! >= bound)
    return { ...base, outcome: 'met', need: 0, reason: `${seen}; ${exactly(bound)} are asked for.${behind}` }
  const need = Math.ceil(due.missing - due.cases * (1 - bound) - 1e-9)
  const reason = `${seen}, and ${exactly(bound)} are asked for. The missing ones count as wrong until somebody judges them: ${need} more verdicts would do.${behind}`
  return { ...base, outcome: 'not_met', need, reason }
}
