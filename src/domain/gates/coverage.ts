// Has every kind of query been seen? Majors by count, the unlisted by a bound on their share. Source: GATES.md section 2.

import { lower, minReviews, upper } from './confidence.ts'

/** What arrived, by query type; unlisted traffic is counted beside the listed. */
export type Traffic = { byType: Readonly<Record<string, number>>; unlisted: number }

/** Everything that arrived, listed or not. */
export function arrived(traffic: Traffic): number {
  return Object.values(traffic.byType).reduce((sum, n) => sum + n, 0) + traffic.unlisted
}

/** Declared majors and every type with at least this share of the traffic (4 % by default), each once, by name. */
export function majorsOf(declared: readonly string[], traffic: Traffic, majorShareRatio: number): string[] {
  const total = arrived(traffic)
  const frequent = Object.entries(traffic.byType).filter(([, n]) => n > 0 && n / total >= majorShareRatio)
  return [...new Set([...declared, ...frequent.map(([name]) => name)])].toSorted()
}

/** (a) The majors that have fewer verdicts than needed, with how many they have. */
export function thinMajors(
  majors: readonly string[],
  verdicts: ReadonlyMap<string, number>,
  needed: number,
): { queryType: string; have: number }[] {
  return majors.map((queryType) => ({ queryType, have: verdicts.get(queryType) ?? 0 })).filter(({ have }) => have < needed)
}

/** (b) The upper bound of the share of traffic no type describes; 1 when nothing has arrived. 88 queries with none unlisted bring it to 5 %. */
export function unlistedUpper(traffic: Traffic, alpha: number): number {
  return upper([unlistedLevel(traffic)], alpha)
}

/** The share of unlisted traffic that is shown to be exceeded; 0 when nothing has arrived. */
export function unlistedLower(traffic: Traffic, alpha: number): number {
  return lower([unlistedLevel(traffic)], alpha)
}

function unlistedLevel(traffic: Traffic): { weight: number; correct: number; wrong: number } {
  return { weight: 1, correct: traffic.unlisted, wrong: arrived(traffic) - traffic.unlisted }
}

/** How many more queries, all of a declared type, bring the bound under `most`; null when `most` is 0, which no count can show. */
export function listedStillNeeded(traffic: Traffic, most: number, alpha: number): number | null {
  if (most <= 0) return null
  if (most >= 1) return arrived(traffic) > 0 ? 0 : 1
  return Math.max(0, minReviews(1 - most, traffic.unlisted, alpha) - arrived(traffic))
}

/**
 * (c) How many queries in a row must bring no new type, with `found` types so far, to be sure (1 − delta) that the unseen mass is at most `eps`. For
 * types discovered automatically only.
 */
export function noveltyRun(found: number, eps: number, delta: number): number {
  return Math.ceil(Math.log((found * (found + 1)) / delta) / -Math.log1p(-eps))
}
