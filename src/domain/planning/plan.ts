// The plan: from volumes and targets, how many reviews and days each phase needs, what cannot be proven in the volume there is and what can honestly be
// done about it, the hours it takes, and what it is worth. Arithmetic on the dossier alone; nothing is guessed, what is missing is named.

import type { Dossier } from '../discovery/dossier.ts'
import { floorRatio, type Targets } from '../discovery/targets.ts'
import type { QueryType } from '../discovery/workflow-map.ts'
import { minReviews } from '../gates/confidence.ts'
import type { Sentence } from '../sentence.ts'
import { businessCaseOf } from './business-case.ts'
import { proof } from './needs.ts'
import { unprovableIn } from './options.ts'
import { phasesOf } from './phases.ts'
import { type AlonePlan, daysPerMonth, horizonDays, type PhasePlan, type Plan, type Setting, type TypePlan } from './planned.ts'
import { reviewersOf } from './reviewers.ts'
import { round, roundUp } from './rounding.ts'
import { inEnglish, namesOf, says } from './sentences.ts'
import { stoppingTime } from './stopping.ts'

/** The plan of a dossier. `accuracyRatio`: another accuracy to take for true, between 0 and 1. */
export function planOf(dossier: Dossier, { accuracyRatio }: { accuracyRatio?: number } = {}): Plan {
  const { targets, workflow } = dossier
  const setting = settingOf(dossier, accuracyRatio ?? 1 - (1 - targets.accuracy.targetRatio) / 2)
  const { assumed, escalated, queriesPerDay, handledPerDay } = setting
  const phases = phasesOf(setting)
  const byQueryType = workflow.queryTypes.map((type) => typePlan(setting, type))
  const [shadow, supervised] = phases
  const missing = missingIn(dossier, queriesPerDay)
  const days = shadow.days === null || supervised.days === null ? null : shadow.days + supervised.days
  return {
    assumedAccuracyRatio: round(assumed, 4),
    assumedEscalationRatio: round(escalated, 4),
    escalationFrom: targets.expected === null ? 'bounds' : 'expected',
    queriesPerDay: queriesPerDay && round(queriesPerDay, 2),
    handledPerDay: handledPerDay && round(handledPerDay, 2),
    phases,
    toAutonomy: { days, weeks: days === null ? null : round(days / 7, 1) },
    byQueryType,
    fewestReviews: [0, 1, 2, 3, 5, 10].map((wrong) => ({
      wrong,
      reviews: minReviews(targets.accuracy.targetRatio, wrong, targets.accuracy.alphaRatio),
    })),
    ifAccuracyIs: accuraciesOf(targets).map((ratio) => atAccuracy(targets, ratio)),
    unprovable: unprovableIn(setting, phases, byQueryType),
    reviewers: reviewersOf(setting, phases),
    businessCase: businessCaseOf(setting, phases),
    missing: missing.map((one) => inEnglish([one])),
    missingSays: missing.map((one) => [one]),
  }
}

/** What goes to people: as expected when targets.yaml says so, else the middle of the agreed bounds. */
function settingOf(dossier: Dossier, assumed: number): Setting {
  const { targets, workflow } = dossier
  const { minRatio, maxRatio } = targets.escalation
  const escalated = targets.expected === null ? (minRatio + maxRatio) / 2 : round(1 - targets.expected.handledRatio, 6)
  const queriesPerDay = volumeOf(workflow.queryTypes, targets)
  const handledPerDay = queriesPerDay === null ? null : queriesPerDay * (1 - escalated)
  return { dossier, targets, assumed, escalated, queriesPerDay, handledPerDay }
}

/** Queries per day from the map; where a type has no volume, from the baseline as a whole; null when neither says. */
function volumeOf(types: readonly QueryType[], targets: Targets): number | null {
  const said = types.every(({ perMonth }) => perMonth !== null)
    ? types.reduce((sum, { perMonth }) => sum + (perMonth ?? 0), 0)
    : null
  const perMonth = said ?? targets.baseline?.interactionsPerMonth ?? null
  return perMonth === null || perMonth === 0 ? null : perMonth / daysPerMonth
}

// GATES.md section 9, sliceTolerance: a major type must be shown to be wrong less than four times as often as the whole may be.
const sliceTolerance = 4

/** The same plan for a rollout of this type alone. */
function typePlan(setting: Setting, type: QueryType): TypePlan {
  const { dossier, escalated, queriesPerDay, targets } = setting
  const perDay = type.perMonth === null ? null : type.perMonth / daysPerMonth
  const volume = perDay === 0 ? null : perDay
  const workflow = { ...dossier.workflow, queryTypes: [type] }
  const handledPerDay = volume === null ? null : volume * (1 - escalated)
  const alone = phasesOf({ ...setting, dossier: { ...dossier, workflow }, queriesPerDay: volume, handledPerDay })
  const cleared = proof(setting, 1 - sliceTolerance * (1 - targets.accuracy.targetRatio), setting.assumed)?.reviews ?? null
  const [shadow, supervised] = alone.map(({ reviews, days, binding }): AlonePlan => ({ reviews, days, binding }))
  return {
    queryType: type.name,
    title: type.title,
    major: type.major,
    perDay: perDay === null ? null : round(perDay, 2),
    shareRatio: perDay === null || !queriesPerDay ? null : round(Math.min(1, perDay / queriesPerDay), 4),
    shadowDaysAlone: shadow!.days,
    supervisedDaysAlone: supervised!.days,
    shadowAlone: shadow!,
    supervisedAlone: supervised!,
    provableAlone: perDay === null ? null : endsInTime(alone),
    coveredAfterDays: volume === null ? null : roundUp(targets.coverage.minPerMajor / volume),
    clearedAfterReviews: cleared,
    clearedAfterDays: cleared === null || !handledPerDay ? null : roundUp(cleared / handledPerDay),
  }
}

function endsInTime(phases: readonly PhasePlan[]): boolean {
  return phases.every(({ phase, days }) => phase === 'autonomous' || (days !== null && days <= horizonDays))
}

/** From just above the target to nearly perfect: where the plan stands or falls. */
function accuraciesOf({ accuracy }: Targets): number[] {
  const errors = 1 - accuracy.targetRatio
  return [0.9, 0.75, 0.5, 0.25, 0.1].map((share) => 1 - errors * share)
}

function atAccuracy(targets: Targets, ratio: number): Plan['ifAccuracyIs'][number] {
  const { alphaRatio: alpha, targetRatio } = targets.accuracy
  return {
    accuracyRatio: round(ratio, 4),
    floorReviews: proof({ targets }, floorRatio(targets), ratio)?.reviews ?? null,
    targetReviews: proof({ targets }, targetRatio, ratio)?.reviews ?? null,
    provenByCapRatio: round(stoppingTime(targetRatio, ratio, alpha, targets.reviewCap).provenRatio, 3),
  }
}

function missingIn({ workflow, targets }: Dossier, queriesPerDay: number | null): Sentence[] {
  const silent = workflow.queryTypes.filter(({ perMonth }) => perMonth === null).map(({ name }) => name)
  const slow = workflow.queryTypes.filter(({ minutes }) => minutes === null).map(({ name }) => name)
  return [
    ...(queriesPerDay === null ? [says('no_volume', {})] : []),
    ...(silent.length > 0 ? [says('no_volume_of', { types: namesOf(silent) })] : []),
    ...(slow.length > 0 ? [says('no_minutes_of', { types: namesOf(slow) })] : []),
    ...(targets.reviewers === null ? [says('no_reviewers', {})] : []),
    ...(targets.baseline === null ? [says('no_baseline', {})] : []),
    ...(targets.expected === null ? [says('no_expected', {})] : []),
  ]
}
