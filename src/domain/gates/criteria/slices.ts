// Do errors recur in one place? No slice may be flagged, and before Autonomous every major one must be shown to be no trap (GATES.md D6 and section 5).

import type { Sentence } from '../../sentence.ts'
import { estimate } from '../confidence.ts'
import type { Plan } from '../plan.ts'
import { because, cut, phrase, says } from '../sentences.ts'
import {
  clearedOf,
  type FlagQuestion,
  flagOf,
  isPair,
  majorSlices,
  powerOf,
  type SliceCounts,
  type SliceFlag,
  verdictWeight,
} from '../slices.ts'
import { type Criterion, exactly, type Promotion } from './criterion.ts'

export type SliceReading = {
  slice: string
  n: number
  wrong: number
  errorRatio: number | null
  state: 'flagged' | 'watched' | 'quiet'
  /** Null: not major, or a pair; it need not be cleared. */
  cleared: boolean | null
  /** The fewest further verdicts, all right, that would clear it. */
  need: number
  /** The error rate that would have been flagged by now; null: too few verdicts to flag anything. */
  wouldHaveShown: number | null
}

/** `counts`: what is seen now, less what a person had seen when closing a flag. `flagged`: open flags as they are kept. */
export type SliceEvidence = { counts: readonly SliceCounts[]; whole: readonly SliceCounts[]; flagged: readonly string[] }

/** Every slice with evidence, the flagged ones first. A flag that is kept stays a flag, whatever the counts say now. */
export function readSlices(plan: Plan, { counts, whole, flagged }: SliceEvidence): SliceReading[] {
  const kept = new Set(flagged)
  const total = handledCases(whole)
  const majors = new Set(majorSlices(sizesOf(whole), total, plan.coverage.majorShareRatio))
  const since = new Map(counts.map((one) => [one.slice, one]))
  const readings = whole.map((one) =>
    oneReading(plan, total, { one, since: since.get(one.slice) ?? one, kept: kept.has(one.slice), major: majors.has(one.slice) }),
  )
  const missing = [...kept].filter((slice) => !whole.some((one) => one.slice === slice))
  const gone = missing.map(
    (slice): SliceReading => ({
      slice,
      n: 0,
      wrong: 0,
      errorRatio: null,
      state: 'flagged',
      cleared: null,
      need: 0,
      wouldHaveShown: null,
    }),
  )
  return [...readings, ...gone].toSorted(worstFirst)
}

/** What says most comes first: flags, single values before pairs, which mostly repeat them, and the worst of each. */
function worstFirst(a: SliceReading, b: SliceReading): number {
  const byKind = rank[a.state] - rank[b.state] || Number(isPair(a.slice)) - Number(isPair(b.slice))
  return byKind || (b.errorRatio ?? 0) - (a.errorRatio ?? 0) || b.wrong - a.wrong || (a.slice < b.slice ? -1 : 1)
}

const rank = { flagged: 0, watched: 1, quiet: 2 }

function oneReading(
  plan: Plan,
  total: number,
  it: { one: SliceCounts; since: SliceCounts; kept: boolean; major: boolean },
): SliceReading {
  const question = { targetRatio: plan.targetRatio, registry: plan.slices, isPair: isPair(it.one.slice) }
  const found = stateOf(it.since, question)
  const all = it.since === it.one ? found : errorsOf(it.one)
  const single = !isPair(it.one.slice)
  const clearing = it.major ? clearedOf(it.one, { targetRatio: plan.targetRatio, tolerance: plan.sliceTolerance }) : null
  return {
    slice: it.one.slice,
    n: all.n,
    wrong: all.wrong,
    errorRatio: all.errorRatio,
    // A slice that holds every case is none: that is what the accuracy criterion speaks of.
    state: it.kept ? 'flagged' : all.n < total ? found.state : 'quiet',
    cleared: clearing?.cleared ?? null,
    need: clearing?.need ?? 0,
    // Said of single values only: of two thousand pairs nobody reads it.
    wouldHaveShown: single ? powerAt(verdictWeight(it.one), question) : null,
  }
}

// A gate that is read again has moved in a dozen slices; the power at the other numbers of verdicts is what it was.
const answered = new Map<string, number | null>()
const mostAnswered = 2_000

function powerAt(n: number, question: FlagQuestion): number | null {
  const key = `${n} ${question.targetRatio} ${question.registry.singles}`
  const known = answered.get(key)
  if (known !== undefined) return known
  if (answered.size >= mostAnswered) answered.clear()
  const power = powerOf(n, question)
  answered.set(key, power)
  return power
}

/**
 * `flagOf` where it is needed. Where the weighted error rate is within the budget no bet can have won (the logarithm is concave, so ln E is at most 0), and of the thousands of
 * pairs of a good employee that is nearly every one.
 */
function stateOf(counts: SliceCounts, question: FlagQuestion): Pick<SliceFlag, 'state' | 'n' | 'wrong' | 'errorRatio'> {
  const right = estimate(counts.levels, counts.fractions)
  return right === null || 1 - right <= 1 - question.targetRatio
    ? { state: 'quiet', ...errorsOf(counts) }
    : flagOf(counts, question)
}

function errorsOf(counts: SliceCounts): Pick<SliceFlag, 'n' | 'wrong' | 'errorRatio'> {
  const { levels, fractions } = counts
  const n = sizeOf(counts)
  const parts = fractions.reduce((sum, { share, n: cases = 1 }) => sum + cases * (1 - share), 0)
  const wrong = levels.reduce((sum, level) => sum + level.wrong, parts)
  return { n, wrong, errorRatio: n === 0 ? null : wrong / n }
}

// Every case has exactly one query type, so their sum is the number of cases.
export function handledCases(whole: readonly SliceCounts[]): number {
  return whole
    .filter((one) => one.slice.startsWith('query_type=') && !isPair(one.slice))
    .reduce((sum, one) => sum + sizeOf(one), 0)
}

function sizesOf(whole: readonly SliceCounts[]): Map<string, number> {
  return new Map(whole.map((one) => [one.slice, sizeOf(one)]))
}

function sizeOf({ levels, fractions }: SliceCounts): number {
  return levels.reduce((sum, { correct, wrong }) => sum + correct + wrong, 0) + fractions.reduce((sum, { n = 1 }) => sum + n, 0)
}

export function sliceCriteria(plan: Plan, readings: readonly SliceReading[], promotion: Promotion): Criterion[] {
  const flags = openFlags(plan, readings)
  return promotion === 'supervised_to_autonomous' ? [flags, cleared(plan, readings)] : [flags]
}

function openFlags({ slices }: Plan, readings: readonly SliceReading[]): Criterion {
  const open = readings.filter((one) => one.state === 'flagged')
  const base = { name: 'open_flags', value: open.length, bound: 0 }
  if (open.length > 0) {
    const slices = cut(
      open.map(({ slice, errorRatio, wrong, n }) =>
        errorRatio === null ? phrase('name', { name: slice }) : phrase('slice_wrong', { slice, wrong: Math.round(wrong), n }),
      ),
    )
    return { ...base, outcome: 'not_met', need: open.length, ...because(says('errors_recur', { slices })) }
  }
  const watched = readings.filter((one) => one.state === 'watched').length
  const eye = watched === 1 ? says('one_watched', {}) : says('watched', { n: watched })
  const quiet = says('no_flag', { singles: slices.singles, pairs: slices.pairs })
  return { ...base, outcome: 'met', need: 0, ...because(quiet, watched === 0 ? null : eye, power(readings)) }
}

/** What the silence is worth: from how many verdicts on a slice would have shown what error rate. */
function power(readings: readonly SliceReading[]): Sentence {
  const able = readings.filter((one) => !isPair(one.slice) && one.wouldHaveShown !== null)
  if (able.length === 0) return says('no_power', {})
  const weakest = able.reduce((least, one) => (one.n < least.n ? one : least))
  const ratio = exactly(Math.ceil(weakest.wouldHaveShown! * 100) / 100)
  return says('power', { slices: able.length, least: weakest.n, ratio })
}

function cleared({ sliceTolerance, targetRatio }: Plan, readings: readonly SliceReading[]): Criterion {
  const majors = readings.filter((one) => one.cleared !== null)
  const open = majors.filter((one) => one.cleared === false)
  const base = { name: 'major_slices_cleared', value: majors.length - open.length, bound: majors.length }
  const limit = exactly(Math.min(1, sliceTolerance * (1 - targetRatio)))
  if (majors.length === 0) return { ...base, outcome: 'not_yet_known', need: null, ...because(says('no_slice', {})) }
  if (open.length === 0)
    return { ...base, outcome: 'met', need: 0, ...because(says('majors_cleared', { n: majors.length, limit })) }
  const need = Math.max(...open.map((one) => one.need))
  const slices = cut(open.map((one) => phrase('slice_needs', { slice: one.slice, need: one.need })))
  return { ...base, outcome: 'not_yet_known', need, ...because(says('majors_open', { limit, slices })) }
}
