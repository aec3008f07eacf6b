// Evidence against targets: met, not met, or not yet known, each criterion with its number, its bound and its reason. Read as often as one likes.
// A criterion that cannot be decided is not yet known; a gate without criteria or evidence is never met.

import { floorRatio, type Targets } from '../discovery/targets.ts'
import { band, estimate, likelyReviews, minReviews, upper } from './confidence.ts'
import { majorsOf, thinMajors, type Traffic, unlistedUpper } from './coverage.ts'
import { byQueryType, firstProof, handled, handledLower, type Judged, judgedCounts } from './evidence.ts'

export const gateOutcomes = ['met', 'not_met', 'not_yet_known'] as const
export type GateOutcome = (typeof gateOutcomes)[number]
export type Promotion = 'shadow_to_supervised' | 'supervised_to_autonomous'

/** `value` is what the evidence shows, `bound` what it must reach, `need` how much more of it is likely needed. */
export type Criterion = { name: string; outcome: GateOutcome; value: number | null; bound: number | null; need: number | null; reason: string }
export type GateReading = { promotion: Promotion; outcome: GateOutcome; criteria: Criterion[] }

export type GateQuestion = {
  promotion: Promotion
  targets: Targets
  /** Query types the dossier declares major, among those the rollout owns. */
  majors: readonly string[]
  items: readonly Judged[]
  traffic: Traffic
  daysInPhase: number
}

/** Every criterion must hold at once; one that is violated makes the gate not met, one that is open makes it not yet known. */
export function readGate(q: GateQuestion): GateReading {
  const criteria = [accuracy(q), reviewCap(q), coverageMajors(q), coverageUnlisted(q), minimumReviews(q), minimumDuration(q)]
  return { promotion: q.promotion, outcome: together(criteria), criteria }
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

function accuracy({ promotion, targets, items }: Pick<GateQuestion, 'promotion' | 'targets' | 'items'>): Criterion {
  const { targetRatio: target, alphaRatio: alpha } = targets.accuracy
  const line = provenLine(promotion, targets)
  const counted = handled(items)
  const shown = estimate([...counted.levels, ...counted.fractions.map(({ weight, share }) => ({ weight, correct: share, wrong: 1 - share }))])
  const value = shown === null ? null : handledLower(items, alpha)
  const base = { name: 'accuracy', value, bound: line }
  if (shown === null) return { ...base, outcome: 'not_yet_known', need: minReviews(line, 0, alpha), reason: `No handled output has been judged. With none wrong, ${table(line, alpha)}.` }
  const most = upper(counted.levels, alpha, counted.fractions)
  const seen = `${inWords(shown)} of ${counted.n} handled outputs were right (escalations are judged apart)`
  if (most < target) return { ...base, outcome: 'not_met', need: null, reason: `${seen}; at most ${inWords(most)} can be true, and the target is ${inWords(target)}. More reviews will not change that: refine the role or narrow the scope.` }
  const proof = firstProof(items, line, alpha)
  if (proof.at !== null && shown >= target) return { ...base, outcome: 'met', need: 0, reason: `${seen}; more than ${inWords(line)} was proven after ${proof.at} of them, and stays proven however often one looks.` }
  const more = Math.max(1, likelyReviews(shown, line) - counted.n)
  const need = Number.isFinite(more) ? more : null
  const missing = proof.at === null ? `more than ${inWords(line)} is not proven yet (lower bound ${inWords(value ?? 0)})` : `the estimate is below the target of ${inWords(target)}`
  return { ...base, outcome: 'not_yet_known', need, reason: `${seen}; ${missing}. ${need === null ? 'At this rate no number of reviews will prove it.' : `About ${need} more are likely needed.`} With fewer wrong, ${table(line, alpha)}.` }
}

function table(line: number, alpha: number): string {
  return `${[0, 1, 2, 3].map((wrong) => `${wrong} wrong: ${minReviews(line, wrong, alpha)}`).join(', ')} reviews would do`
}

/** Past the cap without proof the answer is “inconclusive”, never a promotion (GATES.md 1.5 (4)). */
function reviewCap({ promotion, targets, items }: GateQuestion): Criterion {
  const { n } = handled(items)
  const over = n >= targets.reviewCap && firstProof(items, provenLine(promotion, targets), targets.accuracy.alphaRatio).at === null
  const reason = over ? `Inconclusive: ${n} reviews have not proven it, and the registered cap is ${targets.reviewCap}. Narrow the scope, or register another target.` : `${n} of at most ${targets.reviewCap} reviews.`
  return { name: 'review_cap', outcome: over ? 'not_met' : 'met', value: n, bound: targets.reviewCap, need: null, reason }
}

function coverageMajors({ targets, majors, items, traffic }: GateQuestion): Criterion {
  const { majorShareRatio, minPerMajor } = targets.coverage
  const wanted = majorsOf(majors, traffic, majorShareRatio)
  const verdicts = Object.fromEntries([...byQueryType(items)].map(([name, list]) => [name, list.length]))
  const thin = thinMajors(wanted, verdicts, minPerMajor)
  const base = { name: 'coverage_majors', value: wanted.length - thin.length, bound: wanted.length }
  if (wanted.length === 0) return { ...base, outcome: 'not_yet_known', need: null, reason: 'No major query type is declared and none has been seen.' }
  if (thin.length === 0) return { ...base, outcome: 'met', need: 0, reason: `Each of ${wanted.length} major query types has at least ${minPerMajor} verdicts.` }
  const need = thin.reduce((sum, { have }) => sum + minPerMajor - have, 0)
  return { ...base, outcome: 'not_yet_known', need, reason: `${thin.map(({ queryType, have }) => `${queryType} has ${have}`).join(', ')} of ${minPerMajor} verdicts.` }
}

function coverageUnlisted({ targets, traffic }: GateQuestion): Criterion {
  const most = unlistedUpper(traffic, targets.accuracy.alphaRatio)
  const bound = targets.coverage.unlistedMaxRatio
  const total = Object.values(traffic.byType).reduce((sum, n) => sum + n, 0) + traffic.unlisted
  const base = { name: 'coverage_unlisted', value: most, bound }
  const seen = `${traffic.unlisted} of ${total} queries fit no declared type; at most ${inWords(most)} of the traffic does`
  if (total > 0 && most <= bound) return { ...base, outcome: 'met', need: 0, reason: `${seen}, and ${inWords(bound)} is allowed.` }
  const beyond = total > 0 && traffic.unlisted / total > bound
  return { ...base, outcome: 'not_yet_known', need: null, reason: `${seen}; ${inWords(bound)} is allowed. ${beyond ? 'Describe what they ask for in the workflow map.' : 'More traffic will narrow it.'}` }
}

function minimumReviews({ promotion, targets, items }: GateQuestion): Criterion {
  const bound = promotion === 'shadow_to_supervised' ? targets.shadow.minReviews : targets.supervised.minReviews
  const { n } = judgedCounts(items)
  const judged = Math.max(n, items.length)
  const met = judged >= bound
  return { name: 'minimum_reviews', outcome: met ? 'met' : 'not_yet_known', value: judged, bound, need: met ? 0 : bound - judged, reason: `${judged} of ${bound} reviews agreed as the minimum.` }
}

function minimumDuration({ promotion, targets, daysInPhase }: GateQuestion): Criterion {
  const bound = promotion === 'shadow_to_supervised' ? targets.shadow.minDays : targets.supervised.minDays
  const met = daysInPhase >= bound
  const days = Math.floor(daysInPhase * 10) / 10
  return { name: 'minimum_duration', outcome: met ? 'met' : 'not_yet_known', value: days, bound, need: met ? 0 : Math.ceil(bound - daysInPhase), reason: `${days} of ${bound} days agreed as the minimum in this phase.` }
}

export type TypeReading = { n: number; correct: number; escalated: number; lower: number; upper: number; gate: GateOutcome }

/** The same engine on one query type's evidence; `n` and `correct` are of everything judged, the gate of what was handled. */
export function readQueryTypes(promotion: Promotion, targets: Targets, items: readonly Judged[]): Record<string, TypeReading> {
  const readings = [...byQueryType(items)].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([name, list]) => {
    const { n, correct } = judgedCounts(list)
    const bounds = band([{ weight: 1, correct, wrong: n - correct }])
    return [name, { n, correct, escalated: list.filter((item) => item.escalated).length, ...bounds, gate: accuracy({ promotion, targets, items: list }).outcome }] as const
  })
  return Object.fromEntries(readings)
}

function inWords(ratio: number): string {
  return `${(Math.floor(ratio * 1000) / 10).toFixed(1)} %`
}
