// Evidence against the plan: met, not met, or not yet known, each criterion with its number, its bound and its reason. Read as often as one likes. A criterion that cannot
// be decided is not yet known; a gate without criteria or evidence is never met. All must hold at once (intersection), so none pays for looking at the others.
// Sources: GATES.md 0 (D2, D4, D5), 1 to 5, 7, 9. Only verdicts of people and verified outcomes are in the question: no confidence and no judge's score has a place in it.

import { band, estimate, type Level, proven } from './confidence.ts'
import type { Traffic } from './coverage.ts'
import { accuracy, type Carried, provenLine, reviewCap, standingOf } from './criteria/accuracy.ts'
import { coverageMajors, coverageNovelty, coverageUnlisted, type MixReading, mixShift } from './criteria/coverage.ts'
import { type Criterion, type GateOutcome, type Promotion, type StatedCriterion, together } from './criteria/criterion.ts'
import { escalationCriteria, type Handing } from './criteria/escalation.ts'
import { minimumDuration, minimumReviews, type Pace, type Service, serviceCriteria } from './criteria/pace.ts'
import { type BlindFound, completeness, type Reviewing, reviewerSensitivity } from './criteria/reviewing.ts'
import { type SliceReading, sliceCriteria } from './criteria/slices.ts'
import { drift, incidents, registration } from './criteria/standing.ts'
import type { Tally } from './item.ts'
import { weighedToMix } from './mix.ts'
import type { Plan } from './plan.ts'
import { evidenceOf, type Proof } from './proof.ts'
import type { Counted } from './recount.ts'

export type GateReading = { promotion: Promotion; outcome: GateOutcome; criteria: Criterion[] }
/** As it is kept, signed and handed on: in English only. */
export type StatedGate = { promotion: Promotion; outcome: GateOutcome; criteria: StatedCriterion[] }

export type GateQuestion = {
  promotion: Promotion
  plan: Plan
  /** Whether the plan was registered before the evidence; one that was not is shown and promotes nobody. */
  registered: boolean
  counted: Counted
  /** When the line of this promotion was proven, along the cases in their order. */
  proof: Proof
  /** What a version before this one had proven, where a replay carries it over; null: nothing. */
  carried: Carried | null
  traffic: Traffic
  /** Arrivals by type of the last weeks; null: too few to speak of a mix. */
  recent: Readonly<Record<string, number>> | null
  novelty: { found: number; sinceLastNew: number; wanted: number } | null
  handing: Handing
  slices: readonly SliceReading[]
  blind: BlindFound
  pace: Pace
  service: Service
  openIncidents: number
  driftAlarms: readonly string[]
}

/** Every criterion must hold at once; one that is violated makes the gate not met, one that is open makes it not yet known. Without a verdict nothing is known. */
export function readGate(q: GateQuestion): GateReading {
  const { promotion, plan, counted } = q
  const standing = standingOf({ promotion, plan, counted: evidenceOf(counted.tallies), proof: q.proof, carried: q.carried })
  const criteria = [
    accuracy(plan, standing),
    reviewCap(plan, standing),
    coverageMajors(plan, judgedByType(counted.tallies), q.traffic),
    coverageUnlisted(plan, q.traffic),
    ...coverageNovelty(q.novelty),
    mixShift(mixReadings(q), plan),
    ...escalationCriteria(plan, q.handing, counted.tallies, promotion),
    ...sliceCriteria(plan, q.slices, promotion),
    reviewerSensitivity(plan, reviewingOf(q)),
    completeness(plan, counted.due, counted),
    minimumReviews(plan, promotion, q.pace),
    minimumDuration(plan, promotion, q.pace),
    ...serviceCriteria(plan, promotion, q.service),
    incidents(q.openIncidents),
    drift(q.driftAlarms),
    ...registration(q.registered),
  ]
  return { promotion, outcome: judgedCases(counted.tallies) === 0 ? 'not_yet_known' : together(criteria), criteria }
}

/** What of a reading is kept: the text that was read, not its parts. */
export function stated({ promotion, outcome, criteria }: GateReading): StatedGate {
  return { promotion, outcome, criteria: criteria.map(({ says: _, ...criterion }) => criterion) }
}

/** The line that `proof` is about. */
export function lineOf({ promotion, plan }: Pick<GateQuestion, 'promotion' | 'plan'>): number {
  return provenLine(promotion, plan)
}

function reviewingOf({ blind, counted }: GateQuestion): Reviewing {
  return { ...blind, byPeople: counted.tallies.reduce((sum, tally) => sum + tally.byPeople, 0) }
}

/** Independent cases on which somebody has said something, handled or escalated. A lapsed escalation says nothing. */
export function judgedCases(tallies: readonly Tally[]): number {
  return tallies.filter(isJudged).reduce((sum, tally) => sum + tally.n, 0)
}

function isJudged({ share, shouldEscalate }: Tally): boolean {
  return share !== null || shouldEscalate !== null
}

function judgedByType(tallies: readonly Tally[]): Map<string, number> {
  const byType = Map.groupBy(tallies, (tally) => tally.queryType)
  return new Map([...byType].map(([name, list]) => [name, judgedCases(list)]))
}

/** The evidence against each mix it may have to speak for: as told in Discovery, and as it came lately. */
function mixReadings({ plan, promotion, recent, counted, traffic }: GateQuestion): MixReading[] {
  const seen = new Map(Object.entries(traffic.byType))
  const evidence = new Map(
    [...Map.groupBy(counted.tallies, (tally) => tally.queryType)].map(([name, list]) => [name, evidenceOf(list)]),
  )
  const line = provenLine(promotion, plan)
  const mixes = [
    { against: 'registered' as const, mix: plan.mix },
    { against: 'recent' as const, mix: recent },
  ]
  return mixes.flatMap(({ against, mix }): MixReading[] => {
    const weighing = mix === null ? null : weighedToMix({ wanted: new Map(Object.entries(mix)), seen, evidence })
    if (weighing === null || weighing.variation === null) return []
    const { variation } = weighing
    if (weighing.kind === 'alike') return [{ against, variation, unseen: [], proven: null, estimate: null }]
    if (weighing.kind === 'unknown')
      return [{ against, variation, unseen: weighing.missing.map(({ queryType }) => queryType), proven: false, estimate: null }]
    const { levels, fractions, estimate: shown } = weighing
    return [{ against, variation, unseen: [], proven: proven(levels, line, plan.alphaRatio, fractions), estimate: shown }]
  })
}

export type TypeReading = { n: number; correct: number; escalated: number; lower: number; upper: number; gate: GateOutcome }

/** Each query type by itself: `n` and `correct` are of everything judged, the gate of what was handled, as it stands now. */
export function readQueryTypes(promotion: Promotion, plan: Plan, tallies: readonly Tally[]): Record<string, TypeReading> {
  const readings = [...Map.groupBy(tallies, (tally) => tally.queryType)]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, list]) => {
      const counted = evidenceOf(list)
      const now = proven(counted.levels, provenLine(promotion, plan), plan.alphaRatio, counted.fractions)
      const standing = standingOf({ promotion, plan, counted, proof: { at: now ? counted.n : null, most: 0 } })
      const escalated = list.filter((tally) => tally.escalated).reduce((sum, tally) => sum + tally.members, 0)
      return [
        name,
        { ...judgedCounts(list), escalated, ...band(judgedLevels(list)), gate: accuracy(plan, standing).outcome },
      ] as const
    })
  return Object.fromEntries(readings)
}

export type Counts = { n: number; correct: number }

/** Everything judged, whoever handled it, message by message: what a backtest prints as accuracy. */
export function judgedCounts(tallies: readonly Tally[]): Counts {
  return { n: total(tallies, 'said'), correct: total(tallies, 'correct') }
}

/** The same counts kept apart by weight, for an estimate and a band over a sample drawn at several rates. */
export function judgedLevels(tallies: readonly Tally[]): Level[] {
  const levels = [...Map.groupBy(tallies, (tally) => tally.weight)].map(([weight, list]) => {
    const correct = total(list, 'correct')
    return { weight, correct, wrong: total(list, 'said') - correct }
  })
  return levels.filter(({ correct, wrong }) => correct + wrong > 0).toSorted((a, b) => b.weight - a.weight)
}

/** What is shown of a whole: counts, estimate, and the two-sided 95 % band. */
export function judgedBand(tallies: readonly Tally[]): Counts & { estimate: number | null; lower: number; upper: number } {
  const levels = judgedLevels(tallies)
  return { ...judgedCounts(tallies), estimate: estimate(levels), ...band(levels) }
}

/** `rate` is the share of what was judged. Needed: should have gone to a person, whether it did or not; missed and unneeded are the two ways of being wrong about it. */
export type EscalationCounts = { n: number; escalated: number; needed: number; missed: number; unneeded: number }

export function escalationCounts(tallies: readonly Tally[]): EscalationCounts {
  const escalated = tallies.filter((tally) => tally.escalated)
  return {
    n: total(tallies, 'members'),
    escalated: total(escalated, 'members'),
    needed: total(tallies, 'needed'),
    missed: total(
      tallies.filter((tally) => !tally.escalated),
      'needed',
    ),
    unneeded: total(escalated, 'unneeded'),
  }
}

function total(tallies: readonly Tally[], what: 'members' | 'said' | 'correct' | 'needed' | 'unneeded'): number {
  return tallies.reduce((sum, tally) => sum + tally[what], 0)
}
