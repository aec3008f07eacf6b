// Employees as readers see them: the agent, the rollouts, how much is open. Never the secret that signs webhooks.

import { blindEmployee } from '../../domain/interaction/blind.ts'
import type { Phase } from '../../domain/rollout/phase.ts'
import type { Database, Row } from '../database.ts'

export type EmployeeRow = {
  id: string
  name: string
  agent: { kind: string; webhookUrl: string | null }
  observedOnly: boolean
  createdAt: Date
  rollouts: { id: string; workflow: string; phase: Phase }[]
  openInteractions: number
}

const select = `select e.id, e.name, jsonb_build_object('kind', e.agent ->> 'kind', 'webhookUrl', e.agent ->> 'webhookUrl') as agent, e.agent ->> 'kind' = 'observed' as "observedOnly", e.created_at as "createdAt",
  coalesce((select jsonb_agg(jsonb_build_object('id', r.id, 'workflow', r.workflow, 'phase', r.phase) order by r.opened_at)
            from tenure.rollouts r where r.employee_id = e.id and r.phase <> 'retired'), '[]') as rollouts,
  (select count(*)::int from tenure.interactions i where i.employee_id = e.id and i.state <> 'settled') as "openInteractions"
  from tenure.employees e`

/** Employees by arrival, a page at a time. */
export async function listEmployees(db: Database, after: string | null, limit: number): Promise<EmployeeRow[]> {
  return db.read<Row & EmployeeRow>(
    `${select} where e.id <> '${blindEmployee}' and ($1::text is null or e.id > $1) order by e.id limit $2`,
    [after, limit],
  )
}

/** One employee, by id or by name. */
export async function findEmployee(db: Database, idOrName: string): Promise<EmployeeRow | null> {
  const [row] = await db.read<Row & EmployeeRow>(
    `${select} where (e.id = $1 or e.name = $1) and e.id <> '${blindEmployee}' order by (e.id = $1) desc limit 1`,
    [idOrName],
  )
  return row ?? null
}

/** The id of the employee with this id or name, or null. */
export async function employeeIdOf(db: Database, idOrName: string): Promise<string | null> {
  const [row] = await db.read<Row & { id: string }>(
    'select id from tenure.employees where id = $1 or name = $1 order by (id = $1) desc limit 1',
    [idOrName],
  )
  return row?.id ?? null
}

/** Whose interaction or effect this is: asked for keys that are bound to one employee. */
export async function employeeOfInteraction(db: Database, id: string): Promise<string | null> {
  const [row] = await db.read<Row & { id: string }>('select employee_id as id from tenure.interactions where id = $1', [id])
  return row?.id ?? null
}

export async function employeeOfEffect(db: Database, id: string): Promise<string | null> {
  const [row] = await db.read<Row & { id: string }>(
    'select i.employee_id as id from tenure.effects e join tenure.interactions i on i.id = e.interaction_id where e.id = $1',
    [id],
  )
  return row?.id ?? null
}
