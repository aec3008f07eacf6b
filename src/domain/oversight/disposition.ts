// The heart: what Tenure rules for one effect. Permit first, then phase. One exhaustive switch, no default: a new phase does not compile until
// someone decides. Whatever cannot be decided is held or refused, never performed.

import type { EffectState } from '../interaction/effect.ts'
import type { Delivery, Phase } from '../rollout/phase.ts'
import type { Permit } from './permit.ts'
import { asKept, effectSentences, says } from './sentences.ts'

const dispositions = ['perform', 'hold', 'record', 'escalate', 'refuse'] as const
export type Disposition = (typeof dispositions)[number]

export type Ruling = { disposition: Disposition; why: string }

/** What must be known to rule. `phase` null: no rollout owns the cell. `halted`: the reason of a halt in force, or null. */
export type Circumstances = { phase: Phase | null; delivery: Delivery; halted: string | null; onRefusal: 'refuse' | 'escalate' }

/** The table of PRODUCT.md section 3, “How the phase acts”, column by column. A halt makes any phase act as halted. */
export function dispose(permit: Permit, now: Circumstances): Ruling {
  const phase = now.halted === null ? now.phase : 'halted'
  switch (phase) {
    case null:
      return { disposition: 'refuse', why: effectSentences.no_rollout }
    case 'discovery':
      return stopped(permit, effectSentences.nothing_in_discovery)
    case 'retired':
      return stopped(permit, effectSentences.nothing_in_retired)
    case 'halted':
      return stopped(permit, now.halted === null ? effectSentences.halted : asKept(says('halted_because', { why: now.halted })))
    case 'shadow':
      if (!permit.granted) return { disposition: 'refuse', why: permit.why }
      if (readsFreely(permit)) return { disposition: 'perform', why: effectSentences.granted_read }
      return now.delivery === 'assist'
        ? { disposition: 'hold', why: effectSentences.assist }
        : { disposition: 'record', why: effectSentences.observe }
    case 'supervised':
    case 'autonomous':
      // In shadow people have the query anyway, and the agent's whole answer is judged; here a reach beyond the query's type ends its part.
      if (!permit.granted) return { disposition: permit.widening ? 'escalate' : now.onRefusal, why: permit.why }
      if (readsFreely(permit)) return { disposition: 'perform', why: effectSentences.granted_read }
      return permit.alwaysReview === null
        ? { disposition: 'perform', why: effectSentences[`${phase}_performs`] }
        : { disposition: 'hold', why: permit.alwaysReview }
  }
}

/** A read that a person must always decide, or that carries something to where nobody sent it, changes the world outside as a write does. */
function readsFreely(permit: Extract<Permit, { granted: true }>): boolean {
  return permit.kind === 'read' && permit.alwaysReview === null
}

function stopped(permit: Permit, why: string): Ruling {
  if (!permit.granted) return { disposition: 'refuse', why: permit.why }
  return { disposition: permit.kind === 'reply' ? 'escalate' : 'refuse', why }
}

/** The state an effect enters by its disposition. */
export function stateAfter(disposition: Disposition): EffectState {
  switch (disposition) {
    case 'perform':
      return 'released'
    case 'hold':
      return 'held'
    case 'record':
      return 'recorded'
    case 'escalate':
      return 'escalated'
    case 'refuse':
      return 'refused'
  }
}
