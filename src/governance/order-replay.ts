// A role version is to be run on past cases: ordered, stopped, and what came out differently judged by people. The running itself is `replay-case`.

import type { Actor } from '../domain/audit/record.ts'
import type { DossierId, ReplayId, RolloutId } from '../domain/ids.ts'
import type { ReplayVerdict } from '../domain/interaction/replay.ts'
import { whyNotReplayable } from '../domain/interaction/replayable.ts'
import { type Refusal, refuse } from '../domain/refusal.ts'
import { append, saidDigest } from '../store/audit-log.ts'
import { brokenConstraint } from '../store/database.ts'
import { dossierOf } from '../store/dossiers.ts'
import { employeeOf } from '../store/employees.ts'
import { freshId } from '../store/fresh-id.ts'
import type { House } from '../store/house.ts'
import { endReplay, insertReplay, judgeCase, judgedUnder, lockCaseOfReplay, lockReplay } from '../store/replays.ts'
import { lockRollout } from '../store/rollouts.ts'

export type Ordered = { replayId: ReplayId; cases: number }

/**
 * Runs nothing yet: it fixes which cases are run, newest first, before anybody knows what comes out. The version need not be signed: a replay comes before use. Refused where the
 * agent cannot be asked again, where nothing has been judged, and while another replay of the rollout runs.
 */
export async function orderReplay(
  house: House,
  it: { rolloutId: RolloutId; dossierId: DossierId; limit: number },
  by: Actor,
): Promise<Ordered | Refusal> {
  const after = await dossierOf(house.db, it.dossierId)
  if (after === null) return refuse('not_found', { what: 'dossier', id: it.dossierId })
  try {
    return await house.db.transaction(async (tx) => {
      const at = house.clock.now()
      const rollout = await lockRollout(tx, it.rolloutId)
      if (rollout === null) return refuse('not_found', { what: 'rollout', id: it.rolloutId })
      const { id: rolloutId, employeeId, workflow, dossierId: dossierBefore } = rollout
      if (after.employeeId !== employeeId || after.workflow !== workflow)
        return refuse('dossier_of_another', { dossier: after.id, rollout: rolloutId })
      if (after.id === dossierBefore) return refuse('version_in_force', { dossier: after.id, rollout: rolloutId })
      const why = whyNotReplayable((await employeeOf(house.db, employeeId))?.agent.kind ?? 'unknown')
      if (why !== null) return refuse('replay_not_possible', { rollout: rolloutId, why })
      const found = await judgedUnder(tx, { rolloutId, dossierId: dossierBefore, limit: it.limit })
      if (found.length === 0) return refuse('nothing_to_replay', { rollout: rolloutId })
      const id = freshId('replay', at)
      const cases = found.map((one) => ({ ...one, id: freshId('replayCase', at) }))
      await insertReplay(
        tx,
        {
          id,
          rolloutId,
          employeeId,
          workflow,
          dossierBefore,
          dossierAfter: after.id,
          cases: cases.length,
          orderedBy: by.id,
          orderedAt: at,
        },
        cases,
      )
      const says = { replay: id, rollout: rolloutId, from: dossierBefore, to: after.id, cases: cases.length }
      await append(tx, at, by, { kind: 'replay.ordered', subject: id, says })
      tx.leave({ step: 'replay', id })
      return { replayId: id, cases: cases.length }
    })
  } catch (error) {
    if (brokenConstraint(error) === 'replays_one_at_a_time') return refuse('replay_running', { rollout: it.rolloutId })
    throw error
  }
}

/** What is done stays; what waits is not run any more. A stopped replay carries nothing over: whoever stops one has seen how it went. */
export async function stopReplay(
  house: House,
  { replayId, reason }: { replayId: ReplayId; reason: string },
  by: Actor,
): Promise<{ replayId: ReplayId; state: 'stopped' } | Refusal> {
  if (reason.trim() === '') return refuse('reason_missing')
  return house.db.transaction(async (tx) => {
    const at = house.clock.now()
    const replay = await lockReplay(tx, replayId)
    if (replay === null) return refuse('not_found', { what: 'replay', id: replayId })
    if (replay.state !== 'running')
      return refuse('move_not_legal', { what: 'replay', from: replay.state, to: 'stopped', legal: 'none' })
    await endReplay(tx, replay.id, { state: 'stopped', at, why: reason, result: null })
    const says = {
      replay: replay.id,
      state: 'stopped',
      cases: replay.cases,
      changed: null,
      noise: null,
      result: saidDigest(reason),
    }
    await append(tx, at, by, { kind: 'replay.ended', subject: replay.id, says })
    return { replayId, state: 'stopped' as const }
  })
}

/** Which of two outputs was better. Only what came out differently is put before people; a later verdict on the same case takes the place of the one before. */
export async function judgeReplayCase(
  house: House,
  { caseId, verdict }: { caseId: string; verdict: ReplayVerdict },
  by: Actor,
): Promise<{ caseId: string; verdict: ReplayVerdict } | Refusal> {
  return house.db.transaction(async (tx) => {
    const at = house.clock.now()
    const found = await lockCaseOfReplay(tx, caseId)
    if (found === null) return refuse('not_found', { what: 'replay case', id: caseId })
    if (found.outcome === null || found.outcome === 'unchanged')
      return refuse('replay_case_unchanged', { case: caseId, state: found.outcome ?? 'waiting' })
    await judgeCase(tx, caseId, { verdict, by: by.id, at })
    const says = { replay: found.replayId, case: caseId, interaction: found.interactionId, verdict }
    await append(tx, at, by, { kind: 'replay.judged', subject: found.replayId, says })
    return { caseId, verdict }
  })
}
