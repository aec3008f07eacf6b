// The plan of a rollout: every number the gate uses, fixed before the first counted verdict and found by its hash. What is not in the plan cannot be chosen after the
// evidence is seen. Source: GATES.md section 8 (“Plan registration”) and section 9 (defaults).

import type { Dossier } from '../discovery/dossier.ts'
import { floorRatio, type Targets } from '../discovery/targets.ts'
import { registryOf, type SliceRegistry } from './slices.ts'

export type Plan = {
  /** Of the form of this record and of the statistics that read it. */
  version: 1
  alphaRatio: number
  targetRatio: number
  floorRatio: number
  reviewCap: number
  escalation: { minRatio: number; maxRatio: number; missedCapRatio: number; recallFloorRatio: number }
  coverage: { majors: string[]; majorShareRatio: number; minPerMajor: number; unlistedMaxRatio: number }
  /** Shares of the query types as they were told in Discovery; null: nobody said how many of each arrive. */
  mix: Record<string, number> | null
  slices: SliceRegistry
  sliceTolerance: number
  sampling: { baseRatio: number; flaggedRatio: number; doubleRatio: number; blindRatio: number }
  review: { sensitivityRatio: number; completenessRatio: number; verdictDeadlineDays: number }
  shadow: { minDays: number; minReviews: number }
  supervised: { minDays: number; minReviews: number }
  timeToResolutionMinutes: number | null
  satisfactionRatio: number | null
  costPerInteractionUsd: number | null
}

/** Hours of the day in four blocks: night, morning, afternoon, evening. Finer ones would each hold too few cases to show anything (GATES.md 5, power). */
const hourBlocks = ['00-05', '06-11', '12-17', '18-23'] as const

/** The block of an instant, in UTC. */
export function hourBlockOf(at: string): string {
  return hourBlocks[Math.floor(Number(at.slice(11, 13)) / 6)]!
}

// A sampled item without a verdict counts as wrong after three days; a flagged one is drawn with one half (GATES.md D14, D7 and section 9).
const verdictDeadlineDays = 3
const flaggedRatio = 0.5

type Scope = { queryTypes: readonly string[]; channels: readonly string[]; reviewers: readonly string[] }

/** The plan of a dossier for the cells of one rollout and the people who review now. */
export function planOfDossier(dossier: Dossier, scope: Scope): Plan {
  const { targets } = dossier
  const own = dossier.workflow.queryTypes.filter((type) => scope.queryTypes.includes(type.name))
  const { accuracy, escalation, coverage } = targets
  return {
    version: 1,
    alphaRatio: accuracy.alphaRatio,
    targetRatio: accuracy.targetRatio,
    floorRatio: floorRatio(targets),
    reviewCap: targets.reviewCap,
    escalation: { ...escalation },
    coverage: { majors: own.filter((type) => type.major).map((type) => type.name), ...coverage },
    mix: sharesOf(own),
    slices: registryFor(dossier, scope),
    sliceTolerance: targets.evidence.sliceToleranceFactor,
    sampling: {
      baseRatio: targets.supervised.sampleRatio,
      flaggedRatio,
      doubleRatio: targets.evidence.doubleRatio,
      blindRatio: targets.evidence.blindRatio,
    },
    review: {
      sensitivityRatio: targets.evidence.sensitivityRatio,
      completenessRatio: targets.evidence.completenessRatio,
      verdictDeadlineDays,
    },
    ...paceOf(targets),
  }
}

function paceOf({ shadow, supervised, timeToResolutionMinutes, satisfactionRatio, costPerInteractionUsd }: Targets) {
  return { shadow, supervised, timeToResolutionMinutes, satisfactionRatio, costPerInteractionUsd }
}

function sharesOf(own: Dossier['workflow']['queryTypes']): Plan['mix'] {
  const total = own.reduce((sum, type) => sum + (type.perMonth ?? 0), 0)
  if (total === 0 || own.some((type) => type.perMonth === null)) return null
  return Object.fromEntries(own.map((type) => [type.name, (type.perMonth ?? 0) / total]))
}

/** The slices that are watched: values the documents know. A dimension in which all cases are alike has none. */
function registryFor({ integrations, role, workflow }: Dossier, { queryTypes, channels, reviewers }: Scope): SliceRegistry {
  const systems = integrations.systems.filter((system) => system.operations.some((operation) => operation.access !== 'none'))
  return registryOf({
    query_type: queryTypes,
    channel: several(channels),
    system: systems.map((system) => system.name),
    operation: systems.flatMap((system) =>
      system.operations.filter((operation) => operation.access !== 'none').map((operation) => `${system.name}.${operation.name}`),
    ),
    language: several(role.languages),
    hour_block: hourBlocks,
    // Facts a channel knows about who asks, such as `vip`: each that is true makes a group.
    requester_group: Object.keys(workflow.fields).filter((field) => workflow.fields[field] === 'boolean'),
    reviewer: several(reviewers),
  })
}

function several(values: readonly string[]): readonly string[] {
  return new Set(values).size > 1 ? values : []
}
