// The recursion under every drift detector: R ← (1 + R) × likelihood ratio, one R for each alternative, in logarithms. While the truth is inside the band,
// E[ratio] ≤ 1, so mean(R) − days cannot be expected to rise, and the expected time to a false alarm at threshold A is at least A days: without
// calibration, whatever today owes to yesterday. Sources: GATES.md section 6; Shiryaev 1963; Roberts 1966; Shin, Ramdas & Rinaldo, e-detectors.

/** ln R of each alternative. Before the first day every R is 0 and the list is empty: plain numbers, so that it survives being written down. */
export type Logs = readonly number[]

/** One day further: `factors` are the ln of the day's likelihood ratios. */
export function advanced(logs: Logs, factors: readonly number[]): number[] {
  return factors.map((factor, j) => onePlus(logs[j]) + factor)
}

/** ln (1 + R) from ln R, neither overflowing where R is large nor rounding away where it is small. */
function onePlus(log: number | undefined): number {
  if (log === undefined) return 0
  return log > 0 ? log + Math.log1p(Math.exp(-log)) : Math.log1p(Math.exp(log))
}

/** ln M, M being the mean of the R; null before the first day. */
export function logMean(logs: Logs): number | null {
  if (logs.length === 0) return null
  const most = Math.max(...logs)
  const sum = logs.reduce((total, log) => total + Math.exp(log - most), 0)
  return most + Math.log(sum) - Math.log(logs.length)
}

/** ln of the likelihood of x of n under rate q against rate `line`. */
export function binomialFactor({ n, x }: { n: number; x: number }, q: number, line: number): number {
  return x * Math.log(q / line) + (n - x) * (Math.log1p(-q) - Math.log1p(-line))
}
