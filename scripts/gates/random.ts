// Chance from a seed, so that every simulation can be run again to the digit: sfc32 (Chris Doty-Humphrey, PractRand), its state filled by splitmix32. Fast
// enough that the coin is never what a simulation waits for; not for secrets.

/** The next number in [0, 1). */
export type Random = () => number

/** A stream of its own per seed: the same seed gives the same numbers on every machine. */
export function seeded(seed: number): Random {
  let state = seed | 0
  const fill = () => {
    state = (state + 0x9e3779b9) | 0
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad)
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97)
    return mixed ^ (mixed >>> 15)
  }
  let [a, b, c, counter] = [fill(), fill(), fill(), 1]
  const next = () => {
    const sum = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + sum) | 0
    return (sum >>> 0) / 2 ** 32
  }
  // The first few numbers still show the seed.
  for (let i = 0; i < 15; i++) next()
  return next
}

/** How many of n independent cases happen, each with probability p: by the gaps between them, so that rare cases cost little. */
export function binomial(random: Random, n: number, p: number): number {
  if (p <= 0) return 0
  if (p >= 1) return n
  if (p > 0.5) return n - binomial(random, n, 1 - p)
  const scale = 1 / Math.log1p(-p)
  let [count, at] = [0, 0]
  for (;;) {
    at += Math.floor(Math.log(1 - random()) * scale) + 1
    if (at > n) return count
    count++
  }
}

/** One number of the normal distribution (Box and Muller 1958). */
export function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}

/** Draws an index with these probabilities, which sum to 1. */
export function among(random: Random, shares: readonly number[]): number {
  let left = random()
  for (let i = 0; i < shares.length - 1; i++) {
    left -= shares[i]!
    if (left < 0) return i
  }
  return shares.length - 1
}
