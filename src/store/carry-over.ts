// The replays behind the version a rollout works under: what was run between it and the one before, until it was taken up.

import type { Replayed } from '../domain/rollout/carry-over.ts'
import type { Database, Row } from './database.ts'

export type Behind = { ageing: string; replays: Replayed[] }

/** Null: the rollout works under the version it was opened with, or something of its evidence is older or younger than the taking up of this one. */
export async function replaysBehind(db: Pick<Database, 'read'>, rolloutId: string): Promise<Behind | null> {
  const [row] = await db.read<Row & Behind>(
    `select a.id as ageing, coalesce(jsonb_agg(jsonb_build_object('replay', p.id, 'state', case when p.ended_at <= a.at then p.state else 'running' end, 'result', p.result) order by p.id)
       filter (where p.id is not null), '[]') as replays
     from tenure.rollouts r join tenure.ageings a on a.rollout_id = r.id and a.dossier_after = r.dossier_id and a.at = r.version_since
     left join tenure.replays p on p.rollout_id = r.id and p.dossier_before = a.dossier_before and p.dossier_after = a.dossier_after and p.ordered_at <= a.at
     where r.id = $1 and not exists (select from tenure.cells c where c.rollout_id = r.id and c.evidence_since <> a.at) group by a.id`,
    [rolloutId],
  )
  return row ?? null
}
