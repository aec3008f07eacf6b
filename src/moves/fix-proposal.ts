// A move two steps make (propose, and close over the API): the agent is done. What it still wants is written down as proposed effects, the proposal is
// fixed, and work is left for oversee.

import type { Actor } from '../domain/audit/record.ts'
import type { InteractionId } from '../domain/ids.ts'
import type { EffectRequest } from '../domain/interaction/effect.ts'
import type { AgentAnswer } from '../domain/interaction/proposal.ts'
import { type Refusal, refuse } from '../domain/refusal.ts'
import { append } from '../store/audit-log.ts'
import { keepAll } from '../store/contents.ts'
import type { Tx } from '../store/database.ts'
import { type Effect, effectKeys, effectsOf, insertEffects } from '../store/effects.ts'
import { freshId } from '../store/fresh-id.ts'
import { addUsage, moveInteraction } from '../store/interactions.ts'
import { completeProposal, lockCase } from '../store/proposals.ts'

/** Fixes the proposal. Refused when the interaction is no longer the agent's: a late answer changes nothing. */
export async function fixProposal(
  tx: Tx,
  at: Date,
  by: Actor,
  { interactionId, answer }: { interactionId: InteractionId; answer: AgentAnswer },
): Promise<Refusal | { state: 'proposed' }> {
  const locked = await lockCase(tx, interactionId)
  if (locked === null) return refuse('not_found', { what: 'interaction', id: interactionId })
  const { interaction, proposal } = locked
  if (interaction.state !== 'proposing' || proposal?.state !== 'open')
    return refuse('interaction_closed', { interaction: interactionId, state: interaction.state })
  const before = await effectsOf(tx, interactionId)
  const fresh = await writeDown(tx, at, { interactionId, proposalId: proposal.id, before, requests: answer.effects })
  const escalated = answer.kind === 'escalation'
  const reason = escalated ? answer.reason : null
  const { confidence = null, judgeScore = null } = answer
  await completeProposal(
    tx,
    proposal.id,
    { escalated, reason, trigger: escalated ? answer.trigger : null, confidence, judgeScore },
    at,
  )
  if (answer.usage) await addUsage(tx, interactionId, answer.usage)
  await moveInteraction(tx, interactionId, 'proposed', at)
  const [said] = reason === null ? [] : await keepAll(tx, at, interactionId, [{ slot: 'reason', body: reason }])
  await append(tx, at, by, {
    kind: 'proposal.completed',
    subject: interactionId,
    says: {
      proposal: proposal.id,
      answer: answer.kind,
      effects: before.length + fresh,
      reason: said?.digest ?? null,
      usage: answer.usage,
    },
  })
  tx.leave({ step: 'oversee', id: interactionId })
  return { state: 'proposed' }
}

type Writing = {
  interactionId: InteractionId
  proposalId: Effect['proposalId']
  before: readonly Effect[]
  requests: readonly EffectRequest[]
}

async function writeDown(tx: Tx, at: Date, { interactionId, proposalId, before, requests }: Writing): Promise<number> {
  const taken = new Set(before.map((effect) => effect.key))
  const wanted = requests.map((request) => {
    const keyOf = effectKeys(interactionId, request)
    let occurrence = 0
    while (taken.has(keyOf(occurrence))) occurrence++
    const key = keyOf(occurrence)
    taken.add(key)
    return { request, key }
  })
  const kept = await keepAll(
    tx,
    at,
    interactionId,
    wanted.map(({ request }) => ({
      slot: 'request',
      body: request.kind === 'reply' ? { text: request.text } : request.arguments,
    })),
  )
  await insertEffects(
    tx,
    wanted.map(({ request, key }, i) => ({
      id: freshId('effect', at),
      interactionId,
      proposalId,
      position: before.length + i,
      kind: request.kind === 'reply' ? 'reply' : 'write',
      system: request.kind === 'reply' ? null : request.system,
      operation: request.kind === 'reply' ? null : request.operation,
      state: 'proposed',
      requestId: kept[i]!.id,
      key,
      performer: 'tenure',
      at,
    })),
  )
  return wanted.length
}
