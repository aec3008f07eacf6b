// Rows over thousands of features become points in a few dozen dimensions: the space in which the rows differ most (truncated singular value
// decomposition by subspace iteration: Halko, Martinsson, Tropp 2011, section 4.5). The axes need no order among themselves, since only distances are
// used afterwards, so the small eigenvalue problem at the end is left out.

import type { Features, Row } from './features.ts'

const rounds = 6

/** One point of length 1 per row (all zeros for a row without features). Deterministic: the start is drawn with a fixed seed. */
export function reduce({ rows, size }: Features, dimensions: number): number[][] {
  const random = seeded(1)
  let axes: Float64Array[] = Array.from({ length: dimensions }, () => Float64Array.from({ length: size }, () => random() - 0.5))
  for (let round = 0; ; round++) {
    makeOrthonormal(axes)
    const shadows = onto(rows, sideBySide(axes, size), dimensions)
    if (round === rounds) return rows.map((_, at) => scaled([...shadows.subarray(at * dimensions, (at + 1) * dimensions)]))
    axes = apart(backFrom({ rows, size }, shadows, dimensions), dimensions)
  }
}

// All coordinates of one feature, or of one row, lie next to one another here: a row touches few features, and memory is what takes the time.

/** Per row, its product with every axis. */
function onto(rows: readonly Row[], axes: Float64Array, dimensions: number): Float64Array {
  const shadows = new Float64Array(rows.length * dimensions)
  for (const [at, { features, weights }] of rows.entries()) {
    const to = at * dimensions
    for (let i = 0; i < features.length; i++) {
      const from = features[i]! * dimensions
      const weight = weights[i]!
      for (let d = 0; d < dimensions; d++) shadows[to + d]! += weight * axes[from + d]!
    }
  }
  return shadows
}

/** Per feature, the sum of the shadows of the rows that have it. */
function backFrom({ rows, size }: Features, shadows: Float64Array, dimensions: number): Float64Array {
  const axes = new Float64Array(size * dimensions)
  for (const [at, { features, weights }] of rows.entries()) {
    const from = at * dimensions
    for (let i = 0; i < features.length; i++) {
      const to = features[i]! * dimensions
      const weight = weights[i]!
      for (let d = 0; d < dimensions; d++) axes[to + d]! += weight * shadows[from + d]!
    }
  }
  return axes
}

function sideBySide(axes: readonly Float64Array[], size: number): Float64Array {
  const flat = new Float64Array(size * axes.length)
  for (const [d, axis] of axes.entries()) for (let i = 0; i < size; i++) flat[i * axes.length + d] = axis[i]!
  return flat
}

function apart(flat: Float64Array, dimensions: number): Float64Array[] {
  return Array.from({ length: dimensions }, (_, d) =>
    Float64Array.from({ length: flat.length / dimensions }, (_, i) => flat[i * dimensions + d]!),
  )
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
