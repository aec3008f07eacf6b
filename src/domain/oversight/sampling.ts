// Which proposals a person will judge: by keyed hash, so that it is the same on replay, hits its rate, and cannot be foreseen without the key. The
// draw is written down before any outcome exists; an auditor who is given the key recomputes every one. Source: GATES.md section 3, D7.

import { createHmac } from 'node:crypto'
import { invariant } from '../fault.ts'

/** Part of the hashed text, so that two kinds of draw on one interaction are independent. */
export type DrawLabel = 'review' | 'double' | 'blind'

/** A number in [0, 1) that depends on nothing but key, label and id: the first 52 bits of HMAC-SHA256 over `review|v1|id`, as a fraction. */
export function uniform(key: string, label: DrawLabel, id: string): number {
  invariant(key !== '', 'a draw has a key, else anybody could foresee it')
  const hash = createHmac('sha256', key).update(`${label}|v1|${id}`).digest()
  return Number(hash.readBigUInt64BE(0) >> 12n) / 2 ** 52
}

/** The month an instant belongs to, in UTC: `2026-11`. */
export function monthOf(at: Date): string {
  return at.toISOString().slice(0, 7)
}

/** The key of one month. Whoever is given it can recompute that month and, HMAC being one-way, no other: the secret stays where it is. */
export function monthKey(secret: string, month: string): string {
  invariant(secret !== '', 'a rollout has a secret, else anybody could foresee its draws')
  return createHmac('sha256', secret).update(month).digest('hex')
}

/** What is decided from a draw and two rates; all three MUST be on record before the verdict. */
export type Drawing = { u: number; baseRatio: number; ratio: number; weight: number; drawn: boolean }

/**
 * Decides once. `baseRatio` (π_base) is the rate of every unremarkable item of this moment, `ratio` (π) that of this item. `weight` = π_base / π is fixed here, before the
 * verdict: only so does a weighted verdict keep the gate valid (GATES.md 1.1).
 */
export function drawn({ u, baseRatio, ratio }: { u: number; baseRatio: number; ratio: number }): Drawing {
  invariant(
    baseRatio > 0 && ratio >= baseRatio && ratio <= 1,
    'an item is drawn at least at the base rate and at most for certain',
  )
  return { u, baseRatio, ratio, weight: baseRatio / ratio, drawn: u < ratio }
}

/** Below this a type would go unseen for weeks and the gate would cost half as many reviews again (GATES.md 3: “pi_min matters more than allocation”). */
const leastRatio = 0.1
// Drawing flagged items for certain adds no precision over every second one (GATES.md section 3: 264 reviews against 208).
const flaggedRatio = 0.5
// Where much is flagged, the rest must not be starved: never below two thirds of what is drawn on average (GATES.md D7).
const leastShareOfAverage = 2 / 3

/**
 * The rate of everything unremarkable. It depends on what was registered and on how much was drawn lately, never on the item itself, so that weights stay comparable.
 */
export function baseRatioOf(sampleRatio: number, averageRatio: number | null): number {
  return Math.min(1, Math.max(leastRatio, sampleRatio, leastShareOfAverage * (averageRatio ?? 0)))
}

/** How often this item is drawn in Supervised: half of what a signal speaks against, the rest at the base rate. The signals MUST be known before the outcome. */
export function ratioOf(baseRatio: number, risks: readonly Risk[]): number {
  return risks.length > 0 ? Math.max(flaggedRatio, baseRatio) : baseRatio
}

/** What may raise the rate of an item and its place in the queue. It never touches a gate: a raised item counts for as much less as it is drawn more often. */
const risks = ['open_flag', 'uncleared_major', 'low_confidence', 'low_judge_score', 'repeated_failure'] as const
export type Risk = (typeof risks)[number]

// Agents are over-confident, so that only what they doubt themselves says anything. By review; it orders and is weighted away.
const doubtfulBelow = 0.5
// One refused or failed step happens; a second in the same interaction is an agent that gropes.
const failuresThatTell = 2

/** The signals of one item. `slices` are its `dimension=value`s, `flags` and `uncleared` names of slices: one value, or a pair joined by `&`. */
export function risksOf(item: {
  slices: readonly string[]
  flags: readonly string[]
  uncleared: readonly string[]
  confidence: number | null
  judgeScore: number | null
  failures: number
}): Risk[] {
  const own = new Set(item.slices)
  const lies = (slice: string) => slice.split('&').every((value) => own.has(value))
  const found: Record<Risk, boolean> = {
    open_flag: item.flags.some(lies),
    uncleared_major: item.uncleared.some(lies),
    low_confidence: item.confidence !== null && item.confidence < doubtfulBelow,
    low_judge_score: item.judgeScore !== null && item.judgeScore < doubtfulBelow,
    repeated_failure: item.failures >= failuresThatTell,
  }
  return risks.filter((risk) => found[risk])
}
