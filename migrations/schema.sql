-- Dumped by scripts/schema.ts from the migrated database; do not edit. CI fails when it is stale.

create table audit.entries (
  id text not null,
  at timestamp with time zone not null,
  kind text not null,
  subject text not null,
  body text not null,
  leaf bytea not null,
  constraint entries_fit_a_tile_bundle CHECK (((octet_length(body) >= 2) AND (octet_length(body) <= 65535))),
  constraint entries_leaf_is_a_hash CHECK ((octet_length(leaf) = 32)),
  constraint entries_pkey PRIMARY KEY (id)
);

create table audit.pending (
  arrival bigint not null,
  id text not null,
  leaf bytea not null,
  constraint pending_once_per_entry UNIQUE (id),
  constraint pending_pkey PRIMARY KEY (arrival)
);

create table tenure.accounts (
  id text not null,
  account_id text not null,
  provider_id text not null,
  user_id text not null,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamp with time zone,
  refresh_token_expires_at timestamp with time zone,
  scope text,
  password text,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint accounts_once_per_provider UNIQUE (provider_id, account_id),
  constraint accounts_pkey PRIMARY KEY (id),
  constraint accounts_user_id_fkey FOREIGN KEY (user_id) REFERENCES people(id) ON DELETE CASCADE
);

create table tenure.ageings (
  id text not null,
  employee_id text not null,
  workflow text not null,
  rollout_id text,
  cells jsonb,
  kinds text[] not null,
  why text not null,
  dossier_before text,
  dossier_after text,
  at timestamp with time zone not null,
  by text not null,
  constraint ageings_dossier_after_fkey FOREIGN KEY (dossier_after) REFERENCES dossiers(id),
  constraint ageings_dossier_before_fkey FOREIGN KEY (dossier_before) REFERENCES dossiers(id),
  constraint ageings_employee_id_fkey FOREIGN KEY (employee_id) REFERENCES employees(id),
  constraint ageings_name_cells_or_mean_all CHECK (((cells IS NULL) OR (jsonb_typeof(cells) = 'array'::text))),
  constraint ageings_pkey PRIMARY KEY (id),
  constraint ageings_rollout_id_fkey FOREIGN KEY (rollout_id) REFERENCES rollouts(id),
  constraint ageings_say_what_changed CHECK ((cardinality(kinds) > 0))
);

create table tenure.agent_models (
  employee_id text not null,
  model text not null,
  fingerprint text,
  since timestamp with time zone not null,
  seen_at timestamp with time zone not null,
  asked text,
  constraint agent_models_employee_id_fkey FOREIGN KEY (employee_id) REFERENCES employees(id)
);

create table tenure.agent_steps (
  interaction_id text not null,
  "position" integer not null,
  content_id text not null,
  model text not null,
  fingerprint text,
  input_tokens integer not null,
  cached_tokens integer not null,
  output_tokens integer not null,
  cost_micros bigint,
  at timestamp with time zone not null,
  constraint agent_steps_are_kept_once PRIMARY KEY (interaction_id, "position"),
  constraint agent_steps_content_id_fkey FOREIGN KEY (content_id) REFERENCES contents(id),
  constraint agent_steps_interaction_id_fkey FOREIGN KEY (interaction_id) REFERENCES interactions(id)
);

create table tenure.api_keys (
  id text not null,
  name text not null,
  prefix text not null,
  sha256 text not null,
  scopes text[] not null,
  employee_id text,
  created_by text not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone,
  revoked_at timestamp with time zone,
  last_used_at timestamp with time zone,
  constraint api_keys_created_by_fkey FOREIGN KEY (created_by) REFERENCES people(id),
  constraint api_keys_employee_id_fkey FOREIGN KEY (employee_id) REFERENCES employees(id),
  constraint api_keys_have_one_hash UNIQUE (sha256),
  constraint api_keys_have_one_prefix UNIQUE (prefix),
  constraint api_keys_of_agents_judge_nothing CHECK (((NOT (scopes && ARRAY['agent'::text, 'inbound'::text])) OR (NOT (scopes && ARRAY['read'::text, 'review'::text, 'govern'::text, 'admin'::text])))),
  constraint api_keys_of_agents_name_their_employee CHECK (((scopes && ARRAY['agent'::text, 'inbound'::text]) = (employee_id IS NOT NULL))),
  constraint api_keys_pkey PRIMARY KEY (id),
  constraint api_keys_scopes_are_known CHECK (((cardinality(scopes) > 0) AND (scopes <@ ARRAY['agent'::text, 'inbound'::text, 'read'::text, 'review'::text, 'govern'::text, 'admin'::text])))
);

create table tenure.blind_items (
  id text not null,
  rollout_id text not null,
  source_interaction_id text not null,
  variant_id text,
  known text not null,
  why text not null,
  known_to text[] not null default '{}'::text[],
  entered_by text,
  entered_at timestamp with time zone not null,
  retired_at timestamp with time zone,
  constraint blind_items_are_known CHECK ((known = ANY (ARRAY['wrong'::text, 'right'::text]))),
  constraint blind_items_entered_name_who CHECK (((why = 'entered'::text) = (entered_by IS NOT NULL))),
  constraint blind_items_of_variants_are_entered CHECK (((variant_id IS NULL) OR (why = 'entered'::text))),
  constraint blind_items_pkey PRIMARY KEY (id),
  constraint blind_items_rollout_id_fkey FOREIGN KEY (rollout_id) REFERENCES rollouts(id),
  constraint blind_items_say_why CHECK ((why = ANY (ARRAY['adjudicated'::text, 'two_agree'::text, 'verified_source'::text, 'edge_case'::text, 'entered'::text]))),
  constraint blind_items_source_interaction_id_fkey FOREIGN KEY (source_interaction_id) REFERENCES interactions(id),
  constraint blind_items_variant_id_fkey FOREIGN KEY (variant_id) REFERENCES contents(id)
);

create table tenure.blind_placements (
  interaction_id text not null,
  item_id text not null,
  review_id text not null,
  rollout_id text not null,
  employee_id text not null,
  external_id text not null,
  placed_at timestamp with time zone not null,
  constraint blind_placements_employee_id_fkey FOREIGN KEY (employee_id) REFERENCES employees(id),
  constraint blind_placements_interaction_id_fkey FOREIGN KEY (interaction_id) REFERENCES interactions(id),
  constraint blind_placements_item_id_fkey FOREIGN KEY (item_id) REFERENCES blind_items(id),
  constraint blind_placements_one_per_review UNIQUE (review_id),
  constraint blind_placements_pkey PRIMARY KEY (interaction_id),
  constraint blind_placements_review_id_fkey FOREIGN KEY (review_id) REFERENCES reviews(id),
  constraint blind_placements_rollout_id_fkey FOREIGN KEY (rollout_id) REFERENCES rollouts(id)
);

create table tenure.bundles (
  promotion_id text not null,
  digest text not null,
  frozen bytea not null,
  frozen_at timestamp with time zone not null,
  constraint bundles_digest_is_a_sha256 CHECK ((digest ~ '^[0-9a-f]{64}$'::text)),
  constraint bundles_pkey PRIMARY KEY (promotion_id),
  constraint bundles_promotion_id_fkey FOREIGN KEY (promotion_id) REFERENCES promotions(id)
);

create table tenure.cells (
  employee_id text not null,
  workflow text not null,
  query_type text not null,
  channel text not null,
  rollout_id text not null,
  epoch integer not null,
  evidence_since timestamp with time zone not null,
  constraint cells_belong_to_one_rollout PRIMARY KEY (employee_id, workflow, query_type, channel),
  constraint cells_employee_id_fkey FOREIGN KEY (employee_id) REFERENCES employees(id),
  constraint cells_epoch_fkey FOREIGN KEY (epoch) REFERENCES epochs(id),
  constraint cells_rollout_id_fkey FOREIGN KEY (rollout_id) REFERENCES rollouts(id)
);

create table tenure.contents (
  id text not null,
  interaction_id text,
  slot text not null,
  salt text not null,
  digest text not null,
  body jsonb,
  kept_at timestamp with time zone not null,
  constraint contents_pkey PRIMARY KEY (id)
);

create table tenure.dossier_signatures (
  dossier_id text not null,
  person_id text not null,
  signed_at timestamp with time zone not null,
  constraint dossier_signatures_dossier_id_fkey FOREIGN KEY (dossier_id) REFERENCES dossiers(id),
  constraint dossiers_are_signed_once_per_person PRIMARY KEY (dossier_id, person_id)
);

create table tenure.dossiers (
  id text not null,
  hash text not null,
  role_hash text not null,
  employee_id text not null,
  workflow text not null,
  files jsonb not null,
  content jsonb not null,
  errors integer not null,
  registered_by text not null,
  registered_at timestamp with time zone not null,
  policy jsonb,
  policy_hash text,
  findings jsonb,
  plan jsonb,
  role_editors text[] not null default '{}'::text[],
  constraint dossiers_count_their_errors CHECK ((errors >= 0)),
  constraint dossiers_employee_id_fkey FOREIGN KEY (employee_id) REFERENCES employees(id),
  constraint dossiers_have_one_row_per_version UNIQUE (employee_id, hash),
  constraint dossiers_pkey PRIMARY KEY (id),
  constraint dossiers_policy_has_its_hash CHECK (((policy IS NULL) = (policy_hash IS NULL)))
);

create table tenure.draft_edits (
  draft_id text not null,
  revision integer not null,
  edits jsonb not null,
  touches_role boolean not null,
  edited_by text not null,
  edited_at timestamp with time zone not null,
  constraint draft_edits_are_kept_once_per_revision PRIMARY KEY (draft_id, revision),
  constraint draft_edits_draft_id_fkey FOREIGN KEY (draft_id) REFERENCES drafts(id)
);

create table tenure.drafts (
  id text not null,
  workflow text not null,
  title text not null,
  employee text not null,
  files jsonb not null,
  revision integer not null,
  opened_by text not null,
  opened_at timestamp with time zone not null,
  changed_by text not null,
  changed_at timestamp with time zone not null,
  registered_dossier_id text,
  registered_revision integer,
  discarded_at timestamp with time zone,
  constraint drafts_name_what_was_registered CHECK (((registered_dossier_id IS NULL) = (registered_revision IS NULL))),
  constraint drafts_pkey PRIMARY KEY (id),
  constraint drafts_registered_dossier_id_fkey FOREIGN KEY (registered_dossier_id) REFERENCES dossiers(id),
  constraint drafts_revisions_count_up CHECK ((revision > 0))
);

create table tenure.edge_case_examples (
  edge_case_id text not null,
  interaction_id text not null,
  added_by text not null,
  added_at timestamp with time zone not null,
  constraint edge_case_examples_edge_case_id_fkey FOREIGN KEY (edge_case_id) REFERENCES edge_cases(id),
  constraint edge_case_examples_interaction_id_fkey FOREIGN KEY (interaction_id) REFERENCES interactions(id),
  constraint edge_case_examples_once_each PRIMARY KEY (edge_case_id, interaction_id)
);

create table tenure.edge_cases (
  id text not null,
  employee_id text not null,
  workflow text not null,
  rollout_id text not null,
  kind text not null,
  subject text not null,
  title text not null,
  state text not null,
  owner text,
  opened_at timestamp with time zone not null,
  opened_by text not null,
  moved_at timestamp with time zone not null,
  refined_in text,
  refined_at timestamp with time zone,
  replay_id text,
  closed_at timestamp with time zone,
  closed_by text,
  successes integer,
  failures integer,
  needed integer,
  reopened integer not null default 0,
  constraint edge_cases_closed_say_what_was_counted CHECK (((state <> 'closed'::text) OR ((closed_at IS NOT NULL) AND (closed_by IS NOT NULL) AND (successes >= needed)))),
  constraint edge_cases_count_their_returns CHECK ((reopened >= 0)),
  constraint edge_cases_employee_id_fkey FOREIGN KEY (employee_id) REFERENCES employees(id),
  constraint edge_cases_have_a_title CHECK ((btrim(title) <> ''::text)),
  constraint edge_cases_kind_is_known CHECK ((kind = ANY (ARRAY['flag'::text, 'tag'::text, 'cluster'::text, 'found'::text]))),
  constraint edge_cases_name_a_replay_there_is FOREIGN KEY (replay_id) REFERENCES replays(id),
  constraint edge_cases_once_per_subject UNIQUE (rollout_id, kind, subject),
  constraint edge_cases_pkey PRIMARY KEY (id),
  constraint edge_cases_refined_in_fkey FOREIGN KEY (refined_in) REFERENCES dossiers(id),
  constraint edge_cases_refined_name_the_version CHECK (((state <> ALL (ARRAY['refined'::text, 'replayed'::text, 'closed'::text])) OR ((refined_in IS NOT NULL) AND (refined_at IS NOT NULL)))),
  constraint edge_cases_reopened_count_it CHECK (((state <> 'reopened'::text) OR (reopened > 0))),
  constraint edge_cases_replayed_name_the_replay CHECK (((state <> 'replayed'::text) OR (replay_id IS NOT NULL))),
  constraint edge_cases_rollout_id_fkey FOREIGN KEY (rollout_id) REFERENCES rollouts(id),
  constraint edge_cases_state_is_known CHECK ((state = ANY (ARRAY['open'::text, 'refined'::text, 'replayed'::text, 'closed'::text, 'reopened'::text])))
);

create table tenure.effects (
  id text not null,
  interaction_id text not null,
  proposal_id text not null,
  "position" integer not null,
  kind text not null,
  system text,
  operation text,
  state text not null,
  disposition text,
  why text,
  phase text,
  delivery text,
  request_id text not null,
  result_id text,
  approval_digest text,
  expires_at timestamp with time zone,
  released_by text,
  performer text not null default 'tenure'::text,
  simulated boolean not null default false,
  idempotency_key text not null,
  provider_ref text,
  attempts integer not null default 0,
  claimed_by text,
  asked_at timestamp with time zone not null,
  attempted_at timestamp with time zone,
  ended_at timestamp with time zone,
  policy_hash text,
  amount numeric,
  recipients text[],
  unsure_since timestamp with time zone,
  compensates text,
  after_divergence boolean not null default false,
  constraint effects_are_unsure_only_before_they_end CHECK (((unsure_since IS NULL) OR (state = ANY (ARRAY['released'::text, 'unknown'::text, 'performed'::text, 'failed'::text])))),
  constraint effects_compensates_fkey FOREIGN KEY (compensates) REFERENCES effects(id),
  constraint effects_delivery_is_known CHECK ((delivery = ANY (ARRAY['observe'::text, 'assist'::text]))),
  constraint effects_disposition_is_known CHECK ((disposition = ANY (ARRAY['perform'::text, 'hold'::text, 'record'::text, 'escalate'::text, 'refuse'::text]))),
  constraint effects_happen_once_per_key UNIQUE (idempotency_key),
  constraint effects_in_shadow_need_a_release CHECK (((kind = 'read'::text) OR (state <> ALL (ARRAY['released'::text, 'attempting'::text, 'performed'::text, 'failed'::text, 'unknown'::text])) OR ((phase IS NOT NULL) AND (phase = ANY (ARRAY['supervised'::text, 'autonomous'::text]))) OR ((phase IS NOT NULL) AND (phase = 'shadow'::text) AND (delivery = 'assist'::text) AND (released_by IS NOT NULL) AND (approval_digest IS NOT NULL)))),
  constraint effects_interaction_id_fkey FOREIGN KEY (interaction_id) REFERENCES interactions(id),
  constraint effects_kind_is_known CHECK ((kind = ANY (ARRAY['read'::text, 'write'::text, 'reply'::text]))),
  constraint effects_move_no_negative_money CHECK ((amount >= (0)::numeric)),
  constraint effects_once_per_position UNIQUE (proposal_id, "position"),
  constraint effects_performed_has_outcome CHECK (((state <> ALL (ARRAY['performed'::text, 'failed'::text])) OR ((attempted_at IS NOT NULL) AND (ended_at IS NOT NULL)))),
  constraint effects_performer_is_known CHECK ((performer = ANY (ARRAY['tenure'::text, 'agent'::text]))),
  constraint effects_phase_is_known CHECK ((phase = ANY (ARRAY['discovery'::text, 'shadow'::text, 'supervised'::text, 'autonomous'::text, 'halted'::text, 'retired'::text]))),
  constraint effects_pkey PRIMARY KEY (id),
  constraint effects_proposal_id_fkey FOREIGN KEY (proposal_id) REFERENCES proposals(id),
  constraint effects_request_id_fkey FOREIGN KEY (request_id) REFERENCES contents(id),
  constraint effects_result_id_fkey FOREIGN KEY (result_id) REFERENCES contents(id),
  constraint effects_state_is_known CHECK ((state = ANY (ARRAY['proposed'::text, 'held'::text, 'released'::text, 'attempting'::text, 'unknown'::text, 'performed'::text, 'failed'::text, 'recorded'::text, 'replayed'::text, 'refused'::text, 'escalated'::text, 'declined'::text, 'lapsed'::text]))),
  constraint effects_that_compensate_have_a_person CHECK (((compensates IS NULL) OR ((released_by IS NOT NULL) AND (approval_digest IS NOT NULL) AND (compensates <> id))))
);

create table tenure.employees (
  id text not null,
  name text not null,
  agent jsonb not null,
  created_at timestamp with time zone not null,
  constraint employees_have_one_name UNIQUE (name),
  constraint employees_pkey PRIMARY KEY (id)
);

create table tenure.epochs (
  id integer not null,
  employee_id text not null,
  workflow text not null,
  query_type text not null,
  channel text not null,
  dossier_id text not null,
  since timestamp with time zone not null,
  why text not null,
  constraint epochs_dossier_id_fkey FOREIGN KEY (dossier_id) REFERENCES dossiers(id),
  constraint epochs_employee_id_fkey FOREIGN KEY (employee_id) REFERENCES employees(id),
  constraint epochs_pkey PRIMARY KEY (id)
);

create table tenure.escalations (
  id text not null,
  interaction_id text not null,
  source text not null,
  reason text not null,
  trigger_name text,
  who text,
  state text not null,
  opened_at timestamp with time zone not null,
  due_at timestamp with time zone,
  taken_by text,
  answered_by text,
  answered_at timestamp with time zone,
  constraint escalations_answered_name_who CHECK (((state = 'answered'::text) = ((answered_by IS NOT NULL) AND (answered_at IS NOT NULL)))),
  constraint escalations_interaction_id_fkey FOREIGN KEY (interaction_id) REFERENCES interactions(id),
  constraint escalations_once_per_interaction UNIQUE (interaction_id),
  constraint escalations_pkey PRIMARY KEY (id),
  constraint escalations_source_is_known CHECK ((source = ANY (ARRAY['agent'::text, 'trigger'::text, 'tenure'::text]))),
  constraint escalations_state_is_known CHECK ((state = ANY (ARRAY['open'::text, 'taken'::text, 'answered'::text])))
);

create table tenure.evidence (
  review_id text not null,
  interaction_id text not null,
  proposal_id text not null,
  epoch integer not null,
  phase text not null,
  opened_at timestamp with time zone not null,
  due_at timestamp with time zone not null,
  escalated boolean not null,
  weight double precision not null,
  case_key text not null,
  slices text[] not null,
  correct boolean,
  should_escalate boolean,
  source text,
  judged_by text,
  reviewer_slice text,
  closed_at timestamp with time zone,
  constraint evidence_closed_says_by_whom CHECK ((((closed_at IS NULL) = (source IS NULL)) AND ((closed_at IS NULL) = (judged_by IS NULL)))),
  constraint evidence_epoch_fkey FOREIGN KEY (epoch) REFERENCES epochs(id),
  constraint evidence_interaction_id_fkey FOREIGN KEY (interaction_id) REFERENCES interactions(id),
  constraint evidence_is_weighed_between_zero_and_one CHECK (((weight > (0)::double precision) AND (weight <= (1)::double precision))),
  constraint evidence_pkey PRIMARY KEY (review_id),
  constraint evidence_proposal_id_fkey FOREIGN KEY (proposal_id) REFERENCES proposals(id),
  constraint evidence_review_id_fkey FOREIGN KEY (review_id) REFERENCES reviews(id),
  constraint evidence_source_is_known CHECK ((source = ANY (ARRAY['person'::text, 'verified_source'::text])))
);

create table tenure.evidence_cases (
  epoch integer not null,
  case_key text not null,
  escalated boolean not null,
  head text not null,
  day date not null,
  opened_at timestamp with time zone not null,
  phase text not null,
  weight double precision not null,
  share double precision,
  should_escalate boolean,
  slices text[] not null,
  open boolean not null,
  due_at timestamp with time zone not null,
  members integer not null,
  said integer not null,
  correct integer not null,
  needed integer not null,
  unneeded integer not null,
  by_people integer not null,
  constraint evidence_cases_count_once PRIMARY KEY (epoch, case_key, escalated),
  constraint evidence_cases_epoch_fkey FOREIGN KEY (epoch) REFERENCES epochs(id)
);

create table tenure.evidence_slices (
  epoch integer not null,
  slice text not null,
  weight double precision not null,
  share double precision not null,
  n integer not null,
  constraint evidence_slices_epoch_fkey FOREIGN KEY (epoch) REFERENCES epochs(id),
  constraint evidence_slices_stand_once PRIMARY KEY (epoch, slice, weight, share)
);

create table tenure.evidence_tallies (
  epoch integer not null,
  day date not null,
  escalated boolean not null,
  weight double precision not null,
  share double precision not null,
  should smallint not null,
  n integer not null,
  members integer not null,
  said integer not null,
  correct integer not null,
  needed integer not null,
  unneeded integer not null,
  by_people integer not null,
  changed xid8 not null default pg_current_xact_id(),
  constraint evidence_tallies_epoch_fkey FOREIGN KEY (epoch) REFERENCES epochs(id),
  constraint evidence_tallies_stand_once PRIMARY KEY (epoch, day, escalated, weight, share, should)
);

create table tenure.flags (
  id text not null,
  rollout_id text not null,
  slice text not null,
  state text not null,
  log_e double precision not null,
  threshold double precision not null,
  cases integer not null,
  wrong double precision not null,
  opened_at timestamp with time zone not null,
  edge_case_id text,
  baseline jsonb,
  closed_by text,
  closed_at timestamp with time zone,
  reason_id text,
  constraint flags_closed_say_by_whom_and_why CHECK (((state = 'closed'::text) = ((closed_by IS NOT NULL) AND (closed_at IS NOT NULL) AND (reason_id IS NOT NULL) AND (baseline IS NOT NULL)))),
  constraint flags_pkey PRIMARY KEY (id),
  constraint flags_reason_id_fkey FOREIGN KEY (reason_id) REFERENCES contents(id),
  constraint flags_rollout_id_fkey FOREIGN KEY (rollout_id) REFERENCES rollouts(id),
  constraint flags_state_is_known CHECK ((state = ANY (ARRAY['open'::text, 'closed'::text])))
);

create table tenure.halt_drills (
  id text not null,
  halt_id text not null,
  scope text not null,
  target text not null,
  reason text not null,
  ordered_by text not null,
  ordered_at timestamp with time zone not null,
  ended_at timestamp with time zone not null,
  watched_ms integer not null,
  stopped_within_ms integer not null,
  effects_after integer not null,
  in_flight integer not null,
  constraint halt_drills_count_effects CHECK ((effects_after >= 0)),
  constraint halt_drills_count_in_flight CHECK ((in_flight >= 0)),
  constraint halt_drills_halt_id_fkey FOREIGN KEY (halt_id) REFERENCES halts(id),
  constraint halt_drills_have_a_halt_of_their_own UNIQUE (halt_id),
  constraint halt_drills_pkey PRIMARY KEY (id),
  constraint halt_drills_stop_within_what_was_watched CHECK (((stopped_within_ms >= 0) AND (stopped_within_ms <= watched_ms))),
  constraint halt_drills_watch_for_a_while CHECK ((watched_ms >= 0))
);

create table tenure.halts (
  id text not null default fresh_halt_id(),
  scope text not null,
  target text not null default '*'::text,
  reason text not null,
  ordered_by text not null default SESSION_USER,
  ordered_at timestamp with time zone not null default clock_timestamp(),
  lifted_by text,
  lifted_at timestamp with time zone,
  recorded_at timestamp with time zone,
  drill boolean not null default false,
  lift_proposed_by text,
  lift_proposed_at timestamp with time zone,
  constraint halts_are_lifted_by_a_second_person CHECK (((lifted_by IS NULL) OR (lift_proposed_by IS NULL) OR (lifted_by <> lift_proposed_by))),
  constraint halts_lifted_know_by_whom_and_when CHECK (((lifted_by IS NULL) = (lifted_at IS NULL))),
  constraint halts_pkey PRIMARY KEY (id),
  constraint halts_proposed_lifts_are_whole CHECK (((lift_proposed_by IS NULL) = (lift_proposed_at IS NULL))),
  constraint halts_reason_is_given CHECK ((btrim(reason) <> ''::text)),
  constraint halts_scope_is_known CHECK ((scope = ANY (ARRAY['all'::text, 'employee'::text, 'rollout'::text, 'tool'::text])))
);

create table tenure.human_work (
  id text not null,
  interaction_id text not null,
  done_by text not null,
  content_id text not null,
  minutes double precision,
  done_at timestamp with time zone not null,
  constraint human_work_content_id_fkey FOREIGN KEY (content_id) REFERENCES contents(id),
  constraint human_work_interaction_id_fkey FOREIGN KEY (interaction_id) REFERENCES interactions(id),
  constraint human_work_pkey PRIMARY KEY (id)
);

create table tenure.idempotency (
  caller text not null,
  key text not null,
  request_digest text not null,
  status integer,
  response jsonb,
  at timestamp with time zone not null,
  constraint idempotency_pkey PRIMARY KEY (caller, key)
);

create table tenure.incident_interactions (
  incident_id text not null,
  interaction_id text not null,
  constraint incident_interactions_incident_id_fkey FOREIGN KEY (incident_id) REFERENCES incidents(id),
  constraint incident_interactions_interaction_id_fkey FOREIGN KEY (interaction_id) REFERENCES interactions(id),
  constraint incidents_name_an_interaction_once PRIMARY KEY (incident_id, interaction_id)
);

create table tenure.incidents (
  id text not null,
  employee_id text not null,
  workflow text not null,
  rollout_id text,
  severity text not null,
  state text not null,
  source text not null,
  dossier_id text,
  role_hash text,
  tool text,
  happened_id text not null,
  consequence_id text,
  remedy_id text,
  opened_by text not null,
  opened_at timestamp with time zone not null,
  remedied_by text,
  remedied_at timestamp with time zone,
  closed_by text,
  closed_at timestamp with time zone,
  constraint incidents_are_closed_by_a_second_person CHECK (((closed_by IS NULL) OR (closed_by <> remedied_by))),
  constraint incidents_closed_say_by_whom CHECK ((((state = 'closed'::text) = (closed_by IS NOT NULL)) AND ((closed_by IS NULL) = (closed_at IS NULL)))),
  constraint incidents_consequence_id_fkey FOREIGN KEY (consequence_id) REFERENCES contents(id),
  constraint incidents_dossier_id_fkey FOREIGN KEY (dossier_id) REFERENCES dossiers(id),
  constraint incidents_employee_id_fkey FOREIGN KEY (employee_id) REFERENCES employees(id),
  constraint incidents_happened_id_fkey FOREIGN KEY (happened_id) REFERENCES contents(id),
  constraint incidents_pkey PRIMARY KEY (id),
  constraint incidents_remedied_say_how_and_by_whom CHECK ((((state = 'open'::text) = (remedied_by IS NULL)) AND ((remedied_by IS NULL) = (remedied_at IS NULL)) AND ((remedied_by IS NULL) = (remedy_id IS NULL)))),
  constraint incidents_remedy_id_fkey FOREIGN KEY (remedy_id) REFERENCES contents(id),
  constraint incidents_rollout_id_fkey FOREIGN KEY (rollout_id) REFERENCES rollouts(id),
  constraint incidents_severity_is_known CHECK ((severity = ANY (ARRAY['minor'::text, 'major'::text, 'severe'::text]))),
  constraint incidents_source_is_known CHECK ((source = ANY (ARRAY['report'::text, 'verdict'::text, 'ground_truth'::text]))),
  constraint incidents_state_is_known CHECK ((state = ANY (ARRAY['open'::text, 'remedied'::text, 'closed'::text])))
);

create table tenure.interactions (
  id text not null,
  employee_id text not null,
  workflow text not null,
  dossier_id text,
  rollout_id text,
  query_type text not null,
  channel text not null,
  external_id text not null,
  content_id text not null,
  driver text not null,
  phase text,
  state text not null,
  outcome text,
  diverged boolean not null default false,
  received_at timestamp with time zone not null,
  moved_at timestamp with time zone not null,
  settled_at timestamp with time zone,
  input_tokens bigint,
  output_tokens bigint,
  cost_micros bigint,
  model text,
  rating integer,
  epoch integer,
  sampled_by text,
  sample_u double precision,
  double_u double precision,
  double_ratio double precision,
  constraint interactions_content_id_fkey FOREIGN KEY (content_id) REFERENCES contents(id),
  constraint interactions_dossier_id_fkey FOREIGN KEY (dossier_id) REFERENCES dossiers(id),
  constraint interactions_draws_are_whole CHECK ((((sampled_by IS NULL) = (sample_u IS NULL)) AND ((sampled_by IS NULL) = (double_u IS NULL)) AND ((sampled_by IS NULL) = (double_ratio IS NULL)))),
  constraint interactions_driver_is_known CHECK ((driver = ANY (ARRAY['worker'::text, 'agent'::text]))),
  constraint interactions_employee_id_fkey FOREIGN KEY (employee_id) REFERENCES employees(id),
  constraint interactions_epoch_fkey FOREIGN KEY (epoch) REFERENCES epochs(id),
  constraint interactions_once_per_message UNIQUE (employee_id, channel, external_id),
  constraint interactions_outcome_is_known CHECK ((outcome = ANY (ARRAY['handled'::text, 'escalated'::text, 'recorded'::text, 'refused'::text]))),
  constraint interactions_pkey PRIMARY KEY (id),
  constraint interactions_rating_is_one_to_five CHECK (((rating >= 1) AND (rating <= 5))),
  constraint interactions_rollout_id_fkey FOREIGN KEY (rollout_id) REFERENCES rollouts(id),
  constraint interactions_sampled_by_fkey FOREIGN KEY (sampled_by) REFERENCES rollouts(id),
  constraint interactions_settled_have_an_outcome CHECK (((state = 'settled'::text) = ((outcome IS NOT NULL) AND (settled_at IS NOT NULL)))),
  constraint interactions_state_is_known CHECK ((state = ANY (ARRAY['received'::text, 'proposing'::text, 'proposed'::text, 'held'::text, 'released'::text, 'recorded'::text, 'refused'::text, 'escalated'::text, 'performed'::text, 'settled'::text])))
);

create table tenure.migrations (
  name text not null,
  hash text not null,
  at timestamp with time zone not null default now(),
  constraint migrations_pkey PRIMARY KEY (name)
);

create table tenure.model_calls (
  id text not null,
  employee_id text not null,
  key_id text not null,
  door text not null,
  asked text not null,
  answered text,
  fingerprint text,
  input_tokens bigint,
  cached_tokens bigint,
  output_tokens bigint,
  cost_micros bigint,
  outcome text not null,
  status integer not null,
  took_ms integer not null,
  at timestamp with time zone not null,
  constraint model_calls_cost_something_or_nobody_knows CHECK ((cost_micros >= 0)),
  constraint model_calls_count_cached CHECK ((cached_tokens >= 0)),
  constraint model_calls_count_input CHECK ((input_tokens >= 0)),
  constraint model_calls_count_output CHECK ((output_tokens >= 0)),
  constraint model_calls_door_is_known CHECK ((door = ANY (ARRAY['chat_completions'::text, 'responses'::text, 'embeddings'::text]))),
  constraint model_calls_employee_id_fkey FOREIGN KEY (employee_id) REFERENCES employees(id),
  constraint model_calls_outcome_is_known CHECK ((outcome = ANY (ARRAY['answered'::text, 'refused'::text, 'halted'::text, 'cut'::text, 'failed'::text, 'left'::text]))),
  constraint model_calls_pkey PRIMARY KEY (id),
  constraint model_calls_take_time CHECK ((took_ms >= 0))
);

create table tenure.month_signatures (
  month text not null,
  digest text not null,
  person_id text not null,
  numbers jsonb not null,
  note_id text,
  signed_at timestamp with time zone not null,
  constraint month_signatures_digest_is_a_sha256 CHECK ((digest ~ '^[0-9a-f]{64}$'::text)),
  constraint month_signatures_name_a_month CHECK ((month ~ '^\d{4}-(0[1-9]|1[0-2])$'::text)),
  constraint month_signatures_note_id_fkey FOREIGN KEY (note_id) REFERENCES contents(id),
  constraint months_are_signed_once_per_person_and_reading PRIMARY KEY (month, digest, person_id)
);

create table tenure.observed_spans (
  trace text not null,
  span_id text not null,
  body jsonb,
  constraint observed_spans_count_once PRIMARY KEY (trace, span_id),
  constraint observed_spans_have_a_span_id CHECK ((span_id ~ '^[0-9a-f]{16}$'::text)),
  constraint observed_spans_trace_fkey FOREIGN KEY (trace) REFERENCES observed_traces(id)
);

create table tenure.observed_traces (
  id text not null,
  employee_id text not null,
  trace_id text not null,
  state text not null,
  why text,
  spans integer not null default 0,
  kept_bytes bigint not null default 0,
  first_at timestamp with time zone not null,
  last_at timestamp with time zone not null,
  root_at timestamp with time zone,
  run_id text,
  interaction_id text,
  constraint observed_traces_are_one_per_employee UNIQUE (employee_id, trace_id),
  constraint observed_traces_complete_have_a_run CHECK (((state = 'complete'::text) = (run_id IS NOT NULL))),
  constraint observed_traces_dropped_say_why CHECK (((state = 'dropped'::text) = (why IS NOT NULL))),
  constraint observed_traces_employee_id_fkey FOREIGN KEY (employee_id) REFERENCES employees(id),
  constraint observed_traces_have_a_trace_id CHECK ((trace_id ~ '^[0-9a-f]{32}$'::text)),
  constraint observed_traces_interaction_id_fkey FOREIGN KEY (interaction_id) REFERENCES interactions(id),
  constraint observed_traces_pkey PRIMARY KEY (id),
  constraint observed_traces_run_id_fkey FOREIGN KEY (run_id) REFERENCES contents(id),
  constraint observed_traces_state_is_known CHECK ((state = ANY (ARRAY['gathering'::text, 'complete'::text, 'dropped'::text])))
);

create table tenure.one_time_links (
  id text not null,
  sha256 text not null,
  purpose text not null,
  role text not null,
  email text,
  created_by text,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone,
  voided_at timestamp with time zone,
  constraint one_time_links_emails_are_lower_case CHECK ((email = lower(email))),
  constraint one_time_links_have_one_hash UNIQUE (sha256),
  constraint one_time_links_of_invitations_name_whom CHECK (((purpose = 'invite'::text) = (email IS NOT NULL))),
  constraint one_time_links_pkey PRIMARY KEY (id),
  constraint one_time_links_purpose_is_known CHECK ((purpose = ANY (ARRAY['first_admin'::text, 'invite'::text]))),
  constraint one_time_links_role_is_known CHECK ((role = ANY (ARRAY['ops_lead'::text, 'reviewer'::text, 'engineer'::text, 'auditor'::text, 'privacy_officer'::text, 'admin'::text, 'none'::text])))
);

create table tenure.people (
  id text not null,
  name text not null,
  email text not null,
  email_verified boolean not null default false,
  image text,
  role text not null default 'none'::text,
  disabled boolean not null default false,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint people_emails_are_lower_case CHECK ((email = lower(email))),
  constraint people_have_one_email UNIQUE (email),
  constraint people_pkey PRIMARY KEY (id),
  constraint people_role_is_known CHECK ((role = ANY (ARRAY['ops_lead'::text, 'reviewer'::text, 'engineer'::text, 'auditor'::text, 'privacy_officer'::text, 'admin'::text, 'none'::text])))
);

create table tenure.plans (
  id text not null,
  rollout_id text not null,
  dossier_id text not null,
  hash text not null,
  body jsonb not null,
  registered_by text not null,
  registered_at timestamp with time zone not null,
  replaced_at timestamp with time zone,
  last_reading jsonb,
  constraint plans_dossier_id_fkey FOREIGN KEY (dossier_id) REFERENCES dossiers(id),
  constraint plans_hash_is_a_sha256 CHECK ((hash ~ '^[0-9a-f]{64}$'::text)),
  constraint plans_pkey PRIMARY KEY (id),
  constraint plans_replaced_keep_their_numbers CHECK (((replaced_at IS NULL) = (last_reading IS NULL))),
  constraint plans_rollout_id_fkey FOREIGN KEY (rollout_id) REFERENCES rollouts(id)
);

create table tenure.promotions (
  id text not null,
  rollout_id text not null,
  from_phase text not null,
  to_phase text not null,
  state text not null,
  override boolean not null default false,
  reason text not null,
  gate jsonb not null,
  dossier_id text not null,
  proposed_by text not null,
  proposed_at timestamp with time zone not null,
  approved_by text,
  approved_at timestamp with time zone,
  constraint promotions_approved_have_an_approver CHECK (((state <> ALL (ARRAY['approved'::text, 'carried_out'::text])) OR ((approved_by IS NOT NULL) AND (approved_at IS NOT NULL)))),
  constraint promotions_dossier_id_fkey FOREIGN KEY (dossier_id) REFERENCES dossiers(id),
  constraint promotions_lead_to_a_phase CHECK ((to_phase = ANY (ARRAY['supervised'::text, 'autonomous'::text]))),
  constraint promotions_need_a_met_gate_or_an_override CHECK ((override OR ((gate ->> 'outcome'::text) = 'met'::text))),
  constraint promotions_pkey PRIMARY KEY (id),
  constraint promotions_rollout_id_fkey FOREIGN KEY (rollout_id) REFERENCES rollouts(id),
  constraint promotions_start_from_a_phase CHECK ((from_phase = ANY (ARRAY['shadow'::text, 'supervised'::text]))),
  constraint promotions_state_is_known CHECK ((state = ANY (ARRAY['proposed'::text, 'approved'::text, 'carried_out'::text, 'withdrawn'::text]))),
  constraint promotions_take_two_people CHECK (((approved_by IS NULL) OR (approved_by <> proposed_by)))
);

create table tenure.proposals (
  id text not null,
  interaction_id text not null,
  dossier_id text not null,
  attempt integer not null,
  agent text not null,
  state text not null,
  escalated boolean not null default false,
  reason text,
  trigger_name text,
  phase text not null,
  sample_u double precision,
  sample_ratio double precision,
  weight double precision,
  opened_at timestamp with time zone not null,
  completed_at timestamp with time zone,
  sample_base double precision,
  risks text[] not null default '{}'::text[],
  confidence double precision,
  judge_score double precision,
  constraint proposals_confidence_is_a_ratio CHECK (((confidence >= (0)::double precision) AND (confidence <= (1)::double precision))),
  constraint proposals_dossier_id_fkey FOREIGN KEY (dossier_id) REFERENCES dossiers(id),
  constraint proposals_interaction_id_fkey FOREIGN KEY (interaction_id) REFERENCES interactions(id),
  constraint proposals_judge_score_is_a_ratio CHECK (((judge_score >= (0)::double precision) AND (judge_score <= (1)::double precision))),
  constraint proposals_one_per_interaction UNIQUE (interaction_id),
  constraint proposals_pkey PRIMARY KEY (id),
  constraint proposals_state_is_known CHECK ((state = ANY (ARRAY['open'::text, 'complete'::text, 'abandoned'::text])))
);

create table tenure.replay_cases (
  id text not null,
  replay_id text not null,
  "position" integer not null,
  interaction_id text not null,
  query_type text not null,
  channel text not null,
  state text not null,
  outcome text,
  noise boolean,
  lanes_id text,
  cost_micros bigint,
  done_at timestamp with time zone,
  verdict text,
  judged_by text,
  judged_at timestamp with time zone,
  constraint replay_cases_cost_something_or_nobody_knows CHECK ((cost_micros >= 0)),
  constraint replay_cases_done_have_an_outcome CHECK (((state = 'done'::text) = ((outcome IS NOT NULL) AND (noise IS NOT NULL) AND (done_at IS NOT NULL)))),
  constraint replay_cases_in_order UNIQUE (replay_id, "position"),
  constraint replay_cases_interaction_id_fkey FOREIGN KEY (interaction_id) REFERENCES interactions(id),
  constraint replay_cases_judged_are_changed CHECK (((verdict IS NULL) OR ((outcome IS NOT NULL) AND (outcome <> 'unchanged'::text)))),
  constraint replay_cases_judged_name_who CHECK ((((verdict IS NULL) = (judged_by IS NULL)) AND ((verdict IS NULL) = (judged_at IS NULL)))),
  constraint replay_cases_lanes_id_fkey FOREIGN KEY (lanes_id) REFERENCES contents(id),
  constraint replay_cases_once_per_interaction UNIQUE (replay_id, interaction_id),
  constraint replay_cases_outcome_is_known CHECK ((outcome = ANY (ARRAY['unchanged'::text, 'changed'::text, 'unanswerable'::text, 'failed'::text]))),
  constraint replay_cases_pkey PRIMARY KEY (id),
  constraint replay_cases_replay_id_fkey FOREIGN KEY (replay_id) REFERENCES replays(id),
  constraint replay_cases_state_is_known CHECK ((state = ANY (ARRAY['waiting'::text, 'done'::text]))),
  constraint replay_cases_verdict_is_known CHECK ((verdict = ANY (ARRAY['old_better'::text, 'new_better'::text, 'both_right'::text, 'both_wrong'::text])))
);

create table tenure.replays (
  id text not null,
  rollout_id text not null,
  employee_id text not null,
  workflow text not null,
  dossier_before text not null,
  dossier_after text not null,
  state text not null,
  cases integer not null,
  ordered_by text not null,
  ordered_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  why text,
  result jsonb,
  constraint replays_done_have_a_result CHECK (((state = 'done'::text) = (result IS NOT NULL))),
  constraint replays_dossier_after_fkey FOREIGN KEY (dossier_after) REFERENCES dossiers(id),
  constraint replays_dossier_before_fkey FOREIGN KEY (dossier_before) REFERENCES dossiers(id),
  constraint replays_employee_id_fkey FOREIGN KEY (employee_id) REFERENCES employees(id),
  constraint replays_ended_know_when CHECK (((state = 'running'::text) = (ended_at IS NULL))),
  constraint replays_have_cases CHECK ((cases > 0)),
  constraint replays_pkey PRIMARY KEY (id),
  constraint replays_rollout_id_fkey FOREIGN KEY (rollout_id) REFERENCES rollouts(id),
  constraint replays_state_is_known CHECK ((state = ANY (ARRAY['running'::text, 'done'::text, 'stopped'::text]))),
  constraint replays_stopped_say_why CHECK (((state <> 'stopped'::text) OR (why IS NOT NULL)))
);

create table tenure.reviewer_exclusions (
  id text not null,
  rollout_id text not null,
  person_id text not null,
  state text not null,
  why text not null,
  facts jsonb not null,
  reason text,
  proposed_at timestamp with time zone not null,
  decided_by text,
  decided_at timestamp with time zone,
  lifted_by text,
  lifted_at timestamp with time zone,
  constraint reviewer_exclusions_decided_name_who CHECK ((((decided_at IS NULL) = (decided_by IS NULL)) AND ((state = 'proposed'::text) = (decided_at IS NULL)))),
  constraint reviewer_exclusions_lifted_name_who CHECK ((((lifted_at IS NULL) = (lifted_by IS NULL)) AND ((state = 'lifted'::text) = (lifted_at IS NOT NULL)))),
  constraint reviewer_exclusions_pkey PRIMARY KEY (id),
  constraint reviewer_exclusions_rollout_id_fkey FOREIGN KEY (rollout_id) REFERENCES rollouts(id),
  constraint reviewer_exclusions_state_is_known CHECK ((state = ANY (ARRAY['proposed'::text, 'in_force'::text, 'dismissed'::text, 'lifted'::text])))
);

create table tenure.reviews (
  id text not null,
  interaction_id text not null,
  proposal_id text not null,
  rollout_id text,
  employee_id text not null,
  workflow text not null,
  query_type text not null,
  channel text not null,
  reason text not null,
  escalated boolean not null,
  ratio double precision not null,
  weight double precision not null,
  state text not null,
  reserved_by text,
  reserved_until timestamp with time zone,
  due_at timestamp with time zone not null,
  opened_at timestamp with time zone not null,
  closed_at timestamp with time zone,
  purpose text not null default 'primary'::text,
  not_for text[] not null default '{}'::text[],
  risk smallint not null default 0,
  put_off integer not null default 0,
  reserved_at timestamp with time zone,
  constraint reviews_interaction_id_fkey FOREIGN KEY (interaction_id) REFERENCES interactions(id),
  constraint reviews_of_blind_items_belong_to_no_rollout CHECK (((purpose = 'blind'::text) <= (rollout_id IS NULL))),
  constraint reviews_one_per_proposal_and_purpose UNIQUE (proposal_id, purpose),
  constraint reviews_pkey PRIMARY KEY (id),
  constraint reviews_proposal_id_fkey FOREIGN KEY (proposal_id) REFERENCES proposals(id),
  constraint reviews_purpose_is_known CHECK ((purpose = ANY (ARRAY['primary'::text, 'double'::text, 'adjudication'::text, 'blind'::text]))),
  constraint reviews_reason_is_known CHECK ((reason = ANY (ARRAY['shadow'::text, 'sample'::text, 'escalation'::text, 'held'::text, 'monthly'::text]))),
  constraint reviews_risk_is_a_count CHECK ((risk >= 0)),
  constraint reviews_rollout_id_fkey FOREIGN KEY (rollout_id) REFERENCES rollouts(id),
  constraint reviews_state_is_known CHECK ((state = ANY (ARRAY['open'::text, 'done'::text, 'withdrawn'::text])))
);

create table tenure.rollouts (
  id text not null,
  employee_id text not null,
  workflow text not null,
  dossier_id text not null,
  phase text not null,
  delivery text not null default 'observe'::text,
  rehearsal boolean not null default false,
  sampling_secret text not null,
  sample_ratio double precision not null,
  halted_from text,
  promotion_id text,
  opened_by text not null,
  opened_at timestamp with time zone not null,
  phase_since timestamp with time zone not null,
  split_from text,
  version_since timestamp with time zone,
  constraint rollouts_assist_only_in_shadow CHECK (((delivery = 'observe'::text) OR (phase = ANY (ARRAY['shadow'::text, 'halted'::text])))),
  constraint rollouts_delivery_is_known CHECK ((delivery = ANY (ARRAY['observe'::text, 'assist'::text]))),
  constraint rollouts_dossier_id_fkey FOREIGN KEY (dossier_id) REFERENCES dossiers(id),
  constraint rollouts_employee_id_fkey FOREIGN KEY (employee_id) REFERENCES employees(id),
  constraint rollouts_halted_from_is_known CHECK ((halted_from = ANY (ARRAY['discovery'::text, 'shadow'::text, 'supervised'::text, 'autonomous'::text]))),
  constraint rollouts_halted_know_from_where CHECK (((phase = 'halted'::text) = (halted_from IS NOT NULL))),
  constraint rollouts_in_rehearsal_stay_in_shadow CHECK (((NOT rehearsal) OR ((phase = ANY (ARRAY['shadow'::text, 'halted'::text, 'retired'::text])) AND (delivery = 'observe'::text)))),
  constraint rollouts_name_their_promotion FOREIGN KEY (promotion_id) REFERENCES promotions(id),
  constraint rollouts_phase_is_known CHECK ((phase = ANY (ARRAY['discovery'::text, 'shadow'::text, 'supervised'::text, 'autonomous'::text, 'halted'::text, 'retired'::text]))),
  constraint rollouts_pkey PRIMARY KEY (id),
  constraint rollouts_sample_at_least_a_tenth CHECK (((sample_ratio >= (0.1)::double precision) AND (sample_ratio <= (1)::double precision))),
  constraint rollouts_split_from_fkey FOREIGN KEY (split_from) REFERENCES rollouts(id)
);

create table tenure.sampling_keys (
  rollout_id text not null,
  month text not null,
  digest text not null,
  committed_at timestamp with time zone not null,
  disclosed_at timestamp with time zone,
  disclosed_by text,
  constraint sampling_keys_disclosed_name_who CHECK (((disclosed_at IS NULL) = (disclosed_by IS NULL))),
  constraint sampling_keys_month_is_one CHECK ((month ~ '^\d{4}-(0[1-9]|1[0-2])$'::text)),
  constraint sampling_keys_one_per_month PRIMARY KEY (rollout_id, month),
  constraint sampling_keys_rollout_id_fkey FOREIGN KEY (rollout_id) REFERENCES rollouts(id)
);

create table tenure.sessions (
  id text not null,
  token text not null,
  user_id text not null,
  expires_at timestamp with time zone not null,
  ip_address text,
  user_agent text,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint sessions_have_one_token UNIQUE (token),
  constraint sessions_pkey PRIMARY KEY (id),
  constraint sessions_user_id_fkey FOREIGN KEY (user_id) REFERENCES people(id) ON DELETE CASCADE
);

create table tenure.signing_keys (
  key text not null,
  created_at timestamp with time zone not null,
  constraint signing_keys_pkey PRIMARY KEY (key)
);

create table tenure.tools (
  id text not null,
  address text not null,
  system text not null,
  tool text not null,
  access text not null,
  approved_hash text not null,
  approved_definition jsonb,
  seen_hash text not null,
  seen_definition jsonb,
  seen_at timestamp with time zone not null,
  suspended_at timestamp with time zone,
  proposed_by text,
  proposed_hash text,
  proposed_at timestamp with time zone,
  constraint tools_access_is_known CHECK ((access = ANY (ARRAY['read'::text, 'write'::text]))),
  constraint tools_approved_hash_is_a_sha256 CHECK ((approved_hash ~ '^[0-9a-f]{64}$'::text)),
  constraint tools_are_pinned_once UNIQUE (address, tool),
  constraint tools_pkey PRIMARY KEY (id),
  constraint tools_proposals_are_for_suspended_ones CHECK (((proposed_by IS NULL) OR (suspended_at IS NOT NULL))),
  constraint tools_proposals_are_whole CHECK ((((proposed_by IS NULL) = (proposed_hash IS NULL)) AND ((proposed_by IS NULL) = (proposed_at IS NULL)))),
  constraint tools_seen_hash_is_a_sha256 CHECK ((seen_hash ~ '^[0-9a-f]{64}$'::text))
);

create table tenure.traffic_days (
  employee_id text not null,
  workflow text not null,
  query_type text not null,
  channel text not null,
  epoch integer not null,
  day date not null,
  arrived integer not null,
  escalated integer not null,
  settled integer not null,
  took_ms bigint not null,
  rated integer not null,
  satisfied integer not null,
  priced integer not null,
  cost_micros bigint not null,
  changed xid8 not null default pg_current_xact_id(),
  constraint traffic_days_employee_id_fkey FOREIGN KEY (employee_id) REFERENCES employees(id),
  constraint traffic_days_stand_once PRIMARY KEY (employee_id, workflow, query_type, channel, epoch, day)
);

create table tenure.traffic_deltas (
  id bigint not null,
  employee_id text not null,
  workflow text not null,
  query_type text not null,
  channel text not null,
  epoch integer,
  day date not null,
  arrived integer not null default 0,
  escalated integer not null default 0,
  settled integer not null default 0,
  took_ms bigint not null default 0,
  rated integer not null default 0,
  satisfied integer not null default 0,
  priced integer not null default 0,
  cost_micros bigint not null default 0,
  constraint traffic_deltas_pkey PRIMARY KEY (id)
);

create table tenure.verdicts (
  id text not null,
  review_id text not null,
  interaction_id text not null,
  proposal_id text not null,
  rollout_id text,
  dossier_id text not null,
  query_type text not null,
  channel text not null,
  kind text not null,
  correct boolean,
  should_escalate boolean,
  escalated boolean not null,
  source text not null,
  given_by text not null,
  weight double precision not null,
  reasons text[] not null default '{}'::text[],
  note_id text,
  given_at timestamp with time zone not null,
  withdrawn_at timestamp with time zone,
  withdrawn_by text,
  dwell_ms bigint,
  active_ms bigint,
  excluded_by text,
  constraint verdicts_are_worked_on CHECK ((active_ms >= 0)),
  constraint verdicts_dossier_id_fkey FOREIGN KEY (dossier_id) REFERENCES dossiers(id),
  constraint verdicts_interaction_id_fkey FOREIGN KEY (interaction_id) REFERENCES interactions(id),
  constraint verdicts_kind_is_known CHECK ((kind = ANY (ARRAY['correct'::text, 'correct_small_edit'::text, 'wrong'::text, 'should_escalate'::text, 'unsafe'::text, 'needed'::text, 'not_needed'::text]))),
  constraint verdicts_note_id_fkey FOREIGN KEY (note_id) REFERENCES contents(id),
  constraint verdicts_pkey PRIMARY KEY (id),
  constraint verdicts_proposal_id_fkey FOREIGN KEY (proposal_id) REFERENCES proposals(id),
  constraint verdicts_review_id_fkey FOREIGN KEY (review_id) REFERENCES reviews(id),
  constraint verdicts_rollout_id_fkey FOREIGN KEY (rollout_id) REFERENCES rollouts(id),
  constraint verdicts_source_is_known CHECK ((source = ANY (ARRAY['person'::text, 'verified_source'::text]))),
  constraint verdicts_take_time CHECK ((dwell_ms >= 0))
);

create table tenure.verifications (
  id text not null,
  identifier text not null,
  value text not null,
  expires_at timestamp with time zone not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint verifications_pkey PRIMARY KEY (id)
);

CREATE INDEX accounts_of_a_person ON tenure.accounts USING btree (user_id);
CREATE INDEX ageings_of_a_workflow ON tenure.ageings USING btree (employee_id, workflow, at);
CREATE INDEX agent_models_of_an_employee ON tenure.agent_models USING btree (employee_id, seen_at DESC);
CREATE INDEX api_keys_of_a_person ON tenure.api_keys USING btree (created_by);
CREATE INDEX blind_items_of_a_rollout ON tenure.blind_items USING btree (rollout_id) WHERE (retired_at IS NULL);
CREATE INDEX blind_placements_of_a_rollout ON tenure.blind_placements USING btree (rollout_id);
CREATE INDEX blind_placements_of_an_item ON tenure.blind_placements USING btree (item_id);
CREATE INDEX cells_of_a_rollout ON tenure.cells USING btree (rollout_id);
CREATE INDEX contents_of_an_interaction ON tenure.contents USING btree (interaction_id);
CREATE INDEX dossiers_by_policy ON tenure.dossiers USING btree (policy_hash);
CREATE INDEX drafts_by_change ON tenure.drafts USING btree (changed_at DESC, id DESC) WHERE (discarded_at IS NULL);
CREATE INDEX edge_cases_of_an_employee ON tenure.edge_cases USING btree (employee_id, workflow, state);
CREATE INDEX effects_of_an_interaction ON tenure.effects USING btree (interaction_id, "position");
CREATE INDEX effects_of_an_operation ON tenure.effects USING btree (operation, asked_at) WHERE (operation IS NOT NULL);
CREATE INDEX effects_that_compensate ON tenure.effects USING btree (compensates) WHERE (compensates IS NOT NULL);
CREATE INDEX effects_waiting ON tenure.effects USING btree (state, expires_at) WHERE (state = ANY (ARRAY['held'::text, 'released'::text, 'attempting'::text, 'unknown'::text]));
CREATE INDEX entries_by_time ON audit.entries USING btree (at DESC, id DESC);
CREATE INDEX entries_of_a_subject ON audit.entries USING btree (subject, at);
CREATE INDEX epochs_of_a_cell ON tenure.epochs USING btree (employee_id, workflow, query_type, channel, id);
CREATE INDEX escalations_open_by_due ON tenure.escalations USING btree (due_at) WHERE (state <> 'answered'::text);
CREATE INDEX evidence_cases_by_time ON tenure.evidence_cases USING btree (epoch, opened_at);
CREATE INDEX evidence_cases_of_a_day ON tenure.evidence_cases USING btree (epoch, day, head);
CREATE INDEX evidence_cases_open ON tenure.evidence_cases USING btree (epoch, head) WHERE open;
CREATE INDEX evidence_of_a_case ON tenure.evidence USING btree (epoch, case_key, escalated, review_id);
CREATE INDEX evidence_tallies_by_change ON tenure.evidence_tallies USING btree (epoch, changed);
CREATE INDEX halts_in_force ON tenure.halts USING btree (scope, target) WHERE (lifted_at IS NULL);
CREATE INDEX halts_not_on_the_trail ON tenure.halts USING btree (id) WHERE (recorded_at IS NULL);
CREATE INDEX human_work_of_an_interaction ON tenure.human_work USING btree (interaction_id);
CREATE INDEX incidents_not_closed ON tenure.incidents USING btree (employee_id) WHERE (state <> 'closed'::text);
CREATE INDEX incidents_of_an_interaction ON tenure.incident_interactions USING btree (interaction_id);
CREATE INDEX interactions_by_arrival ON tenure.interactions USING btree (received_at DESC, id DESC);
CREATE INDEX interactions_of_a_rollout ON tenure.interactions USING btree (rollout_id, received_at DESC);
CREATE INDEX interactions_unsettled ON tenure.interactions USING btree (state, moved_at) WHERE (state <> 'settled'::text);
CREATE INDEX model_calls_of_an_employee ON tenure.model_calls USING btree (employee_id, at DESC);
CREATE INDEX replays_of_a_rollout ON tenure.replays USING btree (rollout_id, id DESC);
CREATE INDEX reviews_of_an_interaction ON tenure.reviews USING btree (interaction_id);
CREATE INDEX reviews_open_by_age ON tenure.reviews USING btree (due_at, id) WHERE ((state = 'open'::text) AND (put_off = 0));
CREATE INDEX reviews_open_by_risk ON tenure.reviews USING btree (risk DESC, due_at, id) WHERE ((state = 'open'::text) AND (put_off = 0));
CREATE INDEX reviews_open_escalations ON tenure.reviews USING btree (due_at, id) WHERE ((state = 'open'::text) AND (put_off = 0) AND escalated);
CREATE INDEX reviews_put_off ON tenure.reviews USING btree (put_off, due_at, id) WHERE ((state = 'open'::text) AND (put_off > 0));
CREATE INDEX reviews_reserved ON tenure.reviews USING btree (reserved_by) WHERE ((state = 'open'::text) AND (reserved_by IS NOT NULL));
CREATE INDEX sessions_of_a_person ON tenure.sessions USING btree (user_id);
CREATE INDEX traffic_days_by_change ON tenure.traffic_days USING btree (employee_id, workflow, changed);
CREATE INDEX traffic_days_of_a_day ON tenure.traffic_days USING btree (employee_id, workflow, day);
CREATE INDEX verdicts_of_a_cell ON tenure.verdicts USING btree (query_type, channel, dossier_id) WHERE (withdrawn_at IS NULL);
CREATE INDEX verdicts_of_a_person ON tenure.verdicts USING btree (given_by, given_at);
CREATE INDEX verdicts_of_a_rollout ON tenure.verdicts USING btree (rollout_id, given_by);
CREATE INDEX verdicts_of_an_interaction ON tenure.verdicts USING btree (interaction_id);
CREATE INDEX verifications_by_identifier ON tenure.verifications USING btree (identifier);
CREATE UNIQUE INDEX blind_items_once_per_source ON tenure.blind_items USING btree (source_interaction_id, known) WHERE (variant_id IS NULL);
CREATE UNIQUE INDEX flags_one_open_per_slice ON tenure.flags USING btree (rollout_id, slice) WHERE (state = 'open'::text);
CREATE UNIQUE INDEX plans_one_in_force_per_rollout ON tenure.plans USING btree (rollout_id) WHERE (replaced_at IS NULL);
CREATE UNIQUE INDEX promotions_one_at_a_time ON tenure.promotions USING btree (rollout_id) WHERE (state = ANY (ARRAY['proposed'::text, 'approved'::text]));
CREATE UNIQUE INDEX replays_one_at_a_time ON tenure.replays USING btree (rollout_id) WHERE (state = 'running'::text);
CREATE UNIQUE INDEX reviewer_exclusions_one_open_per_person ON tenure.reviewer_exclusions USING btree (rollout_id, person_id) WHERE (state = ANY (ARRAY['proposed'::text, 'in_force'::text]));
CREATE UNIQUE INDEX verdicts_one_per_person_and_proposal ON tenure.verdicts USING btree (proposal_id, given_by) WHERE ((withdrawn_at IS NULL) AND (source = 'person'::text));
CREATE UNIQUE INDEX verdicts_one_stands_per_review ON tenure.verdicts USING btree (review_id) WHERE (withdrawn_at IS NULL);

CREATE OR REPLACE FUNCTION audit.admit()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'audit'
AS $function$
declare
  said jsonb := new.body::jsonb;
begin
  if new.leaf is distinct from sha256('\x00'::bytea || convert_to(new.body, 'UTF8')) then
    raise exception 'the leaf of record % is not the hash of its text', new.id using errcode = '23514', constraint = 'entries_leaf_is_the_hash';
  end if;
  if said ->> 'id' is distinct from new.id or said ->> 'kind' is distinct from new.kind or said ->> 'subject' is distinct from new.subject
     or said #>> '{actor,kind}' is null or said #>> '{actor,id}' is null or said ->> 'authority' is null then
    raise exception 'record % does not say its own id, kind, subject, actor and authority', new.id using errcode = '23514', constraint = 'entries_say_who_and_what';
  end if;
  insert into audit.pending (id, leaf) values (new.id, new.leaf);
  return null;
end $function$;

CREATE OR REPLACE FUNCTION audit.forbid()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog'
AS $function$
begin
  raise exception 'audit.% is append-only: % refused', tg_table_name, lower(tg_op) using errcode = '42501';
end $function$;

CREATE OR REPLACE FUNCTION tenure.count_case(of_epoch integer, of_case text, was_escalated boolean)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog'
AS $function$
declare
  was tenure.evidence_cases;
  became tenure.evidence_cases;
begin
  perform pg_advisory_xact_lock(hashtextextended('case/' || of_epoch || '/' || of_case, 0));
  delete from tenure.evidence_cases where epoch = of_epoch and case_key = of_case and escalated = was_escalated returning * into was;
  insert into tenure.evidence_cases
    select of_epoch, of_case, was_escalated, m.head, h.day, h.opened_at, h.phase, h.weight, m.share, m.should_escalate, h.slices || m.reviewers, m.open, coalesce(m.latest_due, m.due_at), m.members, m.said, m.correct, m.needed, m.unneeded, m.by_people
    from (
      select min(e.review_id) as head,
        (count(*) filter (where e.correct))::float8 / nullif(count(*) filter (where e.correct is not null), 0) as share,
        bool_or(e.should_escalate) as should_escalate,
        bool_or(e.closed_at is null) as open,
        max(e.due_at) filter (where e.closed_at is null) as latest_due, max(e.due_at) as due_at,
        count(*)::int as members,
        (count(*) filter (where e.correct is not null))::int as said,
        (count(*) filter (where e.correct))::int as correct,
        (count(*) filter (where e.should_escalate))::int as needed,
        (count(*) filter (where e.should_escalate = false))::int as unneeded,
        (count(*) filter (where e.source = 'person'))::int as by_people,
        coalesce(array_agg(distinct e.reviewer_slice order by e.reviewer_slice) filter (where e.reviewer_slice is not null), '{}') as reviewers
      from tenure.evidence e where e.epoch = of_epoch and e.case_key = of_case and e.escalated = was_escalated having count(*) > 0) m,
    lateral (select (e.opened_at at time zone 'UTC')::date as day, e.opened_at, e.phase, e.weight, e.slices from tenure.evidence e where e.review_id = m.head) h
  returning * into became;
  insert into tenure.evidence_tallies as t
    select c.epoch, c.day, c.escalated, c.weight, coalesce(c.share, -1), case when c.should_escalate is null then -1 when c.should_escalate then 1 else 0 end,
      sum(sign), sum(sign * members), sum(sign * said), sum(sign * correct), sum(sign * needed), sum(sign * unneeded), sum(sign * by_people)
    from (select -1 as sign, (was).* where was.epoch is not null and not was.open
          union all select 1, (became).* where became.epoch is not null and not became.open) c
    group by 1, 2, 3, 4, 5, 6 order by 1, 2, 3, 4, 5, 6
  on conflict on constraint evidence_tallies_stand_once do update set n = t.n + excluded.n, members = t.members + excluded.members, said = t.said + excluded.said,
    correct = t.correct + excluded.correct, needed = t.needed + excluded.needed, unneeded = t.unneeded + excluded.unneeded, by_people = t.by_people + excluded.by_people, changed = pg_current_xact_id();
  insert into tenure.evidence_slices as t
    select c.epoch, s.slice, c.weight, c.share, sum(sign)
    from (select -1 as sign, (was).* where was.epoch is not null and not was.open
          union all select 1, (became).* where became.epoch is not null and not became.open) c, lateral tenure.slices_and_pairs(c.slices) s (slice)
    where not c.escalated and c.share is not null
    group by 1, 2, 3, 4 having sum(sign) <> 0 order by 1, 2, 3, 4
  on conflict on constraint evidence_slices_stand_once do update set n = t.n + excluded.n;
end $function$;

CREATE OR REPLACE FUNCTION tenure.fold_traffic()
 RETURNS integer
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog'
AS $function$
declare
  folded integer;
begin
  with taken as (delete from tenure.traffic_deltas where id in (select id from tenure.traffic_deltas order by id limit 20000 for update skip locked) returning *),
  summed as (
    select employee_id, workflow, query_type, channel, coalesce(epoch, 0) as epoch, day, sum(arrived)::int as arrived, sum(escalated)::int as escalated, sum(settled)::int as settled, sum(took_ms)::bigint as took_ms,
      sum(rated)::int as rated, sum(satisfied)::int as satisfied, sum(priced)::int as priced, sum(cost_micros)::bigint as cost_micros
    from taken group by 1, 2, 3, 4, 5, 6 order by 1, 2, 3, 4, 5, 6),
  kept as (
    insert into tenure.traffic_days as t select * from summed
    on conflict on constraint traffic_days_stand_once do update set arrived = t.arrived + excluded.arrived, escalated = t.escalated + excluded.escalated, settled = t.settled + excluded.settled,
      took_ms = t.took_ms + excluded.took_ms, rated = t.rated + excluded.rated, satisfied = t.satisfied + excluded.satisfied, priced = t.priced + excluded.priced, cost_micros = t.cost_micros + excluded.cost_micros, changed = pg_current_xact_id()
    returning 1)
  select count(*)::int into folded from taken;
  return folded;
end $function$;

CREATE OR REPLACE FUNCTION tenure.fresh_halt_id()
 RETURNS text
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog'
AS $function$
declare
  alphabet constant text := '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
  ms bigint := floor(extract(epoch from clock_timestamp()) * 1000);
  chance bytea := sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()));
  made text := '';
begin
  for i in 1..10 loop
    made := substr(alphabet, (ms % 32)::int + 1, 1) || made;
    ms := ms / 32;
  end loop;
  for i in 0..15 loop
    made := made || substr(alphabet, (get_byte(chance, i) & 31) + 1, 1);
  end loop;
  return 'hlt_' || made;
end $function$;

CREATE OR REPLACE FUNCTION tenure.guard_birth()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if new.phase in ('supervised', 'autonomous') and not exists (
    select 1 from tenure.rollouts r where r.id = new.split_from and r.phase = new.phase and r.employee_id = new.employee_id and r.workflow = new.workflow)
  then
    raise exception 'a rollout starts in shadow' using errcode = '23514', constraint = 'rollouts_start_in_shadow';
  end if;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION tenure.guard_bundle()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception 'what a promotion was decided on does not change' using errcode = '23514', constraint = 'bundles_do_not_change';
end $function$;

CREATE OR REPLACE FUNCTION tenure.guard_halt()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if new.scope = 'all' then
    new.target := '*';
  elsif new.scope = 'employee' then
    select e.id into new.target from tenure.employees e where e.id = new.target or e.name = new.target order by (e.id = new.target) desc limit 1;
  elsif new.scope = 'rollout' then
    select r.id into new.target from tenure.rollouts r where r.id = new.target;
  end if;
  if new.target is null or btrim(new.target) = '' or (new.scope = 'tool' and new.target = '*') then
    raise exception 'a halt of one % names one that exists', new.scope using errcode = '23514', constraint = 'halts_name_what_exists';
  end if;
  if new.recorded_at is null then
    new.ordered_by := session_user;
    new.ordered_at := clock_timestamp();
  end if;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION tenure.guard_incident()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if (new.id, new.employee_id, new.severity, new.source, new.happened_id, new.consequence_id, new.opened_by, new.opened_at, new.dossier_id, new.tool)
     is distinct from (old.id, old.employee_id, old.severity, old.source, old.happened_id, old.consequence_id, old.opened_by, old.opened_at, old.dossier_id, old.tool)
     or old.state = 'closed' or (old.state = 'remedied' and new.state = 'open') or (old.state = 'open' and new.state = 'closed') then
    raise exception 'an incident stays as it was reported, and goes from open to remedied to closed' using errcode = '23514', constraint = 'incidents_go_one_way';
  end if;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION tenure.guard_lift()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if (new.id, new.scope, new.target, new.reason, new.ordered_by, new.ordered_at, new.drill)
     is distinct from (old.id, old.scope, old.target, old.reason, old.ordered_by, old.ordered_at, old.drill)
     or (old.recorded_at is not null and new.recorded_at is distinct from old.recorded_at) then
    raise exception 'a halt stays as it was ordered' using errcode = '23514', constraint = 'halts_stay_as_ordered';
  end if;
  if old.lifted_at is not null and new is distinct from old then
    raise exception 'a lifted halt stays lifted' using errcode = '23514', constraint = 'halts_stay_lifted';
  end if;
  if old.lifted_at is null and new.lifted_at is not null and not old.drill
     and (old.lift_proposed_by is null or old.lift_proposed_by = new.lifted_by)
     and (select count(*) from tenure.people p where p.role in ('ops_lead', 'admin') and not p.disabled) > 1 then
    raise exception 'two people lift a halt: one proposes, another one does it' using errcode = '23514', constraint = 'halts_are_lifted_by_two_people';
  end if;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION tenure.guard_month_signature()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception 'what was signed does not change' using errcode = '23514', constraint = 'month_signatures_do_not_change';
end $function$;

CREATE OR REPLACE FUNCTION tenure.guard_observed_binding()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if (new.agent ->> 'kind' = 'observed') is distinct from (old.agent ->> 'kind' = 'observed') then
    raise exception 'an employee is observed only from the day it is hired or not at all'
      using errcode = '23514', constraint = 'employees_observed_stay_so';
  end if;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION tenure.guard_observed_effect()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if new.kind <> 'read' and new.state in ('held', 'released', 'attempting', 'performed', 'unknown')
     and tenure.is_observed((select i.employee_id from tenure.interactions i where i.id = new.interaction_id)) then
    raise exception 'an effect of an employee that is observed only is never performed'
      using errcode = '23514', constraint = 'effects_of_observed_employees_are_only_recorded';
  end if;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION tenure.guard_observed_rollout()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if (new.phase in ('supervised', 'autonomous') or new.halted_from in ('supervised', 'autonomous') or new.delivery <> 'observe')
     and tenure.is_observed(new.employee_id) then
    raise exception 'a rollout of an employee that is observed only stays in shadow observe'
      using errcode = '23514', constraint = 'rollouts_of_observed_employees_stay_in_shadow_observe';
  end if;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION tenure.guard_phase()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
  ladder text[] := array['shadow', 'supervised', 'autonomous'];
begin
  if new.phase is not distinct from old.phase then return new; end if;
  if old.phase = 'retired' then
    raise exception 'a retired rollout stays retired' using errcode = '23514', constraint = 'rollouts_retired_is_the_end';
  end if;
  if new.phase in ('supervised', 'autonomous')
     and coalesce(array_position(ladder, case when old.phase = 'halted' then 'shadow' else old.phase end), 0) < array_position(ladder, new.phase)
     and not exists (
       select 1 from tenure.promotions p
       where p.id = new.promotion_id and p.rollout_id = new.id and p.to_phase = new.phase and p.from_phase = old.phase
         and p.state = 'approved' and p.approved_by is not null and p.approved_by <> p.proposed_by)
  then
    raise exception 'a rollout advances from % to % only by a promotion two people made', old.phase, new.phase
      using errcode = '23514', constraint = 'rollouts_advance_by_two_people';
  end if;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION tenure.guard_ruling()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if old.phase is not null and (new.phase is distinct from old.phase or new.delivery is distinct from old.delivery) then
    raise exception 'the phase an effect was ruled under does not change' using errcode = '23514', constraint = 'effects_keep_their_ruling';
  end if;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION tenure.guard_version()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if new.hash is distinct from old.hash or new.role_hash is distinct from old.role_hash or new.files is distinct from old.files
    or new.content is distinct from old.content or new.policy is distinct from old.policy or new.policy_hash is distinct from old.policy_hash
    or new.findings is distinct from old.findings or new.plan is distinct from old.plan or new.errors is distinct from old.errors
    or new.registered_by is distinct from old.registered_by or new.role_editors is distinct from old.role_editors
  then
    raise exception 'a registered version of a dossier does not change' using errcode = '23514', constraint = 'dossiers_do_not_change';
  end if;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION tenure.halt(scope text, target text, reason text)
 RETURNS text
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
  insert into tenure.halts (scope, target, reason) values ($1, $2, $3) returning id
$function$;

CREATE OR REPLACE FUNCTION tenure.halt_everything(reason text)
 RETURNS text
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
  insert into tenure.halts (scope, reason) values ('all', $1) returning id
$function$;

CREATE OR REPLACE FUNCTION tenure.is_observed(employee text)
 RETURNS boolean
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog'
AS $function$
  select coalesce((select e.agent ->> 'kind' = 'observed' from tenure.employees e where e.id = $1), false)
$function$;

CREATE OR REPLACE FUNCTION tenure.slices_and_pairs(slices text[])
 RETURNS SETOF text
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO 'pg_catalog'
AS $function$
  with placed as (
    select distinct s, array_position(array['query_type', 'channel', 'system', 'operation', 'language', 'hour_block', 'requester_group', 'reviewer'], split_part(s, '=', 1)) as place
    from unnest(slices) s)
  select s from placed
  union all
  select a.s || '&' || b.s from placed a join placed b on a.place < b.place
$function$;

CREATE TRIGGER bundles_do_not_change BEFORE DELETE OR UPDATE ON tenure.bundles FOR EACH ROW EXECUTE FUNCTION guard_bundle();
CREATE TRIGGER dossiers_do_not_change BEFORE UPDATE ON tenure.dossiers FOR EACH ROW EXECUTE FUNCTION guard_version();
CREATE TRIGGER effects_keep_their_ruling BEFORE UPDATE OF phase, delivery ON tenure.effects FOR EACH ROW EXECUTE FUNCTION guard_ruling();
CREATE TRIGGER effects_of_observed_employees_are_only_recorded BEFORE INSERT OR UPDATE OF state, kind ON tenure.effects FOR EACH ROW WHEN (((new.kind <> 'read'::text) AND (new.state = ANY (ARRAY['held'::text, 'released'::text, 'attempting'::text, 'performed'::text, 'unknown'::text])))) EXECUTE FUNCTION guard_observed_effect();
CREATE TRIGGER employees_observed_stay_so BEFORE UPDATE OF agent ON tenure.employees FOR EACH ROW EXECUTE FUNCTION guard_observed_binding();
CREATE TRIGGER entries_are_admitted AFTER INSERT ON audit.entries FOR EACH ROW EXECUTE FUNCTION audit.admit();
CREATE TRIGGER entries_never_change BEFORE DELETE OR UPDATE ON audit.entries FOR EACH ROW EXECUTE FUNCTION audit.forbid();
CREATE TRIGGER entries_never_vanish BEFORE TRUNCATE ON audit.entries FOR EACH STATEMENT EXECUTE FUNCTION audit.forbid();
CREATE TRIGGER halts_are_lifted_by_two_people BEFORE UPDATE ON tenure.halts FOR EACH ROW EXECUTE FUNCTION guard_lift();
CREATE TRIGGER halts_name_what_exists BEFORE INSERT ON tenure.halts FOR EACH ROW EXECUTE FUNCTION guard_halt();
CREATE TRIGGER incidents_go_one_way BEFORE UPDATE ON tenure.incidents FOR EACH ROW EXECUTE FUNCTION guard_incident();
CREATE TRIGGER month_signatures_do_not_change BEFORE DELETE OR UPDATE ON tenure.month_signatures FOR EACH ROW EXECUTE FUNCTION guard_month_signature();
CREATE TRIGGER pending_never_changes BEFORE UPDATE ON audit.pending FOR EACH ROW EXECUTE FUNCTION audit.forbid();
CREATE TRIGGER rollouts_advance_by_two_people BEFORE UPDATE ON tenure.rollouts FOR EACH ROW EXECUTE FUNCTION guard_phase();
CREATE TRIGGER rollouts_of_observed_employees_stay_in_shadow_observe BEFORE INSERT OR UPDATE ON tenure.rollouts FOR EACH ROW EXECUTE FUNCTION guard_observed_rollout();
CREATE TRIGGER rollouts_start_in_shadow BEFORE INSERT ON tenure.rollouts FOR EACH ROW EXECUTE FUNCTION guard_birth();

create policy entries_are_appended on audit.entries for insert to tenure_app with check (true);
create policy entries_are_readable on audit.entries for select to tenure_app, tenure_auditor using (true);
create policy halts_are_lifted on tenure.halts for update to tenure_app using (true) with check (true);
create policy halts_are_ordered on tenure.halts for insert to tenure_app with check (true);
create policy halts_are_seen on tenure.halts for select to public using (true);

grant insert, select on audit.entries to tenure_app;
grant select on audit.entries to tenure_auditor;
grant select on audit.pending to tenure_app;
grant select on audit.pending to tenure_auditor;
grant insert, select, update on tenure.accounts to tenure_app;
grant insert, select on tenure.ageings to tenure_app;
grant select on tenure.ageings to tenure_auditor;
grant select on tenure.ageings to tenure_reader;
grant insert, select on tenure.agent_models to tenure_app;
grant select on tenure.agent_models to tenure_auditor;
grant select on tenure.agent_models to tenure_reader;
grant insert, select on tenure.agent_steps to tenure_app;
grant select on tenure.agent_steps to tenure_auditor;
grant select on tenure.agent_steps to tenure_reader;
grant insert, select, update on tenure.api_keys to tenure_app;
grant insert, select, update on tenure.blind_items to tenure_app;
grant select on tenure.blind_items to tenure_auditor;
grant insert, select, update on tenure.blind_placements to tenure_app;
grant select on tenure.blind_placements to tenure_auditor;
grant insert, select on tenure.bundles to tenure_app;
grant select on tenure.bundles to tenure_auditor;
grant select on tenure.bundles to tenure_reader;
grant delete, insert, select, update on tenure.cells to tenure_app;
grant select on tenure.cells to tenure_auditor;
grant select on tenure.cells to tenure_reader;
grant insert, select, update on tenure.contents to tenure_app;
grant select on tenure.contents to tenure_auditor;
grant select on tenure.contents to tenure_reader;
grant insert, select, update on tenure.dossier_signatures to tenure_app;
grant select on tenure.dossier_signatures to tenure_auditor;
grant select on tenure.dossier_signatures to tenure_reader;
grant insert, select, update on tenure.dossiers to tenure_app;
grant select on tenure.dossiers to tenure_auditor;
grant select on tenure.dossiers to tenure_reader;
grant insert, select, update on tenure.draft_edits to tenure_app;
grant select on tenure.draft_edits to tenure_auditor;
grant select on tenure.draft_edits to tenure_reader;
grant insert, select, update on tenure.drafts to tenure_app;
grant select on tenure.drafts to tenure_auditor;
grant select on tenure.drafts to tenure_reader;
grant insert, select on tenure.edge_case_examples to tenure_app;
grant select on tenure.edge_case_examples to tenure_auditor;
grant select on tenure.edge_case_examples to tenure_reader;
grant insert, select, update on tenure.edge_cases to tenure_app;
grant select on tenure.edge_cases to tenure_auditor;
grant select on tenure.edge_cases to tenure_reader;
grant insert, select, update on tenure.effects to tenure_app;
grant select on tenure.effects to tenure_auditor;
grant select on tenure.effects to tenure_reader;
grant insert, select, update on tenure.employees to tenure_app;
grant select on tenure.employees to tenure_auditor;
grant select on tenure.employees to tenure_reader;
grant insert, select, update on tenure.epochs to tenure_app;
grant select on tenure.epochs to tenure_auditor;
grant select on tenure.epochs to tenure_reader;
grant insert, select, update on tenure.escalations to tenure_app;
grant select on tenure.escalations to tenure_auditor;
grant select on tenure.escalations to tenure_reader;
grant delete, insert, select, update on tenure.evidence to tenure_app;
grant select on tenure.evidence to tenure_auditor;
grant select on tenure.evidence to tenure_reader;
grant delete, insert, select, update on tenure.evidence_cases to tenure_app;
grant select on tenure.evidence_cases to tenure_auditor;
grant select on tenure.evidence_cases to tenure_reader;
grant insert, select, update on tenure.evidence_slices to tenure_app;
grant select on tenure.evidence_slices to tenure_auditor;
grant select on tenure.evidence_slices to tenure_reader;
grant insert, select, update on tenure.evidence_tallies to tenure_app;
grant select on tenure.evidence_tallies to tenure_auditor;
grant select on tenure.evidence_tallies to tenure_reader;
grant insert, select, update on tenure.flags to tenure_app;
grant select on tenure.flags to tenure_auditor;
grant select on tenure.flags to tenure_reader;
grant insert, select on tenure.halt_drills to tenure_app;
grant select on tenure.halt_drills to tenure_auditor;
grant select on tenure.halt_drills to tenure_reader;
grant insert, select, update on tenure.halts to tenure_app;
grant select on tenure.halts to tenure_auditor;
grant select on tenure.halts to tenure_reader;
grant insert, select, update on tenure.human_work to tenure_app;
grant select on tenure.human_work to tenure_auditor;
grant select on tenure.human_work to tenure_reader;
grant delete, insert, select, update on tenure.idempotency to tenure_app;
grant insert, select on tenure.incident_interactions to tenure_app;
grant select on tenure.incident_interactions to tenure_auditor;
grant select on tenure.incident_interactions to tenure_reader;
grant insert, select, update on tenure.incidents to tenure_app;
grant select on tenure.incidents to tenure_auditor;
grant select on tenure.incidents to tenure_reader;
grant insert, select, update on tenure.interactions to tenure_app;
grant select on tenure.interactions to tenure_auditor;
grant select on tenure.interactions to tenure_reader;
grant insert, select, update on tenure.migrations to tenure_app;
grant select on tenure.migrations to tenure_auditor;
grant select on tenure.migrations to tenure_reader;
grant insert, select on tenure.model_calls to tenure_app;
grant select on tenure.model_calls to tenure_auditor;
grant select on tenure.model_calls to tenure_reader;
grant insert, select on tenure.month_signatures to tenure_app;
grant select on tenure.month_signatures to tenure_auditor;
grant select on tenure.month_signatures to tenure_reader;
grant insert, select, update on tenure.observed_spans to tenure_app;
grant insert, select, update on tenure.observed_traces to tenure_app;
grant select on tenure.observed_traces to tenure_auditor;
grant select on tenure.observed_traces to tenure_reader;
grant insert, select, update on tenure.one_time_links to tenure_app;
grant insert, select, update on tenure.people to tenure_app;
grant insert, select, update on tenure.plans to tenure_app;
grant select on tenure.plans to tenure_auditor;
grant select on tenure.plans to tenure_reader;
grant insert, select, update on tenure.promotions to tenure_app;
grant select on tenure.promotions to tenure_auditor;
grant select on tenure.promotions to tenure_reader;
grant insert, select, update on tenure.proposals to tenure_app;
grant select on tenure.proposals to tenure_auditor;
grant select on tenure.proposals to tenure_reader;
grant insert, select, update on tenure.replay_cases to tenure_app;
grant select on tenure.replay_cases to tenure_auditor;
grant select on tenure.replay_cases to tenure_reader;
grant insert, select, update on tenure.replays to tenure_app;
grant select on tenure.replays to tenure_auditor;
grant select on tenure.replays to tenure_reader;
grant insert, select, update on tenure.reviewer_exclusions to tenure_app;
grant select on tenure.reviewer_exclusions to tenure_auditor;
grant select on tenure.reviewer_exclusions to tenure_reader;
grant insert, select, update on tenure.reviews to tenure_app;
grant select on tenure.reviews to tenure_auditor;
grant select on tenure.reviews to tenure_reader;
grant insert, select, update on tenure.rollouts to tenure_app;
grant insert, select, update on tenure.sampling_keys to tenure_app;
grant select on tenure.sampling_keys to tenure_auditor;
grant select on tenure.sampling_keys to tenure_reader;
grant delete, insert, select, update on tenure.sessions to tenure_app;
grant insert, select on tenure.signing_keys to tenure_app;
grant select on tenure.signing_keys to tenure_auditor;
grant select on tenure.signing_keys to tenure_reader;
grant insert, select, update on tenure.tools to tenure_app;
grant select on tenure.tools to tenure_auditor;
grant select on tenure.tools to tenure_reader;
grant insert, select, update on tenure.traffic_days to tenure_app;
grant select on tenure.traffic_days to tenure_auditor;
grant select on tenure.traffic_days to tenure_reader;
grant delete, insert, select, update on tenure.traffic_deltas to tenure_app;
grant insert, select, update on tenure.verdicts to tenure_app;
grant select on tenure.verdicts to tenure_auditor;
grant select on tenure.verdicts to tenure_reader;
grant delete, insert, select, update on tenure.verifications to tenure_app;
