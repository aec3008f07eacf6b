// Effects across interactions: what waits for a person, and what nobody knows the outcome of.

import { blindEmployee } from '../../domain/interaction/blind.ts'
import type { EffectState } from '../../domain/interaction/effect.ts'
import type { Phase } from '../../domain/rollout/phase.ts'
import type { Database, Row } from '../database.ts'
import { type EffectRow, effectColumns, effectTables } from './interaction-story.ts'

export type ListedEffect = EffectRow & {
  interactionId: string
  employee: string
  workflow: string
  queryType: string
  channel: string
  query: string | null
  requester: string | null
  phase: Phase | null
  diverged: boolean
  /** The idempotency key under which it was or will be sent. */
  key: string
}

/** `blindly`: for a reviewer’s eyes, clones of blind items like the rest, and not what they are copied from. */
export type EffectFilter = { state: EffectState | null; employeeId: string | null; before: string | null; blindly: boolean }

const realOnly = `i.employee_id <> '${blindEmployee}'`
const asReviewersSee = 'not exists (select from tenure.blind_items s where s.source_interaction_id = i.id)'

/** Newest first, a page at a time; `before` is an effect's id, and ids are in the order of asking. */
export async function listEffects(db: Database, filter: EffectFilter, limit: number): Promise<ListedEffect[]> {
  return db.read<Row & ListedEffect>(
    `select ${effectColumns}, f.interaction_id as "interactionId", f.idempotency_key as "key", f.phase, e.name as employee, i.workflow, i.query_type as "queryType", i.channel,
       i.diverged, q.body ->> 'query' as query, q.body ->> 'requester' as requester
     from ${effectTables} join tenure.interactions i on i.id = f.interaction_id left join tenure.blind_placements p on p.interaction_id = i.id
       join tenure.employees e on e.id = coalesce(p.employee_id, i.employee_id) join tenure.contents q on q.id = i.content_id
     where ($1::text is null or f.state = $1) and ($2::text is null or e.id = $2) and ($3::text is null or f.id < $3) and ${filter.blindly ? asReviewersSee : realOnly} order by f.id desc limit $4`,
    [filter.state, filter.employeeId, filter.before, limit],
  )
}

/** How many wait for a person, and how many nobody knows the outcome of. */
export async function countWaiting(db: Database, blindly: boolean): Promise<{ held: number; unknown: number }> {
  const [row] = await db.read<Row & { held: number; unknown: number }>(
    `select count(*) filter (where f.state = 'held')::int as held, count(*) filter (where f.state = 'unknown')::int as unknown
     from tenure.effects f join tenure.interactions i on i.id = f.interaction_id where f.state in ('held', 'unknown') and ${blindly ? asReviewersSee : realOnly}`,
  )
  return row!
}
