// What a replay showed: how many cases, how many came out differently, how much of that the agent varies by itself, and what may be carried over for the types the change does
// not touch (GATES.md section 8 (ii)). Noise is shown and never taken off: a version must not look unchanged because the agent is restless.

import { isAged } from '../gates/ageing.ts'
import type { Evidence } from '../gates/proof.ts'
import { carriedLower } from '../gates/replay-bound.ts'
import type { ReplayOutcome } from '../interaction/replay.ts'

export type CaseCount = { queryType: string; channel: string; outcome: ReplayOutcome; noise: boolean; n: number }

type Carrying = { lower: number; oldLower: number; changedUpper: number; replayed: number; changed: number }

type TypeResult = {
  cases: number
  /** Unanswerable and failed ones included. */
  changed: number
  noise: number
  /** The change touches it, so that nothing is carried over for it. */
  affected: boolean
  carried: Carrying | null
}

export type ReplayResult = {
  cases: number
  changed: number
  unanswerable: number
  failed: number
  /** How many the old version, run again, did otherwise than it did then. */
  noise: number
  /** The change touches a cell of the rollout, replayed or not, for which nothing is carried over. */
  touched: boolean
  byType: Record<string, TypeResult>
  /** Over all types the change does not touch; null: there is no such type, or no evidence of the old version. */
  carried: Carrying | null
}

type Question = {
  counts: readonly CaseCount[]
  /** Of the rollout. */
  cells: readonly { queryType: string; channel: string }[]
  /** Cells for which no replay carries anything. */
  never: 'all' | readonly { queryType: string; channel: string }[]
  /** Handled evidence of the old version on these types; null: the old version is not the one in force any more. */
  evidenceOf(types: readonly string[]): Evidence | null
}

export function replayResult({ counts, cells, never, evidenceOf }: Question): ReplayResult {
  const types = [...new Set(counts.map(({ queryType }) => queryType))].toSorted()
  const byType = types.map((name): [string, TypeResult] => {
    const own = counts.filter(({ queryType }) => queryType === name)
    const affected = own.some((cell) => isAged(never, cell))
    const { cases, changed, noise } = summed(own)
    return [name, { cases, changed, noise, affected, carried: affected ? null : carriedFor([name], own, evidenceOf) }]
  })
  const untouched = byType.filter(([, { affected }]) => !affected).map(([name]) => name)
  return {
    ...summed(counts),
    touched: cells.some((cell) => isAged(never, cell)),
    byType: Object.fromEntries(byType),
    carried: carriedFor(
      untouched,
      counts.filter(({ queryType }) => untouched.includes(queryType)),
      evidenceOf,
    ),
  }
}

function summed(counts: readonly CaseCount[]) {
  const sum = (which: (count: CaseCount) => boolean) => counts.filter(which).reduce((all, { n }) => all + n, 0)
  return {
    cases: sum(() => true),
    changed: sum(({ outcome }) => outcome !== 'unchanged'),
    unanswerable: sum(({ outcome }) => outcome === 'unanswerable'),
    failed: sum(({ outcome }) => outcome === 'failed'),
    noise: sum(({ noise }) => noise),
  }
}

function carriedFor(types: readonly string[], counts: readonly CaseCount[], evidenceOf: Question['evidenceOf']): Carrying | null {
  const evidence = types.length === 0 ? null : evidenceOf(types)
  if (evidence === null || evidence.n === 0) return null
  const { cases: replayed, changed } = summed(counts)
  return { ...carriedLower(evidence, { replayed, changed }), replayed, changed }
}
