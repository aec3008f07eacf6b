// A move several steps make: something evidence depends on changed. Exactly the cells the ageing rule names start over, rollouts with such cells go back, what they were about
// to be promoted by is withdrawn, and all of it is said on the trail.

import type { Actor } from '../domain/audit/record.ts'
import { agedByAll, type Change, isAged, type JointAgeing } from '../domain/gates/ageing.ts'
import type { DossierId, EmployeeId, RolloutId } from '../domain/ids.ts'
import type { Phase } from '../domain/rollout/phase.ts'
import { insertAgeing, lockWorking, type Working, withdrawPromotionsOf } from '../store/ageings.ts'
import { append, type Saying, saidDigest } from '../store/audit-log.ts'
import { startEpoch } from '../store/cells.ts'
import type { Tx } from '../store/database.ts'
import { freshId } from '../store/fresh-id.ts'
import { type Cell, enterPhase } from '../store/rollouts.ts'

export type Ageing = {
  employeeId: EmployeeId
  /** Null: every workflow of the employee. */
  workflow: string | null
  /** Null: every rollout; otherwise only this one's cells, because the others are as they were. */
  rolloutId: RolloutId | null
  changes: readonly Change[]
  channels: readonly string[]
  /** The versions before and after, where a version changed; what was proposed under the one before is withdrawn even when nothing ages. */
  versions?: { before: DossierId; after: DossierId }
}

export type Aged = { cells: Cell[]; wentBack: { rolloutId: RolloutId; from: Phase; to: Phase }[] }

/** What was proven before must be proven again: nothing is carried over here, and nobody is asked. Changes that age nothing do nothing. */
export async function ageEvidence(tx: Tx, at: Date, by: Actor, ageing: Ageing): Promise<Aged> {
  const rule = agedByAll(ageing.changes, ageing.channels)
  if (rule.cells !== 'all' && rule.cells.length === 0 && ageing.versions === undefined) return { cells: [], wentBack: [] }
  const working = (await lockWorking(tx, ageing.employeeId, ageing.workflow)).filter(
    ({ id }) => ageing.rolloutId === null || id === ageing.rolloutId,
  )
  const touched = working
    .map((rollout) => ({ ...rollout, cells: rollout.cells.filter((cell) => isAged(rule.cells, cell)) }))
    .filter(({ cells }) => cells.length > 0)
  const aged: Cell[] = []
  for (const [workflow, rollouts] of Map.groupBy(touched, (rollout) => rollout.workflow))
    aged.push(...(await inWorkflow(tx, at, by, { ageing, workflow, rollouts })))
  const wentBack = await sendBack(tx, at, by, { rule, touched })
  await withdraw(tx, at, by, ageing.versions === undefined ? touched : working)
  return { cells: aged, wentBack }
}

async function inWorkflow(
  tx: Tx,
  at: Date,
  by: Actor,
  { ageing, workflow, rollouts }: { ageing: Ageing; workflow: string; rollouts: readonly Working[] },
): Promise<Cell[]> {
  const { employeeId, rolloutId, versions } = ageing
  const kinds = [...new Set(ageing.changes.map(({ kind }) => kind))]
  const why = kinds.join(', ')
  const cells = rollouts.flatMap((rollout) => rollout.cells)
  await startEpoch(tx, { employeeId, workflow, cells, at, why })
  const id = freshId('ageing', at)
  const [dossierBefore, dossierAfter] = [versions?.before ?? null, versions?.after ?? null]
  await insertAgeing(tx, { id, employeeId, workflow, rolloutId, cells, kinds, why, dossierBefore, dossierAfter, at, by: by.id })
  await append(tx, at, by, {
    kind: 'evidence.aged',
    subject: rolloutId ?? employeeId,
    says: { ageing: id, employee: employeeId, workflow, rollout: rolloutId, kinds, cells, dossierBefore, dossierAfter },
  })
  return cells
}

/** A phase was given for evidence that does not count any more (AUDIT.md C16). A halted rollout resumes in shadow anyway. */
async function sendBack(
  tx: Tx,
  at: Date,
  by: Actor,
  { rule, touched }: { rule: JointAgeing; touched: readonly Working[] },
): Promise<Aged['wentBack']> {
  const { back } = rule
  if (back === 'none') return []
  const high: readonly Phase[] = back === 'shadow' ? ['supervised', 'autonomous'] : ['autonomous']
  const wentBack = touched
    .filter(({ phase }) => high.includes(phase))
    .map(({ id, phase }) => ({ rolloutId: id, from: phase, to: back }))
  for (const { rolloutId, from, to } of wentBack) {
    await enterPhase(tx, { id: rolloutId, to, haltedFrom: null, promotionId: null, at })
    const says = { from, to, reason: saidDigest(rule.sentences.join(' ')) }
    await append(tx, at, by, { kind: 'rollout.demoted', subject: rolloutId, says })
  }
  return wentBack
}

async function withdraw(tx: Tx, at: Date, by: Actor, touched: readonly Working[]): Promise<void> {
  const withdrawn = await withdrawPromotionsOf(
    tx,
    touched.map(({ id }) => id),
  )
  if (withdrawn.length === 0) return
  const reason = saidDigest('the evidence it rested on has aged')
  await append(
    tx,
    at,
    by,
    ...withdrawn.map(({ id, rolloutId }): Saying => {
      return { kind: 'promotion.withdrawn', subject: rolloutId, says: { promotion: id, reason } }
    }),
  )
}
