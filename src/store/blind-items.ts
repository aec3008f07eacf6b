// Items of known outcome, and their clones in the queue. Nothing here is read by a route that a reviewer may use; a clone's rows look like any other's.

import type { BlindItemId, EmployeeId, InteractionId, ReviewId, RolloutId } from '../domain/ids.ts'
import type { Row, Tx } from './database.ts'

export type BlindItem = {
  id: BlindItemId
  rolloutId: RolloutId
  sourceInteractionId: InteractionId
  variantId: string | null
  known: 'wrong' | 'right'
  why: 'adjudicated' | 'two_agree' | 'verified_source' | 'edge_case' | 'entered'
  knownTo: string[]
  enteredBy: string | null
}

const columns = `b.id, b.rollout_id as "rolloutId", b.source_interaction_id as "sourceInteractionId", b.variant_id as "variantId", b.known, b.why, b.known_to as "knownTo", b.entered_by as "enteredBy"`

/** True when it is new; what is known of one source is kept once. */
export async function insertBlindItem(tx: Tx, item: BlindItem & { at: Date }): Promise<boolean> {
  const rows = await tx.query<Row>(
    `insert into tenure.blind_items (id, rollout_id, source_interaction_id, variant_id, known, why, known_to, entered_by, entered_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (source_interaction_id, known) where variant_id is null do nothing returning 1`,
    [
      item.id,
      item.rolloutId,
      item.sourceInteractionId,
      item.variantId,
      item.known,
      item.why,
      item.knownTo,
      item.enteredBy,
      item.at,
    ],
  )
  return rows.length > 0
}

/** How many clones a rollout has had, and whether there is anything to clone. */
export async function blindStock(tx: Tx, rolloutId: string): Promise<{ placed: number; any: boolean }> {
  const [row] = await tx.query<Row & { placed: number; any: boolean }>(
    `select (select count(*)::int from tenure.blind_placements where rollout_id = $1) as placed,
       exists (select from tenure.blind_items where rollout_id = $1 and retired_at is null) as "any"`,
    [rolloutId],
  )
  return row!
}

/**
 * The item to place next: of this outcome, from this phase and delivery, shown least often so far, and none of which a clone still waits. Null: there is none. Whoever met a
 * clone of it, or judged what it is copied from, knows it: `metBy`.
 */
export async function nextBlindItem(
  tx: Tx,
  on: { rolloutId: string; known: BlindItem['known']; phase: string; delivery: string },
): Promise<(BlindItem & { metBy: string[] }) | null> {
  const [row] = await tx.query<Row & BlindItem & { metBy: string[] }>(
    `select ${columns}, array(select v.given_by from tenure.verdicts v where v.interaction_id = b.source_interaction_id
         union select v.given_by from tenure.blind_placements p join tenure.verdicts v on v.review_id = p.review_id where p.item_id = b.id) as "metBy"
     from tenure.blind_items b join tenure.interactions i on i.id = b.source_interaction_id
     where b.rollout_id = $1 and b.known = $2 and b.retired_at is null and i.phase = $3 and i.state = 'settled' and i.outcome in ('handled', 'recorded')
       and exists (select from tenure.reviews r where r.interaction_id = i.id and r.purpose = 'primary' and not r.escalated)
       and not exists (select from tenure.effects f where f.interaction_id = i.id and (f.delivery is distinct from $4 or f.state in ('unknown', 'failed', 'escalated')
         or (f.disposition = 'hold' and f.phase <> 'shadow')))
       and not exists (select from tenure.blind_placements p join tenure.reviews r on r.id = p.review_id where p.item_id = b.id and r.state = 'open')
     order by (select count(*) from tenure.blind_placements p where p.item_id = b.id), b.id limit 1 for update of b`,
    [on.rolloutId, on.known, on.phase, on.delivery],
  )
  return row ?? null
}

export type Placement = {
  interactionId: InteractionId
  itemId: BlindItemId
  reviewId: ReviewId
  rolloutId: RolloutId
  employeeId: EmployeeId
}

export async function insertPlacement(tx: Tx, p: Placement & { externalId: string; at: Date }): Promise<void> {
  tx.write(
    'insert into tenure.blind_placements (interaction_id, item_id, review_id, rollout_id, employee_id, external_id, placed_at) values ($1, $2, $3, $4, $5, $6, $7)',
    [p.interactionId, p.itemId, p.reviewId, p.rolloutId, p.employeeId, p.externalId, p.at],
  )
}

/** What a clone is shown as belonging to; null: this is no clone. */
export async function placementOf(tx: Tx, interactionId: string): Promise<Placement | null> {
  const [row] = await tx.query<Row & Placement>(
    'select interaction_id as "interactionId", item_id as "itemId", review_id as "reviewId", rollout_id as "rolloutId", employee_id as "employeeId" from tenure.blind_placements where interaction_id = $1',
    [interactionId],
  )
  return row ?? null
}

export async function lockBlindItem(tx: Tx, id: string): Promise<(BlindItem & { retiredAt: Date | null }) | null> {
  const [row] = await tx.query<Row & BlindItem & { retiredAt: Date | null }>(
    `select ${columns}, b.retired_at as "retiredAt" from tenure.blind_items b where b.id = $1 for update`,
    [id],
  )
  return row ?? null
}

/** No clone of it is placed any more; those that wait are taken out of the queue. */
export async function retireBlindItem(tx: Tx, id: string, at: Date): Promise<void> {
  tx.write('update tenure.blind_items set retired_at = $2 where id = $1', [id, at])
  tx.write(
    `update tenure.reviews set state = 'withdrawn', closed_at = $2, reserved_by = null, reserved_at = null, reserved_until = null
     where state = 'open' and id in (select review_id from tenure.blind_placements where item_id = $1)`,
    [id, at],
  )
}
