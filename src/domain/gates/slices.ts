// Errors that recur: the slices of the traffic that are watched, fixed at registration, and the two questions asked of each. A flag says that more is
// wrong here than the target allows; a clearing says that it is shown to be no multiple of that. Neither is ever asked of a slice that was not
// registered: looking at whatever sticks out finds something every day. Source: GATES.md section 5.

import { invariant } from '../fault.ts'
import { type Fraction, fewestRight, type Level, logE, proven } from './confidence.ts'

/** What a case can be told apart by (GATES.md 5, “Features”). `system` and `operation` may have several values in one case. */
export const dimensions = [
  'query_type',
  'channel',
  'system',
  'operation',
  'language',
  'hour_block',
  'requester_group',
  'reviewer',
] as const
export type Dimension = (typeof dimensions)[number]

/** Takes the place of every value that was not there at registration. */
export const otherValue = 'other'

/** `singles` and `pairs` are how many slices of each kind there are to look at: what the thresholds must pay for. */
export type SliceRegistry = { dimensions: Record<Dimension, string[]>; singles: number; pairs: number }

/** How many are looked at; all that a threshold needs to know of a registry. */
type SliceNumbers = Pick<SliceRegistry, 'singles' | 'pairs'>

/** One slice's evidence of ACCURACY, as everywhere: `correct` is right, `wrong` an error. Turned round in here. */
export type SliceCounts = { slice: string; levels: readonly Level[]; fractions: readonly Fraction[] }

// Half of the 5 % for flags goes to single values, half to pairs (GATES.md 9: flagAlpha).
const kindAlpha = 0.025
// However improbable one error is, it is no pattern (GATES.md 5 (a): “needs >= 2 errors”).
const leastErrors = 2
// The watch list is ten times easier to get on than a flag; it guarantees nothing and moves no gate (GATES.md 5 (a)).
const watchedBefore = Math.log(10)
// The gate's own alpha; clearing every major is an intersection, so none pays for the others (GATES.md 5 (b)).
const clearAlpha = 0.05

/**
 * The slices of a plan, from the values known when it is registered. Every dimension with a value gets `other` beside them; one without any has no slice
 * at all, since its `other` would hold every case, and that is what the accuracy criterion speaks of.
 */
export function registryOf(values: Partial<Record<Dimension, readonly string[]>>): SliceRegistry {
  const lists = Object.fromEntries(dimensions.map((name) => [name, withOther(values[name] ?? [])]))
  const sizes = dimensions.map((name) => lists[name]!.length)
  const singles = sizes.reduce((sum, n) => sum + n, 0)
  // Pairs of two dimensions: half of what is left of the square when the pairs within one dimension are taken out.
  const pairs = (singles ** 2 - sizes.reduce((sum, n) => sum + n ** 2, 0)) / 2
  return { dimensions: lists as Record<Dimension, string[]>, singles, pairs }
}

function withOther(values: readonly string[]): string[] {
  const named = [...new Set(values)].filter((value) => value !== otherValue).toSorted()
  return named.length === 0 ? [] : [...named, otherValue]
}

/** What a case has of each dimension: one value, several, or none. */
export type SlicedItem = Partial<Record<Dimension, string | readonly string[] | null>>

/**
 * The single slices a case belongs to, `dimension=value`, in the order of the dimensions. A value that is not registered is `other`; so is a missing
 * one, except that a case which touched no system has no system and no operation.
 */
export function slicesOf(item: SlicedItem, registry: SliceRegistry): string[] {
  return dimensions.flatMap((dimension) => {
    const known = registry.dimensions[dimension]
    if (known.length === 0) return []
    const given = item[dimension] ?? []
    const values = typeof given === 'string' ? [given] : given
    const single = dimension !== 'system' && dimension !== 'operation'
    const named = (single && values.length === 0 ? [otherValue] : values).map((value) =>
      known.includes(value) ? value : otherValue,
    )
    return [...new Set(named)].toSorted().map((value) => sliceName(dimension, value))
  })
}

/** `&` joins the two halves of a pair, so a value that holds one is written otherwise; `sliceValues` reads it back. */
export function sliceName(dimension: Dimension, value: string): string {
  return `${dimension}=${value.replaceAll('%', '%25').replaceAll('&', '%26')}`
}

/** What a slice's name says: one dimension and value, or the two of a pair. */
export function sliceValues(slice: string): { dimension: string; value: string }[] {
  return slice.split('&').map((single) => {
    const at = single.indexOf('=')
    const value = single.slice(at + 1).replaceAll('%26', '&')
    return { dimension: single.slice(0, at), value: value.replaceAll('%25', '%') }
  })
}

export function isPair(slice: string): boolean {
  return slice.includes('&')
}

/** The pairs a case belongs to, `a&b` in the order of the dimensions whatever the order given; never two values of one dimension. */
export function pairsOf(singles: readonly string[]): string[] {
  const placed = singles.map((slice) => ({ slice, place: placeOf(slice) }))
  const ordered = placed.toSorted((a, b) => a.place - b.place || (a.slice < b.slice ? -1 : 1))
  return ordered.flatMap((a, i) => ordered.slice(i + 1).flatMap((b) => (b.place === a.place ? [] : [`${a.slice}&${b.slice}`])))
}

function placeOf(slice: string): number {
  const place = dimensions.findIndex((dimension) => slice.startsWith(`${dimension}=`))
  invariant(place >= 0 && !isPair(slice), 'a pair is made of single slices of the registered dimensions')
  return place
}

export type FlagQuestion = { targetRatio: number; registry: SliceNumbers; isPair: boolean }

/** What ln E must reach for a flag: ln(K / 2.5 %), K being how many slices of the kind are looked at. 44 singles: 7.473; 812 pairs: 10.388. */
export function flagThreshold({ registry, isPair }: Pick<FlagQuestion, 'registry' | 'isPair'>): number {
  return Math.log(Math.max(1, isPair ? registry.pairs : registry.singles) / kindAlpha)
}

/** `n` counts cases, `wrong` the errors among them; a case judged in part counts in part. */
export type SliceFlag = {
  state: 'flagged' | 'watched' | 'quiet'
  n: number
  wrong: number
  errorRatio: number | null
  logE: number
  threshold: number
}

/**
 * Whether the errors of a slice are shown to exceed 1 − target. A flag MUST stay until a person closes it, whatever this says later. Over all slices
 * and all days, at most 5 % of agents that are within their target in every slice ever get one.
 */
export function flagOf(counts: SliceCounts, question: FlagQuestion): SliceFlag {
  const threshold = flagThreshold(question)
  const { n, wrong } = errorsIn(counts)
  const won = logE(errorLevels(counts.levels), 1 - question.targetRatio, errorFractions(counts.fractions))
  const reaches = (line: number) => wrong >= leastErrors && won >= line
  const state = reaches(threshold) ? 'flagged' : reaches(threshold - watchedBefore) ? 'watched' : 'quiet'
  return { state, n, wrong, errorRatio: n === 0 ? null : wrong / n, logE: won, threshold }
}

// The engine tests “mean of x above m”; for a flag x is an error.
function errorLevels(levels: readonly Level[]): Level[] {
  return levels.map(({ weight, correct, wrong }) => ({ weight, correct: wrong, wrong: correct }))
}

function errorFractions(fractions: readonly Fraction[]): Fraction[] {
  return fractions.map((fraction) => ({ ...fraction, share: 1 - fraction.share }))
}

function errorsIn({ levels, fractions }: SliceCounts): { n: number; wrong: number } {
  const parts = fractions.reduce((sum, { n = 1 }) => sum + n, 0)
  const n = levels.reduce((sum, level) => sum + level.correct + level.wrong, parts)
  const wrong = levels.reduce((sum, level) => sum + level.wrong, 0)
  return { n, wrong: fractions.reduce((sum, { share, n: cases = 1 }) => sum + cases * (1 - share), wrong) }
}

/** `tolerance`: how many times the error budget a slice may at most be shown to have, 4, or 3 where the risk is high (GATES.md 9: sliceTolerance). */
export type ClearQuestion = { targetRatio: number; tolerance: number }

/** `limit` is the error rate that must be shown not to be reached; `need` the fewest further verdicts, all right, that would show it. */
export type SliceClearing = { cleared: boolean; limit: number; logE: number; need: number }

/**
 * Whether the error rate of a slice is shown to be below tolerance × (1 − target). A limit of 1 or more is no claim about a slice that was never judged:
 * there one right verdict is asked for, which disproves “always wrong”, the limit of the test itself.
 */
export function clearedOf({ levels, fractions }: SliceCounts, { targetRatio, tolerance }: ClearQuestion): SliceClearing {
  const limit = tolerance * (1 - targetRatio)
  const line = 1 - limit
  if (line <= 1e-12) {
    const right = levels.some(({ correct }) => correct > 0) || fractions.some(({ share }) => share > 0)
    return { cleared: right, limit: 1, logE: right ? Number.POSITIVE_INFINITY : 0, need: right ? 0 : 1 }
  }
  return {
    cleared: proven(levels, line, clearAlpha, fractions),
    limit,
    logE: logE(levels, line, fractions),
    need: fewestRight(levels, line, clearAlpha, fractions),
  }
}

/**
 * The power statement beside a slice: the error rate that would have been flagged by now, on the course such a slice takes on average. 28 verdicts
 * against 5 % and 44 slices: about 30 %. Null where even a slice that is always wrong would not have been. `n` is the weighted number of verdicts
 * (`verdictWeight`): E is concave in the weight, so a sample drawn at several rates has shown at least that much.
 */
export function powerOf(n: number, question: FlagQuestion): number | null {
  const threshold = flagThreshold(question)
  const budget = 1 - question.targetRatio
  const shows = (errorRatio: number) => {
    const wrong = n * errorRatio
    return wrong >= leastErrors && logE([{ weight: 1, correct: wrong, wrong: n - wrong }], budget) >= threshold
  }
  if (!shows(1)) return null
  let [low, high] = [budget, 1]
  // Ratios are printed to a tenth of a percent; forty halvings are far below that.
  for (let i = 0; i < 40; i++) {
    const middle = (low + high) / 2
    if (shows(middle)) high = middle
    else low = middle
  }
  return high
}

/** Verdicts of a slice, each counted by its weight: what `powerOf` asks for. */
export function verdictWeight({ levels, fractions }: Pick<SliceCounts, 'levels' | 'fractions'>): number {
  const whole = levels.reduce((sum, { weight, correct, wrong }) => sum + weight * (correct + wrong), 0)
  return fractions.reduce((sum, { weight, n = 1 }) => sum + n * weight, whole)
}

/** The single slices that bring at least this share of the traffic (4 %): those that must be cleared before Autonomous. By name. */
export function majorSlices(seen: ReadonlyMap<string, number>, total: number, majorShareRatio: number): string[] {
  const frequent = [...seen].filter(([slice, n]) => !isPair(slice) && n > 0 && n / total >= majorShareRatio)
  return frequent.map(([slice]) => slice).toSorted()
}
