// Prefixed, sortable identifiers: one branded type per noun, so that a proposal's id cannot be passed where a rollout's is meant.
// The text is `<prefix>_<ULID>`; time and chance come from the caller, the domain has neither.

import { invariant } from './fault.ts'

export const idPrefixes = {
  employee: 'emp',
  dossier: 'dos',
  draft: 'drf',
  rollout: 'rol',
  promotion: 'pro',
  interaction: 'int',
  proposal: 'prp',
  effect: 'eff',
  verdict: 'ver',
  review: 'rev',
  escalation: 'esc',
  record: 'rec',
  content: 'con',
  person: 'per',
  key: 'key',
  link: 'lnk',
  halt: 'hlt',
  drill: 'drl',
  tool: 'tol',
  work: 'wrk',
  modelCall: 'mcl',
  trace: 'trc',
  edgeCase: 'edc',
  ageing: 'age',
  replay: 'rpl',
  replayCase: 'rpc',
  plan: 'pln',
  flag: 'flg',
  incident: 'inc',
  blindItem: 'bli',
  exclusion: 'exc',
} as const

export type IdKind = keyof typeof idPrefixes
export type Id<K extends IdKind> = string & { readonly __id: K }

export type EmployeeId = Id<'employee'>
export type DossierId = Id<'dossier'>
export type DraftId = Id<'draft'>
export type RolloutId = Id<'rollout'>
export type PromotionId = Id<'promotion'>
export type InteractionId = Id<'interaction'>
export type ProposalId = Id<'proposal'>
export type EffectId = Id<'effect'>
export type VerdictId = Id<'verdict'>
export type ReviewId = Id<'review'>
export type EscalationId = Id<'escalation'>
export type ContentId = Id<'content'>
export type PersonId = Id<'person'>
export type KeyId = Id<'key'>
export type LinkId = Id<'link'>
export type HaltId = Id<'halt'>
export type DrillId = Id<'drill'>
export type ToolId = Id<'tool'>
export type TraceId = Id<'trace'>
export type EdgeCaseId = Id<'edgeCase'>
export type ReplayId = Id<'replay'>
export type PlanId = Id<'plan'>
export type FlagId = Id<'flag'>
export type IncidentId = Id<'incident'>
export type BlindItemId = Id<'blindItem'>
export type ExclusionId = Id<'exclusion'>

// Crockford's base 32, the alphabet of the ULID specification: no I, L, O, U.
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/**
 * Composes an id from an instant and ten random bytes (ULID: 48 bits of milliseconds, 80 bits of chance).
 * The bytes MUST come from a cryptographic source: ids are quoted in approvals and must not be guessable.
 */
export function composeId<K extends IdKind>(kind: K, atMs: number, chance: Uint8Array): Id<K> {
  invariant(Number.isSafeInteger(atMs) && atMs >= 0 && atMs < 2 ** 48, 'an id carries a whole number of milliseconds')
  invariant(chance.length >= 10, 'an id carries ten random bytes')
  let time = ''
  for (let rest = atMs, i = 0; i < 10; i++) {
    time = alphabet[rest % 32] + time
    rest = Math.floor(rest / 32)
  }
  let bits = 0n
  for (let i = 0; i < 10; i++) bits = (bits << 8n) | BigInt(chance[i] ?? 0)
  let tail = ''
  for (let i = 0; i < 16; i++) {
    tail = alphabet[Number(bits & 31n)] + tail
    bits >>= 5n
  }
  return `${idPrefixes[kind]}_${time}${tail}` as Id<K>
}

/** Whether the text has the form of an id of this kind; says nothing about whether the thing exists. */
export function isId<K extends IdKind>(kind: K, text: string): text is Id<K> {
  return new RegExp(`^${idPrefixes[kind]}_[0-9A-HJKMNP-TV-Z]{26}$`).test(text)
}
