// Employees, the agent each is bound to, and which dossier speaks for them now.

import type { DossierId, EmployeeId } from '../domain/ids.ts'
import type { Database, Row, Tx } from './database.ts'

/** Which engine acts for an employee. `recorded` answers from interactions handed to the process; `http` drives itself over the API. */
export type AgentBinding =
  | { kind: 'scripted' }
  | { kind: 'recorded' }
  | {
      kind: 'language_model'
      provider: 'openai' | 'anthropic' | 'openai_compatible'
      model: string
      baseUrl: string | null
      /** The name of an environment variable; the secret itself is never kept. */
      credential: string
      limits: { steps: number; seconds: number; tokens: number; costMicros: number | null }
    }
  | { kind: 'http'; webhookUrl: string | null; webhookSecret: string | null }
  | ObservedBinding

/**
 * An agent that cannot be rewired: it is watched, and nothing of it is enforced. `proxy` is where its calls of a model go on to, or null when it sends
 * spans only; `models` are the only names it may ask for.
 */
export type ObservedBinding = {
  kind: 'observed'
  proxy: {
    baseUrl: string
    /** The name of an environment variable; the secret itself is never kept. */
    credential: string
    models: string[]
  } | null
}

export type Employee = { id: EmployeeId; name: string; agent: AgentBinding; createdAt: Date }

const known = new WeakMap<object, Map<string, Employee>>()

/** The employee, or null. Employees never change once hired, so a process keeps the ones it has read. */
export async function employeeOf(db: Pick<Database, 'read'>, id: string): Promise<Employee | null> {
  const kept = known.get(db) ?? new Map<string, Employee>()
  known.set(db, kept)
  const old = kept.get(id)
  if (old) return old
  const [row] = await db.read<Row & Employee>(
    'select id, name, agent, created_at as "createdAt" from tenure.employees where id = $1',
    [id],
  )
  if (row) kept.set(id, row)
  return row ?? null
}

/** Whether nothing of this employee is enforced, because its agent is only watched. The database refuses what would follow from a “no” that is wrong. */
export async function isObservedOnly(tx: Tx, id: EmployeeId): Promise<boolean> {
  const [row] = await tx.query<Row & { observed: boolean }>('select tenure.is_observed($1) as observed', [id])
  return row?.observed ?? false
}

/** Inserts unless the name is taken; then false. */
export async function insertEmployee(tx: Tx, e: Employee): Promise<boolean> {
  const rows = await tx.query(
    'insert into tenure.employees (id, name, agent, created_at) values ($1, $2, $3, $4) on conflict on constraint employees_have_one_name do nothing returning 1',
    [e.id, e.name, JSON.stringify(e.agent), e.createdAt],
  )
  return rows.length > 0
}

/**
 * The dossier whose map types this employee's queries: that of the rollout whose version is the latest (for the workflow named, or, when the employee has only one
 * workflow, for that). Null: nothing is open, or it is not clear which workflow is meant; then nothing is guessed and people get the query.
 */
export async function currentDossier(
  db: Pick<Database, 'read'>,
  employeeId: string,
  workflow: string | null,
): Promise<DossierId | null> {
  const rows = await db.read<Row & { id: DossierId; workflow: string }>(
    `select distinct on (workflow) workflow, dossier_id as id from tenure.rollouts where employee_id = $1 and phase <> 'retired' and ($2::text is null or workflow = $2)
     order by workflow, coalesce(version_since, opened_at) desc, id desc`,
    [employeeId, workflow],
  )
  return rows.length === 1 ? rows[0]!.id : null
}
