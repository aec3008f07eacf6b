// What an agent elsewhere waits for, and where it wants to be told.

import type { Database, Row } from './database.ts'

export type AwaitedEffect = { interactionId: string; state: string; movedAt: Date; url: string | null; secret: string | null }

/**
 * An effect of an agent that drives itself, with its employee's webhook; null for any other effect. `movedAt`: when it last moved, as far as it is known; one released and
 * waiting for its agent is news as long as the approval holds.
 */
export async function awaitedEffect(db: Database, id: string): Promise<AwaitedEffect | null> {
  const [row] = await db.read<Row & AwaitedEffect>(
    `select i.id as "interactionId", f.state, coalesce(f.ended_at, f.attempted_at, case when f.state = 'released' then f.expires_at end, f.asked_at) as "movedAt", e.agent ->> 'webhookUrl' as url, e.agent ->> 'webhookSecret' as secret
     from tenure.effects f join tenure.interactions i on i.id = f.interaction_id join tenure.employees e on e.id = i.employee_id
     where f.id = $1 and i.driver = 'agent'`,
    [id],
  )
  return row ?? null
}
