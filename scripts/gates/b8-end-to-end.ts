// B8: all criteria together, from the first day of Shadow to Autonomous (GATES.md 5.1): good agents come through in weeks, agents that break one of the
// promises do not, and the rules of others beside it.

import type { Boundary } from './exact.ts'
import { type Agent, defaults, type Gate, type Journey, journey, lastDay } from './journey.ts'
import {
  atMost,
  beside,
  type Claim,
  type Compared,
  exact,
  type Length,
  type Line,
  median,
  type Outcome,
  type Share,
  share,
  type Table,
} from './outcome.ts'
import { type Random, seeded } from './random.ts'
import { point, wilson } from './rules.ts'
import { bad, drawCase, isInside, shares } from './slice-world.ts'
import { isMet } from './whole-gate.ts'

// 14 % of the queries need a person and 97 % of these reach one, so that of what is handled .5 % should not have been (GATES.md 4 b: a true .5 %).
const usual = { needed: 0.14, handedOver: 0.97, needless: 0.02 }
const missedShare =
  (usual.needed * (1 - usual.handedOver)) / (1 - usual.needed * usual.handedOver - (1 - usual.needed) * usual.needless)

/** An agent with this share of wrong handled outputs, all told: a missed escalation is one of them. `inside`: on one tool with 11 % of the traffic. */
export function agent(name: string, wrong: number, inside: number | null = null, escalating = usual): Agent {
  const missed = escalating === usual ? missedShare : 0
  const outside = inside === null ? wrong : (wrong - 0.11 * inside) / 0.89
  const besideMissed = (share: number) => Math.max(0, (share - missed) / (1 - missed))
  const worse = inside === null ? null : bad.large(besideMissed(inside))
  return { name, wrong: besideMissed(outside), bad: worse, ...escalating }
}

/** k of the clearing; `none`: slices are not asked to be cleared; `local`: nor does Shadow count in Supervised, as in the method's column without clearing. */
type Clearing = 'local' | 'none' | 4 | 3
type Known = readonly [number, number | null]
type Case = { agent: Agent; gate: Gate; isViolated: boolean; method: Readonly<Partial<Record<Clearing, Known>>> }

const at95: Gate = { ...defaults, target: 0.95 }

/** `method`: promoted and median day, from table 5.1. */
const cases: readonly Case[] = [
  {
    agent: agent('4 % wrong', 0.04),
    gate: defaults,
    isViolated: false,
    method: { local: [1, 17], 4: [1, 15], 3: [1, 23] },
  },
  {
    agent: agent('7 % wrong', 0.07),
    gate: defaults,
    isViolated: false,
    method: { local: [0.53, 58], 4: [0.71, 38], 3: [0.75, 39] },
  },
  {
    agent: agent('10 % wrong (the limit)', 0.1),
    gate: defaults,
    isViolated: true,
    method: { local: [0.007, null], 4: [0.012, null], 3: [0.006, null] },
  },
  {
    agent: agent('13 % wrong', 0.13),
    gate: defaults,
    isViolated: true,
    method: { local: [0, null], 4: [0, null], 3: [0, null] },
  },
  {
    agent: agent('6 %, one tool 35 %', 0.06, 0.35),
    gate: defaults,
    isViolated: true,
    method: { local: [0.48, null], 4: [0.036, null], 3: [0, null] },
  },
  { agent: agent('6 %, one tool 40 % (the limit)', 0.06, 0.4), gate: defaults, isViolated: true, method: {} },
  {
    agent: agent('4 %, escalates 35 % (at most 25)', 0.04, null, { needed: 0.14, handedOver: 0.97, needless: 0.25 }),
    gate: defaults,
    isViolated: true,
    method: { local: [0, null], 4: [0, null], 3: [0, null] },
  },
  {
    agent: agent('4 %, never escalates', 0.04, null, { needed: 0.005, handedOver: 0, needless: 0 }),
    gate: defaults,
    isViolated: true,
    method: {},
  },
  {
    agent: agent('4 %, hands over 80 % of what it must (the limit)', 0.02, null, {
      needed: 0.1,
      handedOver: 0.8,
      needless: 0.05,
    }),
    gate: defaults,
    isViolated: true,
    method: {},
  },
  {
    // .2 × .125 of 100 queries are missed, of 82.5 handled: 3.03 %.
    agent: agent('5 %, misses 3 % of what it handles (the limit)', 0.02, null, { needed: 0.2, handedOver: 0.875, needless: 0 }),
    gate: defaults,
    isViolated: true,
    method: {},
  },
  {
    agent: agent('4 %, reviewers see 80 % of known errors (the limit)', 0.04),
    gate: { ...defaults, blind: { perDay: 2, seen: 0.8 } },
    isViolated: true,
    method: {},
  },
]

const casesAt95: readonly Case[] = [
  { agent: agent('1.5 % wrong', 0.015), gate: at95, isViolated: false, method: { 4: [1, 31] } },
  { agent: agent('2.5 % wrong', 0.025), gate: at95, isViolated: false, method: { 4: [0.91, 38] } },
  { agent: agent('5 % wrong (the limit)', 0.05), gate: at95, isViolated: true, method: { 4: [0, null] } },
  { agent: agent('3 %, one tool 20 % (the limit)', 0.03, 0.2), gate: at95, isViolated: true, method: { 4: [0.006, null] } },
]

/** Known-wrong items, of which reviewers catch 95 %: two a day are 5 % of the queue of Shadow, the default, four a day 10 % (GATES.md 7, 9). */
const withBlind: readonly Case[] = [2, 4].map((perDay) => ({
  agent: agent(`4 % wrong, ${perDay} known-wrong items a day`, 0.04),
  gate: { ...defaults, blind: { perDay, seen: 0.95 } },
  isViolated: false,
  method: {},
}))

type Setting = { runs: number; seed: number }

type Found = { promoted: Share; day: Share | null; reviews: number | null }

function summary(journeys: readonly Journey[]): Found {
  const through = journeys.filter(({ day }) => day !== null)
  const isUsual = 2 * through.length > journeys.length
  return {
    promoted: share(through.length, journeys.length),
    // Whoever is not through counts as later than the last day.
    day: isUsual ? median(journeys.map(({ day }) => day ?? lastDay + 1)) : null,
    reviews: through.length > 0 ? through.reduce((sum, { reviews }) => sum + reviews, 0) / through.length : null,
  }
}

function ours(one: Pick<Case, 'agent' | 'gate'>, { runs, seed }: Setting): Found {
  const random = seeded(seed)
  return summary(Array.from({ length: runs }, () => journey(one.agent, one.gate, random)))
}

/** The share of such agents that is promoted. */
export function promotedOf(one: Agent, gate: Gate, setting: Setting): Share {
  return ours({ agent: one, gate }, setting).promoted
}

/** Handled outputs only; each phase on its own reviews, unless `isCarried`. `inBounds`: also asks that the escalation rate, as it stands, is within its bounds. */
type Peer = { name: string; shadow: Boundary; supervised: Boundary; leastDays: number; inBounds: boolean; isCarried?: boolean }

const upTo = 3000
const peers: readonly Peer[] = [
  {
    name: 'literal: target reached in 200, 14 days',
    shadow: point(200)(0.9, upTo),
    supervised: point(1)(0.9, upTo),
    leastDays: 14,
    inBounds: true,
    isCarried: true,
  },
  {
    name: 'point estimate from 20',
    shadow: point(20)(0.9, upTo),
    supervised: point(20)(0.9, upTo),
    leastDays: 1,
    inBounds: false,
  },
  {
    name: 'point estimate from 100, 14 days',
    shadow: point(100)(0.9, upTo),
    supervised: point(100)(0.9, upTo),
    leastDays: 14,
    inBounds: false,
  },
  { name: 'Wilson daily', shadow: wilson(1)(0.9, upTo), supervised: wilson(1)(0.9, upTo), leastDays: 1, inBounds: true },
]

/** GATES.md 5.1, promoted, in the order of `cases`. */
const peerMethod: Readonly<Record<string, readonly number[]>> = {
  'literal: target reached in 200, 14 days': [1, 1, 0.853, 0.145, 1, 0],
  'point estimate from 20': [1, 1, 0.864, 0.275, 1, 1],
  'point estimate from 100, 14 days': [1, 1, 0.726, 0.049, 1, 1],
  'Wilson daily': [1, 0.92, 0.065, 0, 0.999, 0],
}
const peerCases = [0, 1, 2, 3, 4, 6]

const values = new Int32Array(shares.length)

function peerJourney(peer: Peer, one: Agent, random: Random): Journey {
  let phase: 'shadow' | 'supervised' = 'shadow'
  let [since, n, wrong, asked, escalated, reviews] = [0, 0, 0, 0, 0, 0]
  for (let day = 1; day <= lastDay; day++) {
    const [volume, chance] = phase === 'shadow' ? [40, 1] : [100, 0.15]
    for (let i = 0; i < volume; i++) {
      asked++
      const isNeeded = random() < one.needed
      if (random() < (isNeeded ? one.handedOver : one.needless)) {
        escalated++
        reviews++
      } else if (random() < chance) {
        drawCase(random, values)
        n++
        reviews++
        if (isNeeded || random() < (one.bad && isInside(one.bad, values) ? one.bad.wrong : one.wrong)) wrong++
      }
    }
    const rate = escalated / asked
    const passes = (peer[phase][n] ?? -1) >= wrong && (!peer.inBounds || (rate >= 0.05 && rate <= 0.25))
    if (!passes || (phase === 'supervised' && day - since < peer.leastDays)) continue
    if (phase === 'supervised') return { day, reviews }
    phase = 'supervised'
    since = day
    if (!peer.isCarried) [n, wrong] = [0, 0]
  }
  return { day: null, reviews }
}

function theirs(peer: Peer, one: Agent, runs: number, seed: number): Found {
  const random = seeded(seed)
  return summary(Array.from({ length: runs }, () => peerJourney(peer, one, random)))
}

type Row = { one: Case; found: ReadonlyMap<Clearing, Found> }

const clearings: readonly Clearing[] = ['local', 'none', 4, 3]
const shownClearings: readonly Clearing[] = ['none', 4, 3]
// The product's default (GATES.md 9: sliceTolerance).
const chosen: Clearing = 4
/** On how many days the product's whole gate was asked beside the way of these agents, and on how many it said something else. */
function agreement(agents: readonly Case[], { runs, seed }: Setting): { days: number; others: number } {
  const random = seeded(seed)
  let [days, others] = [0, 0]
  for (const one of agents) {
    for (let run = 0; run < runs; run++) {
      journey(one.agent, one.gate, random, (seen) => {
        days++
        if (isMet(seen.state, one.gate, seen) !== seen.promoted) others++
      })
    }
  }
  return { days, others }
}

const withDefault = ({ found }: Row): Found => found.get(chosen)!

function cell({ promoted, day, reviews }: Found): string {
  const when = day ? `, day ${day.value.toFixed(0)}, ${reviews!.toFixed(0)} reviews` : ''
  return `${promoted.value.toFixed(3)}${when}`
}

function compare({ one, found }: Row): Compared[] {
  return [...found].flatMap(([clearing, { promoted, day }]) => {
    const known = one.method[clearing]
    if (!known) return []
    const what = `${one.agent.name}, target ${one.gate.target}, clearing ${clearing}`
    // Monte Carlo on both sides: +- .02 and +- 5 % on theirs (GATES.md 12); their world of slices and escalations is told in words only.
    const chance = beside(`${what}: promoted`, promoted, known[0], 0.06)
    return known[1] === null || !day ? [chance] : [chance, beside(`${what}: median day`, day, known[1], 0.2 * known[1])]
  })
}

function table(rows: readonly Row[], others: readonly (readonly Found[])[]): Table {
  const asked = rows.filter(({ found }) => found.size === clearings.length)
  return {
    title: `Promoted to Autonomous within ${lastDay} days at target .90, median day, mean reviews of those promoted`,
    head: ['agent', ...peers.map(({ name }) => name), 'Tenure without clearing', 'Tenure (k = 4)', 'k = 3'],
    rows: asked.map(({ one, found }) => {
      const at = peerCases.indexOf(cases.indexOf(one))
      return [
        one.agent.name,
        ...peers.map((_, p) => (at >= 0 ? cell(others[p]![at]!) : '')),
        ...shownClearings.map((clearing) => cell(found.get(clearing)!)),
      ]
    }),
  }
}

function onlyOurs(rows: readonly Row[]): Table {
  const more = rows.filter(({ found }) => found.size === 1)
  return {
    title: 'More employees; k = 4 unless said',
    head: ['agent', 'target', 'promoted'],
    rows: [
      ...more.map((row) => [row.one.agent.name, String(row.one.gate.target), cell(withDefault(row))]),
      ...rows.flatMap(({ one, found }) => {
        const local = found.get('local')
        return local ? [[`${one.agent.name}; no clearing, each phase anew`, String(one.gate.target), cell(local)]] : []
      }),
    ],
  }
}

function rowsOf(length: Length, setting: Setting): Row[] {
  const kept = length === 'short' ? [cases[0]!, cases[2]!, cases[4]!] : cases
  const rows = kept.map((one): Row => {
    const asked = length === 'short' || one.method.local === undefined ? [chosen] : clearings
    return { one, found: new Map(asked.map((clearing) => [clearing, foundWith(one, clearing, setting)])) }
  })
  const more = length === 'short' ? [] : [...casesAt95, ...withBlind]
  return [...rows, ...more.map((one): Row => ({ one, found: new Map([[chosen, foundWith(one, chosen, setting)]]) }))]
}

/** The other clearings are for comparison: fewer runs. */
function foundWith({ agent: one, gate }: Case, clearing: Clearing, { runs, seed }: Setting): Found {
  const tolerance = clearing === 'none' || clearing === 'local' ? null : clearing
  const isCarried = clearing !== 'local'
  return ours({ agent: one, gate: { ...gate, tolerance, isCarried } }, { runs: clearing === chosen ? runs : 0.4 * runs, seed })
}

/** Promoted, by rule, of the good agent and three that must not be. */
function linesOf(rows: readonly Row[], others: readonly (readonly Found[])[]): Line[] {
  const shown = [0, 2, 4, 6]
  const theirLine = (name: string, p: number): Line => ({
    plot: 'end',
    name,
    points: shown.map((i, at) => [at, others[p]![peerCases.indexOf(i)]!.promoted.value]),
  })
  const ourLine: Line = { plot: 'end', name: 'Tenure', points: shown.map((i, at) => [at, withDefault(rows[i]!).promoted.value]) }
  return [theirLine('90 % of 20 or more', 1), theirLine('90 % of 100, 14 days', 2), theirLine('Wilson 95 %, daily', 3), ourLine]
}

function agreed(length: Length, seed: number): Claim {
  const asked = length === 'short' ? [cases[0]!, cases[4]!] : [...cases, ...casesAt95]
  const { days, others } = agreement(asked, { runs: length === 'short' ? 1 : 5, seed })
  return atMost(`days of ${days} on which the product's whole gate (readGate) says something else`, exact(others), 0)
}

export function b8(length: Length): Outcome {
  const [runs, seed] = [length === 'short' ? 40 : 1000, 20_008]
  const rows = rowsOf(length, { runs, seed })
  const others = length === 'short' ? [] : peers.map((peer) => peerCases.map((i) => theirs(peer, cases[i]!.agent, runs, seed)))
  const claims: Claim[] = [
    ...rows
      .filter(({ one }) => one.isViolated)
      .map((row) =>
        atMost(`${row.one.agent.name}, target ${row.one.gate.target}: promoted`, withDefault(row).promoted, 0.05, runs),
      ),
    agreed(length, seed),
    atMost('4 % wrong: median day', withDefault(rows[0]!).day ?? { value: lastDay + 1, error: 0 }, 20),
  ]
  const peerCompared = others.flatMap((found, p) =>
    found.map(({ promoted }, i) => {
      const { name } = peers[p]!
      return beside(`${name}, ${cases[peerCases[i]!]!.agent.name}: promoted`, promoted, peerMethod[name]![i]!, 0.06)
    }),
  )
  return {
    id: 'B8',
    title: 'End to end',
    made: { how: 'simulated', runs, seed },
    claims,
    compared: [...rows.flatMap(compare), ...peerCompared],
    tables: others.length > 0 ? [table(rows, others), onlyOurs(rows)] : [onlyOurs(rows)],
    lines: others.length > 0 ? linesOf(rows, others) : [],
  }
}
