// Step 6a. An agent that performs an effect itself, with our permission, says how it ended. Only such effects, only while they are under way, only once.

import type { Actor } from '../domain/audit/record.ts'
import type { EffectId } from '../domain/ids.ts'
import { effectSentences } from '../domain/oversight/sentences.ts'
import { type Refusal, refuse } from '../domain/refusal.ts'
import { append } from '../store/audit-log.ts'
import { keep } from '../store/contents.ts'
import type { Tx } from '../store/database.ts'
import { claimEffect, type Effect, endEffect, lockEffect } from '../store/effects.ts'
import type { House } from '../store/house.ts'

export type Report = {
  effectId: EffectId
  outcome: 'performed' | 'failed' | 'unknown'
  result?: unknown
  providerRef?: string | null
}

export async function reportOutcome(
  house: House,
  report: Report,
  by: Actor,
): Promise<{ effectId: EffectId; state: string } | Refusal> {
  return house.db.transaction(async (tx) => {
    const at = house.clock.now()
    const { effectId, outcome } = report
    const locked = await lockEffect(tx, effectId)
    if (locked === null) return refuse('not_found', { what: 'effect', id: effectId })
    const { effect } = locked
    if (effect.performer !== 'agent') return refuse('outcome_not_yours', { effect: effectId })
    if (effect.state === 'unknown') return late(tx, at, by, { effect, report })
    if (effect.state !== 'released' && effect.state !== 'attempting')
      return refuse('outcome_unexpected', { effect: effectId, state: effect.state })
    const subject = effect.interactionId
    if (effect.state === 'released') {
      const attempt = await claimEffect(tx, effectId, by.id, at)
      await append(tx, at, by, {
        kind: 'effect.attempted',
        subject,
        says: { effect: effectId, key: effect.key, attempt, performer: 'agent' },
      })
    }
    if (outcome === 'unknown') {
      const why = effectSentences.agent_unsure
      await endEffect(tx, effectId, { state: 'unknown', why }, at)
      await append(tx, at, by, { kind: 'effect.lost', subject, says: { effect: effectId, why } })
      return { effectId, state: outcome }
    }
    const failed = outcome === 'failed'
    const kept = await keep(tx, at, subject, failed ? 'reason' : 'result', report.result ?? null)
    const providerRef = report.providerRef ?? null
    await endEffect(tx, effectId, { state: outcome, resultId: kept.id, providerRef }, at)
    await append(
      tx,
      at,
      by,
      failed
        ? { kind: 'effect.failed', subject, says: { effect: effectId, reason: kept.digest, providerRef } }
        : { kind: 'effect.performed', subject, says: { effect: effectId, result: kept.digest, providerRef } },
    )
    return { effectId, state: outcome }
  })
}

/** People have it by now: what the agent says is evidence for whoever settles it, and changes nothing by itself. */
async function late(
  tx: Tx,
  at: Date,
  by: Actor,
  { effect, report }: { effect: Effect; report: Report },
): Promise<{ effectId: EffectId; state: string }> {
  const kept = await keep(tx, at, effect.interactionId, 'evidence', report.result ?? null)
  const says = { effect: effect.id, outcome: report.outcome, content: kept.digest, providerRef: report.providerRef ?? null }
  await append(tx, at, by, { kind: 'effect.outcome_late', subject: effect.interactionId, says })
  return { effectId: effect.id, state: effect.state }
}
