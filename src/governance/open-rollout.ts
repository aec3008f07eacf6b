// A signed dossier enters shadow: a rollout is opened over cells nobody else owns. Targets and the sampling secret are registered before any evidence.

import { randomBytes } from 'node:crypto'
import { canonical } from '../domain/audit/canonical.ts'
import type { Actor } from '../domain/audit/record.ts'
import { digest } from '../domain/audit/tree.ts'
import { cellsOf } from '../domain/discovery/dossier.ts'
import type { DossierId, RolloutId } from '../domain/ids.ts'
import { type Refusal, refuse } from '../domain/refusal.ts'
import { planForCells } from '../moves/register-plan.ts'
import { append } from '../store/audit-log.ts'
import { RefusedInside } from '../store/database.ts'
import { dossierOf, type StoredDossier, signaturesOf } from '../store/dossiers.ts'
import { freshId } from '../store/fresh-id.ts'
import type { House } from '../store/house.ts'
import { type Cell, claimCell, insertRollout } from '../store/rollouts.ts'

export type Opening = {
  dossierId: DossierId
  cells: readonly Cell[] | 'all'
  /** On recorded or unsigned material: stays in shadow observe for ever, by a check of the database. */
  rehearsal?: boolean
}

export async function openRollout(
  house: House,
  { dossierId, cells, rehearsal = false }: Opening,
  by: Actor,
): Promise<{ rolloutId: RolloutId; phase: 'shadow'; cells: Cell[] } | Refusal> {
  const stored = await dossierOf(house.db, dossierId)
  if (stored === null) return refuse('not_found', { what: 'dossier', id: dossierId })
  const declared = cellsOf(stored.dossier)
  const wanted = cells === 'all' ? declared : [...cells]
  if (wanted.length === 0) return refuse('cells_missing')
  const strange = wanted.find((cell) => !declared.some((d) => d.queryType === cell.queryType && d.channel === cell.channel))
  if (strange) return refuse('cell_unknown', { cell: `${strange.queryType} × ${strange.channel}` })
  return RefusedInside.catch(() =>
    house.db.transaction(async (tx) => {
      const at = house.clock.now()
      const signatures = await signaturesOf(tx, dossierId)
      if (!rehearsal && signatures.length < 2)
        return refuse('dossier_not_signed', { dossier: dossierId, signatures: signatures.length })
      const id = freshId('rollout', at)
      const samplingSecret = randomBytes(32).toString('hex')
      await insertRollout(tx, newRollout(stored, { id, samplingSecret, rehearsal, by: by.id, at }))
      for (const cell of wanted) {
        const owner = await claimCell(tx, { id, employeeId: stored.employeeId, workflow: stored.workflow, dossierId }, cell, at)
        if (owner !== null)
          throw new RefusedInside(refuse('cell_taken', { cell: `${cell.queryType} × ${cell.channel}`, rollout: owner }))
      }
      await append(tx, at, by, {
        kind: 'rollout.opened',
        subject: id,
        says: {
          dossier: dossierId,
          hash: stored.hash,
          cells: wanted,
          phase: 'shadow',
          rehearsal,
          targetsDigest: digest(canonical(stored.dossier.targets)),
          samplingSecretDigest: digest(samplingSecret),
        },
      })
      await planForCells(tx, at, by, { rollout: { id, dossierId }, cells: wanted, reading: null })
      return { rolloutId: id, phase: 'shadow', cells: wanted }
    }),
  )
}

type Fresh = { id: RolloutId; samplingSecret: string; rehearsal: boolean; by: string; at: Date }

function newRollout(
  stored: StoredDossier,
  { id, samplingSecret, rehearsal, by, at }: Fresh,
): Parameters<typeof insertRollout>[1] {
  const { employeeId, workflow, dossier } = stored
  return {
    id,
    employeeId,
    workflow,
    dossierId: stored.id,
    phase: 'shadow',
    delivery: 'observe',
    rehearsal,
    samplingSecret,
    sampleRatio: dossier.targets.supervised.sampleRatio,
    phaseSince: at,
    openedBy: by,
    at,
    splitFrom: null,
  }
}
