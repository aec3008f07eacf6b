// Which proposals a person will judge: by keyed hash, so that it is the same on replay, hits its rate, and cannot be foreseen without the key. The
// draw is written down before any outcome exists; an auditor who is given the key recomputes every one.

import { createHmac } from 'node:crypto'
import { invariant } from '../fault.ts'

/** Part of the hashed text, so that two kinds of draw on one interaction are independent. Source: GATES.md section 3. */
export type DrawLabel = 'review' | 'double'

export type Drawing = { u: number; ratio: number; weight: number; drawn: boolean }

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
  invariant(baseRatio > 0 && ratio >= baseRatio && ratio <= 1, 'an item is drawn at least at the base rate and at most for certain')
  const u = uniform(secret, label, interactionId)
  return { u, ratio, weight: baseRatio / ratio, drawn: u < ratio }
}
