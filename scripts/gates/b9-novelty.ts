// B9: when to stop looking for new query types (GATES.md section 2 c). The gate's run grows with the types found; a fixed run of the textbook length and
// Good and Turing's estimate stop too early when there are many rare types.

import { noveltyRun } from '../../src/domain/gates/coverage.ts'
import { noveltyMet } from '../../src/domain/gates/novelty.ts'
import {
  atMost,
  beside,
  type Claim,
  type Compared,
  exact,
  type Length,
  mean,
  type Outcome,
  type Share,
  share,
  type Table,
} from './outcome.ts'
import { type Random, seeded } from './random.ts'

/** Whether to stop, from queries seen, types found, types found once, and queries since the last new type. */
export type Stop = (state: { n: number; found: number; once: number; since: number }) => boolean

const gateStop =
  (eps: number): Stop =>
  ({ found, since }) =>
    noveltyMet({ found, sinceLastNew: since }, eps, 0.05).met

/** No new type in as many queries as would show a single one of share eps 95 times in 100. */
export const fixedStop = (eps: number): Stop => {
  const run = Math.ceil(Math.log(0.05) / Math.log1p(-eps))
  return ({ since }) => since >= run
}

// Five queries in, the estimate is a coin: nobody stops there.
const leastForGoodTuring = 20
const goodTuringStop =
  (eps: number): Stop =>
  ({ n, once }) =>
    n >= leastForGoodTuring && once / n <= eps

export type World = { name: string; shares: readonly number[] }

export function zipf(types: number): World {
  const raw = Array.from({ length: types }, (_, i) => 1 / (i + 1))
  const sum = raw.reduce((a, b) => a + b, 0)
  return { name: `${types} types, Zipf`, shares: raw.map((x) => x / sum) }
}

function uniform(types: number): World {
  return { name: `${types} types, equal`, shares: Array.from({ length: types }, () => 1 / types) }
}

/** A guide of 4,096 entries into the cumulated shares: a draw is one step or two. */
function drawer({ shares }: World): (random: Random) => number {
  const cumulated = new Float64Array(shares.length)
  let sum = 0
  shares.forEach((x, i) => {
    sum += x
    cumulated[i] = sum
  })
  cumulated[shares.length - 1] = 1
  const guide = Int32Array.from({ length: 4096 }, (_, i) => cumulated.findIndex((c) => c > i / 4096))
  return (random) => {
    const u = random()
    let type = guide[Math.floor(u * 4096)]!
    while (cumulated[type]! <= u) type++
    return type
  }
}

type Stopped = { unseen: number; n: number }

function runUntil(stop: Stop, world: World, draw: (random: Random) => number, random: Random): Stopped {
  const seen = new Int32Array(world.shares.length)
  let [n, found, once, since, unseen] = [0, 0, 0, 0, 1]
  // Ends: once every type is seen, `since` only grows and `once / n` only falls.
  for (;;) {
    const type = draw(random)
    n++
    since++
    seen[type]!++
    if (seen[type] === 1) {
      unseen -= world.shares[type]!
      found++
      once++
      since = 0
    } else if (seen[type] === 2) once--
    if (stop({ n, found, once, since })) return { unseen, n }
  }
}

export type Missed = { missed: Share; queries: Share }

export function missing(stop: Stop, world: World, eps: number, { runs, seed }: { runs: number; seed: number }): Missed {
  const random = seeded(seed)
  const draw = drawer(world)
  const all = Array.from({ length: runs }, () => runUntil(stop, world, draw, random))
  // A sum of shares is off by some bits of the last place.
  const over = all.filter(({ unseen }) => unseen > eps + 1e-9).length
  return { missed: share(over, runs), queries: mean(all.map(({ n }) => n)) }
}

type Row = { world: World; eps: number; gate: Missed; fixed: Missed; goodTuring: Missed }

function rowOf(world: World, eps: number, setting: { runs: number; seed: number }): Row {
  return {
    world,
    eps,
    gate: missing(gateStop(eps), world, eps, setting),
    fixed: missing(fixedStop(eps), world, eps, setting),
    goodTuring: missing(goodTuringStop(eps), world, eps, setting),
  }
}

const typeCounts = [8, 20, 30, 100, 500]

const runLengths: readonly [number, number, number][] = [
  [8, 0.05, 142],
  [20, 0.05, 177],
  [8, 0.02, 360],
  [20, 0.02, 448],
]

const fixedRun: readonly [number, number][] = [
  [8, 0.02],
  [30, 0.06],
  [100, 0.22],
  [500, 0.72],
]

function table(rows: readonly Row[]): Table {
  return {
    title: 'Chance that more than eps of the traffic is of a type never seen when the search stops; mean queries',
    kinds: 'wpppnpnpn',
    head: ['types', 'eps', 'gate', '±', 'queries', 'fixed run', 'queries', 'Good-Turing', 'queries'],
    rows: rows.map(({ world, eps, gate, fixed, goodTuring }) => [
      world.name,
      eps,
      gate.missed.value,
      gate.missed.error,
      gate.queries.value,
      fixed.missed.value,
      fixed.queries.value,
      goodTuring.missed.value,
      goodTuring.queries.value,
    ]),
  }
}

export function b9(length: Length): Outcome {
  const [runs, seed] = [length === 'short' ? 150 : 2000, 20_009]
  const epses = length === 'short' ? [0.05] : [0.05, 0.02]
  const rows = epses.flatMap((eps) =>
    typeCounts.flatMap((n) => [zipf(n), uniform(n)].map((world) => rowOf(world, eps, { runs, seed }))),
  )
  const claims: Claim[] = rows.map(({ world, eps, gate }) =>
    atMost(`${world.name}: unseen more than ${eps}`, gate.missed, 0.05, runs),
  )
  const compared: Compared[] = runLengths.map(([found, eps, run]) =>
    beside(`run for ${found} types, eps ${eps}`, exact(noveltyRun(found, eps, 0.05)), run, 0),
  )
  // The fixed run of 59 (eps .05) over Zipf types: two digits, +- .02 of simulation on their side (GATES.md 12).
  for (const [types, missed] of fixedRun) {
    const row = rows.find(({ world, eps }) => world.name === zipf(types).name && eps === 0.05)!
    compared.push(beside(`fixed run, ${row.world.name}, eps .05: missed`, row.fixed.missed, missed, 0.025))
  }
  return {
    id: 'B9',
    title: 'No new type',
    made: { how: 'simulated', runs, seed },
    claims,
    compared,
    tables: [table(rows)],
    lines: [],
  }
}
