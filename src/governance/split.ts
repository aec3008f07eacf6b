// Cells leave a rollout for one of their own, in the same phase and with their own evidence, so that seven good query types need not wait for two weak ones.

import { randomBytes } from 'node:crypto'
import type { Actor } from '../domain/audit/record.ts'
import { digest } from '../domain/audit/tree.ts'
import type { RolloutId } from '../domain/ids.ts'
import { type Refusal, refuse } from '../domain/refusal.ts'
import { planForCells } from '../moves/register-plan.ts'
import { append, saidDigest } from '../store/audit-log.ts'
import { freshId } from '../store/fresh-id.ts'
import { haltInForce } from '../store/halts.ts'
import type { House } from '../store/house.ts'
import { type Cell, cellsOfRollout, insertRollout, lockRollout, moveCells } from '../store/rollouts.ts'

/**
 * Every cell keeps its phase: nothing is performed after a split that was not performed before, and nothing less. Both parts get a plan of their own, with the same numbers
 * over fewer cells; `reading` is what the whole had shown, and stays with its plan.
 */
export async function split(
  house: House,
  it: { rolloutId: RolloutId; cells: readonly Cell[]; reason: string; reading?: unknown },
  by: Actor,
): Promise<{ rolloutId: RolloutId } | Refusal> {
  if (it.reason.trim() === '') return refuse('reason_missing')
  if (it.cells.length === 0) return refuse('cells_missing')
  return house.db.transaction(async (tx) => {
    const at = house.clock.now()
    const rollout = await lockRollout(tx, it.rolloutId)
    if (rollout === null) return refuse('not_found', { what: 'rollout', id: it.rolloutId })
    if (rollout.phase === 'halted' || rollout.phase === 'retired')
      return refuse('move_not_legal', {
        what: 'rollout',
        from: rollout.phase,
        to: 'split',
        legal: 'shadow, supervised, autonomous',
      })
    // A stop of this rollout would not cover the new one: nothing slips away from it by splitting.
    const halt = await haltInForce(tx, { employeeId: rollout.employeeId, rolloutId: rollout.id, tool: null })
    if (halt !== null)
      return refuse('halted', { what: 'This rollout', at: halt.orderedAt.toISOString(), reason: `${halt.reason}.` })
    const own = await cellsOfRollout(tx, it.rolloutId)
    const strange = it.cells.find((cell) => !own.some((o) => o.queryType === cell.queryType && o.channel === cell.channel))
    if (strange) return refuse('cell_unknown', { cell: `${strange.queryType} × ${strange.channel}` })
    if (own.every((o) => it.cells.some((cell) => o.queryType === cell.queryType && o.channel === cell.channel)))
      return refuse('split_needs_rest', { rollout: it.rolloutId })
    const id = freshId('rollout', at)
    const samplingSecret = randomBytes(32).toString('hex')
    await insertRollout(tx, {
      ...rollout,
      id,
      samplingSecret,
      openedBy: by.id,
      at,
      splitFrom: rollout.id,
    })
    await moveCells(tx, rollout.id, id, it.cells)
    const rest = own.filter((o) => !it.cells.some((cell) => o.queryType === cell.queryType && o.channel === cell.channel))
    await planForCells(tx, at, by, { rollout: { ...rollout, id }, cells: it.cells, reading: null })
    await planForCells(tx, at, by, { rollout, cells: rest, reading: it.reading ?? null })
    await append(tx, at, by, {
      kind: 'rollout.split',
      subject: rollout.id,
      says: { into: id, cells: [...it.cells], reason: saidDigest(it.reason), samplingSecretDigest: digest(samplingSecret) },
    })
    return { rolloutId: id }
  })
}
