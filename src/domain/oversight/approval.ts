// An approval names the digest of exactly what was shown (PRODUCT.md section 5): operation, arguments, tool-definition hash, role hash, phase,
// expiry. It is single-use, and anything else is refused.

import { canonical } from '../audit/canonical.ts'
import { digest } from '../audit/tree.ts'
import type { EffectBinding } from '../interaction/effect.ts'

/** The digest an approval of one effect is bound to: SHA-256 over the canonical JSON of its binding, in hex. */
export function approvalDigest(binding: EffectBinding): string {
  return digest(canonical(binding))
}

/** What a review card shows, reduced to what must not change between showing and deciding. */
export type Shown = {
  proposalId: string
  effects: readonly { effectId: string; state: string; approvalDigest: string | null; requestDigest: string }[]
  escalated: boolean
  phase: string
  delivery: string | null
}

/** The digest of a whole review card; a verdict that names another one is stale and is refused. */
export function cardDigest(shown: Shown): string {
  return digest(canonical(shown))
}
