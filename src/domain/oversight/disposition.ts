// The heart: what Tenure rules for one effect. Permit first, then phase. One exhaustive switch, no default: a new phase does not compile until
// someone decides. Whatever cannot be decided is held or refused, never performed.

import type { EffectState } from '../interaction/effect.ts'
import type { Delivery, Phase } from '../rollout/phase.ts'
import type { Permit } from './permit.ts'

export const dispositions = ['perform', 'hold', 'record', 'escalate', 'refuse'] as const
export type Disposition = (typeof dispositions)[number]

export type Ruling = { disposition: Disposition; why: string }

/** What must be known to rule. `phase` null: no rollout owns the cell. `halted`: the reason of a halt in force, or null. */
export type Circumstances = { phase: Phase | null; delivery: Delivery; halted: string | null; onRefusal: 'refuse' | 'escalate' }

/** The table of PRODUCT.md section 3, “How the phase acts”, row by row. */
export function dispose(permit: Permit, now: Circumstances): Ruling {
  const phase = now.halted === null ? now.phase : 'halted'
  if (phase === null) return { disposition: 'refuse', why: 'no rollout owns this query type on this channel' }
  if (phase === 'halted' || phase === 'discovery' || phase === 'retired') return stopped(permit, phase, now.halted)
  if (!permit.granted) return notGranted(permit.why, phase, now.onRefusal)
  if (permit.kind === 'read') return { disposition: 'perform', why: 'a granted read' }
  switch (phase) {
    case 'shadow':
      return now.delivery === 'assist'
        ? { disposition: 'hold', why: 'shadow assist: a person may release exactly this' }
        : { disposition: 'record', why: 'shadow observe: written down, never performed' }
    case 'supervised':
    case 'autonomous':
      return permit.alwaysReview
        ? { disposition: 'hold', why: 'the role says a person always decides this' }
        : { disposition: 'perform', why: `granted, and ${phase} performs` }
  }
}

function stopped(permit: Permit, phase: 'halted' | 'discovery' | 'retired', reason: string | null): Ruling {
  const why = phase === 'halted' ? `halted${reason ? `: ${reason}` : ''}` : `nothing runs in ${phase}`
  return { disposition: permit.kind === 'reply' ? 'escalate' : 'refuse', why }
}

function notGranted(why: string, phase: 'shadow' | 'supervised' | 'autonomous', onRefusal: 'refuse' | 'escalate'): Ruling {
  switch (phase) {
    case 'shadow':
      return { disposition: 'refuse', why }
    case 'supervised':
    case 'autonomous':
      return { disposition: onRefusal, why }
  }
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
