-- Sampling that an auditor can recompute, reviews with a purpose, blind items of known outcome, and what is known of those who review (GATES.md sections 3 and 7).

-- A proposal has one primary review, which is what counts; beside it at most one second blind judgement and one adjudication. A blind item has a proposal of its own.
alter table tenure.reviews
  add column purpose text not null default 'primary' constraint reviews_purpose_is_known check (purpose in ('primary', 'double', 'adjudication', 'blind')),
  -- Who may not judge it: whoever has judged the proposal already, or knows the answer.
  add column not_for text[] not null default '{}',
  -- How many signals known before any outcome speak against it: they order the queue and never count.
  add column risk smallint not null default 0 constraint reviews_risk_is_a_count check (risk >= 0),
  -- How often somebody put it off; the deadline stays where it was, or putting off would be a way around it.
  add column put_off int not null default 0,
  add column reserved_at timestamptz,
  drop constraint reviews_one_per_proposal,
  add constraint reviews_one_per_proposal_and_purpose unique (proposal_id, purpose),
  -- Outside every count that goes by rollout; where it is shown stands in tenure.blind_placements.
  add constraint reviews_of_blind_items_belong_to_no_rollout check ((purpose = 'blind') <= (rollout_id is null));

-- The queue: what somebody has already, then what is overdue, then escalations by due time, then by risk, then the oldest; last what was put off.
drop index tenure.reviews_open_by_age;
create index reviews_open_by_age on tenure.reviews (due_at, id) where state = 'open' and put_off = 0;
create index reviews_open_escalations on tenure.reviews (due_at, id) where state = 'open' and put_off = 0 and escalated;
create index reviews_open_by_risk on tenure.reviews (risk desc, due_at, id) where state = 'open' and put_off = 0;
create index reviews_put_off on tenure.reviews (put_off, due_at, id) where state = 'open' and put_off > 0;
create index reviews_reserved on tenure.reviews (reserved_by) where state = 'open' and reserved_by is not null;

alter table tenure.verdicts
  -- From taking the item to the verdict, by the server's clock; null: it was never taken.
  add column dwell_ms bigint constraint verdicts_take_time check (dwell_ms >= 0),
  -- What the page says somebody spent on it, pauses left out. For the person's own eyes and for finding who never looks; it moves no gate.
  add column active_ms bigint constraint verdicts_are_worked_on check (active_ms >= 0),
  -- Withdrawn because whoever gave it was excluded.
  add column excluded_by text;
-- Nobody judges the same proposal twice. A recording's ground truth is nobody's judgement.
create unique index verdicts_one_per_person_and_proposal on tenure.verdicts (proposal_id, given_by) where withdrawn_at is null and source = 'person';
create index verdicts_of_a_person on tenure.verdicts (given_by, given_at);
create index verdicts_of_a_rollout on tenure.verdicts (rollout_id, given_by);

-- The draw is fixed when the interaction arrives, by the key of a rollout and a month, before anything else is known of it.
alter table tenure.interactions
  add column sampled_by text references tenure.rollouts,
  add column sample_u double precision,
  add column double_u double precision,
  -- The share that is judged twice, as registered when it arrived.
  add column double_ratio double precision,
  add constraint interactions_draws_are_whole
    check ((sampled_by is null) = (sample_u is null) and (sampled_by is null) = (double_u is null) and (sampled_by is null) = (double_ratio is null));

alter table tenure.proposals
  add column sample_base double precision,
  add column risks text[] not null default '{}',
  -- What the agent, or a judge model, says of its own answer. It may order the queue and raise the rate, and moves no gate.
  add column confidence double precision constraint proposals_confidence_is_a_ratio check (confidence between 0 and 1),
  add column judge_score double precision constraint proposals_judge_score_is_a_ratio check (judge_score between 0 and 1);

-- The key of one rollout in one month is derived from the rollout's secret; its digest is on the trail before its first draw, and it is disclosed when the month is over.
create table tenure.sampling_keys (
  rollout_id text not null references tenure.rollouts,
  month text not null constraint sampling_keys_month_is_one check (month ~ '^\d{4}-(0[1-9]|1[0-2])$'),
  digest text not null,
  committed_at timestamptz not null,
  disclosed_at timestamptz,
  disclosed_by text,
  constraint sampling_keys_one_per_month primary key (rollout_id, month),
  constraint sampling_keys_disclosed_name_who check ((disclosed_at is null) = (disclosed_by is null))
);

-- Items whose right verdict is known beforehand. Read by no route that a reviewer may use.
create table tenure.blind_items (
  id text primary key,
  rollout_id text not null references tenure.rollouts,
  -- What is copied: content, effects, times. A variant replaces the text of the reply.
  source_interaction_id text not null references tenure.interactions,
  variant_id text references tenure.contents,
  known text not null constraint blind_items_are_known check (known in ('wrong', 'right')),
  why text not null constraint blind_items_say_why check (why in ('adjudicated', 'two_agree', 'verified_source', 'edge_case', 'entered')),
  -- Whoever knows the answer: never asked.
  known_to text[] not null default '{}',
  entered_by text,
  entered_at timestamptz not null,
  retired_at timestamptz,
  constraint blind_items_entered_name_who check ((why = 'entered') = (entered_by is not null)),
  constraint blind_items_of_variants_are_entered check (variant_id is null or why = 'entered')
);
create index blind_items_of_a_rollout on tenure.blind_items (rollout_id) where retired_at is null;
create unique index blind_items_once_per_source on tenure.blind_items (source_interaction_id, known) where variant_id is null;

-- One clone of a blind item in the queue. The clone's own rows belong to nobody's traffic; this says under which names a card shows it.
create table tenure.blind_placements (
  interaction_id text primary key references tenure.interactions,
  item_id text not null references tenure.blind_items,
  review_id text not null references tenure.reviews,
  rollout_id text not null references tenure.rollouts,
  employee_id text not null references tenure.employees,
  external_id text not null,
  placed_at timestamptz not null,
  constraint blind_placements_one_per_review unique (review_id)
);
create index blind_placements_of_a_rollout on tenure.blind_placements (rollout_id);
create index blind_placements_of_an_item on tenure.blind_placements (item_id);

-- Clones belong to an employee that does no work, so that no count by employee, workflow or rollout ever takes one for traffic.
insert into tenure.employees (id, name, agent, created_at) values ('emp_00000000000000000000000000', ' blind items', '{"kind": "scripted"}', now());

-- A reviewer's verdicts leave the evidence of a rollout, and may come back: both are acts of somebody with a reason, or of the rule that proved it.
create table tenure.reviewer_exclusions (
  id text primary key,
  rollout_id text not null references tenure.rollouts,
  person_id text not null,
  state text not null constraint reviewer_exclusions_state_is_known check (state in ('proposed', 'in_force', 'dismissed', 'lifted')),
  why text not null,
  facts jsonb not null,
  reason text,
  proposed_at timestamptz not null,
  decided_by text,
  decided_at timestamptz,
  lifted_by text,
  lifted_at timestamptz,
  constraint reviewer_exclusions_decided_name_who check ((decided_at is null) = (decided_by is null) and (state = 'proposed') = (decided_at is null)),
  constraint reviewer_exclusions_lifted_name_who check ((lifted_at is null) = (lifted_by is null) and (state = 'lifted') = (lifted_at is not null))
);
create unique index reviewer_exclusions_one_open_per_person on tenure.reviewer_exclusions (rollout_id, person_id) where state in ('proposed', 'in_force');

grant select, insert, update on tenure.sampling_keys, tenure.blind_items, tenure.blind_placements, tenure.reviewer_exclusions to tenure_app;
grant select on tenure.sampling_keys, tenure.reviewer_exclusions to tenure_reader, tenure_auditor;
grant select on tenure.blind_items, tenure.blind_placements to tenure_auditor;

-- Whoever could read the secret could foresee every draw. Dashboards and auditors read the rest of a rollout; an auditor is given a past month's key by an act on the trail.
do $$
declare
  columns text;
begin
  select string_agg(quote_ident(attname), ', ' order by attnum) into columns
    from pg_attribute where attrelid = 'tenure.rollouts'::regclass and attnum > 0 and not attisdropped and attname <> 'sampling_secret';
  execute 'revoke select on tenure.rollouts from tenure_reader, tenure_auditor';
  execute format('grant select (%s) on tenure.rollouts to tenure_reader, tenure_auditor', columns);
end $$;
