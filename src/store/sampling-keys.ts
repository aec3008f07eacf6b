// The keys of rollouts and months by their digests, and which of them were disclosed. The keys themselves are derived from the rollout's secret and kept nowhere.

import type { RolloutId } from '../domain/ids.ts'
import type { Database, Row, Tx } from './database.ts'

/** True when this commits to it: the first draw of the month, and of nobody else at the same moment. */
export async function commitKey(
  tx: Tx,
  key: { rolloutId: RolloutId; month: string; digest: string; at: Date },
): Promise<boolean> {
  const rows = await tx.query<Row>(
    'insert into tenure.sampling_keys (rollout_id, month, digest, committed_at) values ($1, $2, $3, $4) on conflict on constraint sampling_keys_one_per_month do nothing returning 1',
    [key.rolloutId, key.month, key.digest, key.at],
  )
  return rows.length > 0
}

export type CommittedKey = { rolloutId: RolloutId; month: string; digest: string; disclosedAt: Date | null; secret: string }

const committed = `select k.rollout_id as "rolloutId", k.month, k.digest, k.disclosed_at as "disclosedAt", r.sampling_secret as secret
  from tenure.sampling_keys k join tenure.rollouts r on r.id = k.rollout_id`

/** The key of a rollout's month with the secret it is derived from, locked; null: nothing was drawn in that month. */
export async function lockKey(tx: Tx, rolloutId: string, month: string): Promise<CommittedKey | null> {
  const [row] = await tx.query<Row & CommittedKey>(`${committed} where k.rollout_id = $1 and k.month = $2 for update of k`, [
    rolloutId,
    month,
  ])
  return row ?? null
}

export async function markDisclosed(tx: Tx, key: CommittedKey, by: { id: string; at: Date }): Promise<void> {
  tx.write('update tenure.sampling_keys set disclosed_at = $3, disclosed_by = $4 where rollout_id = $1 and month = $2', [
    key.rolloutId,
    key.month,
    by.at,
    by.id,
  ])
}

/** The keys of a month that were disclosed. */
export async function disclosedOf(db: Pick<Database, 'read'>, month: string): Promise<CommittedKey[]> {
  return db.read<Row & CommittedKey>(`${committed} where k.month = $1 and k.disclosed_at is not null order by k.rollout_id`, [
    month,
  ])
}
