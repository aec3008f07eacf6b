// Rollouts, the cells they own, and promotions. The database holds the rules that must survive any code: one owner per cell, two people per advance.

import type { DossierId, EmployeeId, PromotionId, RolloutId } from '../domain/ids.ts'
import type { Delivery, Phase } from '../domain/rollout/phase.ts'
import type { Database, Row, Tx } from './database.ts'

export type Rollout = {
  id: RolloutId
  employeeId: EmployeeId
  workflow: string
  dossierId: DossierId
  phase: Phase
  delivery: Delivery
  rehearsal: boolean
  samplingSecret: string
  /** The months whose key is committed to on the trail. */
  samplingMonths: string[]
  sampleRatio: number
  haltedFrom: Phase | null
  phaseSince: Date
  openedAt: Date
}

export type Cell = { queryType: string; channel: string }

const rolloutColumns = `r.id, r.employee_id as "employeeId", r.workflow, r.dossier_id as "dossierId", r.phase, r.delivery, r.rehearsal,
  r.sampling_secret as "samplingSecret",
  array(select k.month from tenure.sampling_keys k where k.rollout_id = r.id) as "samplingMonths", r.sample_ratio as "sampleRatio", r.halted_from as "haltedFrom", r.phase_since as "phaseSince",
  r.opened_at as "openedAt"`

/** The rollout, locked against every other change of it, or null. */
export async function lockRollout(tx: Tx, id: string): Promise<Rollout | null> {
  const [row] = await tx.query<Row & Rollout>(`select ${rolloutColumns} from tenure.rollouts r where r.id = $1 for update`, [id])
  return row ?? null
}

/** The rollout as it is now, shared with other readers but not with a change under way: phase and delivery hold until commit. */
export async function holdRollout(tx: Tx, id: string): Promise<Rollout | null> {
  const [row] = await tx.query<Row & Rollout>(`select ${rolloutColumns} from tenure.rollouts r where r.id = $1 for share`, [id])
  return row ?? null
}

/** The rollout that owns a cell now, and the cell's epoch; null: nobody does and its queries go to people. */
export async function ownerOf(
  tx: Tx,
  at: { employeeId: string; workflow: string } & Cell,
): Promise<(Rollout & { epoch: number }) | null> {
  const [row] = await tx.query<Row & Rollout & { epoch: number }>(
    `select ${rolloutColumns}, c.epoch from tenure.cells c join tenure.rollouts r on r.id = c.rollout_id
     where c.employee_id = $1 and c.workflow = $2 and c.query_type = $3 and c.channel = $4 and r.phase <> 'retired' for share of r`,
    [at.employeeId, at.workflow, at.queryType, at.channel],
  )
  return row ?? null
}

/** On recorded or unsigned material: no gate waits for its evidence. */
export async function isRehearsal(tx: Tx, id: string): Promise<boolean> {
  const [row] = await tx.query<Row & { rehearsal: boolean }>('select rehearsal from tenure.rollouts where id = $1', [id])
  return row?.rehearsal ?? false
}

export async function cellsOfRollout(tx: Tx, id: string): Promise<Cell[]> {
  return tx.query<Row & Cell>(
    'select query_type as "queryType", channel from tenure.cells where rollout_id = $1 order by query_type, channel',
    [id],
  )
}

type NewRollout = Pick<
  Rollout,
  | 'id'
  | 'employeeId'
  | 'workflow'
  | 'dossierId'
  | 'phase'
  | 'delivery'
  | 'rehearsal'
  | 'samplingSecret'
  | 'sampleRatio'
  | 'phaseSince'
> & {
  openedBy: string
  at: Date
  splitFrom: RolloutId | null
}

export async function insertRollout(tx: Tx, r: NewRollout): Promise<void> {
  await tx.query(
    `insert into tenure.rollouts (id, employee_id, workflow, dossier_id, phase, delivery, rehearsal, sampling_secret, sample_ratio, opened_by, opened_at, phase_since, split_from)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
    [
      r.id,
      r.employeeId,
      r.workflow,
      r.dossierId,
      r.phase,
      r.delivery,
      r.rehearsal,
      r.samplingSecret,
      r.sampleRatio,
      r.openedBy,
      r.at,
      r.phaseSince,
      r.splitFrom,
    ],
  )
}

/** Claims a free cell and begins its evidence; null when it was free, else the rollout that has it. */
export async function claimCell(
  tx: Tx,
  rollout: { id: string; employeeId: string; workflow: string; dossierId: string },
  cell: Cell,
  at: Date,
): Promise<RolloutId | null> {
  const [row] = await tx.query<Row & { owner: RolloutId }>(
    `with begun as (
       insert into tenure.epochs (employee_id, workflow, query_type, channel, dossier_id, since, why) values ($1, $2, $3, $4, $6, $7, 'opened') returning id)
     insert into tenure.cells (employee_id, workflow, query_type, channel, rollout_id, epoch, evidence_since) select $1, $2, $3, $4, $5, begun.id, $7 from begun
     on conflict on constraint cells_belong_to_one_rollout do update set rollout_id = cells.rollout_id returning rollout_id as owner`,
    [rollout.employeeId, rollout.workflow, cell.queryType, cell.channel, rollout.id, rollout.dossierId, at],
  )
  return row!.owner === rollout.id ? null : row!.owner
}

/** Moves cells, and with them the interactions not yet settled: halting the new rollout must stop those too. */
export async function moveCells(tx: Tx, from: string, into: string, cells: readonly Cell[]): Promise<number> {
  await tx.query(
    `update tenure.interactions i set rollout_id = $2 from unnest($3::text[], $4::text[]) as m (query_type, channel)
     where i.rollout_id = $1 and i.state <> 'settled' and i.query_type = m.query_type and i.channel = m.channel`,
    [from, into, cells.map((c) => c.queryType), cells.map((c) => c.channel)],
  )
  const rows = await tx.query(
    `update tenure.cells set rollout_id = $2 from unnest($3::text[], $4::text[]) as m (query_type, channel)
     where rollout_id = $1 and cells.query_type = m.query_type and cells.channel = m.channel returning 1`,
    [from, into, cells.map((c) => c.queryType), cells.map((c) => c.channel)],
  )
  return rows.length
}

export async function freeCells(tx: Tx, id: string): Promise<void> {
  await tx.query('delete from tenure.cells where rollout_id = $1', [id])
}

type PhaseMove = {
  id: string
  to: Phase
  haltedFrom: Phase | null
  promotionId: PromotionId | null
  at: Date
}

/** Moves a rollout to another phase. Leaving shadow puts delivery back to observe, so that assist never outlives the phase it belongs to. */
export async function enterPhase(tx: Tx, move: PhaseMove): Promise<void> {
  await tx.query(
    `update tenure.rollouts set phase = $2, halted_from = $3, promotion_id = coalesce($4, promotion_id), phase_since = $5,
       delivery = case when $2 in ('shadow', 'halted') then delivery else 'observe' end
     where id = $1`,
    [move.id, move.to, move.haltedFrom, move.promotionId, move.at],
  )
}

export async function changeDelivery(tx: Tx, id: string, delivery: Delivery): Promise<void> {
  await tx.query('update tenure.rollouts set delivery = $2 where id = $1', [id, delivery])
}

export type Promotion = {
  id: PromotionId
  rolloutId: RolloutId
  from: Phase
  to: Phase
  state: 'proposed' | 'approved' | 'carried_out' | 'withdrawn'
  override: boolean
  reason: string
  dossierId: DossierId
  proposedBy: string
  approvedBy: string | null
}

export async function lockPromotion(tx: Tx, id: string): Promise<Promotion | null> {
  const [row] = await tx.query<Row & Promotion>(
    `select id, rollout_id as "rolloutId", from_phase as "from", to_phase as "to", state, override, reason, dossier_id as "dossierId", proposed_by as "proposedBy", approved_by as "approvedBy"
     from tenure.promotions where id = $1 for update`,
    [id],
  )
  return row ?? null
}

export async function openPromotion(tx: Tx, rolloutId: string): Promise<PromotionId | null> {
  const [row] = await tx.query<Row & { id: PromotionId }>(
    "select id from tenure.promotions where rollout_id = $1 and state in ('proposed', 'approved')",
    [rolloutId],
  )
  return row?.id ?? null
}

export async function insertPromotion(
  tx: Tx,
  p: Omit<Promotion, 'state' | 'approvedBy'> & { gate: unknown; at: Date },
): Promise<void> {
  await tx.query(
    `insert into tenure.promotions (id, rollout_id, from_phase, to_phase, state, override, reason, gate, dossier_id, proposed_by, proposed_at)
     values ($1, $2, $3, $4, 'proposed', $5, $6, $7, $8, $9, $10)`,
    [p.id, p.rolloutId, p.from, p.to, p.override, p.reason, JSON.stringify(p.gate), p.dossierId, p.proposedBy, p.at],
  )
}

export async function markPromotion(
  tx: Tx,
  id: string,
  state: Promotion['state'],
  approval: { by: string; at: Date } | null,
): Promise<void> {
  await tx.query(
    'update tenure.promotions set state = $2, approved_by = coalesce($3, approved_by), approved_at = coalesce($4, approved_at) where id = $1',
    [id, state, approval?.by ?? null, approval?.at ?? null],
  )
}

/** The rollout and its cells, as they are now, outside any transaction. */
export async function readRollout(db: Pick<Database, 'read'>, id: string): Promise<{ rollout: Rollout; cells: Cell[] } | null> {
  const [rollout] = await db.read<Row & Rollout>(`select ${rolloutColumns} from tenure.rollouts r where r.id = $1`, [id])
  if (!rollout) return null
  const cells = await db.read<Row & Cell>(
    'select query_type as "queryType", channel from tenure.cells where rollout_id = $1 order by query_type, channel',
    [id],
  )
  return { rollout, cells }
}

export async function rolloutOfPromotion(db: Pick<Database, 'read'>, id: string): Promise<RolloutId | null> {
  const [row] = await db.read<Row & { id: RolloutId }>('select rollout_id as id from tenure.promotions where id = $1', [id])
  return row?.id ?? null
}
