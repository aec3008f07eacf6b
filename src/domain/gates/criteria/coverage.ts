// Has every kind of query been seen, and is what was seen what will come? Source: GATES.md section 2.

import type { Phrase } from '../../sentence.ts'
import { arrived, listedStillNeeded, majorsOf, type Traffic, thinMajors, unlistedLower, unlistedUpper } from '../coverage.ts'
import { mostVariation } from '../mix.ts'
import type { Plan } from '../plan.ts'
import { because, namesOf, phrase, says } from '../sentences.ts'
import { atMost, type Criterion, exactly } from './criterion.ts'

// See accuracy: what is shown to be broken is shown at 5 %, whatever the plan's alpha.
const stopAlpha = 0.05

/** (a) Every major type has enough verdicts. `judged`: independent cases judged, by type. */
export function coverageMajors({ coverage }: Plan, judged: ReadonlyMap<string, number>, traffic: Traffic): Criterion {
  const { majors, majorShareRatio, minPerMajor } = coverage
  const wanted = majorsOf(majors, traffic, majorShareRatio)
  const thin = thinMajors(wanted, judged, minPerMajor)
  const base = { name: 'coverage_majors', value: wanted.length - thin.length, bound: wanted.length }
  if (wanted.length === 0) {
    return { ...base, outcome: 'not_yet_known', need: null, ...because(says('no_major', {})) }
  }
  const one = minPerMajor === 1
  if (thin.length === 0) {
    const n = wanted.length
    const said = one ? says('majors_have_one', { types: n }) : says('majors_have', { types: n, least: minPerMajor })
    return { ...base, outcome: 'met', need: 0, ...because(said) }
  }
  const need = thin.reduce((sum, { have }) => sum + minPerMajor - have, 0)
  const types = thin.map(({ queryType, have }) => phrase('type_with', { type: queryType, n: have }))
  const said = one ? says('majors_without', { types, need }) : says('majors_thin', { types, need, least: minPerMajor })
  return { ...base, outcome: 'not_yet_known', need, ...because(said) }
}

/** (b) What fits no declared type is shown to be rare. */
export function coverageUnlisted({ alphaRatio: alpha, coverage }: Plan, traffic: Traffic): Criterion {
  const bound = coverage.unlistedMaxRatio
  const total = arrived(traffic)
  const value = unlistedUpper(traffic, alpha)
  const base = { name: 'coverage_unlisted', value, bound }
  const need = listedStillNeeded(traffic, bound, alpha)
  if (total === 0) return { ...base, outcome: 'not_yet_known', need, ...because(says('none_arrived', {})) }
  const { unlisted } = traffic
  const seen = says('unlisted', { unlisted, total, most: atMost(value), allowed: exactly(bound) })
  if (value <= bound) return { ...base, outcome: 'met', need: 0, ...because(seen) }
  if (unlistedLower(traffic, stopAlpha) > bound) {
    return { ...base, outcome: 'not_met', need: null, ...because(seen, says('unlisted_more', {})) }
  }
  const missing = need === null ? says('unlisted_never', {}) : says('unlisted_missing', { need })
  return { ...base, outcome: 'not_yet_known', need, ...because(seen, missing) }
}

/** (c) Of types that were found in the traffic rather than declared: for so many queries in a row none was new. Null where all types are declared. */
export function coverageNovelty(run: { found: number; sinceLastNew: number; wanted: number } | null): Criterion[] {
  if (run === null) return []
  const { found, sinceLastNew, wanted } = run
  const base = { name: 'coverage_novelty', value: sinceLastNew, bound: wanted, need: Math.max(0, wanted - sinceLastNew) }
  const seen = says('none_new', { found, last: sinceLastNew })
  if (sinceLastNew >= wanted) return [{ ...base, outcome: 'met', ...because(seen, says('none_new_enough', { wanted })) }]
  return [{ ...base, outcome: 'not_yet_known', ...because(seen, says('none_new_missing', { wanted })) }]
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
    return { ...base, outcome: 'not_yet_known', need: null, ...because(says('mix_unknown', {})) }
  }
  const shifted = readings.filter((one) => one.variation > mostVariation)
  if (shifted.length === 0) return { ...base, outcome: 'met', need: 0, ...because(says('mix_alike', { ratio: exactly(most) })) }
  const open = shifted.filter((one) => one.proven !== true || (one.estimate ?? 0) < targetRatio)
  const seen = says('mix_differs', { mixes: shifted.map(mixOf) })
  if (open.length === 0) return { ...base, outcome: 'met', need: 0, ...because(seen, says('mix_proven', {})) }
  const unseen = [...new Set(open.flatMap((one) => one.unseen))].toSorted()
  const missing = unseen.length > 0 ? says('mix_unseen', { types: namesOf(unseen) }) : says('mix_unproven', {})
  return { ...base, outcome: 'not_yet_known', need: null, ...because(seen, missing) }
}

function mixOf({ against, variation }: MixReading, place: number): Phrase {
  const ratio = exactly(variation)
  if (against === 'registered') return phrase('told_mix', { ratio })
  return place === 0 ? phrase('recent_mix', { ratio }) : phrase('and_recent_mix', { ratio })
}
