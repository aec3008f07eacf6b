// Step 2a. While thinking, the agent asks for an effect: granted reads are made at once; writes and replies are ruled on and, when they may happen at
// all, happen through `perform`. One of the two steps that may reach a business system, and it only ever reads.

import { canonical } from '../domain/audit/canonical.ts'
import type { Actor } from '../domain/audit/record.ts'
import { Fault } from '../domain/fault.ts'
import type { EffectId, InteractionId } from '../domain/ids.ts'
import type { EffectKind, EffectRequest, EffectState } from '../domain/interaction/effect.ts'
import type { Disposition } from '../domain/oversight/disposition.ts'
import { plainReceipt, type Receipt } from '../domain/oversight/receipt.ts'
import { definitionChanged } from '../domain/oversight/tool-pin.ts'
import { type Refusal, refuse } from '../domain/refusal.ts'
import { handOver } from '../moves/hand-over.ts'
import { keepReceipt } from '../moves/keep-receipt.ts'
import { requestReview } from '../moves/request-review.ts'
import { judge, type Ruled, rule } from '../moves/rule.ts'
import { placeOf, seeTool } from '../moves/see-tool.ts'
import { stripResult } from '../moves/strip-result.ts'
import type { SystemCall, SystemOutcome, Systems } from '../ports/system.ts'
import { append, type Saying } from '../store/audit-log.ts'
import { bodiesOf, keep } from '../store/contents.ts'
import type { Tx } from '../store/database.ts'
import { dossierOf, type StoredDossier } from '../store/dossiers.ts'
import { type Effect, effectKeys, effectsOf, endEffect, insertRuled, namedKey, requestOf } from '../store/effects.ts'
import { isObservedOnly } from '../store/employees.ts'
import { freshId } from '../store/fresh-id.ts'
import type { House } from '../store/house.ts'
import type { Interaction } from '../store/interactions.ts'
import { lockCase, type Proposal } from '../store/proposals.ts'
import { holdRollout, type Rollout } from '../store/rollouts.ts'

export type Asked = {
  interactionId: InteractionId
  request: EffectRequest
  /** Which of several equal requests this is, counted from 0 by the caller within one attempt; left out: always a new one. */
  occurrence?: number
  /** The caller's own name for this call: asking again under it meets the same effect. Another request under the same name is refused. */
  callId?: string
}

export type EffectAnswer = {
  effectId: EffectId
  kind: EffectKind
  state: EffectState
  disposition: Disposition
  sentence: string
  result: unknown
  simulated: boolean
  performer: Effect['performer']
  approval: { digest: string; expiresAt: string } | null
}

/** No database keeps U+0000 in a name; a name that has it names nothing, and the attempt is to be written down all the same. */
function writable(request: EffectRequest): EffectRequest {
  if (request.kind === 'reply') return request
  const { system, operation } = request
  return { ...request, system: system.replaceAll('\0', '\ufffd'), operation: operation.replaceAll('\0', '\ufffd') }
}

type Claim = { answer: EffectAnswer; call: SystemCall | null; stored: StoredDossier; queryType: string }

/** One decision for one request, on the record before anything happens. The answer says what was ruled and, for a read that was made, what came back. */
export async function callTool(house: House, systems: Systems, asked: Asked, by: Actor): Promise<EffectAnswer | Refusal> {
  const claimed = await claim(house, { ...asked, request: writable(asked.request) }, by)
  if ('refusal' in claimed) return claimed
  if (claimed.call === null) return claimed.answer
  const outcome = await read(systems, claimed.stored.id, claimed.call)
  return finish(house, by, { claimed, outcome, interactionId: asked.interactionId })
}

async function claim(house: House, asked: Asked, by: Actor): Promise<Claim | Refusal> {
  const at = house.clock.now()
  return house.db.transaction(async (tx) => {
    const locked = await lockCase(tx, asked.interactionId)
    if (locked === null) return refuse('not_found', { what: 'interaction', id: asked.interactionId })
    const { interaction, proposal } = locked
    const stored = interaction.dossierId === null ? null : await dossierOf(house.db, interaction.dossierId)
    if (interaction.state !== 'proposing' || proposal?.state !== 'open' || stored === null) {
      return refuse('interaction_closed', { interaction: asked.interactionId, state: interaction.state })
    }
    const [before, rollout] = await Promise.all([
      effectsOf(tx, interaction.id),
      interaction.rolloutId === null ? null : holdRollout(tx, interaction.rolloutId),
    ])
    const key = keyFor(asked, before)
    const known = before.find((effect) => effect.key === key)
    if (known === undefined)
      return ruleNow(tx, at, by, { interaction, proposal, stored, asked, rollout, key, position: before.length })
    // Only a caller's own name says nothing of what was asked; the other keys are made of it.
    if (asked.callId !== undefined && !(await isSame(tx, known, asked.request)))
      return refuse('call_id_reused', { call: asked.callId })
    if (known.kind === 'read' && known.state === 'attempting' && known.performer === 'tenure')
      return again(tx, at, { interaction, proposal, stored, asked, rollout }, known)
    return { answer: await retold(tx, known), call: null, stored, queryType: interaction.queryType }
  })
}

/** What is asked again must be what was asked, to the last byte: the answer is about that and nothing else. */
async function isSame(tx: Tx, effect: Effect, request: EffectRequest): Promise<boolean> {
  const body = (await bodiesOf(tx, [effect.requestId])).get(effect.requestId)?.body
  const before = body === null || body === undefined ? null : requestOf(effect, body)
  // A reply that a person edited is another text by now; the name of the call is still that of the reply.
  if (before?.kind === 'reply' && request.kind === 'reply') return true
  return before !== null && canonical(before) === canonical(request)
}

function keyFor({ interactionId, request, occurrence, callId }: Asked, before: readonly Effect[]): string {
  if (callId !== undefined) return namedKey(interactionId, callId)
  const keyOf = effectKeys(interactionId, request)
  if (occurrence !== undefined) return keyOf(occurrence)
  const taken = new Set(before.map(({ key }) => key))
  let n = 0
  while (taken.has(keyOf(n))) n++
  return keyOf(n)
}

type Ruling = {
  interaction: Interaction
  proposal: Proposal
  stored: StoredDossier
  asked: Asked
  rollout: Rollout | null
  key: string
  position: number
}

async function ruleNow(tx: Tx, at: Date, by: Actor, it: Ruling): Promise<Claim> {
  const { interaction, proposal, stored, asked, rollout, key, position } = it
  const call = asked.request.kind === 'call' ? asked.request : null
  const kept = await keep(
    tx,
    at,
    interaction.id,
    'request',
    asked.request.kind === 'call' ? asked.request.arguments : { text: asked.request.text },
  )
  const effect = {
    id: freshId('effect', at),
    interactionId: interaction.id,
    proposalId: proposal.id,
    system: call?.system ?? null,
    operation: call?.operation ?? null,
  }
  const ruled = await rule(tx, { interaction, rollout, dossier: stored, at }, effect, {
    request: asked.request,
    requestDigest: kept.digest,
    atOnce: true,
  })
  const own = ruled.permit.granted && ruled.permit.system?.connector.kind === 'agent'
  // An agent that is observed only asks for nothing here: what it did is replayed, and answered from its recording.
  const performer = own && !(await isObservedOnly(tx, interaction.employeeId)) ? 'agent' : 'tenure'
  await insertRuled(
    tx,
    { ...effect, position, kind: ruled.row.kind, state: ruled.state, requestId: kept.id, key, performer, at },
    ruled.row,
  )
  const receipt = ruled.row.simulated
    ? await keepReceipt(tx, at, {
        interactionId: interaction.id,
        effectId: effect.id,
        policy: stored.policy,
        request: asked.request,
      })
    : null
  await follow(tx, at, by, { ...it, ruled, effectId: effect.id, performer })
  // A system whose connector is `agent` is read by the agent itself, with our permission.
  const now = ruled.state === 'attempting' && performer === 'tenure' && call !== null
  return {
    answer: answerOf(effect.id, ruled, { performer, receipt }),
    call: now ? { ...callOf(call), key, externalId: interaction.externalId, agreed: ruled.agreed } : null,
    stored,
    queryType: interaction.queryType,
  }
}

/** Nothing was called: the tool is not the one people looked at. */
async function changed(
  tx: Tx,
  at: Date,
  by: Actor,
  { answer, interactionId }: { answer: EffectAnswer; interactionId: InteractionId },
): Promise<EffectAnswer> {
  const why = definitionChanged('this tool')
  await endEffect(tx, answer.effectId, { state: 'failed', why }, at)
  const reason = await keep(tx, at, interactionId, 'reason', why)
  const says = { effect: answer.effectId, reason: reason.digest, providerRef: null }
  await append(tx, at, by, { kind: 'effect.failed', subject: interactionId, says })
  return { ...answer, state: 'failed', result: null, sentence: why }
}

/** What a ruling brings with it: what is said, work for a worker, a card for a person, or the whole query for people. */
async function follow(
  tx: Tx,
  at: Date,
  by: Actor,
  it: Ruling & { ruled: Ruled; effectId: EffectId; performer: Effect['performer'] },
): Promise<void> {
  const { interaction, proposal, stored, key, ruled, effectId, performer } = it
  const says = { effect: effectId, key, attempt: 1, performer }
  const attempted: Saying[] = ruled.state === 'attempting' ? [{ kind: 'effect.attempted', subject: interaction.id, says }] : []
  await append(tx, at, by, ruled.saying, ...attempted)
  if (ruled.state === 'released' && performer === 'tenure') tx.leave({ step: 'perform', id: effectId })
  if (ruled.state === 'held')
    await requestReview(tx, at, { interaction, proposal }, { reason: 'held', ratio: 1, weight: 1, escalated: false, risk: 0 })
  if (ruled.state === 'escalated')
    await handOver(tx, at, by, interaction, {
      source: 'tenure',
      reason: !ruled.permit.granted && ruled.permit.widening ? 'type_widened' : 'effect_refused',
      trigger: null,
      dossier: stored.dossier,
    })
}

function callOf({
  system,
  operation,
  arguments: given,
}: Pick<SystemCall, 'system' | 'operation' | 'arguments'>): Pick<SystemCall, 'system' | 'operation' | 'arguments'> {
  return { system, operation, arguments: given }
}

/** A read whose worker died half-way: reads change nothing, so it is simply made again. What the tool is by now is looked at again, too. */
async function again(tx: Tx, at: Date, it: Omit<Ruling, 'key' | 'position'>, effect: Effect): Promise<Claim> {
  const { interaction, stored, asked, rollout } = it
  const { agreed } = await judge(tx, { interaction, rollout, dossier: stored, at }, asked.request)
  const { externalId } = interaction
  const call = asked.request.kind === 'call' ? { ...callOf(asked.request), key: effect.key, externalId, agreed } : null
  const answer: EffectAnswer = {
    effectId: effect.id,
    kind: effect.kind,
    state: effect.state,
    disposition: 'perform',
    sentence: effect.why ?? '',
    result: null,
    simulated: false,
    performer: 'tenure',
    approval: null,
  }
  return { answer, call, stored, queryType: interaction.queryType }
}

type Made = { performer: Effect['performer']; receipt: Receipt | null }

function answerOf(effectId: EffectId, ruled: Ruled, { performer, receipt }: Made): EffectAnswer {
  const simulated = ruled.state === 'recorded' && ruled.permit.kind === 'write'
  return {
    effectId,
    kind: ruled.permit.kind,
    state: ruled.state,
    disposition: ruled.ruling.disposition,
    sentence: ruled.ruling.why,
    result: receipt,
    simulated,
    performer,
    approval:
      ruled.approval === null ? null : { digest: ruled.approval.digest, expiresAt: ruled.approval.expiresAt.toISOString() },
  }
}

/** The answer for a request that was already ruled on: as it stands now, with its result if it has one. */
async function retold(tx: Tx, effect: Effect): Promise<EffectAnswer> {
  const result = effect.resultId === null ? null : ((await bodiesOf(tx, [effect.resultId])).get(effect.resultId)?.body ?? null)
  return {
    effectId: effect.id,
    kind: effect.kind,
    state: effect.state,
    disposition: effect.disposition ?? 'refuse',
    sentence: effect.why ?? '',
    result: effect.simulated ? (result ?? plainReceipt) : result,
    simulated: effect.simulated,
    performer: effect.performer,
    approval:
      effect.approvalDigest !== null && effect.expiresAt !== null
        ? { digest: effect.approvalDigest, expiresAt: effect.expiresAt.toISOString() }
        : null,
  }
}

async function read(systems: Systems, dossierId: string, call: SystemCall): Promise<SystemOutcome> {
  try {
    const system = await systems.find(dossierId, call.system)
    if (system === null) return { outcome: 'failed', reason: `system ${call.system} is not connected`, providerRef: null }
    return await system.call(call)
  } catch (error) {
    // A read that failed changed nothing: the agent is told, and decides to go on or to hand over.
    if (error instanceof Fault) return { outcome: 'failed', reason: error.message, providerRef: null }
    throw error
  }
}

async function finish(
  house: House,
  by: Actor,
  end: { claimed: Claim; outcome: SystemOutcome; interactionId: InteractionId },
): Promise<EffectAnswer> {
  const at = house.clock.now()
  const { outcome, interactionId } = end
  const { answer, stored, call, queryType } = end.claimed
  return house.db.transaction(async (tx) => {
    const place = call === null ? null : placeOf(stored.policy, { kind: 'call', ...callOf(call) })
    // What was pinned already needs no second look: most calls of most days.
    if (place !== null && 'seen' in outcome && outcome.seen !== undefined && outcome.seen.hash !== call?.agreed?.pinned)
      await seeTool(tx, at, by, { place, seen: outcome.seen })
    if (outcome.outcome === 'changed') return changed(tx, at, by, { answer, interactionId })
    const failed = outcome.outcome === 'failed'
    const effectId = answer.effectId
    const on = {
      policy: stored.policy,
      interactionId,
      queryType,
      effectId,
      system: call?.system ?? null,
      operation: call?.operation ?? null,
    }
    const { result, sayings } = failed ? { result: null, sayings: [] } : stripResult(on, outcome.result)
    const kept = await keep(tx, at, interactionId, failed ? 'reason' : 'result', failed ? outcome.reason : result)
    await endEffect(tx, answer.effectId, { state: outcome.outcome, resultId: kept.id, providerRef: outcome.providerRef }, at)
    const effect = answer.effectId
    await append(
      tx,
      at,
      by,
      failed
        ? {
            kind: 'effect.failed',
            subject: interactionId,
            says: { effect, reason: kept.digest, providerRef: outcome.providerRef },
          }
        : outcome.outcome === 'replayed'
          ? { kind: 'effect.replayed', subject: interactionId, says: { effect, result: kept.digest } }
          : {
              kind: 'effect.performed',
              subject: interactionId,
              says: { effect, result: kept.digest, providerRef: outcome.providerRef },
            },
      ...sayings,
    )
    return {
      ...answer,
      state: outcome.outcome,
      result,
      sentence: failed ? outcome.reason : answer.sentence,
    }
  })
}
