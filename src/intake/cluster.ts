// Texts that are alike, put together: k-means over reduced points, with the number of groups chosen by a rule that is written down. The same texts in
// any order give the same groups.

import { kmeans } from 'ml-kmeans'
import { invariant } from '../domain/fault.ts'
import { featuresOf } from './features.ts'
import { maxTypes } from './part.ts'
import { reduce } from './reduce.ts'

type Cluster = {
  /** Indices into the texts, nearest to the middle first; leftovers are in no cluster. */
  members: number[]
  /** The other cluster whose middle is nearest, or null when there is no other. */
  neighbour: number | null
}
export type Clustered = {
  /** Largest first. */
  clusters: Cluster[]
  /** Texts that are like no group: they would be unlisted. */
  leftovers: number[]
}

/** Called between the stages of long work, with how many are done. */
export type Progress = (done: number, total: number) => void

// Measured on three labelled sets; the table is in docs/decisions/2026-11-24-query-types-by-clustering.md.
/** Few texts differ in few ways; more dimensions than these are noise to them. */
const dimensionsFor = (texts: number) => Math.round(Math.min(50, Math.max(20, 0.65 * Math.sqrt(texts)), Math.ceil(texts / 2)))
const ladder = [2, 3, 4, 6, 8, 12, 16, 24, 32, 40, 50, 60]
/** The smallest number of groups that keeps this share of the best silhouette: fewer types are easier to talk about. */
const enoughOfBest = 0.95
/** A group people should name needs at least this many texts on average. */
const textsPerGroup = 10
const seeds = [1, 2, 3]
const maxRounds = 40
/** The number of groups is chosen on this many texts, evenly taken, and so are the middles when there are more than `maxTexts`. */
const chosenOn = 3_000
const maxTexts = 20_000
/** A text is a leftover when it is not half as near to the middle of its group as the group's middle member. */
const nearEnough = 0.5

/**
 * Groups the texts. `types` fixes the number of groups (1 to `maxTypes`); null: chosen. The texts MUST all differ; there may be fewer groups than
 * asked for when there are too few texts.
 */
export function cluster(texts: readonly string[], types: number | null, progress: Progress): Clustered {
  invariant(types === null || (types >= 1 && types <= maxTypes), 'the number of types is between 1 and maxTypes')
  if (texts.length === 0) return { clusters: [], leftovers: [] }
  // Sums of fractions depend on their order; sorted texts make the result depend on the texts alone.
  const order = texts.map((_, at) => at).sort((a, b) => (texts[a]! < texts[b]! ? -1 : 1))
  const steps = (types === null ? ladder.length : 0) + seeds.length + 2
  let done = 0
  const step = () => progress(++done, steps)
  const features = featuresOf(order.map((at) => texts[at]!))
  step()
  const points = reduce(features, dimensionsFor(texts.length))
  step()
  const sample = evenly(points, maxTexts)
  const count = types === null ? chooseCount(evenly(points, chosenOn), step) : Math.min(types, sample.length)
  const runs = seeds.map((seed) => {
    const middles = middlesOf(sample, count, seed)
    step()
    return { middles, far: sample.reduce((sum, point) => sum + nearest(point, middles).distance, 0) }
  })
  const best = runs.reduce((a, b) => (b.far < a.far ? b : a))
  return gathered(points, best.middles, order)
}

function evenly<T>(list: readonly T[], most: number): readonly T[] {
  if (list.length <= most) return list
  return Array.from({ length: most }, (_, at) => list[Math.floor((at * list.length) / most)]!)
}

function middlesOf(points: readonly number[][], count: number, seed: number): number[][] {
  if (count === 1) return [meanOf(points)]
  return kmeans(points as number[][], count, { seed, maxIterations: maxRounds, tolerance: 1e-4 }).centroids
}

function meanOf(points: readonly number[][]): number[] {
  const [first = []] = points
  return first.map((_, d) => points.reduce((sum, point) => sum + point[d]!, 0) / points.length)
}

/** Simplified silhouette over the ladder: how much nearer a text is to its own middle than to the next one, on average. */
function chooseCount(points: readonly number[][], step: () => void): number {
  const scored: { count: number; score: number }[] = []
  for (const count of ladder) {
    if (count * textsPerGroup <= points.length) scored.push({ count, score: silhouette(points, middlesOf(points, count, 1)) })
    step()
  }
  const best = Math.max(...scored.map(({ score }) => score))
  return scored.find(({ score }) => score >= best * enoughOfBest)?.count ?? 1
}

function silhouette(points: readonly number[][], middles: readonly number[][]): number {
  const sum = points.reduce((total, point) => {
    const { distance, next } = nearest(point, middles)
    return total + (next === 0 ? 0 : (Math.sqrt(next) - Math.sqrt(distance)) / Math.sqrt(next))
  }, 0)
  return sum / points.length
}

/** Squared distances to the nearest middle and to the one after it. */
function nearest(point: readonly number[], middles: readonly number[][]): { at: number; distance: number; next: number } {
  let at = 0
  let distance = Number.POSITIVE_INFINITY
  let next = Number.POSITIVE_INFINITY
  for (let m = 0; m < middles.length; m++) {
    const middle = middles[m]!
    let squares = 0
    for (let d = 0; d < point.length; d++) squares += (point[d]! - middle[d]!) ** 2
    if (squares < distance) {
      next = distance
      distance = squares
      at = m
    } else if (squares < next) next = squares
  }
  return { at, distance, next }
}

function gathered(points: readonly number[][], middles: readonly number[][], order: readonly number[]): Clustered {
  const groups = middles.map(() => [] as Near[])
  for (const [at, point] of points.entries()) {
    const group = nearest(point, middles).at
    groups[group]!.push({ text: order[at]!, nearness: cosine(point, middles[group]!) })
  }
  const kept = groups
    .map((members, at) => ({ ...split(members), middle: middles[at]! }))
    .sort((a, b) => b.near.length - a.near.length)
  const clusters = kept
    .filter(({ near }) => near.length > 0)
    .map(({ near, middle }, at, all) => {
      const others = all.map((other, n) => ({ n, cosine: n === at ? -2 : cosine(middle, other.middle) }))
      const neighbour = others.reduce((a, b) => (b.cosine > a.cosine ? b : a))
      return { members: near.map(({ text }) => text), neighbour: neighbour.n === at ? null : neighbour.n }
    })
  return { clusters, leftovers: kept.flatMap(({ far }) => far.map(({ text }) => text)).sort((a, b) => a - b) }
}

type Near = { text: number; nearness: number }

/** The members of a group, nearest first, and those too far from its middle. A text without any feature has no nearness at all. */
function split(members: readonly Near[]): { near: Near[]; far: Near[] } {
  const sorted = members.toSorted((a, b) => b.nearness - a.nearness || a.text - b.text)
  const median = sorted[Math.floor(sorted.length / 2)]?.nearness ?? 0
  const isNear = ({ nearness }: Near) => nearness > 0 && nearness >= nearEnough * median
  return { near: sorted.filter(isNear), far: sorted.filter((one) => !isNear(one)) }
}

function cosine(a: readonly number[], b: readonly number[]): number {
  let product = 0
  let left = 0
  let right = 0
  for (let d = 0; d < a.length; d++) {
    product += a[d]! * b[d]!
    left += a[d]! ** 2
    right += b[d]! ** 2
  }
  return left === 0 || right === 0 ? 0 : product / Math.sqrt(left * right)
}
