// Which proposals a person will judge: by keyed hash, so that it is the same on replay, hits its rate, and cannot be foreseen without the key. The
// draw is written down before any outcome exists; an auditor who is given the key recomputes every one. Source: GATES.md section 3, D7.

import { createHmac } from 'node:crypto'
import { invariant } from '../fault.ts'

/** Part of the hashed text, so that two kinds of draw on one interaction are independent. */
export type DrawLabel = 'review' | 'double'

/** All that is recorded of a draw, before any outcome exists: with the secret, once disclosed, it can be checked; the secret itself is not in it. */
export type Drawing = {
  label: DrawLabel
  interactionId: string
  u: number
  baseRatio: number
  ratio: number
  weight: number
  drawn: boolean
}

export type DrawQuestion = {
  /** The rollout's secret; never shown to the agent. */
  secret: string
  interactionId: string
  /** The rate every unremarkable item is drawn at (π_base). */
  baseRatio: number
  /** The rate this item is drawn at (π): higher for flagged items and slices not yet cleared. */
  ratio: number
  label?: DrawLabel
}

/** A number in [0, 1) that depends on nothing but key, label and id: the first 52 bits of HMAC-SHA256 over `review|v1|id`, as a fraction. */
export function uniform(secret: string, label: DrawLabel, id: string): number {
  const hash = createHmac('sha256', secret).update(`${label}|v1|${id}`).digest()
  return Number(hash.readBigUInt64BE(0) >> 12n) / 2 ** 52
}

/**
 * Draws once. `weight` = π_base / π is fixed here, before the verdict: only so does a weighted verdict keep the gate valid (GATES.md 1.1).
 */
export function drawn({ secret, interactionId, baseRatio, ratio, label = 'review' }: DrawQuestion): Drawing {
  invariant(secret !== '', 'a draw has a secret, else anybody could foresee it')
  invariant(
    baseRatio > 0 && ratio >= baseRatio && ratio <= 1,
    'an item is drawn at least at the base rate and at most for certain',
  )
  const u = uniform(secret, label, interactionId)
  return { label, interactionId, u, baseRatio, ratio, weight: baseRatio / ratio, drawn: u < ratio }
}

/** Below this a type would go unseen for weeks and the gate would cost half as many reviews again (GATES.md 3: “pi_min matters more than allocation”). */
const leastRatio = 0.1
// Drawing flagged items for certain adds no precision over every second one (264 reviews against 208).
const flaggedRatio = 0.5

/**
 * How often an item like this is drawn in Supervised: an escalation always, half of what is flagged or of a major type not yet cleared, the rest at the
 * base rate, never below 10 %. What it rests on MUST be known before the outcome.
 */
export function reviewRatios(item: { escalated: boolean; flagged: boolean; uncleared: boolean; sampleRatio: number }): {
  baseRatio: number
  ratio: number
} {
  const baseRatio = Math.min(1, Math.max(leastRatio, item.sampleRatio))
  if (item.escalated) return { baseRatio, ratio: 1 }
  return { baseRatio, ratio: item.flagged || item.uncleared ? Math.max(flaggedRatio, baseRatio) : baseRatio }
}
