// What a new role version may take over from the old one: the old bound less what a replay shows could have changed. Exact whatever the cause of the change,
// for query types the change does not touch; those it touches start at nothing. Never by pooling, discounting, or “no significant difference”, which
// promote a version that became worse in up to 94 of 100 attempts. Source: GATES.md D12 and section 8 (ii).

import { invariant } from '../fault.ts'
import { type Fraction, type Level, lower } from './confidence.ts'

// The gate's 5 % divided: 4 for the old evidence, 1 for the replay (GATES.md 8 (ii)).
const oldAlpha = 0.04
const replayAlpha = 0.01

/**
 * Clopper & Pearson 1934: the largest share p with P(at most `count` of n) ≥ alpha, that is, the exact one-sided upper bound for ONE look at a fixed n.
 * A replay is such a look: its cases are fixed before it runs. 1 when nothing was replayed or everything differed.
 */
export function clopperPearsonUpper(count: number, n: number, alpha: number): number {
  invariant(Number.isInteger(count) && Number.isInteger(n) && count >= 0 && count <= n, 'a count is a whole number from 0 to n')
  invariant(alpha > 0 && alpha < 1, 'alpha lies strictly between 0 and 1')
  if (count === n) return 1
  let [low, high] = [count / n, 1]
  const wanted = Math.log(alpha)
  // P falls with p; the loop ends where two neighbouring doubles remain.
  for (let i = 0; i < 200; i++) {
    const middle = (low + high) / 2
    if (middle === low || middle === high) break
    if (logAtMost(count, n, middle) >= wanted) low = middle
    else high = middle
  }
  return high
}

/** ln P(X ≤ count) of a binomial, term by term in logarithms: (1 − p)^n alone underflows where n is large. */
function logAtMost(count: number, n: number, p: number): number {
  const [hit, miss] = [Math.log(p), Math.log1p(-p)]
  if (p <= 0) return 0
  let term = n * miss
  let sum = term
  for (let k = 1; k <= count; k++) {
    term += Math.log((n - k + 1) / k) + hit - miss
    sum = Math.max(sum, term) + Math.log1p(Math.exp(-Math.abs(sum - term)))
  }
  return sum
}

/** `replayed` past cases of the unaffected types ran on both versions; `changed` of them came out with another action or answer. */
export type Replay = { replayed: number; changed: number }

/** The lower bound that holds for the new version on the unaffected types. 0 of 300 changed costs 1.5 points. Never below 0, never above the old bound. */
export function carriedLower(
  old: { levels: readonly Level[]; fractions: readonly Fraction[] },
  { replayed, changed }: Replay,
): { lower: number; oldLower: number; changedUpper: number } {
  const oldLower = lower(old.levels, oldAlpha, old.fractions)
  const changedUpper = clopperPearsonUpper(changed, replayed, replayAlpha)
  return { lower: Math.max(0, oldLower - changedUpper), oldLower, changedUpper }
}
