// Has it moved? Detectors for what an autonomous employee does each day, in both directions: escalating less is an alarm as escalating more is. Each is a
// step from yesterday's state and today's counts to today's state, in plain JSON, and comes out the same when recomputed from the list of days. They
// say that something moved; what follows is decided elsewhere. Source: GATES.md section 6.

import { invariant } from '../fault.ts'
import { clopperPearsonUpper } from './replay-bound.ts'
import { advanced, binomialFactor, logMean } from './shiryaev-roberts.ts'

/** A day's count, x of n; `day` as YYYY-MM-DD in UTC. */
export type DayCount = { day: string; n: number; x: number }

/** Between these rates nothing has moved; null where there is no line on that side. */
export type Lines = { low: number | null; high: number | null }

type Direction = 'up' | 'down'
type Alarm = { day: string; direction: Direction }

/** What a detector looks for: `up` and `down` multiply its lines; an alarm is raised where mean(R) reaches `threshold`. */
export type Watch = { up: readonly number[]; down: readonly number[]; threshold: number }

/** `alarm` stays until somebody decides (`decided`); `days` counts days with cases since the start or the last decision. */
export type DriftState = {
  watch: Watch
  days: number
  last: string | null
  up: number[]
  down: number[]
  alarm: Alarm | null
  decisions: number
}

// Expected days to a false alarm, at least, both directions together (GATES.md 9: ARL0 365 d).
const daysToFalseAlarm = 365
// The multiples that tell a moderate move from a large one (GATES.md 6).
const upMultiples = [1.25, 1.5, 2, 3]
const downMultiples = [0.8, 0.65, 0.5, 0.25]
const accuracyMultiples = [1.5, 2, 3, 5]
// No alternative is closer to certainty than this (GATES.md 6: min(.98, …)).
const mostLikely = 0.98
// A ±10 % band of daily wobble is no drift: without it the time to a false alarm falls from 1289 days to 114 (GATES.md D9).
const leastBand = 0.1
// A baseline is itself an estimate: the band covers it at 5 % on each side.
const baselineZ = 1.645
const baselineAlpha = 0.05

/** Two directions, each with the same threshold 2 × 365: together one false alarm in a year at most. `among` detectors of a kind share that year. */
export function rateWatch(among = 1): Watch {
  return { up: upMultiples, down: downMultiples, threshold: 2 * among * daysToFalseAlarm }
}

/** Errors among what is sampled, upwards only: becoming better is no alarm. */
export function accuracyWatch(): Watch {
  return { up: accuracyMultiples, down: [], threshold: daysToFalseAlarm }
}

export function opened(watch: Watch): DriftState {
  return { watch, days: 0, last: null, up: [], down: [], alarm: null, decisions: 0 }
}

/** How far a rate may wander from its baseline, as a share of it; null for a rate of 0, which has no relative band. */
export function bandOf(rate: number, n: number): number | null {
  if (rate <= 0 || n <= 0) return null
  return Math.max(leastBand, (baselineZ * Math.sqrt((rate * (1 - rate)) / n)) / rate)
}

/**
 * The lines around a baseline of x among n. Where nothing (or everything) was seen, the relative band says nothing and the exact bound at 5 % takes its
 * place. A line that would lie outside of (0, 1) is none.
 */
export function linesAround({ n, x }: { n: number; x: number }): Lines {
  invariant(n > 0 && x >= 0 && x <= n, 'a baseline is a count among at least one case')
  const rate = x / n
  const band = bandOf(rate, n)
  if (band === null) return between(null, clopperPearsonUpper(0, n, baselineAlpha))
  if (x === n) return between(1 - clopperPearsonUpper(0, n, baselineAlpha), null)
  return between(rate * (1 - band), rate * (1 + band))
}

/** Registered bounds as lines: the second copy of the rate detector. */
export function linesBetween({ minRatio, maxRatio }: { minRatio: number; maxRatio: number }): Lines {
  return between(minRatio, maxRatio)
}

/** Allowed errors as a line: 1 − target. */
export function accuracyLines(targetRatio: number): Lines {
  return between(null, 1 - targetRatio)
}

function between(low: number | null, high: number | null): Lines {
  const inside = (line: number | null) => (line !== null && line > 0 && line < 1 ? line : null)
  return { low: inside(low), high: inside(high) }
}

/**
 * One day further. A day without cases says nothing and is not counted, so that an idle month raises no alarm. The first day whose mean reaches the
 * threshold sets the alarm, which stays; counting goes on beside it. Days MUST come in order, each once.
 */
export function step(state: DriftState, count: DayCount, lines: Lines): DriftState {
  const { day, n, x } = count
  invariant(n >= 0 && x >= 0 && x <= n && Number.isFinite(n), 'a day has a count among its cases')
  invariant(state.last === null || day > state.last, 'days come in order, each once')
  if (n === 0) return { ...state, last: day }
  const up = sided(state.up, count, { line: lines.high, alternatives: alternativesAbove(lines.high, state.watch.up) })
  const down = sided(state.down, count, { line: lines.low, alternatives: alternativesBelow(lines.low, state.watch.down) })
  const next = { ...state, days: state.days + 1, last: day, up, down }
  return { ...next, alarm: state.alarm ?? alarmOf(next, day) }
}

function sided(logs: number[], count: DayCount, side: { line: number | null; alternatives: number[] }): number[] {
  const { line, alternatives } = side
  if (line === null || alternatives.length === 0) return logs
  return advanced(
    logs,
    alternatives.map((q) => binomialFactor(count, q, line)),
  )
}

function alternativesAbove(line: number | null, multiples: readonly number[]): number[] {
  if (line === null) return []
  // Above .98 nothing is left of the multiples; halfway to certainty is the only other rate.
  return multiples.map((times) => (line >= mostLikely ? (1 + line) / 2 : Math.min(mostLikely, line * times)))
}

function alternativesBelow(line: number | null, multiples: readonly number[]): number[] {
  return line === null ? [] : multiples.map((times) => line * times)
}

function alarmOf(state: DriftState, day: string): Alarm | null {
  const { up, down } = standingOf(state)
  const reached = Math.log(state.watch.threshold)
  if (up !== null && up >= reached) return { day, direction: 'up' }
  return down !== null && down >= reached ? { day, direction: 'down' } : null
}

/** ln M in each direction, to be shown against ln of the threshold. */
export function standingOf({ up, down }: Pick<DriftState, 'up' | 'down'>): { up: number | null; down: number | null } {
  return { up: logMean(up), down: logMean(down) }
}

/**
 * Somebody has decided about the alarm: the detector starts again. Without an alarm nothing happens: a detector that could be started again at will would
 * never raise one.
 */
export function decided(state: DriftState): DriftState {
  if (state.alarm === null) return state
  return { ...state, days: 0, up: [], down: [], alarm: null, decisions: state.decisions + 1 }
}

/** What a detector is recomputed from: its days, and the decisions about its alarms. */
export type DriftEvent = { kind: 'day'; count: DayCount; lines: Lines } | { kind: 'decided' }

export function recomputed(watch: Watch, events: readonly DriftEvent[]): DriftState {
  return events.reduce(
    (state, event) => (event.kind === 'decided' ? decided(state) : step(state, event.count, event.lines)),
    opened(watch),
  )
}

/** What was counted of each type while it was the baseline, or on a day: `n` cases, `x` of them escalated. */
export type ByType = ReadonlyMap<string, { n: number; x: number }>

/**
 * The day as it is once the mix is taken out: its lines lie around the rate the day's own mix would have at each type's baseline. A type the baseline
 * never saw has no rate and is left out, here; its share is watched on its own. Null when nothing is left. A type's rate is steadied by one case at
 * the overall rate, so that a type that never escalated in a short baseline does not make its first escalation impossible.
 */
export function mixAdjusted(day: string, today: ByType, baseline: ByType): { count: DayCount; lines: Lines } | null {
  const all = total(baseline)
  const rate = all.n === 0 ? 0 : all.x / all.n
  const band = bandOf(rate, all.n)
  const known = [...today].filter(([name, { n }]) => n > 0 && (baseline.get(name)?.n ?? 0) > 0)
  if (band === null || known.length === 0) return null
  const count = { day, ...total(new Map(known)) }
  const expected = known.reduce((sum, [name, { n }]) => sum + n * steadied(baseline.get(name)!, rate), 0) / count.n
  return { count, lines: between(expected * (1 - band), expected * (1 + band)) }
}

function steadied({ n, x }: { n: number; x: number }, rate: number): number {
  return (x + rate) / (n + 1)
}

function total(counts: ByType): { n: number; x: number } {
  return [...counts.values()].reduce((sum, { n, x }) => ({ n: sum.n + n, x: sum.x + x }), { n: 0, x: 0 })
}

/** `mix`: other queries come, and the agent does with each kind what it did. `agent`: with the mix taken out, it does something else. */
export type Moved = 'nothing' | 'mix' | 'agent'

/** The raw rate and the mix-adjusted one, read together (GATES.md 6). An adjusted alarm alone counts: a moved mix can hide a moved agent. */
export function movedOf(raw: Pick<DriftState, 'alarm'>, adjusted: Pick<DriftState, 'alarm'>): Moved {
  if (adjusted.alarm !== null) return 'agent'
  return raw.alarm !== null ? 'mix' : 'nothing'
}
