// What made evidence age, and what an ageing finds: the rollouts whose cells it touches, and those that use a tool.

import { compilePolicy } from '../domain/compiler/policy.ts'
import { readContent } from '../domain/discovery/content.ts'
import type { DossierId, EmployeeId, PromotionId, RolloutId } from '../domain/ids.ts'
import type { Version } from '../domain/rollout/changes.ts'
import type { Phase } from '../domain/rollout/phase.ts'
import type { Row, Tx } from './database.ts'
import type { Cell } from './rollouts.ts'

export type NewAgeing = {
  id: string
  employeeId: EmployeeId
  workflow: string
  rolloutId: RolloutId | null
  cells: 'all' | readonly Cell[]
  kinds: readonly string[]
  why: string
  dossierBefore: DossierId | null
  dossierAfter: DossierId | null
  at: Date
  by: string
}

export async function insertAgeing(tx: Tx, a: NewAgeing): Promise<void> {
  tx.write(
    `insert into tenure.ageings (id, employee_id, workflow, rollout_id, cells, kinds, why, dossier_before, dossier_after, at, by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      a.id,
      a.employeeId,
      a.workflow,
      a.rolloutId,
      a.cells === 'all' ? null : JSON.stringify(a.cells),
      a.kinds,
      a.why,
      a.dossierBefore,
      a.dossierAfter,
      a.at,
      a.by,
    ],
  )
}

export type Working = { id: RolloutId; workflow: string; phase: Phase; dossierId: DossierId; cells: Cell[] }

/**
 * The rollouts of an employee that are not retired, with their cells, locked in the order of their ids; open promotions first, because whoever carries one out takes them in
 * that order.
 */
export async function lockWorking(tx: Tx, employeeId: EmployeeId, workflow: string | null): Promise<Working[]> {
  await tx.query(
    `select 1 from tenure.promotions m join tenure.rollouts r on r.id = m.rollout_id
     where r.employee_id = $1 and ($2::text is null or r.workflow = $2) and m.state in ('proposed', 'approved') order by m.id for update of m`,
    [employeeId, workflow],
  )
  const rows = await tx.query<Row & Omit<Working, 'cells'>>(
    `select id, workflow, phase, dossier_id as "dossierId" from tenure.rollouts where employee_id = $1 and ($2::text is null or workflow = $2) and phase <> 'retired'
     order by id for update`,
    [employeeId, workflow],
  )
  const cells = await tx.query<Row & Cell & { rolloutId: string }>(
    'select rollout_id as "rolloutId", query_type as "queryType", channel from tenure.cells where rollout_id = any($1) order by query_type, channel',
    [rows.map(({ id }) => id)],
  )
  return rows.map((row) => ({
    ...row,
    cells: cells.filter(({ rolloutId }) => rolloutId === row.id).map(({ queryType, channel }) => ({ queryType, channel })),
  }))
}

/** What these rollouts are about to be promoted by rests on what has aged: it is withdrawn. Returns which, with their rollouts. */
export async function withdrawPromotionsOf(
  tx: Tx,
  rollouts: readonly RolloutId[],
): Promise<{ id: PromotionId; rolloutId: RolloutId }[]> {
  return tx.query<Row & { id: PromotionId; rolloutId: RolloutId }>(
    `update tenure.promotions set state = 'withdrawn' where rollout_id = any($1) and state in ('proposed', 'approved') returning id, rollout_id as "rolloutId"`,
    [rollouts],
  )
}

/** The rollout works under this version from now on, and samples as its targets say. */
export async function changeVersion(
  tx: Tx,
  id: RolloutId,
  it: { dossierId: DossierId; sampleRatio: number; at: Date },
): Promise<void> {
  tx.write('update tenure.rollouts set dossier_id = $2, sample_ratio = $3, version_since = $4 where id = $1', [
    id,
    it.dossierId,
    it.sampleRatio,
    it.at,
  ])
}

/** The versions in force that reach a system at this address, each with the employee and workflow it speaks for. */
export async function versionsReaching(
  tx: Tx,
  address: string,
): Promise<{ employeeId: EmployeeId; workflow: string; version: Version }[]> {
  const rows = await tx.query<Row & { employeeId: EmployeeId; workflow: string; content: unknown }>(
    `select r.employee_id as "employeeId", r.workflow, d.content from tenure.rollouts r join tenure.dossiers d on d.id = r.dossier_id
     where r.phase <> 'retired' and exists (
       select from jsonb_array_elements(d.content #> '{integrations,systems}') s where s #>> '{connector,url}' = $1)
     group by r.employee_id, r.workflow, d.id order by 1, 2, d.id`,
    [address],
  )
  return rows.map(({ content, ...row }) => {
    const dossier = readContent(content)
    return { ...row, version: { dossier, policy: compilePolicy(dossier) } }
  })
}
