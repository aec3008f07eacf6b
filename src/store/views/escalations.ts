// Escalations that wait for people, soonest due first; those without a time come last.

import type { EscalationSource, EscalationState } from '../../domain/interaction/escalation.ts'
import type { Database, Row } from '../database.ts'

export type EscalationRow = {
  id: string
  interactionId: string
  employeeId: string
  employee: string
  rolloutId: string | null
  queryType: string
  channel: string
  requester: string | null
  query: string | null
  source: EscalationSource
  reason: string
  trigger: string | null
  who: string | null
  state: EscalationState
  openedAt: Date
  dueAt: Date | null
  takenBy: string | null
  takenByName: string | null
  answeredBy: string | null
  answeredAt: Date | null
  /** What the employee would have replied, when it got that far. */
  suggestedReply: string | null
}

/** Open and taken ones unless a state is named. `after` is the due time (or a far one) and id of the last seen. */
export async function listEscalations(
  db: Database,
  filter: { state: EscalationState | null; after: { at: Date; id: string } | null },
  limit: number,
): Promise<EscalationRow[]> {
  return db.read<Row & EscalationRow>(
    `select s.id, s.interaction_id as "interactionId", i.employee_id as "employeeId", e.name as employee, i.rollout_id as "rolloutId", i.query_type as "queryType", i.channel,
       q.body ->> 'requester' as requester, q.body ->> 'query' as query, s.source, s.reason, s.trigger_name as trigger, s.who, s.state, s.opened_at as "openedAt", s.due_at as "dueAt",
       s.taken_by as "takenBy", p.name as "takenByName", s.answered_by as "answeredBy", s.answered_at as "answeredAt",
       (select c.body ->> 'text' from tenure.effects f join tenure.contents c on c.id = f.request_id where f.interaction_id = i.id and f.kind = 'reply' order by f.position desc limit 1) as "suggestedReply"
     from tenure.escalations s join tenure.interactions i on i.id = s.interaction_id join tenure.employees e on e.id = i.employee_id
       join tenure.contents q on q.id = i.content_id left join tenure.people p on p.id = s.taken_by
     where (s.state = $1 or ($1::text is null and s.state <> 'answered'))
       and ($2::timestamptz is null or (coalesce(s.due_at, $4::timestamptz), s.id) > ($2, $3))
     order by coalesce(s.due_at, $4::timestamptz), s.id limit $5`,
    [filter.state, filter.after?.at ?? null, filter.after?.id ?? null, noDueTime, limit],
  )
}

/** Stands for “no time set” in the order of the list. */
export const noDueTime = new Date('9999-01-01T00:00:00.000Z')
