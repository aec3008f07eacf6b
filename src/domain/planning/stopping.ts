// How many reviews a proof takes: exact, by dynamic programming over (reviews, errors) with the e-process's own boundary. No simulation, no chance.
// Source: GATES.md sections 1.1, 1.3 and 10 (B2).

import { minReviews } from '../gates/confidence.ts'

/**
 * `mean` counts a run that has not proven anything by the cap as the cap; `provenRatio` is the share that has proven it by then; `ninetieth` the number
 * of reviews by which nine in ten have, null when fewer do.
 */
export type Stopping = { mean: number; provenRatio: number; ninetieth: number | null; cap: number }

// A plan asks the same few questions for every query type; the answers are pure.
const answered = new Map<string, Stopping>()
const mostAnswered = 500

/**
 * Looks after every review whether more than `line` is proven (0 < line < 1), when in truth a share `truth` is right. Cost: cap × errors at the boundary;
 * about 10 ms for a cap of 1,000.
 */
export function stoppingTime(line: number, truth: number, alpha: number, cap: number): Stopping {
  const question = `${line} ${truth} ${alpha} ${cap}`
  const known = answered.get(question)
  if (known) return known
  if (answered.size >= mostAnswered) answered.clear()
  const answer = runs(line, truth, alpha, cap)
  answered.set(question, answer)
  return answer
}

function runs(line: number, truth: number, alpha: number, cap: number): Stopping {
  const boundary = boundaryOf(line, alpha, cap)
  let alive = new Float64Array([1])
  let [mean, proven] = [0, 0]
  let ninetieth: number | null = null
  for (let n = 1; n <= cap; n++) {
    const next = new Float64Array(Math.min(n, boundary.length) + 1)
    let left = 0
    for (let errors = 0; errors < alive.length; errors++) {
      const mass = alive[errors]!
      const hopeless = errors === boundary.length
      next[errors]! += hopeless ? mass : mass * truth
      if (!hopeless) next[errors + 1]! += mass * (1 - truth)
      left += mass
    }
    mean += left
    for (let errors = 0; errors < boundary.length && errors < next.length; errors++) {
      if (n < boundary[errors]!) continue
      proven += next[errors]!
      next[errors] = 0
    }
    if (ninetieth === null && proven >= 0.9) ninetieth = n
    alive = next
  }
  return { mean, provenRatio: proven, ninetieth, cap }
}

/**
 * boundary[f]: the fewest reviews that prove the line with f of them wrong, for every f that can prove anything by the cap. One entry more than that is
 * kept as “too many to matter”, so that no run is lost from the count of those still going.
 */
function boundaryOf(line: number, alpha: number, cap: number): number[] {
  const boundary: number[] = []
  for (let wrong = 0; ; wrong++) {
    const needed = minReviews(line, wrong, alpha)
    if (needed > cap) return boundary
    boundary.push(needed)
  }
}
