// Has every kind of query been seen? Majors by count, the unlisted by a bound on their share. Source: GATES.md section 2.

import { upper } from './confidence.ts'

/** What arrived, by query type; unlisted traffic is counted beside the listed. */
export type Traffic = { byType: Readonly<Record<string, number>>; unlisted: number }

/** Declared majors and every type with at least this share of the traffic (4 % by default). */
export function majorsOf(declared: readonly string[], traffic: Traffic, majorShareRatio: number): string[] {
  const total = Object.values(traffic.byType).reduce((sum, n) => sum + n, 0) + traffic.unlisted
  const frequent = Object.entries(traffic.byType).filter(([, n]) => total > 0 && n / total >= majorShareRatio)
  return [...new Set([...declared, ...frequent.map(([name]) => name)])].toSorted()
}

/** (a) The majors that have fewer verdicts than needed, with how many they have. */
export function thinMajors(majors: readonly string[], verdicts: Readonly<Record<string, number>>, needed: number): { queryType: string; have: number }[] {
  return majors.map((queryType) => ({ queryType, have: verdicts[queryType] ?? 0 })).filter(({ have }) => have < needed)
}

/** (b) The upper bound of the share of traffic no type describes; 1 when nothing has arrived. 88 queries with none unlisted bring it to 5 %. */
export function unlistedUpper(traffic: Traffic, alpha: number): number {
  const listed = Object.values(traffic.byType).reduce((sum, n) => sum + n, 0)
  return upper([{ weight: 1, correct: traffic.unlisted, wrong: listed }], alpha)
}

/**
 * (c) How many queries in a row must bring no new type, with `found` types so far, to be sure (1 − delta) that the unseen mass is at most `eps`. For
 * types discovered automatically only.
 */
export function noveltyRun(found: number, eps: number, delta: number): number {
  return Math.ceil(Math.log((found * (found + 1)) / delta) / -Math.log(1 - eps))
}
