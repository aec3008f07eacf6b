// Stop now, from any phase, no gate needed. A halt is a row that every claim of an effect reads in its own transaction; it is also how work resumes.

import type { Actor } from '../domain/audit/record.ts'
import type { HaltId, RolloutId } from '../domain/ids.ts'
import { type Refusal, refuse } from '../domain/refusal.ts'
import { mayEnter, phaseMoves } from '../domain/rollout/phase.ts'
import { lift, stop } from '../moves/stop.ts'
import { append, saidDigest } from '../store/audit-log.ts'
import { flagIsRecorded, flagsWait, type Halt, lockFlags, lockHalt, peopleWhoMayLift, proposeLift } from '../store/halts.ts'
import type { House } from '../store/house.ts'
import { enterPhase, freeCells, lockRollout } from '../store/rollouts.ts'

type Moved = { rolloutId: RolloutId; phase: 'halted' | 'shadow' | 'retired' }

/** A proposal to lift a halt waits this long for its second person. Source: AUDIT.md D10. */
const liftWaitsMs = 72 * 3_600_000

export type HaltOrder = Pick<Halt, 'scope' | 'target' | 'reason'>
export type Lifting = { haltId: HaltId; state: 'lift_proposed' | 'lifted'; proposedBy: string | null }

/**
 * Halts everything, one employee, one rollout, or one operation or system (`system.operation` or `system`). The rollout keeps its phase: this is a stop, and lifting
 * it brings back what was. No gate, no second person: stopping must never wait for anybody.
 */
export async function orderHalt(house: House, it: HaltOrder, by: Actor): Promise<{ haltId: HaltId } | Refusal> {
  if (it.reason.trim() === '') return refuse('reason_missing')
  return house.db.transaction(async (tx) => ({ haltId: await stop(tx, house.clock.now(), by, { ...it, drill: false }) }))
}

/**
 * Lifting takes a reason and two people: the first proposes it, a different one does it within 72 hours. Where only one person may lift at all, that one does, and the
 * trail says so; a drill that was interrupted is lifted by one. The database holds the same rule (halts_are_lifted_by_two_people).
 */
export async function liftHalt(
  house: House,
  { haltId, reason }: { haltId: HaltId; reason: string },
  by: Actor,
): Promise<Lifting | Refusal> {
  if (reason.trim() === '') return refuse('reason_missing')
  return house.db.transaction(async (tx) => {
    const at = house.clock.now()
    const halt = await lockHalt(tx, haltId)
    if (halt === null || halt.liftedAt !== null) return refuse('not_found', { what: 'halt in force', id: haltId })
    const alone = halt.drill || (await peopleWhoMayLift(tx)) <= 1
    const open = halt.liftProposedAt !== null && at.getTime() - halt.liftProposedAt.getTime() <= liftWaitsMs
    const proposedBy = open && !alone ? halt.liftProposedBy : null
    if (!alone && proposedBy === by.id) return refuse('lift_needs_second_person', { halt: haltId })
    if (!alone && proposedBy === null) {
      await proposeLift(tx, haltId, by.id, at)
      await append(tx, at, by, {
        kind: 'halt.lift_proposed',
        subject: haltId,
        says: { halt: haltId, reason: saidDigest(reason) },
      })
      return { haltId, state: 'lift_proposed' as const, proposedBy: by.id }
    }
    await lift(tx, at, by, { haltId, reason, proposedBy })
    return { haltId, state: 'lifted' as const, proposedBy }
  })
}

/** What one statement in the database stopped while nothing of ours ran, said on the trail under the login that ordered it. Returns how many. */
export async function recordFlags(house: House): Promise<number> {
  if (!(await flagsWait(house.db))) return 0
  return house.db.transaction(async (tx) => {
    const at = house.clock.now()
    const flags = await lockFlags(tx)
    for (const { id, scope, target, reason, orderedBy } of flags) {
      await flagIsRecorded(tx, id, at)
      const by: Actor = { kind: 'operator', id: orderedBy, authority: 'a statement in the database itself' }
      const says = { halt: id, scope, target, reason: saidDigest(reason) }
      await append(tx, at, by, { kind: 'halt.ordered', subject: id, says })
    }
    return flags.length
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
    await enterPhase(tx, { id: rolloutId, to: 'halted', haltedFrom: rollout.phase, promotionId: null, at })
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
    await enterPhase(tx, { id: rolloutId, to: 'shadow', haltedFrom: null, promotionId: null, at })
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
    await enterPhase(tx, { id: rolloutId, to: 'retired', haltedFrom: null, promotionId: null, at })
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
