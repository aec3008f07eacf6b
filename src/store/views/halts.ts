// Halts, in force or lifted, and what drills of them measured; newest first.

import type { Database, Row } from '../database.ts'
import type { DrillRecord, Halt } from '../halts.ts'

export type HaltRow = Halt & { liftedBy: string | null }

export async function listHalts(
  db: Database,
  filter: { inForce: boolean | null; before: string | null },
  limit: number,
): Promise<HaltRow[]> {
  return db.read<Row & HaltRow>(
    `select id, scope, target, reason, ordered_by as "orderedBy", ordered_at as "orderedAt", drill, lift_proposed_by as "liftProposedBy",
       lift_proposed_at as "liftProposedAt", lifted_by as "liftedBy", lifted_at as "liftedAt" from tenure.halts
     where ($1::boolean is null or (lifted_at is null) = $1) and ($2::text is null or id < $2) order by id desc limit $3`,
    [filter.inForce, filter.before, limit],
  )
}

export async function listDrills(db: Database, before: string | null, limit: number): Promise<DrillRecord[]> {
  return db.read<Row & DrillRecord>(
    `select id, halt_id as "haltId", scope, target, reason, ordered_by as "orderedBy", ordered_at as "orderedAt", ended_at as "endedAt",
       watched_ms as "watchedMs", stopped_within_ms as "stoppedWithinMs", effects_after as "effectsAfter", in_flight as "inFlight"
     from tenure.halt_drills where $1::text is null or id < $1 order by id desc limit $2`,
    [before, limit],
  )
}
