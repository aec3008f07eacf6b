// Have all query types been met, where types are discovered and not declared? A run without anything new answers that with a guarantee; the well-known
// estimate of what is unseen does not (it stopped too early in 14 to 55 of 100 simulations) and is only shown. Source: GATES.md section 2 (c).

import { invariant } from '../fault.ts'
import { noveltyRun } from './coverage.ts'

/** `found`: types met so far. `sinceLastNew`: queries in a row since the last new one, that one not counted. */
export type Discovery = { found: number; sinceLastNew: number }

/** `run` is how many queries in a row must bring nothing new, `need` how many of them are missing; null while nothing has been found. */
export type Novelty = { met: boolean; run: number | null; need: number | null }

/**
 * Whether the traffic of types never met is at most `eps`, with probability 1 − delta. Without any type found nothing is known, however long the run:
 * there was no traffic, or nobody named it.
 */
export function noveltyMet({ found, sinceLastNew }: Discovery, eps: number, delta: number): Novelty {
  invariant(Number.isInteger(found) && found >= 0 && sinceLastNew >= 0, 'a discovery is counted in whole types and queries')
  invariant(eps > 0 && eps < 1 && delta > 0 && delta < 1, 'a share and a chance lie strictly between 0 and 1')
  if (found === 0) return { met: false, run: null, need: null }
  const run = noveltyRun(found, eps, delta)
  const need = Math.max(0, run - sinceLastNew)
  return { met: need === 0, run, need }
}

/** Good & Turing 1953: types met exactly once, over queries, estimates the share of the traffic whose type was never met. Shown only; null without traffic. */
export function unseenEstimate(metOnce: number, queries: number): number | null {
  return queries === 0 ? null : metOnce / queries
}
