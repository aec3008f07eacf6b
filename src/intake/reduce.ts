// Rows over thousands of features become points in a few dozen dimensions: the space in which the rows differ most (truncated singular value
// decomposition by subspace iteration: Halko, Martinsson, Tropp 2011, section 4.5). The axes need no order among themselves, since only distances are
// used afterwards, so the small eigenvalue problem at the end is left out.

import type { Features, Row } from './features.ts'

const rounds = 6

/** One point of length 1 per row (all zeros for a row without features). Deterministic: the start is drawn with a fixed seed. */
export function reduce({ rows, size }: Features, dimensions: number): number[][] {
  const random = seeded(1)
  let axes: Float64Array[] = Array.from({ length: dimensions }, () => Float64Array.from({ length: size }, () => random() - 0.5))
  let shadows: Float64Array[] = []
  for (let round = 0; round <= rounds; round++) {
    makeOrthonormal(axes)
    shadows = axes.map((axis) => Float64Array.from(rows, (row) => onto(row, axis)))
    if (round < rounds) axes = shadows.map((shadow) => backFrom(rows, shadow, size))
  }
  return rows.map((_, at) => scaled(shadows.map((shadow) => shadow[at] ?? 0)))
}

function onto({ features, weights }: Row, axis: Float64Array): number {
  let sum = 0
  for (let i = 0; i < features.length; i++) sum += weights[i]! * axis[features[i]!]!
  return sum
}

function backFrom(rows: readonly Row[], shadow: Float64Array, size: number): Float64Array {
  const axis = new Float64Array(size)
  for (const [at, { features, weights }] of rows.entries()) {
    const by = shadow[at]!
    for (let i = 0; i < features.length; i++) axis[features[i]!]! += weights[i]! * by
  }
  return axis
}

/** Gram and Schmidt, twice over each pair, since once loses orthogonality in rounding. An axis that vanishes stays zero. */
function makeOrthonormal(axes: readonly Float64Array[]): void {
  for (const [at, axis] of axes.entries()) {
    for (let pass = 0; pass < 2; pass++) for (const before of axes.slice(0, at)) subtract(axis, before)
    const length = Math.sqrt(product(axis, axis))
    for (let i = 0; i < axis.length; i++) axis[i] = length > 1e-12 ? axis[i]! / length : 0
  }
}

function subtract(axis: Float64Array, before: Float64Array): void {
  const share = product(axis, before)
  for (let i = 0; i < axis.length; i++) axis[i]! -= share * before[i]!
}

function product(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!
  return sum
}

/** The vector at length 1; a vector of zeros as it is. */
function scaled(vector: number[]): number[] {
  const length = Math.sqrt(vector.reduce((sum, x) => sum + x * x, 0))
  return length < 1e-12 ? vector : vector.map((x) => x / length)
}

/** Numbers in [0, 1) that are the same on every machine and in every run (mulberry32). Not for anything that must not be guessed. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
