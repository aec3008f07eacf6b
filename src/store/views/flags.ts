// The flags of a rollout, open ones first.

import type { Database, Row } from '../database.ts'

export type FlagRow = {
  id: string
  slice: string
  state: 'open' | 'closed'
  logE: number
  threshold: number
  cases: number
  wrong: number
  openedAt: Date
  edgeCaseId: string | null
  closedBy: string | null
  closedAt: Date | null
}

export async function flagsOf(db: Database, rolloutId: string): Promise<FlagRow[]> {
  return db.read<Row & FlagRow>(
    `select id, slice, state, log_e as "logE", threshold, cases, wrong, opened_at as "openedAt", edge_case_id as "edgeCaseId", closed_by as "closedBy", closed_at as "closedAt"
     from tenure.flags where rollout_id = $1 order by state desc, opened_at desc, id limit 500`,
    [rolloutId],
  )
}
