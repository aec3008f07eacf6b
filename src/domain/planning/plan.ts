// The plan: from volumes and targets, how many reviews and days each phase needs, what cannot be proven in the volume there is and what can honestly be
// done about it, the hours it takes, and what it is worth. Arithmetic on the dossier alone; nothing is guessed, what is missing is named.

import type { Dossier } from '../discovery/dossier.ts'
import { floorRatio, type Targets } from '../discovery/targets.ts'
import type { QueryType } from '../discovery/workflow-map.ts'
import { minReviews } from '../gates/confidence.ts'
import { businessCaseOf } from './business-case.ts'
import { needsInShadow, needsInSupervised } from './needs.ts'
import { unprovableIn } from './options.ts'
import { daysPerMonth, type Need, type PhasePlan, type Plan, type Setting, type TypePlan } from './planned.ts'
import { round, roundUp } from './rounding.ts'
import { stoppingTime } from './stopping.ts'

/** The plan of a dossier. `accuracyRatio`: another accuracy to take for true, between 0 and 1. */
export function planOf(dossier: Dossier, { accuracyRatio }: { accuracyRatio?: number } = {}): Plan {
  const { targets, workflow } = dossier
  const assumed = accuracyRatio ?? 1 - (1 - targets.accuracy.targetRatio) / 2
  const queriesPerDay = volumeOf(workflow.queryTypes, targets)
  const escalated = (targets.escalation.minRatio + targets.escalation.maxRatio) / 2
  const handledPerDay = queriesPerDay === null ? null : queriesPerDay * (1 - escalated)
  const setting: Setting = { dossier, targets, assumed, queriesPerDay, handledPerDay, escalated }
  const phases = [shadowOf(setting), supervisedOf(setting), autonomousOf(setting)]
  const byQueryType = workflow.queryTypes.map((type) => typePlan(setting, type))
  const needed = phases.reduce<number | null>(
    (most, { reviewHoursPerWeek: hours }) => (hours === null ? most : Math.max(most ?? 0, hours)),
    null,
  )
  const available = targets.reviewers && targets.reviewers.people * targets.reviewers.hoursPerWeek
  return {
    assumedAccuracyRatio: round(assumed, 4),
    queriesPerDay: queriesPerDay && round(queriesPerDay, 2),
    handledPerDay: handledPerDay && round(handledPerDay, 2),
    phases,
    byQueryType,
    fewestReviews: [0, 1, 2, 3, 5, 10].map((wrong) => ({
      wrong,
      reviews: minReviews(targets.accuracy.targetRatio, wrong, targets.accuracy.alphaRatio),
    })),
    ifAccuracyIs: accuraciesOf(targets).map((ratio) => atAccuracy(targets, ratio)),
    unprovable: unprovableIn(setting, phases, byQueryType),
    reviewers:
      available === null ? null : { hoursPerWeek: available, needed, enough: needed === null ? null : needed <= available },
    businessCase: businessCaseOf(dossier, phases),
    missing: missingIn(dossier, queriesPerDay),
  }
}

/** Queries per day from the map; where a type has no volume, from the baseline as a whole; null when neither says. */
function volumeOf(types: readonly QueryType[], targets: Targets): number | null {
  const said = types.every(({ perMonth }) => perMonth !== null)
    ? types.reduce((sum, { perMonth }) => sum + (perMonth ?? 0), 0)
    : null
  const perMonth = said ?? targets.baseline?.interactionsPerMonth ?? null
  return perMonth === null || perMonth === 0 ? null : perMonth / daysPerMonth
}

function shadowOf(setting: Setting): PhasePlan {
  const needs = needsInShadow(setting)
  return { phase: 'shadow', ...bound(needs), needs, reviewHoursPerWeek: hoursPerWeek(setting, setting.queriesPerDay) }
}

function supervisedOf(setting: Setting): PhasePlan {
  const needs = needsInSupervised(setting)
  const { handledPerDay, queriesPerDay, escalated, targets } = setting
  const perDay =
    handledPerDay === null || queriesPerDay === null
      ? null
      : handledPerDay * targets.supervised.sampleRatio + queriesPerDay * escalated
  return { phase: 'supervised', ...bound(needs), needs, reviewHoursPerWeek: hoursPerWeek(setting, perDay) }
}

/** Nothing ends this phase; what it costs is the monthly sample, a few a day (GATES.md D10). */
function autonomousOf(setting: Setting): PhasePlan {
  const { samplePerDay } = setting.targets.autonomous
  const perDay = setting.handledPerDay === null ? samplePerDay : Math.min(samplePerDay, setting.handledPerDay)
  return {
    phase: 'autonomous',
    reviews: Math.round(perDay * daysPerMonth),
    days: null,
    binding: 'the monthly sample goes on for as long as the phase does',
    needs: [],
    reviewHoursPerWeek: hoursPerWeek(setting, perDay),
  }
}

/** All needs are served by the same reviews, so the one that takes longest is what the phase takes. */
function bound(needs: readonly Need[]): Pick<PhasePlan, 'reviews' | 'days' | 'binding'> {
  const never = needs.find(({ reviews, days }) => reviews === null && days === null)
  if (never) return { reviews: null, days: null, binding: never.criterion }
  const known = needs.every(({ days }) => days !== null)
  const longest = needs.reduce((a, b) => ((known ? (b.days ?? 0) > (a.days ?? 0) : (b.reviews ?? 0) > (a.reviews ?? 0)) ? b : a))
  return {
    reviews: Math.max(...needs.map(({ reviews }) => reviews ?? 0)),
    days: known ? longest.days : null,
    binding: longest.criterion,
  }
}

function hoursPerWeek({ targets }: Setting, reviewsPerDay: number | null): number | null {
  return reviewsPerDay === null || targets.reviewers === null
    ? null
    : round((reviewsPerDay * 7 * targets.reviewers.minutesPerReview) / 60, 1)
}

function typePlan({ targets, assumed, escalated, queriesPerDay }: Setting, type: QueryType): TypePlan {
  const perDay = type.perMonth === null ? null : type.perMonth / daysPerMonth
  const handled = perDay === null ? null : perDay * (1 - escalated)
  const { alphaRatio: alpha, targetRatio } = targets.accuracy
  const alone = (line: number, share: number) => {
    const { mean, provenRatio } = stoppingTime(line, assumed, alpha, targets.reviewCap)
    return provenRatio < 0.5 || !handled ? null : roundUp(mean / (handled * share))
  }
  return {
    queryType: type.name,
    title: type.title,
    major: type.major,
    perDay: perDay === null ? null : round(perDay, 2),
    shareRatio: perDay === null || !queriesPerDay ? null : round(perDay / queriesPerDay, 4),
    shadowDaysAlone: alone(floorRatio(targets), 1),
    supervisedDaysAlone: alone(targetRatio, targets.supervised.sampleRatio),
    coveredAfterDays: handled ? roundUp(targets.coverage.minPerMajor / handled) : null,
  }
}

/** From just above the target to nearly perfect: where the plan stands or falls. */
function accuraciesOf({ accuracy }: Targets): number[] {
  const errors = 1 - accuracy.targetRatio
  return [0.9, 0.75, 0.5, 0.25, 0.1].map((share) => 1 - errors * share)
}

function atAccuracy(targets: Targets, ratio: number): Plan['ifAccuracyIs'][number] {
  const { alphaRatio: alpha, targetRatio } = targets.accuracy
  const [floor, target] = [floorRatio(targets), targetRatio].map((line) => stoppingTime(line, ratio, alpha, targets.reviewCap))
  const reviews = ({ mean, provenRatio }: { mean: number; provenRatio: number }) => (provenRatio < 0.5 ? null : Math.ceil(mean))
  return {
    accuracyRatio: round(ratio, 4),
    floorReviews: reviews(floor!),
    targetReviews: reviews(target!),
    provenByCapRatio: round(target!.provenRatio, 3),
  }
}

function missingIn({ workflow, targets }: Dossier, queriesPerDay: number | null): string[] {
  const silent = workflow.queryTypes.filter(({ perMonth }) => perMonth === null).map(({ name }) => name)
  const slow = workflow.queryTypes.filter(({ minutes }) => minutes === null).map(({ name }) => name)
  return [
    ...(queriesPerDay === null
      ? ['the volume per month of every query type, or of the workflow as a whole: no days can be planned']
      : []),
    ...(silent.length > 0 ? [`the volume per month of ${silent.join(', ')}`] : []),
    ...(slow.length > 0 ? [`the minutes one query of ${slow.join(', ')} takes today`] : []),
    ...(targets.reviewers === null ? ['who reviews, and how many hours a week: no review hours can be planned'] : []),
    ...(targets.baseline === null ? ['the human baseline: what the work takes and costs today'] : []),
    ...(targets.expected === null ? ['what is expected of the employee: there is no business case without it'] : []),
  ]
}
