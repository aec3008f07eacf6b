// The gate as a calculator, for people and programs: what these counts prove, and how many reviews and days a target takes. The same functions the gates use.

import { z } from 'zod'
import { estimate, logE, lower, proven, upper } from '../gates/confidence.ts'
import { type Refusal, refuse } from '../refusal.ts'
import { furthestReviews, stoppingTime } from './stopping.ts'

const count = z.number().int().min(0)
const levelSchema = z.tuple([z.number().gt(0).max(1), count, count])

/** `[weight, right, wrong]` per weight: weight = π_base/π in (0, 1], 1 where everything is reviewed. */
const levelsSchema = z.array(levelSchema).max(1000)
const inside = z.number().gt(0).lt(1)

export type LevelCounts = readonly (readonly [weight: number, ok: number, bad: number])[]
export type Evaluated = { logE: number; proven: boolean; lower: number; upper: number; estimate: number | null }

/** What the counts prove against a target at this level of error. Bounds are one-sided, each valid at all times at once; `estimate` is null without counts. */
export function evaluate({ levels, target, alpha }: { levels: LevelCounts; target: number; alpha: number }): Evaluated {
  const evidence = levels.map(([weight, correct, wrong]) => ({ weight, correct, wrong }))
  return {
    logE: logE(evidence, target),
    proven: proven(evidence, target, alpha),
    lower: lower(evidence, alpha),
    upper: upper(evidence, alpha),
    estimate: estimate(evidence),
  }
}

export type Planned = { reviews: number; days: number }

/** How many reviews the proof takes on average when in truth `expected` is right, looked at after every one, and how many days that is. Exact, not 3.5/KL. */
export function planReviews(it: { target: number; expected: number; perDay: number; alpha: number }): Planned | Refusal {
  const { target, expected, perDay, alpha } = it
  if (expected <= target) return refuse('target_unprovable', { target: String(target), expected: String(expected) })
  const { mean, provenRatio } = stoppingTime(target, expected, alpha, furthestReviews)
  if (provenRatio < 0.5) return refuse('target_unprovable', { target: String(target), expected: String(expected) })
  const reviews = Math.ceil(mean)
  return { reviews, days: Math.ceil(reviews / perDay) }
}

/** Reads what somebody typed; the refusal names the place. */
export function readLevels(text: string): LevelCounts | Refusal {
  let given: unknown
  try {
    given = JSON.parse(text)
  } catch (error) {
    return refuse('invalid_input', {
      where: '--levels',
      why: `it is no JSON (${(error as Error).message})`,
      remedy: 'Write [[weight, right, wrong], …], such as [[1,190,6],[0.2,30,10]].',
    })
  }
  const read = levelsSchema.safeParse(given)
  if (read.success) return read.data
  const [issue] = read.error.issues
  return refuse('invalid_input', {
    where: `--levels ${issue?.path.join('.') ?? ''}`.trim(),
    why: issue?.message ?? 'it does not fit',
    remedy: 'Write [[weight, right, wrong], …] with weights above 0 and up to 1 and whole counts of zero or more.',
  })
}

/** Reads a number strictly between 0 and 1, such as a target or an alpha. */
export function readInside(name: string, text: string): number | Refusal {
  const read = inside.safeParse(text.trim() === '' ? Number.NaN : Number(text))
  return read.success
    ? read.data
    : refuse('invalid_input', { where: name, why: `“${text}” is not between 0 and 1`, remedy: 'Write a share, such as 0.9.' })
}
