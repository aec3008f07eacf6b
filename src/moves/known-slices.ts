// A move one step makes for another's draw: which registered slices an interaction lies in, and which of them are major and not shown to be safe yet. Known before any verdict.

import type { Plan } from '../domain/gates/plan.ts'
import { clearedOf, majorSlices, type SliceCounts, sliceName } from '../domain/gates/slices.ts'
import type { Tx } from '../store/database.ts'
import { currentEpochs, factsOf, slicesOfEpochs } from '../store/evidence.ts'
import { slicesOfFacts } from './count-evidence.ts'

/** The single slices of the plan this interaction lies in, by what it asked and what was reached for. */
export async function knownSlices(tx: Tx, plan: Plan, interactionId: string): Promise<string[]> {
  const facts = await factsOf(tx, interactionId)
  return facts === null ? [] : slicesOfFacts(facts, plan)
}

/**
 * Of these slices, the major ones that are not cleared, declared ones without any verdict among them (GATES.md section 3: half of their items are drawn). Only they and the query types are read, whose sum is all there is:
 * reading every slice for every interaction would cost more than it tells.
 */
export async function unclearedAmong(
  tx: Tx,
  on: { rolloutId: string; plan: Plan; slices: readonly string[] },
): Promise<string[]> {
  const { plan, slices } = on
  const types = plan.slices.dimensions.query_type.map((type) => sliceName('query_type', type))
  const counts = await slicesOfEpochs(tx, await currentEpochs(tx, on.rolloutId), [...new Set([...types, ...slices])])
  const total = counts.filter(({ slice }) => types.includes(slice)).reduce((sum, one) => sum + sizeOf(one), 0)
  const sizes = new Map(counts.filter(({ slice }) => slices.includes(slice)).map((one) => [one.slice, sizeOf(one)]))
  const majors = new Set(majorSlices(sizes, total, plan.coverage.majorShareRatio))
  const question = { targetRatio: plan.targetRatio, tolerance: plan.sliceTolerance }
  const declared = plan.coverage.majors.map((type) => sliceName('query_type', type))
  const unseen = declared.filter((slice) => slices.includes(slice) && !sizes.has(slice))
  return [
    ...unseen,
    ...counts.filter((one) => majors.has(one.slice) && !clearedOf(one, question).cleared).map(({ slice }) => slice),
  ]
}

function sizeOf({ levels, fractions }: SliceCounts): number {
  const whole = levels.reduce((sum, { correct, wrong }) => sum + correct + wrong, 0)
  return fractions.reduce((sum, { n = 1 }) => sum + n, whole)
}
