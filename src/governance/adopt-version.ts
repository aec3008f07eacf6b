// A rollout goes on under another version of its documents. What the change touches starts over, by the printed rule (docs/ageing.md); what was received before keeps the
// version it was received under and counts for nothing new.

import { canonical } from '../domain/audit/canonical.ts'
import type { Actor } from '../domain/audit/record.ts'
import { digest } from '../domain/audit/tree.ts'
import { cellsOf } from '../domain/discovery/dossier.ts'
import { invariant } from '../domain/fault.ts'
import { agedBy, agedByAll, type Change, isAged, type JointAgeing } from '../domain/gates/ageing.ts'
import { planOfDossier } from '../domain/gates/plan.ts'
import type { DossierId, RolloutId } from '../domain/ids.ts'
import { isRefusal, type Refusal, refuse } from '../domain/refusal.ts'
import { changesBetween, channelsOf } from '../domain/rollout/changes.ts'
import type { Phase } from '../domain/rollout/phase.ts'
import { ageEvidence } from '../moves/age-evidence.ts'
import { planHash, registerPlan } from '../moves/register-plan.ts'
import { changeVersion, lockWorking } from '../store/ageings.ts'
import { append, saidDigest } from '../store/audit-log.ts'
import type { Tx } from '../store/database.ts'
import { dossierOf, type StoredDossier, signatureCount, signaturesOf } from '../store/dossiers.ts'
import type { House } from '../store/house.ts'
import { reviewersNow } from '../store/people.ts'
import { planInForce } from '../store/plans.ts'
import { type Cell, lockRollout, type Rollout, readRollout } from '../store/rollouts.ts'

/** How the gate is read; given by whoever joins the parts. What it shows under the plan before is kept with that plan. */
type ReadGate = (rolloutId: RolloutId) => Promise<{ gate: unknown } | Refusal>

type ChangeTold = Omit<Change, 'called'> & Pick<ReturnType<typeof agedBy>, 'cells' | 'carry' | 'newPlan' | 'sentence' | 'says'>

export type Preview = {
  rolloutId: RolloutId
  from: DossierId
  to: DossierId
  changes: ChangeTold[]
  /** Of the rollout's own cells: those that age, and those of them for which no replay carries anything. */
  aged: Cell[]
  never: Cell[]
  newPlan: boolean
  phase: Phase
  phaseAfter: Phase
  /** Cells the other version does not have; while there are any it cannot be adopted. */
  lacking: Cell[]
  signatures: number
}

/** Says what would age before anybody acts. Writes nothing. */
export async function changesTo(house: House, it: { rolloutId: RolloutId; dossierId: DossierId }): Promise<Preview | Refusal> {
  const found = await readRollout(house.db, it.rolloutId)
  if (found === null) return refuse('not_found', { what: 'rollout', id: it.rolloutId })
  const { rollout, cells } = found
  const versions = await bothVersions(house, rollout, it.dossierId)
  if (isRefusal(versions)) return versions
  const { changes, channels, rule, after } = compared(versions)
  const aged = cells.filter((cell) => isAged(rule.cells, cell))
  return {
    rolloutId: rollout.id,
    from: rollout.dossierId,
    to: it.dossierId,
    changes: changes.map((change) => {
      const { cells: touched, carry, newPlan, sentence, says } = agedBy(change, channels)
      const { kind, what, types } = change
      return { kind, what, types, cells: touched, carry, newPlan, sentence, says }
    }),
    aged,
    never: cells.filter((cell) => isAged(rule.never, cell)),
    newPlan: rule.newPlan,
    phase: rollout.phase,
    phaseAfter: aged.length === 0 ? rollout.phase : phaseAfter(rollout.phase, rule.back),
    lacking: lackingIn(after, cells),
    signatures: await signatureCount(house.db, it.dossierId),
  }
}

function phaseAfter(phase: Phase, back: JointAgeing['back']): Phase {
  if (back === 'none' || (phase !== 'supervised' && phase !== 'autonomous')) return phase
  return back === 'shadow' ? 'shadow' : 'supervised'
}

export type Adopted = { rolloutId: RolloutId; dossierId: DossierId; phase: Phase; aged: Cell[]; newPlan: boolean }

/**
 * Takes a version two people have signed (a rehearsal needs none). A supervised or autonomous rollout with cells that age goes back to shadow; an open promotion is withdrawn;
 * a new plan is registered where the numbers change. It never raises a phase.
 */
export async function adoptVersion(
  house: House,
  readGate: ReadGate,
  it: { rolloutId: RolloutId; dossierId: DossierId; reason: string },
  by: Actor,
): Promise<Adopted | Refusal> {
  if (it.reason.trim() === '') return refuse('reason_missing')
  const reading = await readGate(it.rolloutId)
  if (isRefusal(reading)) return reading
  return house.db.transaction(async (tx) => {
    const at = house.clock.now()
    const before = await lockedWith(tx, it.rolloutId)
    if (isRefusal(before)) return before
    const { rollout, cells } = before
    const versions = await bothVersions(house, rollout, it.dossierId)
    if (isRefusal(versions)) return versions
    const no = await unfit(tx, { rollout, cells, after: versions.after })
    if (no !== null) return no
    const { changes, channels, after } = compared(versions)
    const { sampleRatio } = after.dossier.targets.supervised
    await changeVersion(tx, rollout.id, { dossierId: after.id, sampleRatio, at })
    const newPlan = await replan(tx, at, by, { rollout, after, cells, reading: reading.gate })
    const { employeeId, workflow, id: rolloutId } = rollout
    const pair = { before: rollout.dossierId, after: after.id }
    const ageing = { employeeId, workflow, rolloutId, changes, channels, versions: pair }
    const { cells: aged, wentBack } = await ageEvidence(tx, at, by, ageing)
    await append(tx, at, by, {
      kind: 'rollout.version_adopted',
      subject: rolloutId,
      says: {
        from: pair.before,
        to: pair.after,
        hash: after.hash,
        policyHash: after.policyHash,
        targetsDigest: digest(canonical(after.dossier.targets)),
        kinds: [...new Set(changes.map(({ kind }) => kind))],
        cells: aged,
        newPlan,
        reason: saidDigest(it.reason),
      },
    })
    return { rolloutId, dossierId: after.id, phase: wentBack[0]?.to ?? rollout.phase, aged, newPlan }
  })
}

type Both = { before: StoredDossier; after: StoredDossier }

async function bothVersions(house: House, rollout: Rollout, dossierId: DossierId): Promise<Both | Refusal> {
  const [before, after] = [await dossierOf(house.db, rollout.dossierId), await dossierOf(house.db, dossierId)]
  invariant(before !== null, 'a rollout has a stored dossier')
  if (after === null) return refuse('not_found', { what: 'dossier', id: dossierId })
  if (after.employeeId !== rollout.employeeId || after.workflow !== rollout.workflow)
    return refuse('dossier_of_another', { dossier: dossierId, rollout: rollout.id })
  return { before, after }
}

function compared({ before, after }: Both) {
  const changes = changesBetween(before, after)
  const channels = channelsOf(before, after)
  return { changes, channels, rule: agedByAll(changes, channels), before, after }
}

/** Open promotions first, then the rollouts of the workflow, as whoever ages evidence takes them. */
async function lockedWith(tx: Tx, rolloutId: RolloutId): Promise<{ rollout: Rollout; cells: Cell[] } | Refusal> {
  const known = await readRollout({ read: tx.query }, rolloutId)
  if (known === null) return refuse('not_found', { what: 'rollout', id: rolloutId })
  await lockWorking(tx, known.rollout.employeeId, known.rollout.workflow)
  const rollout = await lockRollout(tx, rolloutId)
  invariant(rollout !== null, 'rollouts are never removed')
  return { rollout, cells: (await readRollout({ read: tx.query }, rolloutId))!.cells }
}

async function unfit(
  tx: Tx,
  { rollout, cells, after }: { rollout: Rollout; cells: readonly Cell[]; after: StoredDossier },
): Promise<Refusal | null> {
  if (rollout.phase === 'retired' || rollout.phase === 'discovery')
    return refuse('move_not_legal', {
      what: 'rollout',
      from: rollout.phase,
      to: 'under another version',
      legal: 'shadow, supervised, autonomous, halted',
    })
  if (rollout.dossierId === after.id) return refuse('version_in_force', { dossier: after.id, rollout: rollout.id })
  const signatures = await signaturesOf(tx, after.id)
  if (!rollout.rehearsal && signatures.length < 2)
    return refuse('dossier_not_signed', { dossier: after.id, signatures: signatures.length })
  const lacking = lackingIn(after, cells)
  if (lacking.length > 0)
    return refuse('version_lacks_cells', {
      dossier: after.id,
      cells: lacking.map(({ queryType, channel }) => `${queryType} × ${channel}`).join(', '),
    })
  return null
}

function lackingIn({ dossier }: StoredDossier, cells: readonly Cell[]): Cell[] {
  const declared = cellsOf(dossier)
  return cells.filter((cell) => !isAged(declared, cell))
}

/** The plan follows from the documents: where its numbers differ, another one is in force from now on. */
async function replan(
  tx: Tx,
  at: Date,
  by: Actor,
  it: { rollout: Rollout; after: StoredDossier; cells: readonly Cell[]; reading: unknown },
): Promise<boolean> {
  const { rollout, after, cells, reading } = it
  const names = (part: keyof Cell) => [...new Set(cells.map((cell) => cell[part]))].toSorted()
  const reviewers = await reviewersNow(tx)
  const plan = planOfDossier(after.dossier, { queryTypes: names('queryType'), channels: names('channel'), reviewers })
  const inForce = await planInForce(tx, rollout.id)
  if (inForce !== null && planHash(inForce) === planHash(plan)) return false
  await registerPlan(tx, at, by, { rolloutId: rollout.id, dossierId: after.id, plan, reading })
  return true
}
