-- Role versions: what is handled poorly as objects with an owner and a life, what made evidence age, and replays of a version on cases people have judged.

-- One entry per rollout, kind and subject, for ever: the same thing coming back reopens it, so that its history stays in one place.
create table tenure.edge_cases (
  id text primary key,
  employee_id text not null references tenure.employees,
  workflow text not null,
  rollout_id text not null references tenure.rollouts,
  kind text not null constraint edge_cases_kind_is_known check (kind in ('flag', 'tag', 'cluster', 'found')),
  -- `dimension=value`, several joined by ` & `: which interactions it speaks of.
  subject text not null,
  title text not null constraint edge_cases_have_a_title check (btrim(title) <> ''),
  state text not null constraint edge_cases_state_is_known check (state in ('open', 'refined', 'replayed', 'closed', 'reopened')),
  owner text,
  opened_at timestamptz not null,
  opened_by text not null,
  moved_at timestamptz not null,
  refined_in text references tenure.dossiers,
  refined_at timestamptz,
  replay_id text,
  closed_at timestamptz,
  closed_by text,
  -- What was counted when it was closed; it stays when the entry is reopened.
  successes int,
  failures int,
  needed int,
  reopened int not null default 0 constraint edge_cases_count_their_returns check (reopened >= 0),
  constraint edge_cases_once_per_subject unique (rollout_id, kind, subject),
  constraint edge_cases_refined_name_the_version check (state not in ('refined', 'replayed', 'closed') or (refined_in is not null and refined_at is not null)),
  constraint edge_cases_replayed_name_the_replay check (state <> 'replayed' or replay_id is not null),
  constraint edge_cases_closed_say_what_was_counted check (state <> 'closed' or (closed_at is not null and closed_by is not null and successes >= needed)),
  constraint edge_cases_reopened_count_it check (state <> 'reopened' or reopened > 0)
);
create index edge_cases_of_an_employee on tenure.edge_cases (employee_id, workflow, state);

create table tenure.edge_case_examples (
  edge_case_id text not null references tenure.edge_cases,
  interaction_id text not null references tenure.interactions,
  added_by text not null,
  added_at timestamptz not null,
  constraint edge_case_examples_once_each primary key (edge_case_id, interaction_id)
);

-- Everything that made evidence age: what changed, for which cells (null: all), under which versions.
create table tenure.ageings (
  id text primary key,
  employee_id text not null references tenure.employees,
  workflow text not null,
  rollout_id text references tenure.rollouts,
  cells jsonb constraint ageings_name_cells_or_mean_all check (cells is null or jsonb_typeof(cells) = 'array'),
  kinds text[] not null constraint ageings_say_what_changed check (cardinality(kinds) > 0),
  why text not null,
  dossier_before text references tenure.dossiers,
  dossier_after text references tenure.dossiers,
  at timestamptz not null,
  by text not null
);
create index ageings_of_a_workflow on tenure.ageings (employee_id, workflow, at);

-- Since when the rollout works under its present version; null: since it was opened.
alter table tenure.rollouts add column version_since timestamptz;

create table tenure.replays (
  id text primary key,
  rollout_id text not null references tenure.rollouts,
  employee_id text not null references tenure.employees,
  workflow text not null,
  dossier_before text not null references tenure.dossiers,
  dossier_after text not null references tenure.dossiers,
  state text not null constraint replays_state_is_known check (state in ('running', 'done', 'stopped')),
  cases int not null constraint replays_have_cases check (cases > 0),
  ordered_by text not null,
  ordered_at timestamptz not null,
  ended_at timestamptz,
  why text,
  -- What it showed when its last case was done, with the evidence of that moment.
  result jsonb,
  constraint replays_ended_know_when check ((state = 'running') = (ended_at is null)),
  constraint replays_stopped_say_why check (state <> 'stopped' or why is not null),
  constraint replays_done_have_a_result check ((state = 'done') = (result is not null))
);
create index replays_of_a_rollout on tenure.replays (rollout_id, id desc);
create unique index replays_one_at_a_time on tenure.replays (rollout_id) where state = 'running';
alter table tenure.edge_cases add constraint edge_cases_name_a_replay_there_is foreign key (replay_id) references tenure.replays;

create table tenure.replay_cases (
  id text primary key,
  replay_id text not null references tenure.replays,
  position int not null,
  interaction_id text not null references tenure.interactions,
  query_type text not null,
  channel text not null,
  state text not null constraint replay_cases_state_is_known check (state in ('waiting', 'done')),
  outcome text constraint replay_cases_outcome_is_known check (outcome in ('unchanged', 'changed', 'unanswerable', 'failed')),
  -- Whether the old version, run again, did something else than it did: what the agent varies by itself.
  noise boolean,
  -- The three lanes, in tenure.contents; null in one that is erased.
  lanes_id text references tenure.contents,
  cost_micros bigint constraint replay_cases_cost_something_or_nobody_knows check (cost_micros >= 0),
  done_at timestamptz,
  verdict text constraint replay_cases_verdict_is_known check (verdict in ('old_better', 'new_better', 'both_right', 'both_wrong')),
  judged_by text,
  judged_at timestamptz,
  constraint replay_cases_once_per_interaction unique (replay_id, interaction_id),
  constraint replay_cases_in_order unique (replay_id, position),
  constraint replay_cases_done_have_an_outcome check ((state = 'done') = (outcome is not null and noise is not null and done_at is not null)),
  -- Only what changed goes to people.
  constraint replay_cases_judged_are_changed check (verdict is null or (outcome is not null and outcome <> 'unchanged')),
  constraint replay_cases_judged_name_who check ((verdict is null) = (judged_by is null) and (verdict is null) = (judged_at is null))
);

grant select, insert, update on tenure.edge_cases, tenure.replays, tenure.replay_cases to tenure_app;
grant select, insert on tenure.edge_case_examples, tenure.ageings to tenure_app;
grant select on tenure.edge_cases, tenure.edge_case_examples, tenure.ageings, tenure.replays, tenure.replay_cases to tenure_reader, tenure_auditor;
