// How far two blind judges of the same proposals agree. Shown, never a criterion: where errors are rare, reviewers who miss half of them still agree on
// 95.6 % of cases (AC1 0.953), so what gates reviewers is whether they catch what is known to be wrong. Source: GATES.md section 7.

import { invariant } from '../fault.ts'

/** Pairs of verdicts on one proposal: both wrong, only the first, only the second, both right. */
export type Pairs = { bothWrong: number; firstWrong: number; secondWrong: number; bothRight: number }

/** Null where a number is not defined: nothing judged twice, nobody found anything wrong, or chance alone would agree always. */
export type Agreement = {
  n: number
  raw: number | null
  /** Agreement on “wrong”, 2a / (2a + b + c): the number to look at, since agreement on “right” is cheap. */
  positive: number | null
  /** Cohen 1960. */
  kappa: number | null
  /** Gwet 2008. Flatters where one answer is rare; shown because it is asked for. */
  ac1: number | null
  /** Krippendorff, nominal, two judges, nothing missing. */
  alpha: number | null
}

export function agreementOf({ bothWrong: a, firstWrong: b, secondWrong: c, bothRight: d }: Pairs): Agreement {
  const counts = [a, b, c, d]
  invariant(
    counts.every((count) => count >= 0 && Number.isFinite(count)),
    'pairs are counts of zero or more',
  )
  const n = a + b + c + d
  if (n === 0) return { n, raw: null, positive: null, kappa: null, ac1: null, alpha: null }
  const raw = (a + d) / n
  const [first, second] = [(a + b) / n, (a + c) / n]
  const wrong = (first + second) / 2
  // Krippendorff’s expectation draws two of the 2n verdicts without putting the first one back.
  const [verdicts, wrongs] = [2 * n, 2 * a + b + c]
  const byLot = (wrongs * (wrongs - 1) + (verdicts - wrongs) * (verdicts - wrongs - 1)) / (verdicts * (verdicts - 1))
  return {
    n,
    raw,
    positive: wrongs === 0 ? null : (2 * a) / wrongs,
    kappa: beyondChance(raw, first * second + (1 - first) * (1 - second)),
    ac1: beyondChance(raw, 2 * wrong * (1 - wrong)),
    alpha: beyondChance(raw, byLot),
  }
}

function beyondChance(raw: number, chance: number): number | null {
  return chance >= 1 ? null : (raw - chance) / (1 - chance)
}
