// Errors that recur: a query type, channel, system or operation in which more is wrong than the target allows, beyond chance, however often one looks.
// Single values of whatever a recording holds, each looked at once: a backtest has no registered plan. Source: GATES.md section 5 (a).

import type { Level } from './confidence.ts'
import { flagOf } from './slices.ts'

/** One judged proposal and the values it has: `queryType`, `channel`, `system`, `operation` → what it was or used. */
export type SlicedCase = { wrong: boolean; weight: number; values: Readonly<Record<string, readonly string[]>> }

export type Pattern = {
  by: string
  value: string
  n: number
  wrong: number
  errorRatio: number
  /** How often everything outside this slice was wrong. Shows whether the slice sticks out or all of it is bad. */
  restErrorRatio: number
  /** ln E against “errors here are within the target”, and what it had to reach. */
  logE: number
  threshold: number
}

/**
 * The slices whose error rate is shown to exceed 1 − target, the strongest evidence first. The threshold grows with the number of slices looked at, so
 * that looking at many does not find one by chance: at most 2.5 % of agents within their target ever show a pattern. A slice that holds every case is
 * none: that is what the accuracy criterion speaks of.
 */
export function patternsOf(cases: readonly SlicedCase[], targetRatio: number): Pattern[] {
  const slices = new Map<string, { by: string; value: string; members: SlicedCase[] }>()
  for (const one of cases) {
    for (const [by, values] of Object.entries(one.values)) {
      for (const value of new Set(values)) {
        const name = `${by} ${value}`
        const slice = slices.get(name) ?? { by, value, members: [] }
        slice.members.push(one)
        slices.set(name, slice)
      }
    }
  }
  const question = { targetRatio, registry: { singles: slices.size, pairs: 0 }, isPair: false }
  const allWrong = cases.filter((one) => one.wrong).length
  const found = [...slices.values()].flatMap(({ by, value, members }): Pattern[] => {
    if (members.length === cases.length) return []
    const flag = flagOf({ slice: `${by}=${value}`, levels: levelsOf(members), fractions: [] }, question)
    if (flag.state !== 'flagged') return []
    const { n, wrong, logE, threshold } = flag
    const restErrorRatio = (allWrong - wrong) / (cases.length - n)
    return [{ by, value, n, wrong, errorRatio: wrong / n, restErrorRatio, logE, threshold }]
  })
  return found.toSorted((a, b) => b.logE - a.logE || (a.value < b.value ? -1 : 1))
}

function levelsOf(members: readonly SlicedCase[]): Level[] {
  const byWeight = Map.groupBy(members, (one) => one.weight)
  return [...byWeight].map(([weight, group]) => {
    const wrong = group.filter((one) => one.wrong).length
    return { weight, correct: group.length - wrong, wrong }
  })
}
