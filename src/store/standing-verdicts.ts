// What stands for each proposal, as a table to select from: the adjudicated verdict, or the first one, or, while two differ, the first one as a wrong (domain/interaction/
// standing.ts). Second judgements and blind items are in none of it.

/** A row per judged proposal, under the primary review and with its weight. */
export const standingVerdicts = `(select r.id as review_id, v.id, v.interaction_id, v.proposal_id, v.rollout_id, v.dossier_id, v.query_type, v.channel, v.escalated, v.weight, v.given_at,
    case when a.id is not null then a.correct when d.id is not null and not v.escalated then false else v.correct end as correct,
    case when a.id is not null then a.should_escalate when d.id is not null and v.escalated then false else v.should_escalate end as should_escalate
  from tenure.reviews r join tenure.verdicts v on v.review_id = r.id and v.withdrawn_at is null
  left join tenure.reviews d on d.proposal_id = r.proposal_id and d.purpose = 'adjudication' and d.state <> 'withdrawn'
  left join tenure.verdicts a on a.review_id = d.id and a.withdrawn_at is null
  where r.purpose = 'primary')`
