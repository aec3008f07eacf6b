// An edge case as an object: what is handled poorly, who owns it, and how far it has come. It is closed by later successes, never by somebody's word alone.
// Source: GATES.md section 5, PRODUCT.md section 3 (“an object with owner and life cycle, not a tag”).

import { moves, type StateOf } from '../moves.ts'
import { fewestRight, type Level, proven } from './confidence.ts'
import { dimensions } from './slices.ts'

/**
 * - `open`: it was found. Out: a role version is named that refines it.
 * - `refined`: a version names it as dealt with; it has not been replayed. Out: replayed, refined again in another version, closed (where nothing can be replayed).
 * - `replayed`: that version ran on past cases. Out: closed after enough later successes, or refined again.
 * - `closed`: enough later successes in the version that refined it. Out: reopened.
 * - `reopened`: it came back, or a person says it never went. Out: refined again.
 */
export const edgeCaseMoves = moves({
  open: ['refined'],
  refined: ['replayed', 'refined', 'closed'],
  replayed: ['closed', 'refined', 'replayed'],
  closed: ['reopened'],
  reopened: ['refined'],
})
export type EdgeCaseState = StateOf<typeof edgeCaseMoves>

/** How it was found: a slice whose error rate is shown to be too high, a reviewer's tag, several wrong items that are alike, or a person who came upon it. */
export const edgeCaseKinds = ['flag', 'tag', 'cluster', 'found'] as const
export type EdgeCaseKind = (typeof edgeCaseKinds)[number]

/** One value that says which interactions a subject speaks of. */
export type Slice = { dimension: string; value: string }

// What tells two entries of one slice apart without saying anything about which interactions are in it.
const identityOnly: ReadonlySet<string> = new Set(['tag', 'reason', 'error'])

/** A subject as text: `dimension=value`, several joined by ` & ` (pairs of the slice registry join theirs by `&`). Both spellings of a dimension (`queryType`, `query_type`) are one. */
export function subjectOf(slices: readonly Slice[]): string {
  return slices.map(({ dimension, value }) => `${snake(dimension)}=${value.replaceAll(' & ', ' and ')}`).join(' & ')
}

export function slicesIn(subject: string): Slice[] {
  return subject.split(/\s*&\s*(?=[A-Za-z_]+=)/).flatMap((part) => {
    const at = part.indexOf('=')
    return at <= 0 ? [] : [{ dimension: snake(part.slice(0, at).trim()), value: part.slice(at + 1).trim() }]
  })
}

/**
 * The slices of evidence a subject speaks of, as evidence names them; null where it names one that evidence does not keep, or nothing at all. The reviewer is not among what an
 * interaction is: another reviewer's verdict is about another thing.
 */
export function countedBy(subject: string): string[] | null {
  const spoken = slicesIn(subject).filter(({ dimension }) => !identityOnly.has(dimension))
  const kept = spoken.every(({ dimension }) => dimension !== 'reviewer' && (dimensions as readonly string[]).includes(dimension))
  return kept && spoken.length > 0 ? spoken.map(({ dimension, value }) => `${dimension}=${value}`) : null
}

function snake(dimension: string): string {
  return dimension.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

// GATES.md section 5 (b): a slice is cleared when its error rate is shown to be below 4 times what the target allows, at 5 %.
const tolerance = 4
const clearingAlpha = 0.05
// Below this a single lucky case would close an entry (GATES.md section 9: minPerType 5).
const fewest = 5
// Four times a budget of 15 % and more allows 60 % errors; showing that much shows nothing. What is shown is at least better than not.
const mostTolerated = 0.5

/** What must be shown of the share that is right in the subject. */
export function clearedAbove(targetRatio: number): number {
  return 1 - Math.min(tolerance * (1 - targetRatio), mostTolerated)
}

export type Later = { successes: number; failures: number; levels: readonly Level[] }

/**
 * How many later successes it takes in all, with the failures there have been meanwhile: k such that no failure in k shows an error rate below four times the budget,
 * and more for every failure. Counted from the start and never restarted after a failure, so that waiting for a lucky run shows nothing (GATES.md 1, Ville).
 */
export function successesNeeded(targetRatio: number, later: Later): number {
  const more = fewestRight(later.levels, clearedAbove(targetRatio), clearingAlpha)
  return Math.max(fewest, later.successes + more)
}

export function isCleared(targetRatio: number, later: Later): boolean {
  return later.successes >= fewest && proven(later.levels, clearedAbove(targetRatio), clearingAlpha)
}

/** The sentence beside the number, so that nobody has to guess where it comes from. */
export function whyNeeded(targetRatio: number): string {
  const budget = Math.round((1 - targetRatio) * 1000) / 10
  const shown = Math.round((1 - clearedAbove(targetRatio)) * 1000) / 10
  return `So many later successes without a failure show, at 5 %, that less than ${shown} % of this goes wrong; the target allows ${budget} % overall (GATES.md section 5: four times the budget). Every failure meanwhile takes more.`
}
