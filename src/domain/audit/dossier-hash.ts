// The version of a dossier: the hash of its content. Layout, comments and the order of keys in the files do not change it; a word does.

import type { Policy } from '../compiler/policy.ts'
import type { Dossier } from '../discovery/dossier.ts'
import { canonical } from './canonical.ts'
import { digest } from './tree.ts'

/** SHA-256 in hex over the canonical JSON of the dossier's content. Everything later names this. */
export function dossierHash(dossier: Dossier): string {
  return digest(canonical(dossier))
}

/** SHA-256 in hex over the canonical JSON of a compiled policy. Every ruling on an effect names this. */
export function policyHashOf(policy: Policy): string {
  return digest(canonical(policy))
}
