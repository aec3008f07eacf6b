// Traffic that can be told apart in eight ways: 44 single values and 812 pairs, as in GATES.md section 5. The registry is the product's own.

import { type Dimension, otherValue, registryOf, type SliceRegistry, sliceName } from '../../src/domain/gates/slices.ts'
import { among, type Random } from './random.ts'
import type { Counted, Method } from './slice-methods.ts'

/** A slice that is worse than the rest: one value, or a pair of values. */
export type Bad = { at: readonly { dimension: number; value: number }[]; wrong: number }

const names = [
  'query_type',
  'operation',
  'requester_group',
  'reviewer',
  'hour_block',
  'channel',
  'system',
  'language',
] as const satisfies readonly Dimension[]

// 10 + 9 + 8 + 5 + 5 + 3 + 2 + 2 = 44 values, 812 pairs. Operations hold the 11 % and the 6 % that are made bad; a query type of 20 % and a channel of 16 %
// make the pair of 3.2 %.
export const shares: readonly (readonly number[])[] = [
  [0.2, 0.16, 0.14, 0.12, 0.1, 0.08, 0.07, 0.06, 0.04, 0.03],
  [0.25, 0.2, 0.15, 0.11, 0.1, 0.07, 0.06, 0.04, 0.02],
  [0.3, 0.2, 0.15, 0.1, 0.1, 0.08, 0.05, 0.02],
  [0.3, 0.25, 0.2, 0.15, 0.1],
  [0.3, 0.25, 0.2, 0.15, 0.1],
  [0.6, 0.24, 0.16],
  [0.7, 0.3],
  [0.8, 0.2],
]

export const bad = {
  large: (wrong: number): Bad => ({ at: [{ dimension: 1, value: 3 }], wrong }),
  small: (wrong: number): Bad => ({ at: [{ dimension: 1, value: 6 }], wrong }),
  pair: (wrong: number): Bad => ({
    at: [
      { dimension: 0, value: 0 },
      { dimension: 5, value: 2 },
    ],
    wrong,
  }),
}

// The last value of each dimension is the registry's own `other`.
export const registry: SliceRegistry = registryOf(
  Object.fromEntries(names.map((name, d) => [name, shares[d]!.slice(1).map((_, i) => `${name}-${i}`)])),
)

const singleFrom = shares.map((_, d) => shares.slice(0, d).reduce((sum, values) => sum + values.length, 0))
const pairFrom = shares.map(() => new Int32Array(shares.length))
let pairs = registry.singles
for (let a = 0; a < shares.length; a++) {
  for (let b = a + 1; b < shares.length; b++) {
    pairFrom[a]![b] = pairs
    pairs += shares[a]!.length * shares[b]!.length
  }
}
/** Singles first, by dimension and value, then pairs. */
export const sliceCount = pairs

/** The product's names of the single slices, by index. */
export const singleNames: readonly string[] = shares.flatMap((values, d) =>
  values.map((_, i) => sliceName(names[d]!, i === values.length - 1 ? otherValue : `${names[d]}-${i}`)),
)

/** The names of all slices, singles first. */
export function sliceNames(): string[] {
  const found = [...singleNames]
  for (let a = 0; a < shares.length; a++) {
    for (let b = a + 1; b < shares.length; b++) {
      for (let i = 0; i < shares[a]!.length; i++) {
        for (let j = 0; j < shares[b]!.length; j++) {
          found[pairFrom[a]![b]! + i * shares[b]!.length + j] =
            `${singleNames[singleFrom[a]! + i]}&${singleNames[singleFrom[b]! + j]}`
        }
      }
    }
  }
  return found
}

/** How many slices a case belongs to: one single per dimension and one pair per two. */
export const slicesPerCase = shares.length + (shares.length * (shares.length - 1)) / 2

/** Draws a case: its value in each dimension. */
export function drawCase(random: Random, values: Int32Array): void {
  for (let d = 0; d < shares.length; d++) values[d] = among(random, shares[d]!)
}

/** The slices of a case, singles first. */
export function slicesOfCase(values: Int32Array, slices: Int32Array): void {
  let at = 0
  for (let a = 0; a < shares.length; a++) slices[at++] = singleFrom[a]! + values[a]!
  for (let a = 0; a < shares.length; a++) {
    for (let b = a + 1; b < shares.length; b++) slices[at++] = pairFrom[a]![b]! + values[a]! * shares[b]!.length + values[b]!
  }
}

export function isInside(bad: Bad | null, values: Int32Array): boolean {
  return bad?.at.every(({ dimension, value }) => values[dimension] === value) ?? false
}

/** Where a bad slice is counted. */
function indexOf({ at }: Bad): number {
  const [first, second] = at
  if (!second) return singleFrom[first!.dimension]! + first!.value
  return pairFrom[first!.dimension]![second.dimension]! + first!.value * shares[second.dimension]!.length + second.value
}

export type Traffic = { perDay: number; days: number; wrong: number; bad: Bad | null }

const values = new Int32Array(shares.length)
const slices = new Int32Array(slicesPerCase)

function one(counted: Counted, { wrong, bad: worse }: Traffic, random: Random): void {
  drawCase(random, values)
  const error = random() < (worse && isInside(worse, values) ? worse.wrong : wrong) ? 1 : 0
  counted.n++
  counted.wrong += error
  slicesOfCase(values, slices)
  for (let i = 0; i < slicesPerCase; i++) {
    counted.cases[slices[i]!]!++
    counted.errors[slices[i]!]! += error
  }
}

/** Per method: the day the bad slice was first flagged (null: never), and how many slices were flagged by the end. */
export type Flagged = { day: number | null; slices: number }

export function days(traffic: Traffic, methods: readonly Method[], random: Random): Flagged[] {
  const counted: Counted = {
    n: 0,
    wrong: 0,
    cases: new Int32Array(sliceCount),
    errors: new Int32Array(sliceCount),
    registry,
  }
  const marks = methods.map(() => new Uint8Array(sliceCount))
  const first: (number | null)[] = methods.map(() => null)
  const at = traffic.bad === null ? -1 : indexOf(traffic.bad)
  for (let day = 1; day <= traffic.days; day++) {
    for (let i = 0; i < traffic.perDay; i++) one(counted, traffic, random)
    methods.forEach((method, m) => {
      method.look(counted, marks[m]!)
      if (at >= 0 && first[m] === null && marks[m]![at] === 1) first[m] = day
    })
    // Nothing more to learn of a bad slice that everyone has flagged.
    if (first.every((found) => found !== null)) break
  }
  return methods.map((_, m) => ({ day: first[m]!, slices: marks[m]!.reduce((sum, flagged) => sum + flagged, 0) }))
}
