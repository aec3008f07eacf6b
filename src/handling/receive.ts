// Step 1. A message becomes an interaction, once. Its type is decided here, from the query alone and before any tool result is seen, and is frozen.
// Unknown type, a cell nobody owns, a trigger that fires, or a halt: it goes to people at once, whatever agent there is.

import type { Actor } from '../domain/audit/record.ts'
import type { Policy } from '../domain/compiler/policy.ts'
import { classify } from '../domain/discovery/classify.ts'
import { escalationsOf, type Triggers } from '../domain/discovery/triggers.ts'
import { unlisted } from '../domain/discovery/workflow-map.ts'
import { invariant } from '../domain/fault.ts'
import type { EmployeeId, InteractionId, ProposalId } from '../domain/ids.ts'
import type { InboundQuery, InteractionState } from '../domain/interaction/interaction.ts'
import { type Refusal, refuse } from '../domain/refusal.ts'
import type { Delivery, Phase } from '../domain/rollout/phase.ts'
import { type Drawn, drawSample } from '../moves/draw-sample.ts'
import { handOver } from '../moves/hand-over.ts'
import { sampleProposal } from '../moves/sample-proposal.ts'
import { append, type Saying, saidDigest } from '../store/audit-log.ts'
import { keep } from '../store/contents.ts'
import type { Tx } from '../store/database.ts'
import { dossierOf, type StoredDossier } from '../store/dossiers.ts'
import { currentDossier, employeeOf } from '../store/employees.ts'
import { freshId } from '../store/fresh-id.ts'
import { haltInForce } from '../store/halts.ts'
import type { House } from '../store/house.ts'
import { type Interaction, insertInteraction, moveInteraction } from '../store/interactions.ts'
import { insertProposal } from '../store/proposals.ts'
import { ownerOf, type Rollout } from '../store/rollouts.ts'
import { leaveTraffic } from '../store/traffic.ts'

export type Arrival = { employeeId: EmployeeId; inbound: InboundQuery; driver: 'worker' | 'agent'; workflow?: string | undefined }
export type Received = {
  interactionId: InteractionId
  created: boolean
  state: InteractionState
  queryType: string
  phase: Phase | null
  delivery: Delivery | null
}

type Found = {
  stored: StoredDossier | null
  workflow: string
  queryType: string
  fired: { trigger: string | null; reason: string } | null
}

/** The same message (employee, channel, external id) is one interaction however often it arrives; the later ones change nothing. */
export async function receive(house: House, arrival: Arrival, by: Actor): Promise<Received | Refusal> {
  const employee = await employeeOf(house.db, arrival.employeeId)
  if (employee === null) return refuse('not_found', { what: 'employee', id: arrival.employeeId })
  const dossierId = await currentDossier(house.db, arrival.employeeId, arrival.workflow ?? null)
  const stored = dossierId === null ? null : await dossierOf(house.db, dossierId)
  const found = recognise(stored, arrival)
  return house.db.transaction((tx) => admit(tx, house.clock.now(), by, { house, arrival, found }))
}

function recognise(stored: StoredDossier | null, { inbound, workflow }: Arrival): Found {
  if (stored === null) return { stored, workflow: workflow ?? 'none', queryType: unlisted, fired: null }
  const { dossier } = stored
  const declared = dossier.workflow.queryTypes.some((type) => type.name === inbound.queryType)
  const queryType =
    inbound.queryType === null ? (classify(dossier.workflow, inbound) ?? unlisted) : declared ? inbound.queryType : unlisted
  const fired = triggersFor(stored.policy)({ ...inbound, queryType })
  return { stored, workflow: stored.workflow, queryType, fired }
}

const compiled = new WeakMap<Policy, Triggers>()

function triggersFor(policy: Policy): Triggers {
  const known = compiled.get(policy) ?? escalationsOf(policy)
  compiled.set(policy, known)
  return known
}

/**
 * The rollout that owns the cell may work under another version than the one that told the type: one of several adopted a newer one, or did so this very moment. What sends a
 * query to people is then asked of the version it is handled under.
 */
async function underOwner(
  house: House,
  rollout: Rollout,
  { arrival, found }: { arrival: Arrival; found: Found },
): Promise<Found> {
  if (rollout.dossierId === found.stored?.id) return found
  const stored = await dossierOf(house.db, rollout.dossierId)
  invariant(stored !== null, 'a rollout has a stored dossier')
  return { ...found, stored, fired: triggersFor(stored.policy)({ ...arrival.inbound, queryType: found.queryType }) }
}

type Admitting = { house: House; arrival: Arrival; found: Found }

async function admit(tx: Tx, at: Date, by: Actor, { house, arrival, found: recognised }: Admitting): Promise<Received> {
  const { inbound, employeeId, driver } = arrival
  const cell = { queryType: recognised.queryType, channel: inbound.channel }
  const rollout =
    recognised.queryType === unlisted ? null : await ownerOf(tx, { employeeId, workflow: recognised.workflow, ...cell })
  const found = rollout === null ? recognised : await underOwner(house, rollout, { arrival, found: recognised })
  const halted = rollout === null ? null : await haltInForce(tx, { employeeId, rolloutId: rollout.id, tool: null })
  const id = freshId('interaction', at)
  const query = await keep(tx, at, id, 'query', { query: inbound.query, requester: inbound.requester, fields: inbound.fields })
  const sampling = await drawOnArrival(tx, at, { id, rollout, found })
  const row: Interaction = {
    id,
    employeeId,
    workflow: found.workflow,
    dossierId: rollout?.dossierId ?? found.stored?.id ?? null,
    rolloutId: rollout?.id ?? null,
    epoch: rollout?.epoch ?? null,
    ...cell,
    externalId: inbound.externalId,
    contentId: query.id,
    driver,
    phase: rollout?.phase ?? null,
    state: 'received',
    receivedAt: at,
    movedAt: at,
    costMicros: null,
    diverged: false,
    ...sampling.drawn,
  }
  const kept = await insertInteraction(tx, row)
  if (!kept.created) return { ...kept, interactionId: kept.id, delivery: rollout?.delivery ?? null }
  leaveTraffic(tx, row, { arrived: 1 })
  const received = arrivalOf(row, { query: query.digest, delivery: rollout?.delivery ?? null })
  await append(tx, at, by, received, ...(sampling.saying === null ? [] : [sampling.saying]))
  const state = await route(tx, { at, by }, row, { rollout, found, halted })
  return {
    interactionId: id,
    created: true,
    state,
    queryType: found.queryType,
    phase: row.phase,
    delivery: rollout?.delivery ?? null,
  }
}

function arrivalOf(row: Interaction, said: { query: string; delivery: Delivery | null }): Saying {
  const { id, employeeId: employee, rolloutId: rollout, dossierId: dossier, phase, queryType, channel, externalId } = row
  const cell = { queryType, channel }
  return {
    kind: 'interaction.received',
    subject: id,
    says: { employee, cell, rollout, dossier, phase, ...said, message: saidDigest(externalId) },
  }
}

/** Nobody is ever asked about a query that no rollout owns, so nothing is drawn for it. */
async function drawOnArrival(
  tx: Tx,
  at: Date,
  { id, rollout, found }: { id: InteractionId; rollout: Rollout | null; found: Found },
): Promise<{ drawn: Drawn; saying: Saying | null }> {
  if (rollout === null || found.stored === null)
    return { drawn: { sampledBy: null, sampleU: null, doubleU: null, doubleRatio: null }, saying: null }
  const { doubleRatio } = found.stored.dossier.targets.evidence
  return drawSample(tx, at, { rollout, interactionId: id, doubleRatio })
}

type Routing = { rollout: Rollout | null; found: Found; halted: object | null }

async function route(
  tx: Tx,
  { at, by }: { at: Date; by: Actor },
  row: Interaction,
  { rollout, found, halted }: Routing,
): Promise<InteractionState> {
  const dossier = found.stored?.dossier ?? null
  const hand = async (source: 'tenure' | 'trigger', reason: string, trigger: string | null) => {
    await handOver(tx, at, by, row, { source, reason, trigger, dossier })
    return 'escalated' as const
  }
  if (row.queryType === unlisted) return hand('tenure', 'unknown_query_type', null)
  if (rollout === null || row.dossierId === null) return hand('tenure', 'unmapped_cell', null)
  if (halted !== null || rollout.phase === 'halted' || rollout.phase === 'discovery') return hand('tenure', 'halted', null)
  const proposal = { id: freshId('proposal', at), interactionId: row.id, dossierId: row.dossierId, phase: rollout.phase, at }
  if (found.fired !== null) {
    // A trigger is part of what the employee does, so its escalation is judged like one of its own: needed or not needed.
    await insertProposal(tx, {
      ...proposal,
      agent: 'tenure',
      state: 'complete',
      escalated: true,
      reason: found.fired.reason,
      trigger: found.fired.trigger,
    })
    await sampleTriggered(tx, { at, by }, row, { rollout, found, proposalId: proposal.id })
    return hand('trigger', found.fired.trigger ?? 'role', found.fired.trigger)
  }
  if (row.driver === 'worker') {
    tx.leave({ step: 'propose', id: row.id })
    return 'received'
  }
  await insertProposal(tx, { ...proposal, agent: 'http', state: 'open', escalated: false, reason: null, trigger: null })
  await moveInteraction(tx, row.id, 'proposing', at)
  await append(tx, at, by, {
    kind: 'agent.asked',
    subject: row.id,
    says: { proposal: proposal.id, attempt: 1, agent: 'http', dossier: found.stored!.hash, role: found.stored!.roleHash },
  })
  return 'proposing'
}

/** What a trigger hands over is reviewed like any escalation; no step rules on it later, so it is said here. */
async function sampleTriggered(
  tx: Tx,
  { at, by }: { at: Date; by: Actor },
  row: Interaction,
  { rollout, found, proposalId }: { rollout: Rollout; found: Found; proposalId: ProposalId },
): Promise<void> {
  const samplePerDay = found.stored?.dossier.targets.autonomous.samplePerDay ?? 1
  const proposal = { id: proposalId, confidence: null, judgeScore: null }
  const { review, sample } = await sampleProposal(tx, at, {
    interaction: row,
    proposal,
    rollout,
    effects: [],
    to: 'escalated',
    samplePerDay,
  })
  await append(tx, at, by, {
    kind: 'proposal.disposed',
    subject: row.id,
    says: { proposal: proposalId, state: 'escalated', review, sample },
  })
}
