// How many reviews a proof takes: exact, by dynamic programming over (reviews, errors) with the e-process's own boundary. No simulation, no chance.
// Source: GATES.md sections 1.1, 1.3 and 10 (B2).

import { logE, minReviews } from '../gates/confidence.ts'

/** Nobody reviews more than this for one gate, and a cap beyond it is planned as if it were this: the cost of looking further buys no decision. */
export const furthestReviews = 20_000

/**
 * `mean` counts a run that has not proven anything by the cap as the cap; `provenRatio` is the share that has proven it by then; `ninetieth` the number
 * of reviews by which nine in ten have, null when fewer do. `unprovenAfter[n]` is the share of runs still going after n reviews; where the list ends,
 * none is.
 */
export type Stopping = {
  mean: number
  provenRatio: number
  ninetieth: number | null
  cap: number
  unprovenAfter: Float64Array
}

// A plan asks the same few questions for every query type; the answers are pure.
const answered = new Map<string, Stopping>()
const mostAnswered = 200

// Less than one run in a billion of billions: no number of a plan is shown to that many digits.
const negligible = 1e-18

/**
 * Looks after every review whether more than `line` is proven (0 < line < 1), when in truth a share `truth` is right. Cost: cap × errors a run may
 * have; about 10 ms for a cap of 1,000.
 */
export function stoppingTime(line: number, truth: number, alpha: number, cap: number): Stopping {
  const question = `${line} ${truth} ${alpha} ${cap}`
  const known = answered.get(question)
  if (known) return known
  if (answered.size >= mostAnswered) answered.clear()
  const answer = summed(runs(line, truth, alpha, Math.min(cap, furthestReviews)))
  answered.set(question, answer)
  return answer
}

/** The mean number of reviews still to give after `before` have been: E[(T − before)⁺], runs without proof counted up to the cap. */
export function reviewsBeyond({ unprovenAfter, cap }: Stopping, before: number): number {
  let sum = 0
  for (let n = Math.ceil(before); n < Math.min(cap, unprovenAfter.length); n++) sum += unprovenAfter[n]!
  return sum
}

function summed({ unprovenAfter, cap }: { unprovenAfter: Float64Array; cap: number }): Stopping {
  let mean = 0
  for (let n = 0; n < Math.min(cap, unprovenAfter.length); n++) mean += unprovenAfter[n]!
  const at = unprovenAfter.findIndex((share) => share <= 0.1)
  return { mean, provenRatio: 1 - (unprovenAfter[cap] ?? 0), ninetieth: at === -1 ? null : at, cap, unprovenAfter }
}

function runs(line: number, truth: number, alpha: number, cap: number): { unprovenAfter: Float64Array; cap: number } {
  const unprovenAfter = new Float64Array(cap + 1)
  const boundary = boundaryOf(line, alpha)
  // mass[f]: the share of runs still going with f errors; only first..last hold any.
  const mass = new Float64Array(cap + 2)
  let [first, last] = [0, 0]
  mass[0] = 1
  unprovenAfter[0] = 1
  for (let n = 1; n <= cap; n++) {
    last++
    for (let errors = last; errors > first; errors--) mass[errors] = mass[errors]! * truth + mass[errors - 1]! * (1 - truth)
    mass[first] = mass[first]! * truth
    while (first <= last && boundary(first) <= n) mass[first++] = 0
    while (last > first && mass[last]! < negligible) mass[last--] = 0
    let left = 0
    for (let errors = first; errors <= last; errors++) left += mass[errors]!
    if (left < negligible) return { unprovenAfter: unprovenAfter.slice(0, n + 1), cap }
    unprovenAfter[n] = left
  }
  return { unprovenAfter, cap }
}

/**
 * `minReviews`, for one number of errors after the other: each is looked for where the last two point, which takes three questions instead of twenty.
 * Computed when a run first gets there.
 */
function boundaryOf(line: number, alpha: number): (wrong: number) => number {
  const known = [minReviews(line, 0, alpha)]
  const won = Math.log(1 / alpha)
  const proves = (reviews: number, wrong: number) => logE([{ weight: 1, correct: reviews - wrong, wrong }], line) >= won
  return (wrong) => {
    while (known.length <= wrong) {
      const f = known.length
      const last = known[f - 1]!
      const guess = f === 1 ? last + 1 : 2 * last - known[f - 2]!
      known.push(nearest(Math.max(guess, last + 1), last, (reviews) => proves(reviews, f)))
    }
    return known[wrong]!
  }
}

/** The least whole number above `below` for which `holds`, when what holds for one holds for all above it, looked for around `guess`. */
function nearest(guess: number, below: number, holds: (n: number) => boolean): number {
  let [no, yes] = [below, guess]
  let step = 1
  for (; !holds(yes); step *= 2) [no, yes] = [yes, yes + step]
  if (no === below) for (step = 1; yes - step > below && holds(yes - step); step *= 2) yes -= step
  no = Math.max(no, yes - step)
  while (yes - no > 1) {
    const middle = Math.floor((no + yes) / 2)
    if (holds(middle)) yes = middle
    else no = middle
  }
  return yes
}
