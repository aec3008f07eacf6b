// Escalations: one per interaction, open until a person has answered.

import type { EscalationId, InteractionId } from '../domain/ids.ts'
import type { EscalationSource, EscalationState } from '../domain/interaction/escalation.ts'
import type { Row, Tx } from './database.ts'

export type Escalation = {
  id: EscalationId
  interactionId: InteractionId
  source: EscalationSource
  reason: string
  state: EscalationState
  takenBy: string | null
}

type NewEscalation = Pick<Escalation, 'id' | 'interactionId' | 'source' | 'reason'> & {
  trigger: string | null
  who: string | null
  dueAt: Date | null
  at: Date
}

/** Opens the interaction's escalation; false when it already has one. */
export async function insertEscalation(tx: Tx, e: NewEscalation): Promise<boolean> {
  const rows = await tx.query(
    `insert into tenure.escalations (id, interaction_id, source, reason, trigger_name, who, state, opened_at, due_at) values ($1, $2, $3, $4, $5, $6, 'open', $7, $8)
     on conflict on constraint escalations_once_per_interaction do nothing returning 1`,
    [e.id, e.interactionId, e.source, e.reason, e.trigger, e.who, e.at, e.dueAt],
  )
  return rows.length > 0
}

export async function escalationOf(tx: Tx, interactionId: string): Promise<Escalation | null> {
  const [row] = await tx.query<Row & Escalation>(
    'select id, interaction_id as "interactionId", source, reason, state, taken_by as "takenBy" from tenure.escalations where interaction_id = $1 for update',
    [interactionId],
  )
  return row ?? null
}

export async function moveEscalation(
  tx: Tx,
  id: EscalationId,
  to: EscalationState,
  who: { by: string; at: Date },
): Promise<void> {
  tx.write(
    `update tenure.escalations set state = $2, taken_by = case $2 when 'taken' then $3 when 'open' then null else taken_by end,
       answered_by = case when $2 = 'answered' then $3 end, answered_at = case when $2 = 'answered' then $4::timestamptz end where id = $1`,
    [id, to, who.by, who.at],
  )
}
