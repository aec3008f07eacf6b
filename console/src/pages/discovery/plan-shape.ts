// What the planner says, read defensively: the answer of an older or newer server must never break the page. A part that is missing is empty, a number
// that is no number is unknown.

import type { Sentence } from '../../api.ts'
import { asNumber, asRecords, asText, asTexts, isRaw, type Raw } from './documents.ts'

/** `reviews` and `days` null: not likely within the cap. */
type Effort = { reviews: number | null; days: number | null }
/** `says`, here and below: the same text as code and blanks; empty in a plan of an older server. */
type PlannedNeed = Effort & { criterion: string; why: string; says: { criterion: Sentence[]; why: Sentence[] } }
export type PlannedPhase = Effort & {
  phase: string
  binding: string
  says: Sentence[]
  needs: PlannedNeed[]
  reviewHoursPerWeek: number | null
}
export type PlannedType = {
  queryType: string
  title: string
  perDay: number | null
  shadowDaysAlone: number | null
  supervisedDaysAlone: number | null
  coveredAfterDays: number | null
}
type WayOut = Effort & { name: string; sentence: string; says: Sentence[] }
export type ShownPlan = {
  assumedAccuracyRatio: number | null
  queriesPerDay: number | null
  phases: PlannedPhase[]
  types: PlannedType[]
  accuracies: { accuracyRatio: number | null; floorReviews: number | null; targetReviews: number | null }[]
  unprovable: { what: string; reason: string; says: Sentence[]; options: WayOut[] }[]
  reviewers: { hoursPerWeek: number | null; needed: number | null; enough: boolean | null } | null
  businessCase: ShownCase
  missing: { text: string; says: Sentence[] }[]
}
export type ShownCase = {
  todayUsd: number | null
  todayHours: number | null
  expectedUsd: number | null
  expectedHours: number | null
  savingPerMonthUsd: number | null
  hoursFreedPerMonth: number | null
  costOfProofUsd: number | null
  paidBackAfterMonths: number | null
}
export type ShownSlice = { name: string; title: string; shareRatio: number; cumulativeRatio: number }
export type ShownPareto = { sentence: string; says: Sentence[]; types: ShownSlice[]; edgeCases: ShownSlice[]; unknown: string[] }

const part = (value: unknown): Raw => (isRaw(value) ? value : {})
const effort = (value: Raw): Effort => ({ reviews: asNumber(value.reviews), days: asNumber(value.days) })

const isFilled = (value: unknown) => typeof value === 'string' || typeof value === 'number'
const isPart = (value: unknown, mayHold: (blank: unknown) => boolean) =>
  isRaw(value) && typeof value.code === 'string' && isRaw(value.blanks) && Object.values(value.blanks).every(mayHold)
const isPhrases = (blank: unknown) => Array.isArray(blank) && blank.every((one) => isPart(one, isFilled))
const isSentence = (value: unknown): value is Sentence => isPart(value, (blank) => isFilled(blank) || isPhrases(blank))

/** All of them or none: a sentence with a part that cannot be read is said in English. */
function asSentences(value: unknown): Sentence[] {
  return Array.isArray(value) && value.every(isSentence) ? value : []
}

/** Null while there is no plan: a document cannot be read. */
export function readPlan(plan: unknown): ShownPlan | null {
  if (!isRaw(plan)) return null
  return {
    assumedAccuracyRatio: asNumber(plan.assumedAccuracyRatio),
    queriesPerDay: asNumber(plan.queriesPerDay),
    phases: asRecords(plan.phases).map((phase) => ({
      ...effort(phase),
      phase: asText(phase.phase),
      binding: asText(phase.binding),
      says: asSentences(phase.says),
      needs: asRecords(phase.needs).map((need) => ({
        ...effort(need),
        criterion: asText(need.criterion),
        why: asText(need.why),
        says: { criterion: asSentences(part(need.says).criterion), why: asSentences(part(need.says).why) },
      })),
      reviewHoursPerWeek: asNumber(phase.reviewHoursPerWeek),
    })),
    types: asRecords(plan.byQueryType).map(readType),
    accuracies: asRecords(plan.ifAccuracyIs).map((one) => ({
      accuracyRatio: asNumber(one.accuracyRatio),
      floorReviews: asNumber(one.floorReviews),
      targetReviews: asNumber(one.targetReviews),
    })),
    unprovable: asRecords(plan.unprovable).map((one) => ({
      what: asText(one.what),
      reason: asText(one.reason),
      says: asSentences(one.says),
      options: asRecords(one.options).map((way) => ({
        ...effort(way),
        name: asText(way.name),
        sentence: asText(way.sentence),
        says: asSentences(way.says),
      })),
    })),
    reviewers: isRaw(plan.reviewers) ? readReviewers(plan.reviewers) : null,
    businessCase: readCase(part(plan.businessCase)),
    missing: asTexts(plan.missing).map((text, at) => ({
      text,
      says: asSentences(Array.isArray(plan.missingSays) ? plan.missingSays[at] : null),
    })),
  }
}

function readType(type: Raw): PlannedType {
  return {
    queryType: asText(type.queryType),
    title: asText(type.title),
    perDay: asNumber(type.perDay),
    shadowDaysAlone: asNumber(type.shadowDaysAlone),
    supervisedDaysAlone: asNumber(type.supervisedDaysAlone),
    coveredAfterDays: asNumber(type.coveredAfterDays),
  }
}

function readReviewers(value: Raw): ShownPlan['reviewers'] {
  const enough = typeof value.enough === 'boolean' ? value.enough : null
  return { hoursPerWeek: asNumber(value.hoursPerWeek), needed: asNumber(value.needed), enough }
}

function readCase(value: Raw): ShownCase {
  const [today, expected] = [part(value.today), part(value.expected)]
  return {
    todayUsd: asNumber(today.costUsd),
    todayHours: asNumber(today.hours),
    expectedUsd: asNumber(expected.costUsd),
    expectedHours: asNumber(expected.hours),
    savingPerMonthUsd: asNumber(value.savingPerMonthUsd),
    hoursFreedPerMonth: asNumber(value.hoursFreedPerMonth),
    costOfProofUsd: asNumber(value.costOfProofUsd),
    paidBackAfterMonths: asNumber(value.paidBackAfterMonths),
  }
}

/** Slices without a share are left out; they are among the unknown. */
export function readPareto(pareto: unknown): ShownPareto {
  const value = part(pareto)
  const slices = (list: unknown) =>
    asRecords(list).flatMap((slice) => {
      const [shareRatio, cumulativeRatio] = [asNumber(slice.shareRatio), asNumber(slice.cumulativeRatio)]
      if (shareRatio === null || cumulativeRatio === null) return []
      return [{ name: asText(slice.name), title: asText(slice.title), shareRatio, cumulativeRatio }]
    })
  return {
    sentence: asText(value.sentence),
    says: asSentences(value.says),
    types: slices(value.types),
    edgeCases: slices(value.edgeCases),
    unknown: asTexts(value.unknown),
  }
}
