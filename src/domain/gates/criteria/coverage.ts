// Has every kind of query been seen, and is what was seen what will come? Source: GATES.md section 2.

import { arrived, listedStillNeeded, majorsOf, type Traffic, thinMajors, unlistedLower, unlistedUpper } from '../coverage.ts'
import { mostVariation } from '../mix.ts'
import type { Plan } from '../plan.ts'
import { atMost, type Criterion, exactly, listed } from './criterion.ts'

// See accuracy: what is shown to be broken is shown at 5 %, whatever the plan's alpha.
const stopAlpha = 0.05

/** (a) Every major type has enough verdicts. `judged`: independent cases judged, by type. */
export function coverageMajors({ coverage }: Plan, judged: ReadonlyMap<string, number>, traffic: Traffic): Criterion {
  const { majors, majorShareRatio, minPerMajor } = coverage
  const wanted = majorsOf(majors, traffic, majorShareRatio)
  const thin = thinMajors(wanted, judged, minPerMajor)
  const base = { name: 'coverage_majors', value: wanted.length - thin.length, bound: wanted.length }
  if (wanted.length === 0) {
    return { ...base, outcome: 'not_yet_known', need: null, reason: 'No major query type is declared and none has been seen.' }
  }
  const enough = minPerMajor === 1 ? 'one verdict' : `${minPerMajor} verdicts`
  if (thin.length === 0) {
    const reason = `Every major query type (${wanted.length}) has at least ${enough}.`
    return { ...base, outcome: 'met', need: 0, reason }
  }
  const need = thin.reduce((sum, { have }) => sum + minPerMajor - have, 0)
  const list = thin.map(({ queryType, have }) => `${queryType} (${have})`).join(', ')
  const reason = `Major query types with fewer than ${enough}: ${list}. Together they need ${need} more.`
  return { ...base, outcome: 'not_yet_known', need, reason }
}

/** (b) What fits no declared type is shown to be rare. */
export function coverageUnlisted({ alphaRatio: alpha, coverage }: Plan, traffic: Traffic): Criterion {
  const bound = coverage.unlistedMaxRatio
  const total = arrived(traffic)
  const value = unlistedUpper(traffic, alpha)
  const base = { name: 'coverage_unlisted', value, bound }
  const need = listedStillNeeded(traffic, bound, alpha)
  if (total === 0) return { ...base, outcome: 'not_yet_known', need, reason: 'No query has arrived yet.' }
  const seen = `${traffic.unlisted} of ${total} queries fit no declared type; their share may be up to ${atMost(value)}, and ${exactly(bound)} is allowed`
  if (value <= bound) return { ...base, outcome: 'met', need: 0, reason: `${seen}.` }
  if (unlistedLower(traffic, stopAlpha) > bound) {
    const reason = `${seen}. It is shown to be more: describe what they ask for in the workflow map.`
    return { ...base, outcome: 'not_met', need: null, reason }
  }
  const missing =
    need === null
      ? 'No number of queries can show that none is unlisted.'
      : `${need} more queries, all of a declared type, would show it.`
  return { ...base, outcome: 'not_yet_known', need, reason: `${seen}. ${missing}` }
}

/** (c) Of types that were found in the traffic rather than declared: for so many queries in a row none was new. Null where all types are declared. */
export function coverageNovelty(run: { found: number; sinceLastNew: number; wanted: number } | null): Criterion[] {
  if (run === null) return []
  const { found, sinceLastNew, wanted } = run
  const base = { name: 'coverage_novelty', value: sinceLastNew, bound: wanted, need: Math.max(0, wanted - sinceLastNew) }
  const seen = `${found} query types were found in the traffic, and the last ${sinceLastNew} queries brought no new one`
  if (sinceLastNew >= wanted) return [{ ...base, outcome: 'met', reason: `${seen}; ${wanted} in a row were asked for.` }]
  return [
    { ...base, outcome: 'not_yet_known', reason: `${seen}; it takes ${wanted} in a row to be sure that little is left unseen.` },
  ]
}

export type MixReading = {
  /** Against which mix: as told in Discovery, or that of the last weeks. */
  against: 'registered' | 'recent'
  variation: number
  /** Types that come but have no evidence: nothing can be reweighted to them. */
  unseen: readonly string[]
  /** Whether the line is passed with the evidence reweighted to that mix; null where it was not needed. */
  proven: boolean | null
  estimate: number | null
}

/** Is the evidence of the mix that will come? Where it is not, accuracy must be proven for that mix, too. */
export function mixShift(readings: readonly MixReading[], { targetRatio }: Plan): Criterion {
  const most = readings.reduce((sum, one) => Math.max(sum, one.variation), 0)
  const base = { name: 'mix_shift', value: readings.length === 0 ? null : most, bound: mostVariation }
  if (readings.length === 0) {
    return {
      ...base,
      outcome: 'not_yet_known',
      need: null,
      reason: 'Nobody has said how many queries of each type arrive, and too few have arrived to tell.',
    }
  }
  const shifted = readings.filter((one) => one.variation > mostVariation)
  if (shifted.length === 0)
    return {
      ...base,
      outcome: 'met',
      need: 0,
      reason: `The evidence is of the mix that comes: ${exactly(most)} of it would have to be of other types.`,
    }
  const open = shifted.filter((one) => one.proven !== true || (one.estimate ?? 0) < targetRatio)
  const words = (one: MixReading) =>
    `${one.against === 'recent' ? 'that of the last weeks' : 'the one told in Discovery'} by ${exactly(one.variation)}`
  const seen = `The mix of the evidence differs from ${shifted.map(words).join(' and from ')}`
  if (open.length === 0)
    return { ...base, outcome: 'met', need: 0, reason: `${seen}; weighted to it, accuracy is proven all the same.` }
  const unseen = [...new Set(open.flatMap((one) => one.unseen))].toSorted()
  const missing = unseen.length > 0 ? `there is no evidence of ${listed(unseen)}` : 'weighted to it, accuracy is not proven'
  return { ...base, outcome: 'not_yet_known', need: null, reason: `${seen}, and ${missing}.` }
}
