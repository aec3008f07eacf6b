// One thing the employee would do to the world: a read of, or a write to, a system; or a reply. A reply is an effect too.

import { moves, type StateOf } from '../moves.ts'

export const effectKinds = ['read', 'write', 'reply'] as const
export type EffectKind = (typeof effectKinds)[number]

/**
 * - `proposed`: asked for, not ruled on.
 * - `held`: a person must release exactly this digest. Out: released, declined, or lapsed when the approval's time ran out.
 * - `released`: may be performed; a permission to try, not a promise (`perform` reads phase, permit and halt again). One the agent performs
 *   itself and never reports becomes `unknown` (a read: `failed`). One that may have taken effect already is looked for first, and is `performed` when it is found.
 * - `attempting`: the intent is committed, the call may be under way. Out: an outcome, or `unknown` when none came back; back to `released` only
 *   when the call certainly never reached anything and is worth another try with the same key, or when a read tells whether it took effect.
 * - `performed` / `failed`: the outcome is known.
 * - `unknown`: the call may have taken effect and nobody knows. Out: a person settles it with evidence. Never retried blindly.
 * - `recorded`: shadow: written down, answered with a marked, simulated receipt; never performed.
 * - `replayed`: a read answered from a recording; no system was touched.
 * - `refused`: not granted, over a limit, forbidden, or halted.
 * - `escalated`: the effect made its interaction go to people.
 * - `declined` / `lapsed`: a person said no / nobody answered in time.
 * Source: ENGINE.md C (“`executing` committed before the outside call … else `unknown`”) and PRODUCT.md section 3, table.
 */
export const effectMoves = moves({
  proposed: ['held', 'released', 'recorded', 'replayed', 'refused', 'escalated'],
  held: ['released', 'declined', 'lapsed', 'refused'],
  released: ['attempting', 'refused', 'escalated', 'unknown', 'failed', 'performed'],
  attempting: ['performed', 'failed', 'unknown', 'replayed', 'released'],
  unknown: ['performed', 'failed'],
  performed: [],
  failed: [],
  recorded: [],
  replayed: [],
  refused: [],
  escalated: [],
  declined: [],
  lapsed: [],
})

export type EffectState = StateOf<typeof effectMoves>

/** What an agent asks for. `system` and `operation` are as the integration map names them; a reply has neither. */
export type EffectRequest =
  | { kind: 'call'; system: string; operation: string; arguments: Readonly<Record<string, unknown>> }
  | { kind: 'reply'; text: string }

/**
 * What an approval is bound to (PRODUCT.md section 5): the digest of exactly these fields, canonicalised. Change one byte of any of them and
 * the approval no longer fits.
 */
export type EffectBinding = {
  effectId: string
  kind: EffectKind
  system: string | null
  operation: string | null
  arguments: unknown
  toolHash: string | null
  roleHash: string
  phase: string
  expiresAt: string | null
}
