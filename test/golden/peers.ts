// The rules peers promote by, for comparison only: none of them is part of the product, because none is valid when looked at more than once
// (GATES.md 1.1). Each answers a one-sided lower bound or a yes from the count right among n.

// One-sided 95 %: the 0.95 quantile of the normal distribution.
const z95 = 1.6448536269514722

/** Wilson 1927, one-sided. */
export function wilsonLower(right: number, n: number, z = z95): number {
  if (n === 0) return 0
  const p = right / n
  const middle = p + z ** 2 / (2 * n)
  const spread = z * Math.sqrt((p * (1 - p)) / n + z ** 2 / (4 * n ** 2))
  return (middle - spread) / (1 + z ** 2 / n)
}

/** Clopper & Pearson 1934, one-sided: the p at which so many right or more have the chance alpha. */
export function clopperPearsonLower(right: number, n: number, alpha = 0.05): number {
  return right === 0 ? 0 : betaQuantile(alpha, right, n - right + 1)
}

/** P(p > target) under a Beta prior: Bayes with Beta(1, 1) promotes at .95 and more. */
export function chanceAbove(target: number, { right, n }: { right: number; n: number }, prior = { a: 1, b: 1 }): number {
  return 1 - betaBelow(target, right + prior.a, n - right + prior.b)
}

/** The point estimate at or above the target, from a least number of cases on. */
export function pointReaches(target: number, { right, n }: { right: number; n: number }, least: number): boolean {
  // 0.9 × 30 is 27.000000000000004 in doubles: exactly on the line is at the line.
  return n >= least && right >= target * n - 1e-9
}

function betaQuantile(chance: number, a: number, b: number): number {
  let [low, high] = [0, 1]
  for (let i = 0; i < 200; i++) {
    const middle = (low + high) / 2
    if (middle === low || middle === high) break
    if (betaBelow(middle, a, b) < chance) low = middle
    else high = middle
  }
  return (low + high) / 2
}

/** The regularised incomplete beta function I_x(a, b), by the continued fraction of Numerical Recipes 6.4 (modified Lentz). */
function betaBelow(x: number, a: number, b: number): number {
  if (x <= 0) return 0
  if (x >= 1) return 1
  if (x > (a + 1) / (a + b + 2)) return 1 - betaBelow(1 - x, b, a)
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x))
  return (front * betaFraction(x, a, b)) / a
}

function betaFraction(x: number, a: number, b: number): number {
  const tiny = 1e-300
  const away = (value: number) => (Math.abs(value) < tiny ? tiny : value)
  let c = 1
  let d = 1 / away(1 - ((a + b) * x) / (a + 1))
  let value = d
  for (let m = 1; m <= 10_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    d = 1 / away(1 + even * d)
    c = away(1 + even / c)
    value *= d * c
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    d = 1 / away(1 + odd * d)
    c = away(1 + odd / c)
    value *= d * c
    if (Math.abs(d * c - 1) < 1e-15) break
  }
  return value
}

/** ln Γ(x) for x > 0: Stirling’s series with five terms, after moving x up to 15, where it is exact to the last digits of a double. */
function logGamma(x: number): number {
  let [at, shift] = [x, 0]
  for (; at < 15; at++) shift += Math.log(at)
  const inverse = 1 / at ** 2
  const series = 1 / 12 - inverse * (1 / 360 - inverse * (1 / 1260 - inverse * (1 / 1680 - inverse / 1188)))
  return (at - 0.5) * Math.log(at) - at + Math.log(2 * Math.PI) / 2 + series / at - shift
}
