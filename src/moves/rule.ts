// A move several steps make: Tenure rules on one effect. Permit, phase, halt and limits are read in the same transaction that writes the ruling down.

import { type Policy, policyName } from '../domain/compiler/policy.ts'
import { operationOf } from '../domain/discovery/integration-map.ts'
import type { EffectRequest, EffectState } from '../domain/interaction/effect.ts'
import { type Circumstances, dispose, type Ruling, stateAfter } from '../domain/oversight/disposition.ts'
import { type Permit, permissionFor, permit } from '../domain/oversight/permit.ts'
import { type Sources, textsIn } from '../domain/oversight/provenance.ts'
import type { Agreed } from '../domain/oversight/tool-pin.ts'
import type { Saying } from '../store/audit-log.ts'
import { arrivedWith, resultsOf } from '../store/contents.ts'
import type { Tx } from '../store/database.ts'
import type { StoredDossier } from '../store/dossiers.ts'
import { type Effect, type OperationRate, type RulingRow, standing } from '../store/effects.ts'
import { type Interaction, markDiverged } from '../store/interactions.ts'
import type { Rollout } from '../store/rollouts.ts'
import { boundTo } from './as-asked.ts'
import { placeOf } from './see-tool.ts'

export type Ruled = {
  ruling: Ruling
  permit: Permit
  /** The definitions of the tool people have looked at: what a call made under this ruling is compared with. */
  agreed: Agreed
  state: EffectState
  row: RulingRow
  saying: Saying
  approval: { digest: string; expiresAt: Date } | null
}

/** What of an effect a ruling speaks of; it need not be stored yet. */
export type Ruleable = Pick<Effect, 'id' | 'interactionId' | 'proposalId' | 'system' | 'operation'>

export type Setting = { interaction: Interaction; rollout: Rollout | null; dossier: StoredDossier; at: Date }

/** The permit and the ruling for a request as things stand now; writes nothing. */
export async function judge(
  tx: Tx,
  setting: Setting,
  request: EffectRequest,
): Promise<{ permit: Permit; ruling: Ruling; agreed: Agreed }> {
  const { interaction, rollout, dossier, at } = setting
  const { policy } = dossier
  const tool = request.kind === 'call' ? `${request.system}.${request.operation}` : null
  const { id: interactionId, employeeId } = interaction
  const dailyLimit = policy.limits.writesPerDay !== null || policy.limits.moneyPerDay !== null
  const place = placeOf(policy, request)
  const rate = rateOf(policy, interaction.queryType, request)
  const { spent, halted, pinned } = await standing(tx, { interactionId, employeeId, tool, place, dailyLimit, rate }, at)
  const sources = namesRecipients(policy, request) ? await sourcesOf(tx, interaction) : nothingGiven
  const allowed = permit({ policy, queryType: interaction.queryType, sources, request, spent, at })
  const now: Circumstances = {
    phase: rollout?.phase ?? null,
    delivery: rollout?.delivery ?? 'observe',
    halted,
    onRefusal: policy.onRefusal,
  }
  return { permit: allowed, ruling: dispose(allowed, now), agreed: { pinned, declared: place?.declared ?? null } }
}

/** The rate of the grant this request would fall under, and of which operation; null: it has none. */
function rateOf(policy: Policy, queryType: string, request: EffectRequest): OperationRate | null {
  const { system, operation } = request.kind === 'call' ? request : { system: null, operation: null }
  const rate = permissionFor(policy, queryType, policyName(system, operation))?.terms?.rate
  return rate === undefined ? null : { system, operation, minutes: rate.minutes }
}

const nothingGiven: Sources = { requester: '', trusted: [], results: [] }

/** What the agent was given: who asked and what, as it came in, and what systems have answered so far. */
async function sourcesOf(tx: Tx, { id, contentId }: Interaction): Promise<Sources> {
  const { requester, query, fields } = await arrivedWith(tx, contentId)
  return { requester, trusted: [query, ...textsIn(fields)], results: (await resultsOf(tx, id)).flatMap(textsIn) }
}

/** Texts are read only where a destination is compared with them. */
function namesRecipients(policy: Policy, request: EffectRequest): boolean {
  return request.kind === 'call' && (operationOf(policy, request.system, request.operation)?.operation.recipients.length ?? 0) > 0
}

/**
 * Rules on one effect and returns the row to write and what to say on the trail; the caller writes both. A read that may be performed enters
 * `attempting` when `atOnce`: ruling and intent are one commit. A held effect gets the digest its approval is bound to, and the time it runs out.
 */
export async function rule(
  tx: Tx,
  setting: Setting,
  effect: Ruleable,
  asked: { request: EffectRequest; requestDigest: string; atOnce: boolean },
): Promise<Ruled> {
  const { permit: allowed, ruling, agreed } = await judge(tx, setting, asked.request)
  const ruled = stateAfter(ruling.disposition)
  const state: EffectState = ruled === 'released' && asked.atOnce && allowed.kind === 'read' ? 'attempting' : ruled
  const simulated = state === 'recorded' && allowed.kind === 'write'
  const approval = ruled === 'held' ? bind(setting, effect, asked.request, allowed) : null
  const phase = setting.rollout?.phase ?? null
  const row: RulingRow = {
    id: effect.id,
    kind: allowed.kind,
    state,
    disposition: ruling.disposition,
    why: ruling.why,
    phase,
    delivery: setting.rollout?.delivery ?? 'observe',
    approvalDigest: approval?.digest ?? null,
    expiresAt: approval?.expiresAt ?? null,
    simulated,
    policyHash: setting.dossier.policyHash,
    amount: allowed.granted && allowed.amount > 0 ? allowed.amount : null,
    recipients: allowed.granted && allowed.recipients.length > 0 ? allowed.recipients : null,
    afterDivergence: setting.interaction.diverged,
  }
  if (simulated && !setting.interaction.diverged) await markDiverged(tx, setting.interaction.id)
  return {
    ruling,
    permit: allowed,
    agreed,
    state,
    approval,
    row,
    saying: said(effect, asked, { allowed, ruling, state, simulated, phase, policy: setting.dossier.policyHash }),
  }
}

/** What a person's release of this effect would be bound to. */
function bind(
  setting: Setting,
  effect: Pick<Effect, 'id'>,
  request: EffectRequest,
  allowed: Permit,
): { digest: string; expiresAt: Date } {
  const { dossier, rollout, at } = setting
  const expiresAt = new Date(at.getTime() + dossier.policy.limits.approvalMinutes * 60_000)
  const digest = boundTo({ id: effect.id, kind: allowed.kind, phase: rollout?.phase ?? null, expiresAt }, request, dossier)
  return { digest, expiresAt }
}

type Found = {
  allowed: Permit
  ruling: Ruling
  state: EffectState
  simulated: boolean
  phase: Rollout['phase'] | null
  policy: string
}

function said(
  effect: Ruleable,
  asked: { requestDigest: string },
  { allowed, ruling, state, simulated, phase, policy }: Found,
): Saying {
  return {
    kind: 'effect.disposed',
    subject: effect.interactionId,
    says: {
      effect: effect.id,
      proposal: effect.proposalId,
      effectKind: allowed.kind,
      system: effect.system,
      operation: effect.operation,
      request: asked.requestDigest,
      disposition: ruling.disposition,
      state,
      why: ruling.why,
      phase,
      policy,
      simulated,
      fields: allowed.granted ? allowed.fields : [],
      origins: allowed.granted ? allowed.origins : [],
    },
  }
}
