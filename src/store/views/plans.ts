// The plans of a rollout, the one in force first; each replaced one with what it had shown by then.

import type { Database, Row } from '../database.ts'

export type PlanRow = {
  id: string
  hash: string
  dossierId: string
  plan: Record<string, unknown>
  registeredBy: string
  registeredAt: Date
  replacedAt: Date | null
  lastReading: unknown
}

export async function plansOf(db: Database, rolloutId: string): Promise<PlanRow[]> {
  return db.read<Row & PlanRow>(
    `select id, hash, dossier_id as "dossierId", body as plan, registered_by as "registeredBy", registered_at as "registeredAt", replaced_at as "replacedAt", last_reading as "lastReading"
     from tenure.plans where rollout_id = $1 order by registered_at desc, id desc limit 200`,
    [rolloutId],
  )
}
