// Evidence against targets: met, not met, or not yet known, each criterion with its number, its bound and its reason. Read as often as one likes.
// A criterion that cannot be decided is not yet known; a gate without criteria or evidence is never met. Sources: GATES.md 0 (D2, D4, D5), 1, 2, 9.

import { floorRatio, type Targets } from '../discovery/targets.ts'
import { band, estimate, fewestRight, likelyReviews, minReviews, upper } from './confidence.ts'
import { arrived, listedStillNeeded, majorsOf, type Traffic, thinMajors, unlistedLower, unlistedUpper } from './coverage.ts'
import {
  byQueryType,
  firstProof,
  type Handled,
  handled,
  handledLower,
  type Judged,
  judgedCases,
  judgedCounts,
  judgedLevels,
} from './evidence.ts'

export const gateOutcomes = ['met', 'not_met', 'not_yet_known'] as const
export type GateOutcome = (typeof gateOutcomes)[number]
export type Promotion = 'shadow_to_supervised' | 'supervised_to_autonomous'

/** `value` is what the evidence shows, `bound` what it must reach, `need` how much more of it is likely needed; null where no amount is known to do. */
export type Criterion = {
  name: string
  outcome: GateOutcome
  value: number | null
  bound: number | null
  need: number | null
  reason: string
}
export type GateReading = { promotion: Promotion; outcome: GateOutcome; criteria: Criterion[] }

export type GateQuestion = {
  promotion: Promotion
  targets: Targets
  /** Query types the dossier declares major, among those the rollout owns. */
  majors: readonly string[]
  items: readonly Judged[]
  traffic: Traffic
  daysInPhase: number
  /** Those of the items that were judged in this phase; left out: all of them. The minimum is agreed per phase. */
  itemsInPhase?: readonly Judged[]
  /** Null: this installation keeps no incidents, so the gate does not speak of them (it does not call them none). */
  openIncidents: number | null
}

// The stop rule is not the plan's alpha: it costs at most 5 % of the agents that are good enough, whatever the plan (GATES.md 1, “Red”).
const stopAlpha = 0.05

/** Every criterion must hold at once; one that is violated makes the gate not met, one that is open makes it not yet known. Without a verdict nothing is known. */
export function readGate(q: GateQuestion): GateReading {
  const standing = standingOf(q)
  const criteria = [
    accuracy(q.targets, standing),
    reviewCap(q.targets, standing),
    coverageMajors(q),
    coverageUnlisted(q),
    minimumReviews(q),
    minimumDuration(q),
    ...incidents(q),
  ]
  return { promotion: q.promotion, outcome: judgedCases(q.items) === 0 ? 'not_yet_known' : together(criteria), criteria }
}

/** No criteria at all is not yet known: an empty list is not a passed gate. */
export function together(criteria: readonly Pick<Criterion, 'outcome'>[]): GateOutcome {
  if (criteria.some(({ outcome }) => outcome === 'not_met')) return 'not_met'
  return criteria.length > 0 && criteria.every(({ outcome }) => outcome === 'met') ? 'met' : 'not_yet_known'
}

/** Shadow must prove the floor, Supervised the target itself (GATES.md D5); both also need the estimate at or above the target now. */
export function provenLine(promotion: Promotion, targets: Targets): number {
  return promotion === 'shadow_to_supervised' ? floorRatio(targets) : targets.accuracy.targetRatio
}

type Standing = {
  counted: Handled
  shown: number | null
  value: number
  most: number
  line: number
  lineName: string
  proof: ReturnType<typeof firstProof>
}

function standingOf({ promotion, targets, items }: Pick<GateQuestion, 'promotion' | 'targets' | 'items'>): Standing {
  const { alphaRatio: alpha } = targets.accuracy
  const counted = handled(items)
  const line = provenLine(promotion, targets)
  return {
    counted,
    shown: estimate(counted.levels, counted.fractions),
    value: handledLower(items, alpha),
    most: upper(counted.levels, stopAlpha, counted.fractions),
    line,
    lineName: `${promotion === 'shadow_to_supervised' ? 'the floor' : 'the target'} of ${exactly(line)}`,
    proof: firstProof(items, line, alpha),
  }
}

function accuracy(targets: Targets, standing: Standing): Criterion {
  const { targetRatio: target, alphaRatio: alpha } = targets.accuracy
  const { counted, shown, value, most, line, lineName, proof } = standing
  const base = { name: 'accuracy', value: shown === null ? null : value, bound: line }
  if (shown === null) {
    const reason = `No handled output has been judged yet. ${table(line, 0, alpha)}`
    return { ...base, outcome: 'not_yet_known', need: minReviews(line, 0, alpha), reason }
  }
  const seen = `${atLeast(shown)} of ${cases(counted.n)} were right, escalations not counted`
  if (most < target) {
    const reason = `${seen}; at most ${atMost(most)} can be true, and the target is ${exactly(target)}. More reviews will not change that: refine the role or narrow the scope.`
    return { ...base, outcome: 'not_met', need: null, reason }
  }
  if (proof.at !== null && shown >= target) {
    const reason = `${seen}; more than ${lineName} was proven after ${cases(proof.at)}, and that stays proven however often one looks.`
    return { ...base, outcome: 'met', need: 0, reason }
  }
  const missing = proof.at === null ? unproven(standing, alpha) : { need: 0, says: '' }
  const rise = shown < target ? risesTo(standing, target) : { need: 0, says: '' }
  const need = missing.need === null ? null : Math.max(missing.need, rise.need)
  return { ...base, outcome: 'not_yet_known', need, reason: `${seen}${missing.says}${rise.says}.${tableBeside(standing, alpha)}` }
}

/** What is missing to the proof: more reviews at the rate seen, at least as many as would do if all of them were right. */
function unproven({ counted, shown, value, line, lineName }: Standing, alpha: number): { need: number | null; says: string } {
  const fewest = fewestRight(counted.levels, line, alpha, counted.fractions)
  const likely = likelyReviews(shown ?? 0, line, alpha)
  const says = `; the lower bound is ${atLeast(value)}, and more than ${lineName} is not proven yet`
  if (!Number.isFinite(likely)) return { need: null, says: `${says}: at this rate no number of reviews will prove it` }
  const need = Math.max(fewest, likely - counted.n)
  return {
    need,
    says: `${says}: about ${need} more reviews are likely needed${fewest < need ? `, ${fewest} if all are right` : ''}`,
  }
}

/** What lifts the estimate to the target: so many further reviews, if every one finds the output right. */
function risesTo({ counted: { levels, fractions } }: Standing, target: number): { need: number; says: string } {
  let short = 0
  for (const { weight, correct, wrong } of levels) short += weight * (target * (correct + wrong) - correct)
  for (const { weight, share } of fractions) short += weight * (target - share)
  const need = Math.max(1, Math.ceil(short / (1 - target) - 1e-9))
  const says = `; the estimate is below the target of ${exactly(target)}, and ${need} more reviews, all right, would lift it there`
  return { need, says }
}

function tableBeside({ counted, line, proof }: Standing, alpha: number): string {
  return proof.at === null ? ` ${table(line, Math.round(counted.n - counted.correct), alpha)}` : ''
}

function table(line: number, wrong: number, alpha: number): string {
  const columns = [0, 1, 2, 3].map((more) => `${wrong + more} wrong: ${minReviews(line, wrong + more, alpha)}`)
  return `Reviews in all that would prove it: ${columns.join(', ')}.`
}

/** Past the cap without proof the answer is “inconclusive”, never a promotion (GATES.md 1.5 (4)). */
function reviewCap({ reviewCap: cap }: Targets, { counted: { n }, lineName, proof }: Standing): Criterion {
  const base = { name: 'review_cap', value: n, bound: cap }
  if (n > cap && proof.at === null) {
    const reason = `Inconclusive: ${cases(n)} have not proven more than ${lineName}, and the registered cap is ${cap} reviews. Narrow the scope, or register another target.`
    return { ...base, outcome: 'not_met', need: null, reason }
  }
  const reason =
    proof.at === null
      ? `${n} of the ${cap} reviews this plan allows have been spent.`
      : `The proof stands, so the cap of ${cap} reviews no longer matters.`
  return { ...base, outcome: 'met', need: 0, reason }
}

function coverageMajors({ targets, majors, items, traffic }: GateQuestion): Criterion {
  const { majorShareRatio, minPerMajor } = targets.coverage
  const wanted = majorsOf(majors, traffic, majorShareRatio)
  const verdicts = new Map([...byQueryType(items)].map(([name, list]) => [name, judgedCases(list)]))
  const thin = thinMajors(wanted, verdicts, minPerMajor)
  const base = { name: 'coverage_majors', value: wanted.length - thin.length, bound: wanted.length }
  if (wanted.length === 0) {
    return { ...base, outcome: 'not_yet_known', need: null, reason: 'No major query type is declared and none has been seen.' }
  }
  const enough = minPerMajor === 1 ? 'one verdict' : `${minPerMajor} verdicts`
  if (thin.length === 0) {
    const reason = `Every major query type (${wanted.length}) has at least ${enough}.`
    return { ...base, outcome: 'met', need: 0, reason }
  }
  const need = thin.reduce((sum, { have }) => sum + minPerMajor - have, 0)
  const list = thin.map(({ queryType, have }) => `${queryType} (${have})`).join(', ')
  const reason = `Major query types with fewer than ${enough}: ${list}. Together they need ${need} more.`
  return { ...base, outcome: 'not_yet_known', need, reason }
}

function coverageUnlisted({ targets, traffic }: GateQuestion): Criterion {
  const { alphaRatio: alpha } = targets.accuracy
  const bound = targets.coverage.unlistedMaxRatio
  const total = arrived(traffic)
  const value = unlistedUpper(traffic, alpha)
  const base = { name: 'coverage_unlisted', value, bound }
  const need = listedStillNeeded(traffic, bound, alpha)
  if (total === 0) return { ...base, outcome: 'not_yet_known', need, reason: 'No query has arrived yet.' }
  const seen = `${traffic.unlisted} of ${total} queries fit no declared type; their share may be up to ${atMost(value)}, and ${exactly(bound)} is allowed`
  if (value <= bound) return { ...base, outcome: 'met', need: 0, reason: `${seen}.` }
  if (unlistedLower(traffic, stopAlpha) > bound) {
    const reason = `${seen}. It is shown to be more: describe what they ask for in the workflow map.`
    return { ...base, outcome: 'not_met', need: null, reason }
  }
  const missing =
    need === null
      ? 'No number of queries can show that none is unlisted.'
      : `${need} more queries, all of a declared type, would show it.`
  return { ...base, outcome: 'not_yet_known', need, reason: `${seen}. ${missing}` }
}

function minimumReviews({ promotion, targets, items, itemsInPhase = items }: GateQuestion): Criterion {
  const bound = promotion === 'shadow_to_supervised' ? targets.shadow.minReviews : targets.supervised.minReviews
  const value = judgedCases(itemsInPhase)
  const base = { name: 'minimum_reviews', value, bound, need: Math.max(0, bound - value) }
  if (value >= bound)
    return {
      ...base,
      outcome: 'met',
      reason: `${value} reviews have been given in this phase; ${bound} were agreed as its minimum.`,
    }
  const reason = `${value} of the ${bound} reviews agreed as the minimum of this phase have been given; ${bound - value} are missing.`
  return { ...base, outcome: 'not_yet_known', reason }
}

function minimumDuration({ promotion, targets, daysInPhase }: GateQuestion): Criterion {
  const bound = promotion === 'shadow_to_supervised' ? targets.shadow.minDays : targets.supervised.minDays
  const value = Math.floor(daysInPhase * 10) / 10
  const base = { name: 'minimum_duration', value, bound }
  const seen = `The phase has lasted ${value} days, and ${bound} were agreed as the minimum`
  if (daysInPhase >= bound) return { ...base, outcome: 'met', need: 0, reason: `${seen}.` }
  const need = Math.ceil(bound - daysInPhase)
  return {
    ...base,
    outcome: 'not_yet_known',
    need,
    reason: `${seen}; it is reached in ${need === 1 ? 'a day' : `${need} days`} at most.`,
  }
}

function incidents({ openIncidents }: GateQuestion): Criterion[] {
  if (openIncidents === null) return []
  const base = { name: 'incidents', value: openIncidents, bound: 0, need: openIncidents }
  if (openIncidents === 0) return [{ ...base, outcome: 'met', reason: 'No incident is open.' }]
  const reason = `${openIncidents === 1 ? 'One incident is' : `${openIncidents} incidents are`} open; each must be closed by a person first.`
  return [{ ...base, outcome: 'not_met', reason }]
}

export type TypeReading = { n: number; correct: number; escalated: number; lower: number; upper: number; gate: GateOutcome }

/** The same engine on one query type's evidence; `n` and `correct` are of everything judged, the gate of what was handled. */
export function readQueryTypes(promotion: Promotion, targets: Targets, items: readonly Judged[]): Record<string, TypeReading> {
  const readings = [...byQueryType(items)]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, list]) => {
      const escalated = list.filter((item) => item.escalated).length
      const gate = accuracy(targets, standingOf({ promotion, targets, items: list })).outcome
      return [name, { ...judgedCounts(list), escalated, ...band(judgedLevels(list)), gate }] as const
    })
  return Object.fromEntries(readings)
}

function cases(n: number): string {
  return n === 1 ? 'one handled output' : `${n} handled outputs`
}

// What is shown never looks better than it is: lower bounds and estimates are cut, upper bounds raised, agreed numbers written out.

function atLeast(ratio: number): string {
  return `${(Math.floor(ratio * 1000 + 1e-9) / 10).toFixed(1)} %`
}

function atMost(ratio: number): string {
  return `${(Math.ceil(ratio * 1000 - 1e-9) / 10).toFixed(1)} %`
}

function exactly(ratio: number): string {
  return `${Number((ratio * 100).toFixed(2))} %`
}
