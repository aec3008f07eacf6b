// What people really did, beside what the employee would have done.

import type { Tx } from './database.ts'
import { freshId } from './fresh-id.ts'

export async function insertHumanWork(
  tx: Tx,
  w: { interactionId: string; doneBy: string; contentId: string; minutes: number | null; at: Date },
): Promise<string> {
  const id = freshId('work', w.at)
  tx.write(
    'insert into tenure.human_work (id, interaction_id, done_by, content_id, minutes, done_at) values ($1, $2, $3, $4, $5, $6)',
    [id, w.interactionId, w.doneBy, w.contentId, w.minutes, w.at],
  )
  return id
}
