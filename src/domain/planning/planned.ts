// What a plan is: its parts, in the words the command line, the console and paper show them in. All of it is plain JSON.

import type { Dossier } from '../discovery/dossier.ts'
import type { Targets } from '../discovery/targets.ts'
import type { Phrase, Sentence } from '../sentence.ts'

/** A month of the plan has thirty days: volumes are given per month, and weekends are in them. */
export const daysPerMonth = 30

/**
 * Three months: a proof that takes longer outlives the role definition it was made for, since every change of the role starts it again (GATES.md D12).
 * Beyond it, a target counts as not provable in the volume there is.
 */
export const horizonDays = 90

/** `reviews` and `days` null: it is not proven within the cap. `binding` is the need that takes longest; `says`, here and below, is the same text for other languages. */
export type PhasePlan = {
  phase: 'shadow' | 'supervised' | 'autonomous'
  /** The fewest reviews with which every need is likely met. More are given when another need takes longer: `reviewsGiven`. */
  reviews: number | null
  days: number | null
  binding: string
  says: readonly Phrase[]
  needs: Need[]
  reviewHoursPerWeek: number | null
  /** What is reviewed in those days: in shadow everything, in supervised the sample and every escalation. In autonomous: in a month. */
  reviewsGiven: number | null
}

/** Reviews and days of one phase of a query type that is a rollout of its own; `binding` is what takes longest. */
export type AlonePlan = { reviews: number | null; days: number | null; binding: string }

export type TypePlan = {
  queryType: string
  title: string
  major: boolean
  perDay: number | null
  shareRatio: number | null
  /** On its own, split out of the rest: days to meet everything shadow asks for, and then supervised. */
  shadowDaysAlone: number | null
  supervisedDaysAlone: number | null
  shadowAlone: AlonePlan
  supervisedAlone: AlonePlan
  /** Whether it could get through both phases alone within the horizon; null when its volume is not known. */
  provableAlone: boolean | null
  /** Days until it has been judged often enough to count as covered, in shadow. */
  coveredAfterDays: number | null
  /** Handled outputs, and days of shadow, until it is likely cleared: its errors shown to be fewer than four times the allowed ones (GATES.md 5 (b)). */
  clearedAfterReviews: number | null
  clearedAfterDays: number | null
}

export type Reviewers = {
  hoursPerWeek: number
  /** In the phase that takes most. */
  needed: number | null
  enough: boolean | null
  /** The share of the traffic shadow could take with the hours there are, since shadow reviews everything; 1 when all of it. */
  shadowShareThatFitsRatio: number | null
  /** The largest sample that fits beside the review of every escalation; null when not even the least allowed does, or no volume is known. */
  sampleThatFitsRatio: number | null
  /** What supervised takes at that sample. */
  supervisedDaysAtThatSample: number | null
}

export type Plan = {
  /** What the plan takes for true: the accuracy the employee really has. Default: half of the errors the target allows (GATES.md D3). */
  assumedAccuracyRatio: number
  /** The share of queries taken to go to people, and where that comes from: what targets.yaml expects, or the middle of its bounds. */
  assumedEscalationRatio: number
  escalationFrom: 'expected' | 'bounds'
  queriesPerDay: number | null
  handledPerDay: number | null
  phases: PhasePlan[]
  /** Shadow and supervised together; null when one of them has no end in sight. */
  toAutonomy: { days: number | null; weeks: number | null }
  byQueryType: TypePlan[]
  /** The fewest reviews that prove the target with so many of them wrong: “0 wrong: 43, 1 wrong: 66 …”. */
  fewestReviews: { wrong: number; reviews: number }[]
  /** How it changes with the accuracy the employee really has; both counts from the first review of shadow. */
  ifAccuracyIs: { accuracyRatio: number; floorReviews: number | null; targetReviews: number | null; provenByCapRatio: number }[]
  unprovable: Unprovable[]
  reviewers: Reviewers | null
  businessCase: BusinessCase
  /** What nobody has said yet, and which line of the plan waits for it. */
  missing: string[]
  /** The same for other languages, line by line. */
  missingSays: (readonly Sentence[])[]
}

export type Unprovable = {
  /** The phase. */
  what: string
  reason: string
  says: readonly Sentence[]
  /** Every need of the phase that is not met within cap and horizon. */
  criteria: string[]
  /** The lowest true accuracy, in half percents, at which the phase would end within the horizon; null when accuracy is not what is missing. */
  provableFromAccuracyRatio: number | null
  options: Option[]
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

/**
 * `reviews` and `days` both null: not likely to be shown within the cap. `days` alone null: no volume is known. `ninetieth`: the reviews by which nine
 * runs in ten are through; null when fewer are by the cap, or when the need is a plain count.
 */
export type Need = {
  criterion: string
  reviews: number | null
  days: number | null
  ninetieth: number | null
  why: string
  says: { criterion: readonly Phrase[]; why: readonly Sentence[] }
}

export type Option = {
  name: 'floor' | 'narrow' | 'lower_target' | 'inconclusive'
  sentence: string
  says: readonly Sentence[]
  reviews: number | null
  days: number | null
}

export type Sum = { costUsd: number | null; hours: number | null }

/** What a phase costs or saves as a whole, against today: `netUsd` is negative while it costs. */
export type PhaseCost = {
  phase: 'shadow' | 'supervised'
  reviewCostUsd: number | null
  agentCostUsd: number | null
  netUsd: number | null
}

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
  byPhase: PhaseCost[]
  /** Months from the first day of shadow until everything spent has come back; null when it never does or something is not known. */
  breakEvenAfterMonths: number | null
  missing: string[]
}
