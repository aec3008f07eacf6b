// Stop now, from any phase, no gate needed. A halt is a row that every claim of an effect reads in its own transaction; it is also how work resumes.

import type { Actor } from '../domain/audit/record.ts'
import type { HaltId, RolloutId } from '../domain/ids.ts'
import { type Refusal, refuse } from '../domain/refusal.ts'
import { mayEnter, phaseMoves } from '../domain/rollout/phase.ts'
import { append, saidDigest } from '../store/audit-log.ts'
import { freshId } from '../store/fresh-id.ts'
import { type Halt, insertHalt, liftHaltRow } from '../store/halts.ts'
import type { House } from '../store/house.ts'
import { enterPhase, freeCells, lockRollout } from '../store/rollouts.ts'

type Moved = { rolloutId: RolloutId; phase: 'halted' | 'shadow' | 'retired' }

/** Halts everything, one employee, or one operation or system (`system.operation` or `system`). */
export async function orderHalt(
  house: House,
  it: Pick<Halt, 'scope' | 'target' | 'reason'>,
  by: Actor,
): Promise<{ haltId: HaltId } | Refusal> {
  if (it.reason.trim() === '') return refuse('reason_missing')
  return house.db.transaction(async (tx) => {
    const at = house.clock.now()
    const id = freshId('halt', at)
    const target = it.scope === 'all' ? '*' : it.target
    await insertHalt(tx, { id, scope: it.scope, target, reason: it.reason, by: by.id, at })
    await append(tx, at, by, {
      kind: 'halt.ordered',
      subject: id,
      says: { halt: id, scope: it.scope, target, reason: saidDigest(it.reason) },
    })
    return { haltId: id }
  })
}

export async function liftHalt(
  house: House,
  { haltId, reason }: { haltId: HaltId; reason: string },
  by: Actor,
): Promise<{ haltId: HaltId } | Refusal> {
  if (reason.trim() === '') return refuse('reason_missing')
  return house.db.transaction(async (tx) => {
    const at = house.clock.now()
    if (!(await liftHaltRow(tx, haltId, by.id, at))) return refuse('not_found', { what: 'halt in force', id: haltId })
    await append(tx, at, by, { kind: 'halt.lifted', subject: haltId, says: { halt: haltId, reason: saidDigest(reason) } })
    return { haltId }
  })
}

export async function haltRollout(
  house: House,
  { rolloutId, reason }: { rolloutId: RolloutId; reason: string },
  by: Actor,
): Promise<Moved | Refusal> {
  if (reason.trim() === '') return refuse('reason_missing')
  return house.db.transaction(async (tx) => {
    const at = house.clock.now()
    const rollout = await lockRollout(tx, rolloutId)
    if (rollout === null) return refuse('not_found', { what: 'rollout', id: rolloutId })
    if (!mayEnter(rollout.phase, 'halted')) return illegal(rollout.phase, 'halted')
    await enterPhase(tx, { id: rolloutId, to: 'halted', haltedFrom: rollout.phase, promotionId: null, at, freshEvidence: false })
    await append(tx, at, by, {
      kind: 'rollout.halted',
      subject: rolloutId,
      says: { from: rollout.phase, reason: saidDigest(reason) },
    })
    return { rolloutId, phase: 'halted' }
  })
}

/** A halted rollout resumes in shadow; anything higher is a promotion like any other, by gate and two people. */
export async function resumeRollout(
  house: House,
  { rolloutId, reason }: { rolloutId: RolloutId; reason: string },
  by: Actor,
): Promise<Moved | Refusal> {
  if (reason.trim() === '') return refuse('reason_missing')
  return house.db.transaction(async (tx) => {
    const at = house.clock.now()
    const rollout = await lockRollout(tx, rolloutId)
    if (rollout === null) return refuse('not_found', { what: 'rollout', id: rolloutId })
    if (rollout.phase !== 'halted') return illegal(rollout.phase, 'shadow')
    await enterPhase(tx, { id: rolloutId, to: 'shadow', haltedFrom: null, promotionId: null, at, freshEvidence: false })
    await append(tx, at, by, { kind: 'rollout.resumed', subject: rolloutId, says: { to: 'shadow', reason: saidDigest(reason) } })
    return { rolloutId, phase: 'shadow' }
  })
}

/** The end of a rollout: its cells are free again, and until somebody opens another their queries go to people. */
export async function retireRollout(
  house: House,
  { rolloutId, reason }: { rolloutId: RolloutId; reason: string },
  by: Actor,
): Promise<Moved | Refusal> {
  if (reason.trim() === '') return refuse('reason_missing')
  return house.db.transaction(async (tx) => {
    const at = house.clock.now()
    const rollout = await lockRollout(tx, rolloutId)
    if (rollout === null) return refuse('not_found', { what: 'rollout', id: rolloutId })
    if (!mayEnter(rollout.phase, 'retired')) return illegal(rollout.phase, 'retired')
    await enterPhase(tx, { id: rolloutId, to: 'retired', haltedFrom: null, promotionId: null, at, freshEvidence: false })
    await freeCells(tx, rolloutId)
    await append(tx, at, by, {
      kind: 'rollout.retired',
      subject: rolloutId,
      says: { from: rollout.phase, reason: saidDigest(reason) },
    })
    return { rolloutId, phase: 'retired' }
  })
}

function illegal(from: keyof typeof phaseMoves, to: string): Refusal {
  return refuse('move_not_legal', { what: 'rollout', from, to, legal: phaseMoves[from].join(', ') || 'none' })
}
