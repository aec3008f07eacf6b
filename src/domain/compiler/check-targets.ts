// Checks of the targets: they can be proven with the reviews and the volume there are, they ask for no less than people do today, and what they are
// compared with is known.

import type { Dossier } from '../discovery/dossier.ts'
import { likelyReviews, minReviews } from '../gates/confidence.ts'
import type { Reporter } from './findings.ts'

const daysPerMonth = 30
// Three months: a proof that takes longer is of an employee, a model and a workflow that are no longer the same. The planner's horizon.
const horizonDays = 90
/** How far two statements of one number may lie apart before one of them must be wrong. */
const mostApart = 0.25

export function checkTargets({ targets, workflow }: Dossier, report: Reporter): void {
  const { escalation, baseline, accuracy, shadow, supervised, reviewCap } = targets
  if (escalation.minRatio > escalation.maxRatio)
    report.targets(
      'escalation-bounds-crossed',
      ['escalation', 'minRatio'],
      `The smallest escalation rate, ${escalation.minRatio}, is above the largest, ${escalation.maxRatio}.`,
    )
  if (escalation.minRatio === 0 && escalation.maxRatio === 1)
    report.targets('escalation-unbounded', ['escalation'], 'Every escalation rate from 0 to 1 is within the bounds.')
  for (const [phase, { minReviews: least }] of [
    ['shadow', shadow],
    ['supervised', supervised],
  ] as const)
    if (least > reviewCap)
      report.targets('minimum-above-cap', [phase, 'minReviews'], `${phase} asks for ${least} reviews; the cap is ${reviewCap}.`)
  const volume = volumeOf({ targets, workflow })
  checkProof(targets, volume, report)
  if (baseline?.accuracyRatio && baseline.accuracyRatio > accuracy.targetRatio)
    report.targets(
      'target-below-baseline',
      ['accuracy', 'targetRatio'],
      `People get ${baseline.accuracyRatio} right today; the target is ${accuracy.targetRatio}.`,
    )
  checkMissing(targets, report)
  checkAgreement({ targets, workflow }, report)
  checkReviewers(targets, volume, report)
}

type Part = Pick<Dossier, 'targets' | 'workflow'>

/** Queries a month: of the types where all say so, else of the baseline; null when nobody does. */
function volumeOf({ targets, workflow }: Part): number | null {
  const said = workflow.queryTypes.flatMap(({ perMonth }) => perMonth ?? [])
  if (said.length === workflow.queryTypes.length) return said.reduce((sum, one) => sum + one, 0)
  return targets.baseline?.interactionsPerMonth ?? null
}

function checkProof(
  { accuracy, reviewCap, supervised, escalation }: Dossier['targets'],
  volume: number | null,
  report: Reporter,
): void {
  const { targetRatio, alphaRatio } = accuracy
  const place = ['accuracy', 'targetRatio']
  const fewest = minReviews(targetRatio, 0, alphaRatio)
  if (fewest > reviewCap) {
    report.targets(
      'target-unprovable',
      place,
      `To prove ${targetRatio} takes ${fewest} reviews without one error; the cap is ${reviewCap}.`,
    )
    return
  }
  const plausible = (1 + targetRatio) / 2
  const likely = likelyReviews(plausible, targetRatio, alphaRatio)
  const handled = 1 - (escalation.minRatio + escalation.maxRatio) / 2
  const queries = Math.ceil(likely / (supervised.sampleRatio * Math.max(handled, 0.01)))
  const inHorizon = volume === null ? Number.POSITIVE_INFINITY : Math.round((volume * horizonDays) / daysPerMonth)
  if (likely > reviewCap)
    report.targets(
      'target-hardly-provable',
      place,
      `To prove ${targetRatio} of an employee that is right ${plausible} of the time takes about ${likely} reviews; the cap is ${reviewCap}.`,
    )
  else if (queries > inHorizon)
    report.targets(
      'target-hardly-provable',
      place,
      `To prove ${targetRatio} takes about ${likely} reviews, which is ${queries} queries at a sample of ${supervised.sampleRatio}; ${inHorizon} arrive in ${horizonDays} days.`,
    )
}

function checkMissing(targets: Dossier['targets'], report: Reporter): void {
  if (targets.baseline === null) report.targets('baseline-missing', ['baseline'], 'What people manage today is not written down.')
  if (targets.expected === null)
    report.targets('expected-missing', ['expected'], 'What is expected of the employee is not written down.')
  if (targets.reviewers === null) report.targets('reviewers-missing', ['reviewers'], 'Nobody is named to review.')
  for (const key of ['timeToResolutionMinutes', 'satisfactionRatio', 'costPerInteractionUsd'] as const)
    if (targets[key] === null) report.targets('target-not-set', [key], `There is no target for ${key}.`)
  if (targets.baseline !== null && targets.baseline.accuracyRatio === null)
    report.targets('baseline-missing', ['baseline', 'accuracyRatio'], 'How much people get right today is not written down.')
}

function checkAgreement({ targets, workflow }: Part, report: Reporter): void {
  const { baseline, costPerInteractionUsd: cost } = targets
  if (baseline === null) return
  if (cost !== null && cost > baseline.costPerInteractionUsd)
    report.targets(
      'cost-above-baseline',
      ['costPerInteractionUsd'],
      `The target is ${cost} USD; people cost ${baseline.costPerInteractionUsd} USD.`,
    )
  const types = workflow.queryTypes
  if (types.some(({ perMonth }) => perMonth === null)) return
  const perMonth = types.reduce((sum, type) => sum + (type.perMonth ?? 0), 0)
  if (isApart(perMonth, baseline.interactionsPerMonth))
    report.targets(
      'volumes-differ',
      ['baseline', 'interactionsPerMonth'],
      `The types come to ${perMonth} a month, the baseline says ${baseline.interactionsPerMonth}.`,
    )
  if (perMonth === 0 || types.some(({ minutes }) => minutes === null)) return
  const minutes = types.reduce((sum, type) => sum + (type.perMonth ?? 0) * (type.minutes ?? 0), 0) / perMonth
  if (isApart(minutes, baseline.minutesPerInteraction))
    report.targets(
      'minutes-differ',
      ['baseline', 'minutesPerInteraction'],
      `The types take ${minutes.toFixed(1)} minutes on average, the baseline says ${baseline.minutesPerInteraction}.`,
    )
}

function isApart(a: number, b: number): boolean {
  return Math.abs(a - b) > mostApart * Math.max(a, b)
}

function checkReviewers({ reviewers }: Dossier['targets'], volume: number | null, report: Reporter): void {
  if (reviewers === null || volume === null) return
  const needed = ((volume / daysPerMonth) * 7 * reviewers.minutesPerReview) / 60
  const there = reviewers.people * reviewers.hoursPerWeek
  if (needed > there)
    report.targets(
      'reviewers-overloaded',
      ['reviewers', 'hoursPerWeek'],
      `Shadow takes ${needed.toFixed(1)} hours of review a week; there are ${there}.`,
    )
}
