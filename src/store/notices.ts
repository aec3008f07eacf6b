// What an agent elsewhere waits for, and where it wants to be told.

import type { Database, Row } from './database.ts'

export type AwaitedEffect = { interactionId: string; state: string; askedAt: Date; url: string | null; secret: string | null }

/** An effect of an agent that drives itself, with its employee's webhook; null for any other effect. */
export async function awaitedEffect(db: Database, id: string): Promise<AwaitedEffect | null> {
  const [row] = await db.read<Row & AwaitedEffect>(
    `select i.id as "interactionId", f.state, f.asked_at as "askedAt", e.agent ->> 'webhookUrl' as url, e.agent ->> 'webhookSecret' as secret
     from tenure.effects f join tenure.interactions i on i.id = f.interaction_id join tenure.employees e on e.id = i.employee_id
     where f.id = $1 and i.driver = 'agent'`,
    [id],
  )
  return row ?? null
}
