// Replays: a role version run on cases people have judged, case by case, and what it showed.

import type { DossierId, EmployeeId, ReplayId, RolloutId } from '../domain/ids.ts'
import type { ReplayState } from '../domain/interaction/replay.ts'
import type { Row, Tx } from './database.ts'

export type Replay = {
  id: ReplayId
  rolloutId: RolloutId
  employeeId: EmployeeId
  workflow: string
  dossierBefore: DossierId
  dossierAfter: DossierId
  state: ReplayState
  cases: number
  orderedBy: string
  orderedAt: Date
  endedAt: Date | null
  why: string | null
}

/** Of the table under the name `r`. */
const replayColumns = `r.id, r.rollout_id as "rolloutId", r.employee_id as "employeeId", r.workflow, r.dossier_before as "dossierBefore", r.dossier_after as "dossierAfter", r.state,
  r.cases, r.ordered_by as "orderedBy", r.ordered_at as "orderedAt", r.ended_at as "endedAt", r.why`

export async function lockReplay(tx: Tx, id: string): Promise<Replay | null> {
  const [row] = await tx.query<Row & Replay>(`select ${replayColumns} from tenure.replays r where r.id = $1 for update`, [id])
  return row ?? null
}
