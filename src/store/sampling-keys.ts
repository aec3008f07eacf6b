// The keys of rollouts and months by their digests, and which of them were disclosed. The keys themselves are derived from the rollout's secret and kept nowhere.

import type { RolloutId } from '../domain/ids.ts'
import type { Row, Tx } from './database.ts'

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
