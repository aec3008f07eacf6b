// Is what it handles right often enough? Handled outputs only, never pooled with escalations (GATES.md D4), proven against the floor to leave Shadow and against the target
// to leave Supervised (D5).

import type { Phrase, Sentence } from '../../sentence.ts'
import { estimate, fewestRight, likelyReviews, lower, minReviews, upper } from '../confidence.ts'
import type { Plan } from '../plan.ts'
import type { Evidence, Proof } from '../proof.ts'
import { because, outputsOf, phrase, says } from '../sentences.ts'
import { atLeast, atMost, type Criterion, exactly, type Promotion } from './criterion.ts'

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
  lineName: readonly Phrase[]
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
    lineName: [phrase(promotion === 'shadow_to_supervised' ? 'the_floor' : 'the_target', { ratio: exactly(line) })],
    proof,
    carried,
  }
}

export function accuracy({ targetRatio: target, alphaRatio: alpha }: Plan, standing: Standing): Criterion {
  const { counted, shown, value, most, line, lineName, proof, carried } = standing
  const base = { name: 'accuracy', value: shown === null ? null : value, bound: line }
  if (carried !== null && carried.lower >= line && (shown === null || most >= target)) {
    const { replayed, changed } = carried
    const said = says('carried_over', { replayed, changed, lower: atLeast(carried.lower), line: lineName })
    return { ...base, value: carried.lower, outcome: 'met', need: 0, ...because(said) }
  }
  if (shown === null) {
    const need = minReviews(line, 0, alpha)
    return { ...base, outcome: 'not_yet_known', need, ...because(says('none_judged', {}), table(line, 0, alpha)) }
  }
  const seen = says('right_so_far', { ratio: atLeast(shown), outputs: outputsOf(counted.n) })
  if (most < target) {
    const said = says('cannot_reach', { most: atMost(most), target: exactly(target) })
    return { ...base, outcome: 'not_met', need: null, ...because(seen, said) }
  }
  if (proof.at !== null && shown >= target) {
    const said = says('proven', { line: lineName, outputs: outputsOf(proof.at) })
    return { ...base, outcome: 'met', need: 0, ...because(seen, said) }
  }
  const missing = proof.at === null ? unproven(standing, alpha) : { need: 0, said: [] }
  const rise = shown < target ? risesTo(standing, target) : { need: 0, said: [] }
  const need = missing.need === null ? null : Math.max(missing.need, rise.need)
  const parts = [seen, ...missing.said, ...rise.said, says('end', {}), tableBeside(standing, alpha)]
  return { ...base, outcome: 'not_yet_known', need, ...because(...parts) }
}

/** What is missing to the proof: more reviews at the rate seen, at least as many as would do if all of them were right. */
function unproven({ counted, shown, value, line, lineName }: Standing, alpha: number): { need: number | null; said: Sentence[] } {
  const fewest = fewestRight(counted.levels, line, alpha, counted.fractions)
  const likely = likelyReviews(shown ?? 0, line, alpha)
  const open = says('not_proven', { lower: atLeast(value), line: lineName })
  if (!Number.isFinite(likely)) return { need: null, said: [open, says('never_proven', {})] }
  const need = Math.max(fewest, likely - counted.n)
  const fewer = fewest < need ? [says('if_all_right', { fewest })] : []
  return { need, said: [open, says('reviews_likely', { need }), ...fewer] }
}

/** What lifts the estimate to the target: so many further reviews, if every one finds the output right. */
function risesTo({ counted: { levels, fractions } }: Standing, target: number): { need: number; said: Sentence[] } {
  let short = 0
  for (const { weight, correct, wrong } of levels) short += weight * (target * (correct + wrong) - correct)
  for (const { weight, share, n = 1 } of fractions) short += n * weight * (target - share)
  const need = Math.max(1, Math.ceil(short / (1 - target) - 1e-9))
  return { need, said: [says('below_target', { target: exactly(target), need })] }
}

function tableBeside({ counted, line, proof }: Standing, alpha: number): Sentence | null {
  return proof.at === null ? table(line, Math.round(counted.n - counted.correct), alpha) : null
}

function table(line: number, wrong: number, alpha: number): Sentence {
  const columns = [0, 1, 2, 3].map((more) =>
    phrase('wrong_column', { wrong: wrong + more, reviews: minReviews(line, wrong + more, alpha) }),
  )
  return says('would_prove', { columns })
}

/** Past the cap without proof the answer is “inconclusive”, never a promotion (GATES.md 1.5 (4)). */
export function reviewCap({ reviewCap: cap }: Plan, { counted: { n }, lineName, proof, carried, line }: Standing): Criterion {
  const base = { name: 'review_cap', value: n, bound: cap }
  const shown = proof.at !== null || (carried !== null && carried.lower >= line)
  if (n > cap && !shown) {
    const said = says('inconclusive', { outputs: outputsOf(n), line: lineName, cap })
    return { ...base, outcome: 'not_met', need: null, ...because(said) }
  }
  return { ...base, outcome: 'met', need: 0, ...because(shown ? says('cap_no_longer', { cap }) : says('cap_spent', { n, cap })) }
}
