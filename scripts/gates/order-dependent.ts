// Betting with bets that follow the verdicts (Waudby-Smith and Ramdas 2010.09686): hedged capital, predictable plug-in, aGRAPA. Their answer depends on the
// order of the verdicts, so they cannot be counted exactly, nor recomputed from counts; simulated for the comparison only.

import { mean, type Share, share } from './outcome.ts'
import { type Random, seeded } from './random.ts'

export type Betting = {
  name: string
  /** The next bet against “mean ≤ m”, from what was seen; a factor 1 + bet·(x − m). */
  bet: (state: { n: number; centre: number; variance: number }, m: number) => number
  /** Whether half of the money is on the other side (hedged): then the capital is the larger half. */
  hedged: boolean
  /** GATES.md table 1.1: promoted at the target, mean reviews at .92, .95, .97, .99. */
  method: readonly [number, number, number, number, number]
}

const plugIn = (alpha: number, truncation: number) => (state: { n: number; variance: number }, m: number) =>
  Math.min(truncation / m, Math.sqrt((2 * Math.log(1 / alpha)) / (state.variance * state.n * Math.log(1 + state.n))))

export const betting: readonly Betting[] = [
  { name: 'hedged capital, defaults of confseq', bet: plugIn(0.025, 0.5), hedged: true, method: [0.012, 1599, 300, 151, 104] },
  { name: 'predictable plug-in, one-sided', bet: plugIn(0.05, 0.5), hedged: false, method: [0.024, 1471, 255, 129, 88] },
  {
    name: 'aGRAPA, truncation .99',
    bet: ({ centre, variance }, m) => Math.min(0.99 / m, Math.max(0, (centre - m) / (variance + (centre - m) ** 2))),
    hedged: false,
    method: [0.017, 1793, 1412, 888, 80],
  },
]

/** Reviews until promoted, or null by nMax. Centre and variance start with half a case at 1/2 and variance 1/4, as confseq does. */
function promotedAt(rule: Betting, truth: number, { target, nMax, daily }: Setting, random: Random): number | null {
  const wanted = Math.log(rule.hedged ? 2 / 0.05 : 1 / 0.05)
  let [capital, sum, squares] = [0, 0.5, 0.25]
  let [centre, variance] = [0.5, 0.25]
  for (let n = 1; n <= nMax; n++) {
    const x = random() < truth ? 1 : 0
    capital += Math.log1p(rule.bet({ n, centre, variance }, target) * (x - target))
    sum += x
    centre = sum / (n + 1)
    squares += (x - centre) ** 2
    variance = squares / (n + 1)
    if (n % daily === 0 && capital >= wanted) return n
  }
  return null
}

type Setting = { target: number; nMax: number; daily: number; runs: number; seed: number }

export function orderDependent(rule: Betting, setting: Setting): { promoted: Share; means: Share[] } {
  const random = seeded(setting.seed)
  const runs = (truth: number) => Array.from({ length: setting.runs }, () => promotedAt(rule, truth, setting, random))
  const atTarget = runs(setting.target).filter((n) => n !== null).length
  const means = [0.92, 0.95, 0.97, 0.99].map((truth) => mean(runs(truth).map((n) => n ?? setting.nMax)))
  return { promoted: share(atTarget, setting.runs), means }
}
