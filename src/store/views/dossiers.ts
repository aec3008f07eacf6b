// Dossiers as readers see them: every version, who signed it, its files, and which rollout owns each of its cells.

import { compilePolicy, type Policy, type Rubric } from '../../domain/compiler/policy.ts'
import type { Dossier, Finding } from '../../domain/discovery/dossier.ts'
import type { Database, Row } from '../database.ts'

export type DossierRow = {
  id: string
  employeeId: string
  workflow: string
  hash: string
  roleHash: string
  /** Empty for a version registered before policies were kept. */
  policyHash: string
  errors: number
  registeredBy: string
  registeredAt: Date
  signatures: { personId: string; name: string; signedAt: string }[]
}

const columns = `d.id, d.employee_id as "employeeId", d.workflow, d.hash, d.role_hash as "roleHash", coalesce(d.policy_hash, '') as "policyHash", d.errors, d.registered_by as "registeredBy", d.registered_at as "registeredAt",
  coalesce((select jsonb_agg(jsonb_build_object('personId', s.person_id, 'name', coalesce(p.name, s.person_id),
              'signedAt', to_char(s.signed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by s.signed_at)
            from tenure.dossier_signatures s left join tenure.people p on p.id = s.person_id where s.dossier_id = d.id), '[]') as signatures`

/** Versions, newest first, a page at a time; `before` is the id of the last one seen. */
export async function listDossiers(
  db: Database,
  filter: { employeeId: string | null; before: string | null },
  limit: number,
): Promise<DossierRow[]> {
  return db.read<Row & DossierRow>(
    `select ${columns} from tenure.dossiers d where ($1::text is null or d.employee_id = $1) and ($2::text is null or d.id < $2) order by d.id desc limit $3`,
    [filter.employeeId, filter.before, limit],
  )
}

export type WholeDossier = DossierRow & {
  files: Record<string, string>
  content: Dossier
  findings: Finding[]
  plan: unknown
}

export async function findDossier(db: Database, id: string): Promise<WholeDossier | null> {
  const [row] = await db.read<Row & WholeDossier>(
    `select ${columns}, d.files, d.content, coalesce(d.findings, '[]') as findings, d.plan from tenure.dossiers d where d.id = $1`,
    [id],
  )
  return row ?? null
}

/** Which rollout owns which cell of this employee's workflow. */
export async function ownersOfCells(
  db: Database,
  employeeId: string,
  workflow: string,
): Promise<{ queryType: string; channel: string; rolloutId: string }[]> {
  return db.read<Row & { queryType: string; channel: string; rolloutId: string }>(
    'select query_type as "queryType", channel, rollout_id as "rolloutId" from tenure.cells where employee_id = $1 and workflow = $2',
    [employeeId, workflow],
  )
}

/** A policy by its hash, and the versions it was compiled from; null when no version has it. */
export async function findPolicy(db: Database, hash: string): Promise<{ policy: Policy; dossierIds: string[] } | null> {
  const rows = await db.read<Row & { id: string; policy: Policy }>(
    'select id, policy from tenure.dossiers where policy_hash = $1 order by registered_at',
    [hash],
  )
  const [first] = rows
  return first === undefined ? null : { policy: first.policy, dossierIds: rows.map((row) => row.id) }
}

/** The rubric of one query type, without the documents around it: every review card asks for it. Null: the version or the type is unknown. */
export async function findRubric(db: Database, id: string, queryType: string): Promise<Rubric | null> {
  const [row] = await db.read<Row & { rubric: Rubric | null; content: Dossier | null }>(
    "select policy->'rubric'->$2::text as rubric, case when policy is null then content end as content from tenure.dossiers where id = $1",
    [id, queryType],
  )
  if (!row?.content) return row?.rubric ?? null
  const { rubric } = compilePolicy(row.content)
  return Object.hasOwn(rubric, queryType) ? (rubric[queryType] ?? null) : null
}
