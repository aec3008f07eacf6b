// Errors that recur: a query type, channel, system or operation in which more is wrong than the target allows, beyond chance, however often one looks.
// Source: GATES.md section 5 (a), single values; pairs come later.

import { logE } from './confidence.ts'

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

// Half of the 5 % for flags goes to single values, half to pairs (GATES.md section 9: flagAlpha).
const singlesAlpha = 0.025
const leastErrors = 2

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
  const threshold = Math.log(Math.max(1, slices.size) / singlesAlpha)
  const allWrong = cases.filter((one) => one.wrong).length
  const found = [...slices.values()].map(({ by, value, members }): Pattern => {
    const n = members.length
    const wrong = members.filter((one) => one.wrong).length
    const rest = cases.length - n
    return {
      by,
      value,
      n,
      wrong,
      errorRatio: wrong / n,
      restErrorRatio: (allWrong - wrong) / rest,
      // The engine tests “share of x above m”; here x is an error and m what the target allows.
      logE: logE(levelsOf(members), 1 - targetRatio),
      threshold,
    }
  })
  return found
    .filter((pattern) => pattern.n < cases.length && pattern.wrong >= leastErrors && pattern.logE >= threshold)
    .toSorted((a, b) => b.logE - a.logE || (a.value < b.value ? -1 : 1))
}

function levelsOf(members: readonly SlicedCase[]): { weight: number; correct: number; wrong: number }[] {
  const byWeight = Map.groupBy(members, (one) => one.weight)
  return [...byWeight].map(([weight, group]) => {
    const errors = group.filter((one) => one.wrong).length
    return { weight, correct: errors, wrong: group.length - errors }
  })
}
