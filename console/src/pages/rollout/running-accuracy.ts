// Accuracy from day to day, counted from the verdicts as they were given.

import type { ReviewSummary } from '../../api.ts'

type Point = { day: string; share: number; band: [number, number]; n: number }

const right = new Set(['correct', 'correct_small_edit'])
const judgedHandled = new Set(['correct', 'correct_small_edit', 'wrong', 'should_escalate', 'unsafe'])
const z = 1.96

/** Wilson's interval: honest near 0 and 1, where verdicts of a good employee are. For the eye only; the gate uses its own, anytime-valid bound. */
export function wilson(correct: number, n: number): [number, number] {
  if (n === 0) return [0, 1]
  const p = correct / n
  const middle = p + (z * z) / (2 * n)
  const reach = z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n))
  const scale = 1 + (z * z) / n
  return [Math.max(0, (middle - reach) / scale), Math.min(1, (middle + reach) / scale)]
}

/** One point per day with a verdict: everything judged on handled outputs up to the end of that day. */
export function runningAccuracy(reviews: Pick<ReviewSummary, 'verdict'>[]): Point[] {
  const given = reviews.flatMap(({ verdict }) => (verdict !== null && judgedHandled.has(verdict.kind) ? [verdict] : []))
  const days = Map.groupBy(
    given.toSorted((a, b) => (a.givenAt < b.givenAt ? -1 : 1)),
    ({ givenAt }) => givenAt.slice(0, 10),
  )
  let [n, correct] = [0, 0]
  return [...days].map(([day, verdicts]) => {
    n += verdicts.length
    correct += verdicts.filter(({ kind }) => right.has(kind)).length
    return { day, share: correct / n, band: wilson(correct, n), n }
  })
}
