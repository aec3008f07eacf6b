// A person, gate in hand, moves the rollout one phase; a second person approves. The database holds four eyes too: proposer and approver differ, and a
// phase rises only through a promotion both made.

import { canonical } from '../domain/audit/canonical.ts'
import type { Actor } from '../domain/audit/record.ts'
import { digest } from '../domain/audit/tree.ts'
import type { Finding } from '../domain/committee/finding.ts'
import { type GateReading, type StatedGate, stated } from '../domain/gates/gate.ts'
import type { PromotionId, RolloutId } from '../domain/ids.ts'
import { isRefusal, type Refusal, refuse } from '../domain/refusal.ts'
import { nextPhase, type Phase } from '../domain/rollout/phase.ts'
import { append, type Saying, saidDigest } from '../store/audit-log.ts'
import { digestOfBundle, insertBundle } from '../store/bundles.ts'
import { brokenConstraint, type Tx } from '../store/database.ts'
import { roleEditors } from '../store/dossiers.ts'
import { isObservedOnly } from '../store/employees.ts'
import { freshId } from '../store/fresh-id.ts'
import type { House } from '../store/house.ts'
import {
  enterPhase,
  insertPromotion,
  lockPromotion,
  lockRollout,
  markPromotion,
  openPromotion,
  type Promotion,
  type Rollout,
  rolloutOfPromotion,
} from '../store/rollouts.ts'

/** What is asked for: facts are frozen for this promotion and no other. */
type Asked = { id: PromotionId; override: boolean; reason: string }

/** The gate, and, where a promotion is asked for, what it was read from, frozen. */
type Reading = {
  gate: GateReading | null
  frozen?: { digest: string; packed: Buffer; gate: StatedGate; disagreements: readonly Finding[] } | null
}

/** How the gate is read; given by whoever joins the parts, because steps do not call each other. */
export type ReadGate = (rolloutId: RolloutId, asked?: Asked) => Promise<Reading | Refusal>

export type Proposed = { promotionId: PromotionId; to: Phase; outcome: GateReading['outcome'] }

/** Proposes the next phase. Needs a met gate, or an override with a reason, which is on the trail and in the month for ever. */
export async function proposePromotion(
  house: House,
  readGate: ReadGate,
  it: { rolloutId: RolloutId; reason: string; override: boolean },
  by: Actor,
): Promise<Proposed | Refusal> {
  if (it.reason.trim() === '') return refuse('reason_missing')
  const id = freshId('promotion', house.clock.now())
  const { rolloutId, reason, override } = it
  const reading = await readGate(rolloutId, { id, reason, override })
  if (isRefusal(reading)) return reading
  // What was frozen is what is decided on: between two looks a verdict may have come in.
  const { frozen = null } = reading
  const forged = disagreementOf(reading)
  if (forged !== null) return forged
  const gate = frozen?.gate ?? (reading.gate === null ? null : stated(reading.gate))
  return house.db.transaction(async (tx) => {
    const at = house.clock.now()
    const rollout = await lockRollout(tx, rolloutId)
    if (rollout === null) return refuse('not_found', { what: 'rollout', id: rolloutId })
    const to = nextPhase(rollout.phase)
    if (to === null || gate === null) return refuse('no_next_phase', { phase: rollout.phase })
    const no = await mayNotBeAsked(tx, rollout, { gate, override })
    if (no !== null) return no
    const proposal = { id, rolloutId, from: rollout.phase, to, override, reason, gate, dossierId: rollout.dossierId }
    await insertPromotion(tx, { ...proposal, proposedBy: by.id, at })
    if (frozen !== null) await insertBundle(tx, { ...frozen, promotionId: id, at })
    await append(tx, at, by, ...sayingsOf(proposal, frozen?.digest ?? null))
    return { promotionId: id, to, outcome: gate.outcome }
  })
}

/** The sums a gate is usually read from are kept beside the trail. Where a phase is decided on they are not believed: everything is recomputed from the records. */
function disagreementOf({ frozen }: Reading): Refusal | null {
  const first = frozen?.disagreements[0]
  return first === undefined ? null : refuse('evidence_not_on_trail', first)
}

async function mayNotBeAsked(
  tx: Tx,
  rollout: Rollout,
  { gate, override }: { gate: StatedGate; override: boolean },
): Promise<Refusal | null> {
  if (promotionOf(rollout.phase) !== gate.promotion)
    return refuse('promotion_stale', { promotion: 'asked for', why: `the rollout is ${rollout.phase} now` })
  if (rollout.rehearsal) return refuse('rehearsal_stays_in_shadow', { rollout: rollout.id })
  if (await isObservedOnly(tx, rollout.employeeId)) return refuse('observed_only', { rollout: rollout.id })
  const open = await openPromotion(tx, rollout.id)
  if (open !== null) return refuse('promotion_open', { promotion: open })
  if (gate.outcome !== 'met' && !override) return refuse('gate_not_met', { outcome: words(gate), reason: firstReason(gate) })
  return null
}

function promotionOf(phase: Phase): GateReading['promotion'] {
  return phase === 'shadow' ? 'shadow_to_supervised' : 'supervised_to_autonomous'
}

type Proposal = Pick<Promotion, 'id' | 'rolloutId' | 'from' | 'to' | 'override' | 'reason'> & { gate: StatedGate }

/** How the gate was read, criterion by criterion, and what was asked on it. */
function sayingsOf({ id, rolloutId, from, to, override, reason, gate }: Proposal, evidence: string | null): Saying[] {
  const { outcome } = gate
  const criteria = gate.criteria.map(({ name, outcome, value, bound }) => ({ name, outcome, value, bound }))
  return [
    { kind: 'gate.read', subject: rolloutId, says: { promotion: id, outcome, criteria } },
    {
      kind: 'promotion.proposed',
      subject: rolloutId,
      says: {
        promotion: id,
        from,
        to,
        override,
        reason: saidDigest(reason),
        gate: digest(canonical(gate)),
        outcome,
        evidence,
      },
    },
  ]
}

/** The second person. Not the proposer, and nobody who edited the role since the last approval. */
export async function approvePromotion(
  house: House,
  { promotionId, reason = null }: { promotionId: PromotionId; reason?: string | null },
  by: Actor,
): Promise<{ promotionId: PromotionId; state: 'approved' } | Refusal> {
  try {
    return await house.db.transaction(async (tx) => {
      const at = house.clock.now()
      const promotion = await lockPromotion(tx, promotionId)
      if (promotion === null) return refuse('not_found', { what: 'promotion', id: promotionId })
      if (promotion.state !== 'proposed') return refuse('promotion_not_open', { promotion: promotionId, state: promotion.state })
      if (by.kind !== 'person' || promotion.proposedBy === by.id) return refuse('same_person')
      if ((await roleEditors(tx, promotion.rolloutId)).has(by.id)) return refuse('approver_edited_role', { person: by.id })
      await markPromotion(tx, promotionId, 'approved', { by: by.id, at })
      await append(tx, at, by, {
        kind: 'promotion.approved',
        subject: promotion.rolloutId,
        says: {
          promotion: promotionId,
          proposedBy: promotion.proposedBy,
          reason: reason === null ? null : saidDigest(reason),
          evidence: await digestOfBundle(tx, promotionId),
        },
      })
      return { promotionId, state: 'approved' }
    })
  } catch (error) {
    if (brokenConstraint(error) === 'promotions_take_two_people') return refuse('same_person')
    throw error
  }
}

/** Carries an approved promotion out. What was approved must still be true: same phase, same dossier, and the gate, read again now, still met. */
export async function advance(
  house: House,
  readGate: ReadGate,
  { promotionId }: { promotionId: PromotionId },
  by: Actor,
): Promise<{ rolloutId: RolloutId; phase: Phase } | Refusal> {
  const of = await rolloutOfPromotion(house.db, promotionId)
  const again = { id: promotionId, override: false, reason: 'carried out' }
  const reading = of === null ? refuse('not_found', { what: 'promotion', id: promotionId }) : await readGate(of, again)
  if (isRefusal(reading)) return reading
  const forged = disagreementOf(reading)
  if (forged !== null) return forged
  const gate = reading.frozen?.gate ?? reading.gate
  return house.db.transaction(async (tx) => {
    const at = house.clock.now()
    const promotion = await lockPromotion(tx, promotionId)
    const rollout = promotion === null ? null : await lockRollout(tx, promotion.rolloutId)
    if (promotion === null || rollout === null) return refuse('not_found', { what: 'promotion', id: promotionId })
    if (promotion.state !== 'approved' || promotion.approvedBy === null)
      return refuse('promotion_not_open', { promotion: promotionId, state: promotion.state })
    if (await isObservedOnly(tx, rollout.employeeId)) return refuse('observed_only', { rollout: rollout.id })
    if (rollout.phase !== promotion.from)
      return refuse('promotion_stale', { promotion: promotionId, why: `it is ${rollout.phase} now` })
    if (rollout.dossierId !== promotion.dossierId)
      return refuse('promotion_stale', { promotion: promotionId, why: 'another dossier is in force' })
    if (!promotion.override && gate?.outcome !== 'met')
      return refuse('promotion_stale', { promotion: promotionId, why: 'the gate is no longer met' })
    await enterPhase(tx, { id: rollout.id, to: promotion.to, haltedFrom: null, promotionId, at })
    await markPromotion(tx, promotionId, 'carried_out', null)
    const { from, to, override, proposedBy, approvedBy } = promotion
    await append(tx, at, by, {
      kind: 'rollout.advanced',
      subject: rollout.id,
      says: { promotion: promotionId, from, to, override, proposedBy, approvedBy },
    })
    return { rolloutId: rollout.id, phase: to }
  })
}

export async function withdrawPromotion(
  house: House,
  { promotionId, reason }: { promotionId: PromotionId; reason: string },
  by: Actor,
): Promise<{ promotionId: PromotionId } | Refusal> {
  return house.db.transaction(async (tx) => {
    const promotion = await lockPromotion(tx, promotionId)
    if (promotion === null) return refuse('not_found', { what: 'promotion', id: promotionId })
    if (promotion.state !== 'proposed' && promotion.state !== 'approved')
      return refuse('promotion_not_open', { promotion: promotionId, state: promotion.state })
    await markPromotion(tx, promotionId, 'withdrawn', null)
    await append(tx, house.clock.now(), by, {
      kind: 'promotion.withdrawn',
      subject: promotion.rolloutId,
      says: { promotion: promotionId, reason: saidDigest(reason) },
    })
    return { promotionId }
  })
}

function words(gate: StatedGate): string {
  return gate.outcome.replaceAll('_', ' ')
}

function firstReason(gate: StatedGate): string {
  const worst =
    gate.criteria.find(({ outcome }) => outcome === 'not_met') ?? gate.criteria.find(({ outcome }) => outcome !== 'met')
  return worst ? `${worst.name.replaceAll('_', ' ')}: ${worst.reason}` : 'there is no evidence.'
}
