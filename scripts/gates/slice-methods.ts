// Five ways to say “more goes wrong here”, asked of every slice at the end of every day: the product's flag, and what is done elsewhere (Fisher's test each
// day, with Bonferroni or Benjamini-Hochberg, and e-BH). GATES.md section 5.

import { logE } from '../../src/domain/gates/confidence.ts'
import { type FlagQuestion, flagOf } from '../../src/domain/gates/slices.ts'
import { logGammas } from './rules.ts'

/** How many slices of each kind are looked at. */
type SliceNumbers = FlagQuestion['registry']

/** Counts of every slice so far, singles first, then pairs; `n` and `wrong` of all items. */
export type Counted = { n: number; wrong: number; cases: Int32Array; errors: Int32Array; registry: SliceNumbers }

/** Marks in `flagged` what is flagged at this look. */
export type Method = { name: string; look: (counted: Counted, flagged: Uint8Array) => void }

const targetRatio = 0.95

/** Whether one slice is flagged, from its counts: the product's function, or a wrong one in a test. */
export type Flag = (n: number, wrong: number, question: { registry: SliceNumbers; isPair: boolean }) => boolean

const productFlag: Flag = (n, wrong, question) =>
  flagOf({ slice: '', levels: [{ weight: 1, correct: n - wrong, wrong }], fractions: [] }, { targetRatio, ...question }).state ===
  'flagged'

/** The fewest errors that flag, by number of cases: found once per number, by bisection, because a flag never leaves when one more is wrong. */
function fewestErrors(flag: Flag, question: { registry: SliceNumbers; isPair: boolean }): (n: number) => number {
  const found: number[] = []
  return (n) => {
    const before = found[n]
    if (before !== undefined) return before
    let [low, high] = [0, n + 1]
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2)
      if (flag(n, middle, question)) high = middle
      else low = middle
    }
    found[n] = high
    return high
  }
}

export function eProcess(registry: SliceNumbers, flag: Flag = productFlag): Method {
  const [single, pair] = [false, true].map((isPair) => fewestErrors(flag, { registry, isPair }))
  return {
    name: 'Tenure',
    look: ({ cases, errors }, flagged) => {
      for (let s = 0; s < cases.length; s++) {
        if (errors[s]! >= 2 && errors[s]! >= (s < registry.singles ? single! : pair!)(cases[s]!)) flagged[s] = 1
      }
    },
  }
}

/** One-sided: as many errors inside or more, given the totals. 1 where the slice is no worse than the whole. */
function fisher({ n, wrong, cases, errors }: Counted, s: number): number {
  const [inside, bad] = [cases[s]!, errors[s]!]
  if (bad === 0 || bad * n <= wrong * inside) return 1
  const logs = logGammas(1, 20_000)
  const choose = (a: number, b: number) => logs[a]! - logs[b]! - logs[a - b]!
  const all = choose(n, inside)
  const most = Math.min(inside, wrong)
  let [sum, k] = [0, bad]
  let term = Math.exp(choose(wrong, k) + choose(n - wrong, inside - k) - all)
  for (; k <= most && term > 0; k++) {
    sum += term
    term *= ((wrong - k) * (inside - k)) / ((k + 1) * (n - wrong - inside + k + 1))
  }
  return sum
}

/** Once a day for all methods that use it. */
const daily = { at: -1, of: null as Int32Array | null, p: new Float64Array(0) }
function fishers(counted: Counted): Float64Array {
  if (daily.of === counted.cases && daily.at === counted.n) return daily.p
  daily.of = counted.cases
  daily.at = counted.n
  daily.p = Float64Array.from({ length: counted.cases.length }, (_, s) => fisher(counted, s))
  return daily.p
}

/** The largest k of which the k smallest lie under their lines, as a cut. */
function stepUp(values: Float64Array, lineAt: (rank: number) => number): number {
  const sorted = values.filter((p) => p < 1).sort()
  let cut = Number.NEGATIVE_INFINITY
  for (let i = 0; i < sorted.length; i++) if (sorted[i]! <= lineAt(i + 1)) cut = sorted[i]!
  return cut
}

const fisherDaily: Method = {
  name: 'Fisher p < .05 each day',
  look: (counted, flagged) => {
    const p = fishers(counted)
    for (let s = 0; s < p.length; s++) if (p[s]! < 0.05) flagged[s] = 1
  },
}

const bonferroni: Method = {
  name: 'Bonferroni-Fisher each day',
  look: (counted, flagged) => {
    const p = fishers(counted)
    for (let s = 0; s < p.length; s++) if (p[s]! <= 0.05 / p.length) flagged[s] = 1
  },
}

const benjaminiHochberg: Method = {
  name: 'Benjamini-Hochberg q .05 each day',
  look: (counted, flagged) => {
    const p = fishers(counted)
    const cut = stepUp(p, (rank) => (0.05 * rank) / p.length)
    for (let s = 0; s < p.length; s++) if (p[s]! <= cut) flagged[s] = 1
  },
}

/** 1/E per slice, remembered by counts. */
function inverseE(): (n: number, wrong: number) => number {
  const known = new Map<number, number>()
  return (n, wrong) => {
    // At the reference or below E is under 1: never flagged.
    if (wrong < 2 || wrong <= n * (1 - targetRatio)) return 1
    const key = n * 10_000 + wrong
    const before = known.get(key)
    if (before !== undefined) return before
    const value = Math.exp(-logE([{ weight: 1, correct: wrong, wrong: n - wrong }], 1 - targetRatio))
    known.set(key, value)
    return value
  }
}

function eBenjaminiHochberg(): Method {
  const inverse = inverseE()
  return {
    name: 'e-BH, FDR .10',
    look: ({ cases, errors }, flagged) => {
      const e = Float64Array.from(cases, (n, s) => inverse(n, errors[s]!))
      const cut = stepUp(e, (rank) => (0.1 * rank) / e.length)
      for (let s = 0; s < e.length; s++) if (e[s]! <= cut) flagged[s] = 1
    },
  }
}

export function methods(registry: SliceNumbers): Method[] {
  return [eProcess(registry), fisherDaily, benjaminiHochberg, bonferroni, eBenjaminiHochberg()]
}
