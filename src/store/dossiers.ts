// Dossiers and their signatures. A dossier never changes once stored, so a process keeps the ones it has read.

import { readContent } from '../domain/discovery/content.ts'
import type { Dossier } from '../domain/discovery/dossier.ts'
import { invariant } from '../domain/fault.ts'
import type { DossierId, EmployeeId, PersonId } from '../domain/ids.ts'
import type { Database, Row, Tx } from './database.ts'

export type StoredDossier = {
  id: DossierId
  hash: string
  roleHash: string
  employeeId: EmployeeId
  workflow: string
  errors: number
  registeredBy: string
  dossier: Dossier
}

const read = new WeakMap<Database, Map<string, StoredDossier>>()

const columns =
  'id, hash, role_hash as "roleHash", employee_id as "employeeId", workflow, errors, registered_by as "registeredBy", content'

type DossierRow = Row & Omit<StoredDossier, 'dossier'> & { content: unknown }

/** The dossier with this id, or null. Its content is parsed again on the way in: a row somebody altered does not pass for a dossier. */
export async function dossierOf(db: Database, id: string): Promise<StoredDossier | null> {
  const kept = read.get(db) ?? new Map<string, StoredDossier>()
  read.set(db, kept)
  const known = kept.get(id)
  if (known) return known
  const [row] = await db.read<DossierRow>(`select ${columns} from tenure.dossiers where id = $1`, [id])
  if (!row) return null
  const { content, ...rest } = row
  const stored = { ...rest, dossier: readContent(content) }
  kept.set(id, stored)
  return stored
}

type NewDossier = Omit<StoredDossier, 'dossier'> & { dossier: Dossier; files: Readonly<Record<string, string>>; at: Date }

/** Stores a version. The same content for the same employee is the same version: its id is returned and nothing is written. */
export async function insertDossier(tx: Tx, d: NewDossier): Promise<{ id: DossierId; created: boolean }> {
  const rows = await tx.query<Row & { id: DossierId }>(
    `insert into tenure.dossiers (id, hash, role_hash, employee_id, workflow, files, content, errors, registered_by, registered_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict on constraint dossiers_have_one_row_per_version do nothing returning id`,
    [
      d.id,
      d.hash,
      d.roleHash,
      d.employeeId,
      d.workflow,
      JSON.stringify(d.files),
      JSON.stringify(d.dossier),
      d.errors,
      d.registeredBy,
      d.at,
    ],
  )
  if (rows[0]) return { id: rows[0].id, created: true }
  const [old] = await tx.query<Row & { id: DossierId }>('select id from tenure.dossiers where employee_id = $1 and hash = $2', [
    d.employeeId,
    d.hash,
  ])
  return { id: old!.id, created: false }
}

/** The people who have signed, oldest first. Locks the dossier, so that two signatures at once are counted one after the other. */
export async function signaturesOf(tx: Tx, id: DossierId): Promise<string[]> {
  await tx.query('select 1 from tenure.dossiers where id = $1 for update', [id])
  const rows = await tx.query<Row & { person: string }>(
    'select person_id as person from tenure.dossier_signatures where dossier_id = $1 order by signed_at',
    [id],
  )
  return rows.map((row) => row.person)
}

export async function insertSignature(tx: Tx, id: DossierId, person: PersonId | string, at: Date): Promise<void> {
  await tx.query('insert into tenure.dossier_signatures (dossier_id, person_id, signed_at) values ($1, $2, $3)', [id, person, at])
}

/**
 * Who changed the role since it was last approved for this workflow: everybody who registered a version whose role differs from the one of the
 * rollout's last carried-out promotion (or, before the first, from nothing). An approver must not be among them (PRODUCT.md section 4).
 */
export async function roleEditors(tx: Tx, rolloutId: string): Promise<Set<string>> {
  const rows = await tx.query<Row & { person: string }>(
    `select d.registered_by as person from tenure.dossiers d join tenure.rollouts r on r.employee_id = d.employee_id and r.workflow = d.workflow
     where r.id = $1 and d.registered_at > coalesce((select max(approved_at) from tenure.promotions where rollout_id = $1 and state = 'carried_out'), '-infinity')
       and d.registered_at <= (select registered_at from tenure.dossiers where id = r.dossier_id)
       and d.role_hash is distinct from (
         select o.role_hash from tenure.dossiers o where o.employee_id = d.employee_id and o.workflow = d.workflow and o.registered_at < d.registered_at
         order by o.registered_at desc limit 1)`,
    [rolloutId],
  )
  return new Set(rows.map((row) => row.person))
}

/** The hash of a dossier's role definition: what an approval given under it is bound to. */
export async function roleHashOf(tx: Tx, id: string): Promise<string> {
  const [row] = await tx.query<Row & { roleHash: string }>('select role_hash as "roleHash" from tenure.dossiers where id = $1', [
    id,
  ])
  invariant(row !== undefined, 'a dossier in use is stored')
  return row.roleHash
}
