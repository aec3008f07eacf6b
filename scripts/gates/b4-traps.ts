// B4: five ways in which an honest count goes wrong, each with the naive rule beside the gate's (GATES.md D4, D11, D13, D14; D6 is in the end-to-end
// benchmark, because it takes all of the gate). The naive side uses the same engine on the wrong counts, so that only the trap differs.

import { Capital } from '../../src/domain/gates/confidence.ts'
import { type Boundary, every, exactly, gateBoundary } from './exact.ts'
import {
  atLeast,
  atMost,
  beside,
  type Claim,
  type Compared,
  exact,
  type Length,
  type Outcome,
  type Share,
  share,
  type Table,
} from './outcome.ts'
import { binomial, type Random, seeded } from './random.ts'
import { point } from './rules.ts'

type Trap = { name: string; naive: Share; gate: Share; runs: number; naiveAbove: number; method: number | null }

const target = 0.9

/** 28 days of 100 queries: every escalation reviewed and judged right 99 times in 100, 15 % of the handled reviewed (the mission's “reviewed sample”). */
const pooledRows = [
  { handledRight: 0.85, escalated: 0.2 },
  { handledRight: 0.88, escalated: 0.2 },
  { handledRight: 0.85, escalated: 0.3 },
]

const literally = point(200)(target, 3000)

type Pooled = { literal: boolean; engine: boolean; gate: boolean }

/** The same days under the mission's literal rule (target reached among at least 200), the gate's engine on the pooled counts, and the gate. */
function pooled(boundary: Boundary, row: (typeof pooledRows)[number], random: Random): Pooled {
  const perDay = { escalated: Math.round(100 * row.escalated), handled: Math.round(100 * (1 - row.escalated)) }
  let [n, wrong, escalationsWrong, escalations] = [0, 0, 0, 0]
  let [literal, engine, gate] = [false, false, false]
  for (let day = 1; day <= 28; day++) {
    const reviewed = binomial(random, perDay.handled, 0.15)
    n += reviewed
    wrong += binomial(random, reviewed, 1 - row.handledRight)
    escalations += perDay.escalated
    escalationsWrong += binomial(random, perDay.escalated, 0.01)
    gate ||= boundary[n]! >= wrong
    engine ||= boundary[n + escalations]! >= wrong + escalationsWrong
    literal ||= literally[n + escalations]! >= wrong + escalationsWrong
  }
  return { literal, engine, gate }
}

export function pooledTraps(boundary: Boundary, runs: number, seed: number): Trap[] {
  return pooledRows.flatMap((row, i) => {
    const random = seeded(seed)
    const all = Array.from({ length: runs }, () => pooled(boundary, row, random))
    const promoted = (by: keyof Pooled) => share(all.filter((one) => one[by]).length, runs)
    const name = `escalations counted as answers (D4): right on ${row.handledRight * 100} % of what it handles, hands over ${row.escalated * 100} %`
    return [
      { name, naive: promoted('literal'), gate: promoted('gate'), runs, naiveAbove: 0.8, method: i === 0 ? 1 : null },
      {
        name: `${name}; naive: this same engine`,
        naive: promoted('engine'),
        gate: promoted('gate'),
        runs,
        naiveAbove: 0.8,
        method: null,
      },
    ]
  })
}

/**
 * Nobody reviews 30 % of the sample, and those are three times as often wrong (reviewers leave the hard ones): an agent at .88 looks like .925. Both sides
 * exactly; the gate counts what nobody judged by its deadline as wrong.
 */
export function missingTrap(boundary: Boundary): Trap {
  const wrongWhereReviewed = 0.12 / (0.7 + 0.3 * 3)
  const naive = exactly(boundary, 1 - wrongWhereReviewed, every(1)).promoted
  const gate = exactly(boundary, 0.7 * (1 - wrongWhereReviewed), every(1)).promoted
  return {
    name: 'what nobody judged left out (D14): 30 % of the sample, three times as often wrong; in all right 88 %',
    naive: exact(naive),
    gate: exact(gate),
    runs: 0,
    naiveAbove: 0.86,
    method: null,
  }
}

/** Copies of one case, all right or all wrong together with probability `alike`, else each by itself. */
function burst(random: Random, size: number, alike: number): number {
  if (random() < alike) return random() < target ? size : 0
  return binomial(random, size, target)
}

/** 2,000 verdicts at the target in bursts. The gate bets once per burst, on the share that is right; the naive count takes each copy for a case. */
export function burstTrap(
  boundary: Boundary,
  { size, alike, runs, seed, alpha = 0.05 }: { size: number; alike: number; runs: number; seed: number; alpha?: number },
): Trap {
  const random = seeded(seed)
  const wanted = Math.log(1 / alpha)
  let [naive, gate] = [0, 0]
  for (let run = 0; run < runs; run++) {
    const capital = new Capital(target)
    let [wrong, most, wronglyBy] = [0, Number.NEGATIVE_INFINITY, false]
    for (let n = size; n <= 2000; n += size) {
      const right = burst(random, size, alike)
      wrong += size - right
      most = Math.max(most, capital.bet({ weight: 1, share: right / size }))
      wronglyBy ||= boundary[n]! >= wrong
    }
    naive += Number(wronglyBy)
    gate += Number(most >= wanted)
  }
  const name = `copies counted as cases (D13): bursts of ${size}${alike === 1 ? '' : `, alike ${alike * 100} % of the time`}; right 90 %`
  const method = alike === 1 ? (size === 5 ? 0.59 : 0.75) : null
  return { name, naive: share(naive, runs), gate: share(gate, runs), runs, naiveAbove: alike === 1 ? 0.5 : 0.3, method }
}

/** Reviewers: the share of wrong outputs they see, and of right ones they leave alone. */
type Eyes = { seen: number; leftAlone: number }

/**
 * Reviewers who see only part of what is wrong. Exactly: the promoted share without the blind known-wrong items, times the chance that these are passed
 * within 500 of them, which is independent of it.
 */
export function reviewerTrap(boundary: Boundary, blind: Boundary, truth: number, eyes: Eyes): { naive: number; gate: number } {
  const naive = exactly(boundary, asItLooks(truth, eyes), every(40)).promoted
  return { naive, gate: naive * exactly(blind, eyes.seen, every(1)).promoted }
}

function asItLooks(truth: number, { seen, leftAlone }: Eyes): number {
  return truth * leftAlone + (1 - truth) * (1 - seen)
}

// 0.80: the least share of known-wrong items that must be shown to be seen (GATES.md 7).
const blindTarget = 0.8

function reviewers(boundary: Boundary): { traps: Trap[]; compared: Compared[]; table: Table } {
  const blind = gateBoundary(blindTarget, 500)
  const at = (truth: number, seen: number, leftAlone = 0.99) => reviewerTrap(boundary, blind, truth, { seen, leftAlone })
  const half = at(0.88, 0.5)
  const rows = [0.88, 0.89, 0.9].flatMap((truth) =>
    [1, 0.95, 0.9, 0.85, 0.8, 0.7, 0.5].map((seen) => {
      const { naive, gate } = at(truth, seen, 1)
      return [truth, seen, asItLooks(truth, { seen, leftAlone: 1 }), naive, gate]
    }),
  )
  const name = 'reviewers who miss half of what is wrong (D11); right 88 %'
  const known = [0.9, 0.7, 0.5].map((seen, i) =>
    beside(`without blind items, .88, sees ${seen}`, exact(at(0.88, seen).naive), [0.002, 0.078, 0.983][i]!, 0.0006),
  )
  return {
    traps: [{ name, naive: exact(half.naive), gate: exact(half.gate), runs: 0, naiveAbove: 0.5, method: null }],
    compared: [...known, beside('without blind items, .90, sees .7', exact(at(0.9, 0.7).naive), 0.672, 0.0006)],
    table: {
      title:
        'Promoted by 2,000 reviews, looked at every 40, when reviewers see only part of the errors and call nothing wrong that is right',
      kinds: 'ppppp',
      head: ['true accuracy', 'share of errors seen', 'accuracy as it looks', 'without blind items', 'with blind items'],
      rows,
    },
  }
}

function judged(trap: Trap): Claim[] {
  return [
    atMost(`${trap.name}: the gate promotes`, trap.gate, 0.05, trap.runs),
    atLeast(`${trap.name}: the naive count promotes`, trap.naive, trap.naiveAbove, trap.runs),
  ]
}

export function b4(length: Length): Outcome {
  const [runs, seed] = [length === 'short' ? 400 : 4000, 20_004]
  const boundary = gateBoundary(target, 3000)
  const upTo2000 = gateBoundary(target, 2000)
  const bursts = [
    { size: 5, alike: 1 },
    { size: 10, alike: 1 },
    { size: 5, alike: 0.7 },
  ].map((one) => burstTrap(upTo2000, { ...one, runs, seed }))
  const seen = reviewers(upTo2000)
  const traps = [...pooledTraps(boundary, runs, seed), missingTrap(upTo2000), ...bursts, ...seen.traps]
  const traced = traps.flatMap(({ name, naive, method }) =>
    method === null ? [] : [beside(`${name}: naive`, naive, method, 0.006)],
  )
  const missing = beside(
    'D14: naive, looked at every 40',
    exact(exactly(upTo2000, 1 - 0.12 / 1.6, every(40)).promoted),
    0.86,
    0.0006,
  )
  return {
    id: 'B4',
    title: 'Traps',
    made: { how: 'simulated', runs, seed },
    claims: traps.flatMap(judged),
    compared: [...traced, missing, ...seen.compared],
    tables: [
      {
        title: 'Promoted wrongly: the naive count and the gate',
        kinds: 'wpppp',
        head: ['trap', 'naive', '±', 'gate', '±'],
        rows: traps.map(({ name, naive, gate }) => [name, naive.value, naive.error, gate.value, gate.error]),
      },
      seen.table,
    ],
    lines: [],
  }
}
