// Is what it handles right often enough? Handled outputs only, never pooled with escalations (GATES.md D4), proven against the floor to leave Shadow and against the target
// to leave Supervised (D5).

import { estimate, fewestRight, likelyReviews, lower, minReviews, upper } from '../confidence.ts'
import type { Plan } from '../plan.ts'
import type { Evidence, Proof } from '../proof.ts'
import { atLeast, atMost, type Criterion, exactly, outputs, type Promotion } from './criterion.ts'

// The stop rule is not the plan's alpha: it costs at most 5 % of the agents that are good enough, whatever the plan (GATES.md 1, “Red”).
const stopAlpha = 0.05

/** Shadow must prove the floor, Supervised the target itself (GATES.md D5); both also need the estimate at or above the target now. */
export function provenLine(promotion: Promotion, plan: Pick<Plan, 'floorRatio' | 'targetRatio'>): number {
  return promotion === 'shadow_to_supervised' ? plan.floorRatio : plan.targetRatio
}

/** A role version that carries over what the one before it had proven: the bound that holds for it, and what it rests on (GATES.md 8 (ii)). */
export type Carried = { lower: number; changed: number; replayed: number }

export type Standing = {
  counted: Evidence
  shown: number | null
  /** The lower bound now. */
  value: number
  most: number
  line: number
  lineName: string
  proof: Proof
  carried: Carried | null
}

export function standingOf(q: {
  promotion: Promotion
  plan: Plan
  counted: Evidence
  proof: Proof
  carried?: Carried | null
}): Standing {
  const { promotion, plan, counted, proof, carried = null } = q
  const line = provenLine(promotion, plan)
  return {
    counted,
    shown: estimate(counted.levels, counted.fractions),
    value: lower(counted.levels, plan.alphaRatio, counted.fractions),
    most: upper(counted.levels, stopAlpha, counted.fractions),
    line,
    lineName: `${promotion === 'shadow_to_supervised' ? 'the floor' : 'the target'} of ${exactly(line)}`,
    proof,
    carried,
  }
}

export function accuracy({ targetRatio: target, alphaRatio: alpha }: Plan, standing: Standing): Criterion {
  const { counted, shown, value, most, line, lineName, proof, carried } = standing
  const base = { name: 'accuracy', value: shown === null ? null : value, bound: line }
  if (carried !== null && carried.lower >= line && (shown === null || most >= target)) {
    const reason = `Carried over from the version before: of ${carried.replayed} replayed queries ${carried.changed} came out differently, so at least ${atLeast(carried.lower)} is right, and ${lineName} is passed.`
    return { ...base, value: carried.lower, outcome: 'met', need: 0, reason }
  }
  if (shown === null) {
    const reason = `No handled output has been judged yet. ${table(line, 0, alpha)}`
    return { ...base, outcome: 'not_yet_known', need: minReviews(line, 0, alpha), reason }
  }
  const seen = `${atLeast(shown)} of ${outputs(counted.n)} were right, escalations not counted`
  if (most < target) {
    const reason = `${seen}; at most ${atMost(most)} can be true, and the target is ${exactly(target)}. More reviews will not change that: refine the role or narrow the scope.`
    return { ...base, outcome: 'not_met', need: null, reason }
  }
  if (proof.at !== null && shown >= target) {
    const reason = `${seen}; more than ${lineName} was proven after ${outputs(proof.at)}, and that stays proven however often one looks.`
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
  for (const { weight, share, n = 1 } of fractions) short += n * weight * (target - share)
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
export function reviewCap({ reviewCap: cap }: Plan, { counted: { n }, lineName, proof, carried, line }: Standing): Criterion {
  const base = { name: 'review_cap', value: n, bound: cap }
  const shown = proof.at !== null || (carried !== null && carried.lower >= line)
  if (n > cap && !shown) {
    const reason = `Inconclusive: ${outputs(n)} have not proven more than ${lineName}, and the registered cap is ${cap} reviews. Narrow the scope, or register another target.`
    return { ...base, outcome: 'not_met', need: null, reason }
  }
  const reason = shown
    ? `The proof stands, so the cap of ${cap} reviews no longer matters.`
    : `${n} of the ${cap} reviews this plan allows have been spent.`
  return { ...base, outcome: 'met', need: 0, reason }
}
