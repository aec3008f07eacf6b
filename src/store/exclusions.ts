// Reviewers whose verdicts leave the evidence of a rollout, and come back: proposed, in force, dismissed or lifted.

import type { ExclusionId, InteractionId, ProposalId, ReviewId, RolloutId, VerdictId } from '../domain/ids.ts'
import type { Row, Tx } from './database.ts'

export type Exclusion = {
  id: ExclusionId
  rolloutId: RolloutId
  personId: string
  state: 'proposed' | 'in_force' | 'dismissed' | 'lifted'
  why: string
}

const columns = 'id, rollout_id as "rolloutId", person_id as "personId", state, why'

/** The one that is proposed or in force; null: nothing is open about this person here. */
export async function openExclusion(tx: Tx, rolloutId: string, personId: string): Promise<Exclusion | null> {
  const [row] = await tx.query<Row & Exclusion>(
    `select ${columns} from tenure.reviewer_exclusions where rollout_id = $1 and person_id = $2 and state in ('proposed', 'in_force') for update`,
    [rolloutId, personId],
  )
  return row ?? null
}

export async function lockExclusion(tx: Tx, id: string): Promise<Exclusion | null> {
  const [row] = await tx.query<Row & Exclusion>(`select ${columns} from tenure.reviewer_exclusions where id = $1 for update`, [
    id,
  ])
  return row ?? null
}

export async function insertExclusion(
  tx: Tx,
  e: Pick<Exclusion, 'id' | 'rolloutId' | 'personId' | 'why'> & { facts: unknown; at: Date },
): Promise<void> {
  tx.write(
    "insert into tenure.reviewer_exclusions (id, rollout_id, person_id, state, why, facts, proposed_at) values ($1, $2, $3, 'proposed', $4, $5, $6)",
    [e.id, e.rolloutId, e.personId, e.why, JSON.stringify(e.facts), e.at],
  )
}

export async function decideExclusion(
  tx: Tx,
  id: string,
  it: { state: 'in_force' | 'dismissed'; by: string; reason: string | null; at: Date },
): Promise<void> {
  tx.write('update tenure.reviewer_exclusions set state = $2, decided_by = $3, reason = $4, decided_at = $5 where id = $1', [
    id,
    it.state,
    it.by,
    it.reason,
    it.at,
  ])
}

export async function liftExclusion(tx: Tx, id: string, it: { by: string; at: Date }): Promise<void> {
  tx.write("update tenure.reviewer_exclusions set state = 'lifted', lifted_by = $2, lifted_at = $3 where id = $1", [
    id,
    it.by,
    it.at,
  ])
}

/** They are asked about nothing of this rollout, blind items included, or may be again. */
export async function askNot(tx: Tx, rolloutId: string, personId: string): Promise<void> {
  tx.write(
    `update tenure.reviews set not_for = array_append(not_for, $2), reserved_by = case when reserved_by = $2 then null else reserved_by end,
       reserved_at = case when reserved_by = $2 then null else reserved_at end, reserved_until = case when reserved_by = $2 then null else reserved_until end
     where state = 'open' and not ($2 = any (not_for))
       and (rollout_id = $1 or id in (select review_id from tenure.blind_placements where rollout_id = $1))`,
    [rolloutId, personId],
  )
}

export async function askAgain(tx: Tx, rolloutId: string, personId: string): Promise<void> {
  tx.write(
    `update tenure.reviews r set not_for = array_remove(not_for, $2) where r.state = 'open' and $2 = any (r.not_for)
       and (r.rollout_id = $1 or r.id in (select review_id from tenure.blind_placements where rollout_id = $1))
       and not exists (select from tenure.verdicts v where v.proposal_id = r.proposal_id and v.given_by = $2)
       and not exists (select from tenure.blind_placements p join tenure.blind_items b on b.id = p.item_id where p.review_id = r.id and $2 = any (b.known_to))`,
    [rolloutId, personId],
  )
}

export type SetAside = { id: VerdictId; reviewId: ReviewId; interactionId: InteractionId; proposalId: ProposalId }

const aside = 'v.id, v.review_id as "reviewId", v.interaction_id as "interactionId", v.proposal_id as "proposalId"'

/**
 * What leaves the evidence: verdicts of theirs that speak for the employee. What they found against it stays, so that excluding somebody never lifts a number
 * (domain/gates/reviewers.ts, stillCounts).
 */
export async function favourableVerdicts(tx: Tx, rolloutId: string, personId: string): Promise<SetAside[]> {
  return tx.query<Row & SetAside>(
    `select ${aside} from tenure.verdicts v join tenure.reviews r on r.id = v.review_id
     where v.rollout_id = $1 and v.given_by = $2 and v.withdrawn_at is null and v.source = 'person' and r.purpose in ('primary', 'double', 'adjudication')
       and (case when v.escalated then v.should_escalate else v.correct and coalesce(not v.should_escalate, true) end) order by v.id`,
    [rolloutId, personId],
  )
}

export async function setVerdictAside(tx: Tx, id: string, it: { exclusionId: string; by: string; at: Date }): Promise<void> {
  tx.write('update tenure.verdicts set withdrawn_at = $3, withdrawn_by = $4, excluded_by = $2 where id = $1', [
    id,
    it.exclusionId,
    it.at,
    it.by,
  ])
}

/** Verdicts this exclusion set aside that nobody has replaced since. */
export async function replaceable(tx: Tx, exclusionId: string): Promise<SetAside[]> {
  return tx.query<Row & SetAside>(
    `select ${aside} from tenure.verdicts v join tenure.reviews r on r.id = v.review_id
     where v.excluded_by = $1 and v.withdrawn_at is not null and r.state = 'open' and not exists (select from tenure.verdicts o where o.review_id = r.id and o.withdrawn_at is null)
       and not exists (select from tenure.verdicts o where o.proposal_id = v.proposal_id and o.given_by = v.given_by and o.withdrawn_at is null) order by v.id`,
    [exclusionId],
  )
}

export async function reinstateVerdict(tx: Tx, id: string): Promise<void> {
  tx.write('update tenure.verdicts set withdrawn_at = null, withdrawn_by = null, excluded_by = null where id = $1', [id])
}
