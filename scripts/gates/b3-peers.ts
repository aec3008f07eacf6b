// B3: the rules of others under the same exact count, and the comparison of GATES.md table 1.1. Rules whose answer depends on the order of the verdicts
// (betting with plug-in bets) are simulated and say so.

import { type Boundary, every, exactly, gateBoundary } from './exact.ts'
import { betting, orderDependent } from './order-dependent.ts'
import {
  atLeast,
  atMost,
  beside,
  type Claim,
  type Compared,
  exact,
  type Length,
  type Line,
  type Outcome,
  type Share,
  type Table,
} from './outcome.ts'
import {
  asymptotic,
  bayesFlat,
  betaBinomial,
  clopperPearson,
  groupSequential,
  obrienFleming,
  pocock,
  point,
  sprt,
  stitched,
  streak,
  wilson,
} from './rules.ts'

export type Peer = { name: string; boundary: (target: number, nMax: number) => Boundary }

const target = 0.9
const nMax = 2000
const daily = 40

const grouped =
  (spent: (t: number) => number) =>
  (aim: number, most: number): Boundary =>
    groupSequential(aim, most, { every: daily, spent })

export const ours: Peer = { name: 'Tenure', boundary: gateBoundary }

const peers: readonly Peer[] = [
  { name: 'point estimate, from 20', boundary: point(20) },
  { name: 'point estimate, from 100', boundary: point(100) },
  { name: 'point estimate, from 200', boundary: point(200) },
  { name: 'point estimate, from 500', boundary: point(500) },
  { name: 'Wilson 95 %', boundary: wilson(1) },
  { name: 'Wilson 95 %, from 200', boundary: wilson(200) },
  { name: 'Clopper-Pearson 95 %', boundary: clopperPearson },
  { name: 'Bayes, flat prior, 95 %', boundary: bayesFlat },
  { name: 'asymptotic sequence (A/B tools)', boundary: asymptotic },
  { name: 'beta-binomial, two-sided, Jeffreys', boundary: betaBinomial },
  { name: 'stitched boundary, from 40', boundary: stitched },
  { name: 'SPRT against .95', boundary: sprt },
  { name: 'group-sequential, Pocock, fixed looks', boundary: grouped(pocock) },
  { name: "group-sequential, O'Brien-Fleming, fixed looks", boundary: grouped(obrienFleming) },
]

type Means = readonly [number, number, number, number]
type Method = { false: readonly (number | null)[]; everyReview: number | null; means: Means }

/** GATES.md table 1.1: promoted by 2000 at .85, .88, .89, .90 looked at every 40; at .90 after every review; mean reviews at .92, .95, .97, .99. */
const method: Readonly<Record<string, Method>> = {
  'point estimate, from 20': { false: [0.314, 0.644, 0.802, 0.943], everyReview: 0.97, means: [66, 43, 40, 40] },
  'point estimate, from 100': { false: [0.093, 0.452, 0.684, 0.908], everyReview: 0.929, means: [145, 120, 120, 120] },
  'point estimate, from 200': { false: [0.032, 0.342, 0.609, 0.884], everyReview: 0.898, means: [220, 200, 200, 200] },
  'point estimate, from 500': { false: [0.001, 0.137, 0.424, 0.816], everyReview: 0.834, means: [528, 520, 520, 520] },
  'Wilson 95 %': { false: [0.003, 0.029, 0.076, 0.245], everyReview: 0.351, means: [561, 131, 80, 54] },
  'Wilson 95 %, from 200': { false: [0, 0.013, 0.051, 0.216], everyReview: 0.252, means: [611, 213, 200, 200] },
  'Clopper-Pearson 95 %': { false: [0.003, 0.027, 0.069, 0.23], everyReview: 0.313, means: [586, 134, 80, 54] },
  'Bayes, flat prior, 95 %': { false: [0.003, 0.027, 0.071, 0.234], everyReview: 0.324, means: [578, 133, 80, 54] },
  'asymptotic sequence (A/B tools)': { false: [0.003, 0.017, 0.035, 0.084], everyReview: 0.907, means: [1034, 165, 84, 54] },
  'beta-binomial, two-sided, Jeffreys': { false: [0, 0, 0, 0.003], everyReview: 0.009, means: [1738, 384, 185, 108] },
  'stitched boundary, from 40': { false: [0, 0, 0, 0.001], everyReview: 0.001, means: [1828, 479, 242, 152] },
  'SPRT against .95': { false: [0, 0.002, 0.008, 0.026], everyReview: 0.049, means: [1518, 225, 125, 88] },
  'group-sequential, Pocock, fixed looks': { false: [null, 0.001, null, 0.05], everyReview: null, means: [1077, 249, 138, 89] },
  "group-sequential, O'Brien-Fleming, fixed looks": {
    false: [null, 0, null, 0.05],
    everyReview: null,
    means: [1260, 505, 349, 260],
  },
  Tenure: { false: [0.0001, 0.0014, 0.0044, 0.0188], everyReview: 0.0405, means: [1396, 263, 132, 88] },
}

// The table prints three digits of a probability and whole reviews.
const digits = { chance: 0.0006, reviews: 0.6 }

const below = [0.85, 0.88, 0.89, 0.9]
const above = [0.92, 0.95, 0.97, 0.99]

type Found = { false: number[]; everyReview: number; means: number[] }

export function peerFigures({ boundary }: Peer): Found {
  const allowed = boundary(target, nMax)
  return {
    false: below.map((truth) => exactly(allowed, truth, every(daily)).promoted),
    everyReview: exactly(allowed, target, every(1)).promoted,
    means: above.map((truth) => exactly(allowed, truth, every(daily)).meanReviews),
  }
}

function compare(name: string, found: Found): Compared[] {
  const expected = method[name]
  if (!expected) return []
  return [
    ...expected.false.flatMap((value, i) =>
      value === null ? [] : [beside(`${name}: promoted at ${below[i]}`, exact(found.false[i]!), value, digits.chance)],
    ),
    ...(expected.everyReview === null
      ? []
      : [beside(`${name}: promoted at .90, every review`, exact(found.everyReview), expected.everyReview, digits.chance)]),
    ...expected.means.map((value, i) =>
      beside(`${name}: mean reviews at ${above[i]}`, exact(found.means[i]!), value, digits.reviews),
    ),
  ]
}

/** What a look costs: false promotions against the number of looks, one every 40 reviews. */
function looksLine({ name, boundary }: Peer): Line {
  const { promotedBy } = exactly(boundary(target, nMax), target, every(daily))
  const points = Array.from({ length: nMax / daily }, (_, i): [number, number] => [i + 1, promotedBy[(i + 1) * daily]!])
  return { plot: 'looks', name, points }
}

const inTheLooksPlot = ['point estimate, from 200', 'Wilson 95 %', 'Bayes, flat prior, 95 %']

function streakRow(k: number): (string | number)[] {
  const [at, ...means] = [target, ...above].map((truth) => streak(k, truth, nMax))
  return [
    `${k} right in a row`,
    ...below.map((truth) => streak(k, truth, nMax).promoted),
    at!.promoted,
    ...means.map((m) => m.meanReviews),
  ]
}

function table(found: ReadonlyMap<string, Found>, simulated: readonly (readonly (string | number)[])[]): Table {
  const rows = [...found].map(([name, f]) => [name, ...f.false, f.everyReview, ...f.means])
  return {
    title: 'Promoted by 2,000 reviews at a target of 90 %, and mean reviews (looked at every 40 unless said)',
    kinds: 'wppppprrrr',
    head: [
      'rule',
      ...below.map((t) => `right ${t * 100} %`),
      '90 %, every review',
      ...above.map((t) => `reviews at ${t * 100} %`),
    ],
    rows: [...rows, ...[10, 20, 30, 50].map(streakRow), ...simulated],
  }
}

export function b3(length: Length): Outcome {
  const chosen = length === 'short' ? peers.filter(({ name }) => /from (20|100|200)$|Wilson|Clopper|Bayes/.test(name)) : peers
  const found = new Map([ours, ...chosen].map((peer) => [peer.name, peerFigures(peer)]))
  const mine = found.get('Tenure')!
  const claims: Claim[] = [
    atMost('Tenure: false promotion at .90, every review', exact(mine.everyReview), 0.05),
    atMost('Tenure: false promotion at .90, every 40', exact(mine.false[3]!), 0.05),
    atMost('Tenure: mean reviews at .95, every 40', exact(mine.means[1]!), 264),
    ...[...found]
      .filter(([name]) => /^(point|Wilson|Clopper|Bayes)/.test(name))
      .map(([name, f]) => atLeast(`${name}: false promotion at .90, every 40, is above 20 %`, exact(f.false[3]!), 0.2)),
  ]
  const compared = [...found].flatMap(([name, f]) => compare(name, f))
  const runs = 4000
  const seed = 20_003
  const bets =
    length === 'short' ? [] : betting.map((rule) => ({ rule, found: orderDependent(rule, { target, nMax, daily, runs, seed }) }))
  for (const { rule, found: f } of bets) {
    compared.push(beside(`${rule.name}: promoted at 0.9`, f.promoted, rule.method[0], 0.006))
    f.means.forEach((value: Share, i) => {
      compared.push(beside(`${rule.name}: mean reviews at ${above[i]}`, value, rule.method[i + 1]!, 0.03 * rule.method[i + 1]!))
    })
  }
  const rows = bets.map(({ rule, found: f }) => [
    `${rule.name} (simulated)`,
    '',
    '',
    '',
    f.promoted.value,
    '',
    ...f.means.map((m) => m.value),
  ])
  return {
    id: 'B3',
    title: "The peers' rules under the same count",
    made: bets.length > 0 ? { how: 'simulated', runs, seed } : { how: 'exact' },
    claims,
    compared,
    tables: [table(found, rows)],
    lines: length === 'short' ? [] : [ours, ...peers.filter(({ name }) => inTheLooksPlot.includes(name))].map(looksLine),
  }
}
