// What a plan is: its parts, in the words the command line, the console and paper show them in. All of it is plain JSON.

import type { Dossier } from '../discovery/dossier.ts'
import type { Targets } from '../discovery/targets.ts'

/** A month of the plan has thirty days: volumes are given per month, and weekends are in them. */
export const daysPerMonth = 30

/**
 * Three months: a proof that takes longer outlives the role definition it was made for, since every change of the role starts it again (GATES.md D12).
 * Beyond it, a target counts as not provable in the volume there is.
 */
export const horizonDays = 90

/** `reviews` and `days` null: it is not proven within the cap. `binding` is the need that takes longest. */
export type PhasePlan = {
  phase: 'shadow' | 'supervised' | 'autonomous'
  reviews: number | null
  days: number | null
  binding: string
  needs: Need[]
  reviewHoursPerWeek: number | null
}

export type TypePlan = {
  queryType: string
  title: string
  major: boolean
  perDay: number | null
  shareRatio: number | null
  /** On its own, split out of the rest: days to prove the floor in shadow, and the target in supervised. */
  shadowDaysAlone: number | null
  supervisedDaysAlone: number | null
  /** Days until it has been judged often enough to count as covered, in shadow. */
  coveredAfterDays: number | null
}

export type Plan = {
  /** What the plan takes for true: the accuracy the employee really has. Default: half of the errors the target allows (GATES.md D3). */
  assumedAccuracyRatio: number
  queriesPerDay: number | null
  handledPerDay: number | null
  phases: PhasePlan[]
  byQueryType: TypePlan[]
  /** The fewest reviews that prove the target with so many of them wrong: “0 wrong: 43, 1 wrong: 66 …”. */
  fewestReviews: { wrong: number; reviews: number }[]
  /** How it changes with the accuracy the employee really has. */
  ifAccuracyIs: { accuracyRatio: number; floorReviews: number | null; targetReviews: number | null; provenByCapRatio: number }[]
  unprovable: { what: string; reason: string; options: Option[] }[]
  reviewers: { hoursPerWeek: number; needed: number | null; enough: boolean | null } | null
  businessCase: BusinessCase
  /** What nobody has said yet, and which line of the plan waits for it. */
  missing: string[]
}

/** What every part of the plan is computed from. `escalated`: the share of queries taken to go to people. */
export type Setting = {
  dossier: Dossier
  targets: Targets
  assumed: number
  queriesPerDay: number | null
  handledPerDay: number | null
  escalated: number
}

/** `reviews` and `days` both null: not likely to be shown within the cap. `days` alone null: no volume is known. */
export type Need = { criterion: string; reviews: number | null; days: number | null; why: string }

export type Option = {
  name: 'floor' | 'narrow' | 'lower_target' | 'inconclusive'
  sentence: string
  reviews: number | null
  days: number | null
}

export type Sum = { costUsd: number | null; hours: number | null }

export type BusinessCase = {
  interactionsPerMonth: number | null
  today: Sum
  /** In autonomous, the monthly sample included. */
  expected: Sum & { reviewCostUsd: number | null }
  savingPerMonthUsd: number | null
  hoursFreedPerMonth: number | null
  /** What proving it costs in reviews, from the first day of shadow to the last of supervised. */
  costOfProofUsd: number | null
  /** Months of autonomous work until the saving has paid for the proof; null when it never does or something is not known. */
  paidBackAfterMonths: number | null
  missing: string[]
}
