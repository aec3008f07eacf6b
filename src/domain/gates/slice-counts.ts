// Counts of a slice, less what had been seen when a person last closed a flag on it: only what came after speaks for another one.

import type { SliceCounts } from './slices.ts'

/** `counts` without `seen`. Evidence taken back since then (an undone verdict) leaves nothing, never less. */
export function minusCounts(counts: SliceCounts, seen: SliceCounts): SliceCounts {
  const levels = counts.levels.map((level) => {
    const before = seen.levels.find((one) => one.weight === level.weight)
    const less = (now: number, then: number) => Math.max(0, now - then)
    return {
      weight: level.weight,
      correct: less(level.correct, before?.correct ?? 0),
      wrong: less(level.wrong, before?.wrong ?? 0),
    }
  })
  const fractions = counts.fractions.map((part) => {
    const before = seen.fractions.find((one) => one.weight === part.weight && one.share === part.share)
    return { ...part, n: Math.max(0, (part.n ?? 1) - (before === undefined ? 0 : (before.n ?? 1))) }
  })
  return {
    slice: counts.slice,
    levels: levels.filter(({ correct, wrong }) => correct + wrong > 0),
    fractions: fractions.filter(({ n }) => n > 0),
  }
}

/** Several slices' counts with what a closed flag had seen taken away. */
export function sinceClosed(counts: readonly SliceCounts[], baselines: ReadonlyMap<string, SliceCounts>): SliceCounts[] {
  return counts.map((one) => {
    const seen = baselines.get(one.slice)
    return seen === undefined ? one : minusCounts(one, seen)
  })
}
