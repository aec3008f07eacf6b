// When was it proven? The e-process along the cases in their order, read from a sum per day. Only the days in which the line may have been crossed are looked at case by
// case, so that a million cases cost about as much as the days they came on.

import { invariant } from '../fault.ts'
import { bets, type Fraction, type Level, logMean } from './confidence.ts'
import type { Tally, Unit } from './item.ts'

/** `n` independent cases, by weight and outcome; `correct`: their sum, in which a case judged in part counts its share. */
export type Evidence = { levels: Level[]; fractions: Fraction[]; n: number; correct: number }

/** A day's handled cases, alike ones together. */
export type DayEvidence = { day: string; fractions: readonly (Fraction & { n: number })[] }

/** `at`: after how many cases ln E first reached ln(1/alpha); null: not yet. `most`: the largest ln E seen at a day's end or in a day looked at. */
export type Proof = { at: number | null; most: number }

/**
 * The days that must be looked at case by case: those in which the capital could have reached 1/alpha, up to the first whose end shows that it did. Within a day it is
 * never above what it would be if all that is right of the day came first, since what is right never lowers it and what is wrong never raises it.
 */
export function daysToLookAt(days: readonly DayEvidence[], m: number, alpha: number): string[] {
  const wanted = Math.log(1 / alpha)
  const logs = new Float64Array(bets.length)
  const add = adding(m)
  const found: string[] = []
  for (const { day, fractions } of days) {
    const best = Float64Array.from(logs)
    for (const fraction of fractions) if (fraction.share > m) add(best, fraction, fraction.n)
    const mayCross = logMean(best) >= wanted - slack
    for (const fraction of fractions) add(logs, fraction, fraction.n)
    if (!mayCross) continue
    found.push(day)
    if (logMean(logs) >= wanted + slack) break
  }
  return found
}

// Sums in another order differ in their last bits; the scan decides, this only says where to look.
const slack = 1e-9

/** The proof, given the cases of every day that `daysToLookAt` names; of such a day the cases count, not its sum, which may be a verdict older. */
export function proofOf(
  days: readonly DayEvidence[],
  units: ReadonlyMap<string, readonly Unit[]>,
  m: number,
  alpha: number,
): Proof {
  const logs = new Float64Array(bets.length)
  const add = adding(m)
  let [seen, most] = [0, 0]
  let at: number | null = null
  const looked = new Set(daysToLookAt(days, m, alpha))
  for (const { day, fractions } of days) {
    const inOrder = looked.has(day) && at === null ? units.get(day) : undefined
    invariant(inOrder !== undefined || !looked.has(day) || at !== null, `the cases of ${day} are given one by one`)
    if (inOrder === undefined) {
      for (const fraction of fractions) add(logs, fraction, fraction.n)
      seen += fractions.reduce((total, { n }) => total + n, 0)
    } else {
      const walked = walk(logs, inOrder, { m, add, wanted: Math.log(1 / alpha) })
      if (walked.at !== null) at = seen + walked.at
      most = Math.max(most, walked.most)
      seen += inOrder.length
    }
    most = Math.max(most, logMean(logs))
  }
  return { at, most }
}

type Add = (logs: Float64Array, unit: Fraction, n: number) => void

/**
 * A day's cases one by one. The capital only falls with a case below the line and only rises with one above it, so it is largest where such a run of rises ends: it is
 * looked at there, and within a run only where the run may have crossed.
 */
function walk(logs: Float64Array, units: readonly Unit[], { m, add, wanted }: { m: number; add: Add; wanted: number }): Proof {
  let most = Number.NEGATIVE_INFINITY
  let at: number | null = null
  let begun = 0
  let before = Float64Array.from(logs)
  for (const [i, unit] of units.entries()) {
    add(logs, unit, 1)
    const next = units[i + 1]
    if (next !== undefined && next.share > m) continue
    const now = logMean(logs)
    most = Math.max(most, now)
    if (at === null && now >= wanted - slack) at = crossing(before, units.slice(begun, i + 1), { add, wanted, begun })
    before = Float64Array.from(logs)
    begun = i + 1
  }
  return { at, most }
}

function crossing(
  logs: Float64Array,
  run: readonly Unit[],
  { add, wanted, begun }: { add: Add; wanted: number; begun: number },
): number | null {
  for (const [i, unit] of run.entries()) {
    add(logs, unit, 1)
    if (logMean(logs) >= wanted) return begun + i + 1
  }
  return null
}

/** What a case adds to the logarithm of each bet's capital is the same for all cases of its weight and outcome. */
function adding(m: number): Add {
  const known = new Map<number, Map<number, Float64Array>>()
  const stepsOf = ({ weight, share }: Fraction) => {
    const ofWeight = known.get(weight) ?? new Map<number, Float64Array>()
    known.set(weight, ofWeight)
    const steps = ofWeight.get(share) ?? Float64Array.from(bets, (bet) => Math.log1p((bet * weight * (share - m)) / m))
    ofWeight.set(share, steps)
    return steps
  }
  return (logs, unit, n) => {
    const steps = stepsOf(unit)
    for (let j = 0; j < logs.length; j++) logs[j]! += n * steps[j]!
  }
}

/** Levels and fractions of the handled cases among the tallies, for the bounds; alike cases are one entry. */
export function evidenceOf(tallies: readonly Tally[]): Evidence {
  const byWeight = new Map<number, Level>()
  const parts = new Map<string, Fraction & { n: number }>()
  let [n, correct] = [0, 0]
  for (const { escalated, weight, share, n: cases } of tallies) {
    if (escalated || share === null || cases === 0) continue
    n += cases
    correct += cases * share
    if (share === 0 || share === 1) {
      const level = byWeight.get(weight) ?? { weight, correct: 0, wrong: 0 }
      byWeight.set(weight, share === 1 ? { ...level, correct: level.correct + cases } : { ...level, wrong: level.wrong + cases })
    } else {
      const part = parts.get(`${weight}/${share}`) ?? { weight, share, n: 0 }
      parts.set(`${weight}/${share}`, { ...part, n: part.n + cases })
    }
  }
  return {
    levels: [...byWeight.values()].toSorted((a, b) => b.weight - a.weight),
    fractions: [...parts.values()].toSorted((a, b) => b.weight - a.weight || b.share - a.share),
    n,
    correct,
  }
}
