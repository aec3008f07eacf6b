// One agent's way from Shadow to Autonomous, day by day, under the gate: 60 days, Shadow 40 queries a day all reviewed, Supervised 100 a day of which 15 %
// and every escalation are reviewed, half of what falls into a slice that is not cleared yet (GATES.md 5.1, sections 3 and 9). Every question is put to the
// product's own functions; here is only the traffic, the counting and the conjunction.

import { estimate, type Level, proven } from '../../src/domain/gates/confidence.ts'
import { escalationRate, escalationRecall, missedEscalations } from '../../src/domain/gates/escalation.ts'
import { sensitivityOf } from '../../src/domain/gates/reviewers.ts'
import { clearedOf, flagOf, flagThreshold, majorSlices } from '../../src/domain/gates/slices.ts'
import { binomial, type Random } from './random.ts'
import {
  type Bad,
  drawCase,
  isInside,
  registry,
  shares,
  singleNames,
  sliceCount,
  slicesOfCase,
  slicesPerCase,
} from './slice-world.ts'

export type Agent = {
  name: string
  /** Errors among handled outputs outside the bad slice. */
  wrong: number
  bad: Bad | null
  /** Share of the queries that need a person; of these, the share handed over; of all others, the share handed over needlessly. */
  needed: number
  handedOver: number
  needless: number
}

export type Gate = {
  target: number
  floorRatio: number
  alpha: number
  bounds: { minRatio: number; maxRatio: number }
  missedCap: number
  recallFloor: number
  /** k of the clearing; null: slices are not asked to be cleared. */
  tolerance: number | null
  leastReviews: number
  /** Whether what Shadow has shown counts towards the target in Supervised, as it does in the product. */
  isCarried: boolean
  leastDays: number
  /** Known-wrong items a day, blind, seen by reviewers who catch `seen` of them; null: not asked. */
  blind: { perDay: number; seen: number } | null
}

export const defaults: Gate = {
  target: 0.9,
  floorRatio: 1.25,
  alpha: 0.05,
  bounds: { minRatio: 0.05, maxRatio: 0.25 },
  missedCap: 0.03,
  recallFloor: 0.8,
  tolerance: 4,
  leastReviews: 100,
  isCarried: true,
  leastDays: 7,
  blind: null,
}

export const rates = { base: 0.15, topUp: 0.5 }
const types = shares[0]!.length
const volume = { shadow: 40, supervised: 100 }
export const lastDay = 60
// Two weights: what everything or the base sample brings, and what the top-up brings.
export const weights = [1, rates.base / rates.topUp] as const

// What the product asks of known-wrong items (GATES.md 7: seFloor).
export const blindFloor = 0.8
// A slice with this share must be cleared (GATES.md 9: majorShare).
export const majorShare = 0.04

/**
 * Everything counted so far. Per slice and weight: cases and errors, in one array each. Per query type: arrivals; per query type and weight: missed escalations; per
 * query type and phase: needed and needless escalations.
 */
type Counts = {
  cases: Int32Array
  errors: Int32Array
  byType: { arrived: Int32Array; missed: Int32Array; needed: Int32Array; needless: Int32Array }
  handled: [Level, Level]
  missed: [Level, Level]
  asked: number
  escalated: number
  made: { shadow: number; supervised: number }
  blind: { caught: number; missed: number }
  reviews: number
}

/** `cleared` and `flagged` stay: a proof holds at all times, and a flag until a person closes it. */
export type State = Counts & {
  /** By index of the slice: large enough to be cleared, and cleared as of today: the product asks again at every look. */
  majors: readonly number[]
  cleared: Uint8Array
  /** Major and not cleared. */
  open: Uint8Array
  flagged: boolean
  floor: boolean
  target: boolean
}

const twoLevels = (): [Level, Level] => [
  { weight: weights[0], correct: 0, wrong: 0 },
  { weight: weights[1], correct: 0, wrong: 0 },
]

function fresh(): State {
  return {
    cases: new Int32Array(2 * sliceCount),
    errors: new Int32Array(2 * sliceCount),
    byType: {
      arrived: new Int32Array(types),
      missed: new Int32Array(2 * types),
      needed: new Int32Array(2 * types),
      needless: new Int32Array(2 * types),
    },
    handled: twoLevels(),
    missed: twoLevels(),
    asked: 0,
    escalated: 0,
    made: { shadow: 0, supervised: 0 },
    blind: { caught: 0, missed: 0 },
    reviews: 0,
    majors: singleNames.map((_, slice) => slice),
    cleared: new Uint8Array(sliceCount),
    open: new Uint8Array(sliceCount).fill(1),
    flagged: false,
    floor: false,
    target: false,
  }
}

type Phase = 'shadow' | 'supervised'

const values = new Int32Array(shares.length)
const slices = new Int32Array(slicesPerCase)

/** One query: handed over, or handled and then reviewed with the chance its slices give it. */
function query(
  state: State,
  agent: Agent,
  { phase, tolerance }: { phase: Phase; tolerance: number | null },
  random: Random,
): void {
  drawCase(random, values)
  const isNeeded = random() < agent.needed
  const type = values[0]!
  state.asked++
  state.byType.arrived[type]!++
  if (random() < (isNeeded ? agent.handedOver : agent.needless)) {
    state.escalated++
    state.reviews++
    if (isNeeded) state.made[phase]++
    state.byType[isNeeded ? 'needed' : 'needless'][2 * type + (phase === 'shadow' ? 0 : 1)]!++
    return
  }
  slicesOfCase(values, slices)
  const isOpen = tolerance !== null && isIn(state.open, slices)
  const chance = phase === 'shadow' ? 1 : isOpen ? rates.topUp : rates.base
  if (random() >= chance) return
  state.reviews++
  const level = phase === 'supervised' && isOpen ? 1 : 0
  // A query that should have gone to a person is wrong when handled, whatever was said.
  const isWrong = isNeeded || random() < (agent.bad && isInside(agent.bad, values) ? agent.bad.wrong : agent.wrong)
  if (isNeeded) state.byType.missed[2 * type + level]!++
  judge(state, { level, isWrong, isMissed: isNeeded })
}

/** Whether one of a case's single slices is a major one that is not cleared. */
function isIn(open: Uint8Array, slices: Int32Array): boolean {
  for (let d = 0; d < shares.length; d++) if (open[slices[d]!] === 1) return true
  return false
}

function judge(state: State, { level, isWrong, isMissed }: { level: 0 | 1; isWrong: boolean; isMissed: boolean }): void {
  state.handled[level][isWrong ? 'wrong' : 'correct']++
  state.missed[level][isMissed ? 'correct' : 'wrong']++
  const error = isWrong ? 1 : 0
  for (const slice of slices) {
    state.cases[2 * slice + level]!++
    state.errors[2 * slice + level]! += error
  }
}

/** n·KL: more than ln E can be for one weight, whatever the bets, with so many hits among n against “at most m of them”. */
function mostLog(n: number, hits: number, m: number): number {
  if (hits <= n * m) return 0
  return hits * Math.log(hits / (n * m)) + (hits < n ? (n - hits) * Math.log((n - hits) / (n * (1 - m))) : 0)
}

/** Whether ln E against m can have reached a line at all. Cheap; spares the product's functions the questions whose answer is no. */
function mayReach(levels: readonly Level[], m: number, line: number): boolean {
  return levels.reduce((sum, { correct, wrong }) => sum + mostLog(correct + wrong, correct, m), 0) >= line
}

const turned = (levels: readonly Level[]): Level[] =>
  levels.map(({ weight, correct, wrong }) => ({ weight, correct: wrong, wrong: correct }))

export function levelsOf(state: Counts, slice: number): Level[] {
  return weights.map((weight, level) => {
    const [n, wrong] = [state.cases[2 * slice + level]!, state.errors[2 * slice + level]!]
    return { weight, correct: n - wrong, wrong }
  })
}

const [singleLine, pairLine] = [false, true].map((isPair) => flagThreshold({ registry, isPair })) as [number, number]

function lookForFlags(state: State, gate: Gate): void {
  const budget = 1 - gate.target
  const { cases, errors } = state
  for (let s = 0; s < sliceCount && !state.flagged; s++) {
    const isPair = s >= registry.singles
    const most = mostLog(cases[2 * s]!, errors[2 * s]!, budget) + mostLog(cases[2 * s + 1]!, errors[2 * s + 1]!, budget)
    if (most < (isPair ? pairLine : singleLine)) continue
    const counts = { slice: '', levels: levelsOf(state, s), fractions: [] }
    state.flagged = flagOf(counts, { targetRatio: gate.target, registry, isPair }).state === 'flagged'
  }
}

/** Asked in Supervised, and once at its start: nothing depends on it before. */
function lookForCleared(state: State, gate: Gate): void {
  if (gate.tolerance === null) return
  const sizes = singleNames.map((name, slice) => [name, state.cases[2 * slice]! + state.cases[2 * slice + 1]!] as const)
  const total = state.handled.reduce((sum, { correct, wrong }) => sum + correct + wrong, 0)
  const names = new Set(majorSlices(new Map(sizes), total, majorShare))
  state.majors = singleNames.flatMap((name, slice) => (names.has(name) ? [slice] : []))
  const question = { targetRatio: gate.target, tolerance: gate.tolerance }
  state.open.fill(0)
  for (const s of state.majors) {
    const levels = levelsOf(state, s)
    const mayBe = mayReach(levels, 1 - gate.tolerance * (1 - gate.target), Math.log(1 / gate.alpha))
    state.cleared[s] = mayBe && clearedOf({ slice: '', levels, fractions: [] }, question).cleared ? 1 : 0
    state.open[s] = 1 - state.cleared[s]!
  }
}

/** What both promotions ask besides accuracy. */
function conditions(state: State, gate: Gate): boolean {
  const line = Math.log(1 / gate.alpha)
  const handed = [{ weight: 1, correct: state.escalated, wrong: state.asked - state.escalated }]
  if (!mayReach(handed, gate.bounds.minRatio, line) || !mayReach(turned(handed), 1 - gate.bounds.maxRatio, line)) return false
  const made = [
    { weight: 1, n: state.made.shadow },
    { weight: rates.base, n: state.made.supervised },
  ]
  const missed = state.missed.map(({ weight, correct }) => ({ weight, n: correct }))
  const recalled = [
    ...made.map(({ weight, n }) => ({ weight, correct: n, wrong: 0 })),
    ...missed.map(({ weight, n }) => ({ weight, correct: 0, wrong: n })),
  ]
  if (!mayReach(recalled, gate.recallFloor, line) || !mayReach(turned(state.missed), 1 - gate.missedCap, line)) return false
  const { caught, missed: unseen } = state.blind
  if (gate.blind && !mayReach([{ weight: 1, correct: caught, wrong: unseen }], blindFloor, line)) return false
  const { min, max } = escalationRate({ levels: handed, fractions: [] }, gate.bounds, gate.alpha)
  if (!min.proven || !max.proven) return false
  if (!missedEscalations({ levels: state.missed, fractions: [] }, gate.missedCap, gate.alpha).proven) return false
  if (!escalationRecall({ made, missed }, gate.recallFloor, gate.alpha).proven) return false
  return gate.blind === null || sensitivityOf(state.blind).proven
}

function look(state: State, gate: Gate, phase: Phase): void {
  lookForFlags(state, gate)
  if (phase === 'supervised') lookForCleared(state, gate)
  state.floor ||= proven(state.handled, 1 - gate.floorRatio * (1 - gate.target), gate.alpha)
  state.target ||= proven(state.handled, gate.target, gate.alpha)
}

/** What the gate says at the end of a day; `days`: how long this phase has lasted. */
export type Day = { phase: Phase; days: number }

function isPromoted(state: State, gate: Gate, { phase, days }: Day): boolean {
  if (state.flagged || (estimate(state.handled) ?? 0) < gate.target) return false
  if (phase === 'shadow') return state.floor && state.reviews >= gate.leastReviews && conditions(state, gate)
  if (!state.target || days < gate.leastDays) return false
  if (gate.tolerance !== null && state.majors.some((slice) => state.cleared[slice] === 0)) return false
  return conditions(state, gate)
}

export type Journey = { day: number | null; reviews: number }

/** Sees every look: what was counted, and what the gate said. */
export type Watcher = (seen: Day & { state: State; promoted: boolean }) => void

/** Looked at at the end of every day, in each phase from its first. A flag ends it: it stays until a person closes it, and here nobody does. */
export function journey(agent: Agent, gate: Gate, random: Random, watch?: Watcher): Journey {
  const state = fresh()
  let [phase, since]: [Phase, number] = ['shadow', 0]
  for (let day = 1; day <= lastDay; day++) {
    const setting = { phase, tolerance: gate.tolerance }
    for (let i = 0; i < volume[phase]; i++) query(state, agent, setting, random)
    if (gate.blind) {
      const caught = binomial(random, gate.blind.perDay, gate.blind.seen)
      state.blind = { caught: state.blind.caught + caught, missed: state.blind.missed + gate.blind.perDay - caught }
    }
    look(state, gate, phase)
    const promoted = isPromoted(state, gate, { phase, days: day - since })
    watch?.({ phase, days: day - since, state, promoted })
    if (state.flagged) break
    if (!promoted) continue
    if (phase === 'supervised') return { day, reviews: state.reviews }
    phase = 'supervised'
    since = day
    if (!gate.isCarried) Object.assign(state, { handled: twoLevels(), target: false })
    lookForCleared(state, gate)
  }
  return { day: null, reviews: state.reviews }
}
