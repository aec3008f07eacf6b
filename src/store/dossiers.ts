// Dossiers and their signatures. A dossier never changes once stored, so a process keeps the ones it has read.

import { policyHashOf } from '../domain/audit/dossier-hash.ts'
import { compilePolicy, type Policy } from '../domain/compiler/policy.ts'
import { readContent } from '../domain/discovery/content.ts'
import type { Dossier, Finding } from '../domain/discovery/dossier.ts'
import type { Files } from '../domain/discovery/edited.ts'
import { Fault, invariant } from '../domain/fault.ts'
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
  /** What is enforced of it, as it was compiled at registration. */
  policy: Policy
  policyHash: string
}

const read = new WeakMap<Database, Map<string, StoredDossier>>()

const columns =
  'id, hash, role_hash as "roleHash", employee_id as "employeeId", workflow, errors, registered_by as "registeredBy", content, policy, policy_hash as "policyHash"'

type DossierRow = Row &
  Omit<StoredDossier, 'dossier' | 'policy' | 'policyHash'> & { content: unknown; policy: unknown; policyHash: string | null }

/** The dossier with this id, or null. Its content is parsed again on the way in: a row somebody altered does not pass for a dossier. */
export async function dossierOf(db: Database, id: string): Promise<StoredDossier | null> {
  const kept = read.get(db) ?? new Map<string, StoredDossier>()
  read.set(db, kept)
  const known = kept.get(id)
  if (known) return known
  const [row] = await db.read<DossierRow>(`select ${columns} from tenure.dossiers where id = $1`, [id])
  if (!row) return null
  const { content, policy, policyHash, ...rest } = row
  const dossier = readContent(content)
  const stored = { ...rest, dossier, ...policyIn(id, dossier, { policy, policyHash }) }
  kept.set(id, stored)
  return stored
}

/**
 * The policy kept with a version. One that does not have its hash, or a form this program does not know, is not enforced: the row was altered, or the
 * database is newer than the program. Versions registered before policies were kept are compiled now.
 */
function policyIn(
  id: string,
  dossier: Dossier,
  kept: { policy: unknown; policyHash: string | null },
): { policy: Policy; policyHash: string } {
  if (kept.policyHash === null) {
    const policy = compilePolicy(dossier)
    return { policy, policyHash: policyHashOf(policy) }
  }
  const policy = kept.policy as Policy
  if (policy.form !== 1 || policyHashOf(policy) !== kept.policyHash) {
    throw new Fault(
      'database_unfit',
      `The policy of dossier ${id} is not the one its hash names. Nothing is decided under it; restore the row.`,
      {
        retryable: false,
      },
    )
  }
  return { policy, policyHash: kept.policyHash }
}

/** What only a registration knows: the texts, and what is frozen with them. */
export type NewDossier = StoredDossier & {
  files: Readonly<Record<string, string>>
  findings: readonly Finding[]
  plan: unknown
  roleEditors: readonly string[]
  at: Date
}

/** Stores a version. The same content for the same employee is the same version: its id is returned and nothing is written. */
export async function insertDossier(tx: Tx, d: NewDossier): Promise<{ id: DossierId; created: boolean }> {
  const rows = await tx.query<Row & { id: DossierId }>(
    `insert into tenure.dossiers (id, hash, role_hash, employee_id, workflow, files, content, errors, registered_by, registered_at, policy, policy_hash, findings, plan, role_editors)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) on conflict on constraint dossiers_have_one_row_per_version do nothing returning id`,
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
      JSON.stringify(d.policy),
      d.policyHash,
      JSON.stringify(d.findings),
      JSON.stringify(d.plan),
      d.roleEditors,
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

/** How many have signed, for looking only. */
export async function signatureCount(db: Pick<Database, 'read'>, id: DossierId): Promise<number> {
  const [row] = await db.read<Row & { n: number }>(
    'select count(*)::int as n from tenure.dossier_signatures where dossier_id = $1',
    [id],
  )
  return row?.n ?? 0
}

export async function insertSignature(tx: Tx, id: DossierId, person: PersonId | string, at: Date): Promise<void> {
  await tx.query('insert into tenure.dossier_signatures (dossier_id, person_id, signed_at) values ($1, $2, $3)', [id, person, at])
}

/**
 * Who changed the role since it was last approved for this workflow: everybody who registered, or wrote in its draft on, a version whose role differs from the one of the
 * rollout's last carried-out promotion (or, before the first, from nothing). An approver must not be among them (PRODUCT.md section 4).
 */
export async function roleEditors(tx: Tx, rolloutId: string): Promise<Set<string>> {
  const rows = await tx.query<Row & { people: string[] }>(
    `select array[d.registered_by] || d.role_editors as people from tenure.dossiers d join tenure.rollouts r on r.employee_id = d.employee_id and r.workflow = d.workflow
     where r.id = $1 and d.registered_at > coalesce((select max(approved_at) from tenure.promotions where rollout_id = $1 and state = 'carried_out'), '-infinity')
       and d.registered_at <= (select registered_at from tenure.dossiers where id = r.dossier_id)
       and d.role_hash is distinct from (
         select o.role_hash from tenure.dossiers o where o.employee_id = d.employee_id and o.workflow = d.workflow and o.registered_at < d.registered_at
         order by o.registered_at desc limit 1)`,
    [rolloutId],
  )
  return new Set(rows.flatMap((row) => row.people))
}

/** The texts a version was registered with. */
export async function filesOf(tx: Tx, id: string): Promise<Files | null> {
  const [row] = await tx.query<Row & { files: Files }>('select files from tenure.dossiers where id = $1', [id])
  return row?.files ?? null
}

/** What is frozen with a version beside its content, for its signatures. */
export async function frozenWith(tx: Tx, id: string): Promise<{ findings: unknown; plan: unknown }> {
  const [row] = await tx.query<Row & { findings: unknown; plan: unknown }>(
    'select findings, plan from tenure.dossiers where id = $1',
    [id],
  )
  return { findings: row?.findings ?? null, plan: row?.plan ?? null }
}

/** What the plan kept with a version expects of a month in autonomous; null where it does not say. */
export async function expectedWorth(
  db: Pick<Database, 'read'>,
  id: string,
): Promise<{ hoursFreed: number | null; savingUsd: number | null }> {
  const [row] = await db.read<Row & { hoursFreed: number | null; savingUsd: number | null }>(
    `select (plan #>> '{businessCase,hoursFreedPerMonth}')::float8 as "hoursFreed", (plan #>> '{businessCase,savingPerMonthUsd}')::float8 as "savingUsd" from tenure.dossiers where id = $1`,
    [id],
  )
  return row ?? { hoursFreed: null, savingUsd: null }
}

/** The hash of a dossier's role definition: what an approval given under it is bound to. */
export async function roleHashOf(tx: Tx, id: string): Promise<string> {
  const [row] = await tx.query<Row & { roleHash: string }>('select role_hash as "roleHash" from tenure.dossiers where id = $1', [
    id,
  ])
  invariant(row !== undefined, 'a dossier in use is stored')
  return row.roleHash
}

/** The content of a dossier inside a transaction, for steps that must see one they have just written or locked. */
export async function dossierIn(tx: Tx, id: string): Promise<Dossier> {
  const [row] = await tx.query<Row & { content: unknown }>('select content from tenure.dossiers where id = $1', [id])
  invariant(row !== undefined, 'a rollout names a stored dossier')
  return readContent(row.content)
}
