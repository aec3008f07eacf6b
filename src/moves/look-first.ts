// A move of `perform`: a call whose outcome never came back, to a provider that honours no key, is looked for before anything else happens. There: it is performed.
// Not there for a while: it is tried again. Nobody can tell: it is unknown, and a person's. Source: AUDIT.md E2 (lookup before retry, else escalate, never blind retry).

import type { Actor } from '../domain/audit/record.ts'
import { operationOf } from '../domain/discovery/integration-map.ts'
import { lookupArguments, type Proof, type Told } from '../domain/discovery/proof.ts'
import type { EffectRequest } from '../domain/interaction/effect.ts'
import { asKept, says } from '../domain/oversight/sentences.ts'
import { append } from '../store/audit-log.ts'
import { keep } from '../store/contents.ts'
import type { Tx } from '../store/database.ts'
import type { StoredDossier } from '../store/dossiers.ts'
import { type Effect, endEffect, surely } from '../store/effects.ts'

/** A call that broke off is given this long to take effect, twice the longest a call may take (systems/mcp.ts), before “not there” is believed. */
const settleMs = 60_000
/** A system that was well enough to take a call is given this long to come back and tell. */
const patienceMs = 600_000
const betweenLooksMs = 20_000
/** As often as a call is made at all, looks in between. */
const mostAttempts = 3

export type Look = {
  system: string
  operation: string
  arguments: Record<string, unknown>
  proof: Proof
  asked: Record<string, unknown>
}

/** The read that tells whether this effect took place, or null: nobody has said how to tell. */
export function lookFor(stored: StoredDossier, effect: Effect, request: EffectRequest | null): Look | null {
  if (request?.kind !== 'call') return null
  const operation = operationOf(stored.policy, request.system, request.operation)?.operation
  if (operation === undefined || operation.idempotent || operation.lookup === null || operation.proof === undefined) return null
  const given = lookupArguments(operation.proof, request.arguments, effect.key)
  if (given === null) return null
  return {
    system: request.system,
    operation: operation.lookup,
    arguments: given,
    proof: operation.proof,
    asked: { ...request.arguments },
  }
}

/** What a look found. `again`: the system could not be asked just now. */
export type Found = { told: Told; answer: unknown; again: boolean }

/**
 * Writes down what a look found and what follows; returns `performed` or `unknown` when that is an end, null when it goes on. The interaction MUST be locked and the effect
 * be released and unsure.
 */
export async function afterLook(
  tx: Tx,
  at: Date,
  by: Actor,
  it: { effect: Effect; look: Look; found: Found },
): Promise<'performed' | 'unknown' | null> {
  const { effect, look, found } = it
  const { id, interactionId: subject } = effect
  const lookup = `${look.system}.${look.operation}`
  const evidence = found.again ? null : await keep(tx, at, subject, 'evidence', found.answer ?? null)
  await append(tx, at, by, {
    kind: 'effect.looked',
    subject,
    says: { effect: id, lookup, told: found.told, answer: evidence?.digest ?? null },
  })
  const sinceMs = at.getTime() - (effect.unsureSince ?? at).getTime()
  if (found.told === 'there') {
    const kept = await keep(tx, at, subject, 'result', { status: 'performed', foundBy: lookup })
    await endEffect(tx, id, { state: 'performed', resultId: kept.id }, at)
    await append(tx, at, by, { kind: 'effect.performed', subject, says: { effect: id, result: kept.digest, providerRef: null } })
    return 'performed'
  }
  const waits = found.again ? sinceMs < patienceMs : found.told === 'not_there' && sinceMs < settleMs
  if (waits) {
    tx.leave({ step: 'perform', id, afterMs: found.again ? betweenLooksMs : settleMs - sinceMs })
    return null
  }
  if (found.told === 'not_there' && effect.attempts < mostAttempts) {
    await surely(tx, id)
    tx.leave({ step: 'perform', id })
    return null
  }
  await loseEffect(tx, at, by, effect, asKept(says(found.again ? 'lookup_not_asked' : 'lookup_silent', { lookup })))
  return 'unknown'
}

/** Nobody knows whether it took effect, and only a person may say. */
export async function loseEffect(tx: Tx, at: Date, by: Actor, { id, interactionId }: Effect, why: string): Promise<void> {
  await endEffect(tx, id, { state: 'unknown', why }, at)
  await append(tx, at, by, { kind: 'effect.lost', subject: interactionId, says: { effect: id, why } })
}
