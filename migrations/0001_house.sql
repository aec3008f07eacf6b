-- The house: employees, dossiers, rollouts and cells; interactions, proposals, effects, reviews, verdicts, escalations; the trail.
-- One schema of our own, never public. PostgreSQL 15 subset. Names of constraints read as sentences.

create schema if not exists tenure;
create schema if not exists audit;

create table tenure.employees (
  id text primary key,
  name text not null constraint employees_have_one_name unique,
  agent jsonb not null,
  created_at timestamptz not null
);

create table tenure.dossiers (
  id text primary key,
  hash text not null,
  role_hash text not null,
  employee_id text not null references tenure.employees,
  workflow text not null,
  files jsonb not null,
  content jsonb not null,
  errors int not null constraint dossiers_count_their_errors check (errors >= 0),
  registered_by text not null,
  registered_at timestamptz not null,
  constraint dossiers_have_one_row_per_version unique (employee_id, hash)
);

create table tenure.dossier_signatures (
  dossier_id text not null references tenure.dossiers,
  person_id text not null,
  signed_at timestamptz not null,
  constraint dossiers_are_signed_once_per_person primary key (dossier_id, person_id)
);

create table tenure.rollouts (
  id text primary key,
  employee_id text not null references tenure.employees,
  workflow text not null,
  dossier_id text not null references tenure.dossiers,
  phase text not null constraint rollouts_phase_is_known
    check (phase in ('discovery', 'shadow', 'supervised', 'autonomous', 'halted', 'retired')),
  delivery text not null default 'observe' constraint rollouts_delivery_is_known check (delivery in ('observe', 'assist')),
  rehearsal boolean not null default false,
  sampling_secret text not null,
  sample_ratio double precision not null constraint rollouts_sample_at_least_a_tenth check (sample_ratio >= 0.1 and sample_ratio <= 1),
  halted_from text constraint rollouts_halted_from_is_known check (halted_from in ('discovery', 'shadow', 'supervised', 'autonomous')),
  promotion_id text,
  opened_by text not null,
  opened_at timestamptz not null,
  phase_since timestamptz not null,
  evidence_since timestamptz not null,
  constraint rollouts_in_rehearsal_stay_in_shadow check (not rehearsal or (phase in ('shadow', 'halted', 'retired') and delivery = 'observe')),
  constraint rollouts_assist_only_in_shadow check (delivery = 'observe' or phase in ('shadow', 'halted')),
  constraint rollouts_halted_know_from_where check ((phase = 'halted') = (halted_from is not null))
);

-- A cell belongs to exactly one rollout: the primary key is the rule.
create table tenure.cells (
  employee_id text not null references tenure.employees,
  workflow text not null,
  query_type text not null,
  channel text not null,
  rollout_id text not null references tenure.rollouts,
  constraint cells_belong_to_one_rollout primary key (employee_id, workflow, query_type, channel)
);
create index cells_of_a_rollout on tenure.cells (rollout_id);

create table tenure.promotions (
  id text primary key,
  rollout_id text not null references tenure.rollouts,
  from_phase text not null constraint promotions_start_from_a_phase check (from_phase in ('shadow', 'supervised')),
  to_phase text not null constraint promotions_lead_to_a_phase check (to_phase in ('supervised', 'autonomous')),
  state text not null constraint promotions_state_is_known check (state in ('proposed', 'approved', 'carried_out', 'withdrawn')),
  override boolean not null default false,
  reason text not null,
  gate jsonb not null,
  dossier_id text not null references tenure.dossiers,
  proposed_by text not null,
  proposed_at timestamptz not null,
  approved_by text,
  approved_at timestamptz,
  constraint promotions_take_two_people check (approved_by is null or approved_by <> proposed_by),
  constraint promotions_approved_have_an_approver check (state not in ('approved', 'carried_out') or (approved_by is not null and approved_at is not null)),
  constraint promotions_need_a_met_gate_or_an_override check (override or gate ->> 'outcome' = 'met')
);
create unique index promotions_one_at_a_time on tenure.promotions (rollout_id) where state in ('proposed', 'approved');
alter table tenure.rollouts add constraint rollouts_name_their_promotion foreign key (promotion_id) references tenure.promotions;

-- Four eyes by the database: trust rises only through a promotion that two people made, whatever the code says.
create function tenure.guard_phase() returns trigger language plpgsql as $$
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
end $$;
create trigger rollouts_advance_by_two_people before update on tenure.rollouts for each row execute function tenure.guard_phase();
-- A rollout is born in discovery or shadow: inserting it higher up would be the same leap by another door.
create function tenure.guard_birth() returns trigger language plpgsql as $$
begin
  if new.phase in ('supervised', 'autonomous') and not exists (
    select 1 from tenure.rollouts r where r.id = new.split_from and r.phase = new.phase and r.employee_id = new.employee_id and r.workflow = new.workflow)
  then
    raise exception 'a rollout starts in shadow' using errcode = '23514', constraint = 'rollouts_start_in_shadow';
  end if;
  return new;
end $$;
alter table tenure.rollouts add column split_from text references tenure.rollouts;
create trigger rollouts_start_in_shadow before insert on tenure.rollouts for each row execute function tenure.guard_birth();

create table tenure.halts (
  id text primary key,
  scope text not null constraint halts_scope_is_known check (scope in ('all', 'employee', 'tool')),
  target text not null,
  reason text not null,
  ordered_by text not null,
  ordered_at timestamptz not null,
  lifted_by text,
  lifted_at timestamptz
);
create index halts_in_force on tenure.halts (scope, target) where lifted_at is null;

-- What was said, by digest; the body can be erased without breaking the trail, which names the digest only.
create table tenure.contents (
  id text primary key,
  interaction_id text,
  slot text not null,
  salt text not null,
  digest text not null,
  body jsonb,
  kept_at timestamptz not null
);
create index contents_of_an_interaction on tenure.contents (interaction_id);

create table tenure.interactions (
  id text primary key,
  employee_id text not null references tenure.employees,
  workflow text not null,
  dossier_id text references tenure.dossiers,
  rollout_id text references tenure.rollouts,
  query_type text not null,
  channel text not null,
  external_id text not null,
  content_id text not null references tenure.contents,
  driver text not null constraint interactions_driver_is_known check (driver in ('worker', 'agent')),
  phase text,
  state text not null constraint interactions_state_is_known
    check (state in ('received', 'proposing', 'proposed', 'held', 'released', 'recorded', 'refused', 'escalated', 'performed', 'settled')),
  outcome text constraint interactions_outcome_is_known check (outcome in ('handled', 'escalated', 'recorded', 'refused')),
  diverged boolean not null default false,
  received_at timestamptz not null,
  moved_at timestamptz not null,
  settled_at timestamptz,
  input_tokens bigint,
  output_tokens bigint,
  cost_micros bigint,
  model text,
  rating int constraint interactions_rating_is_one_to_five check (rating between 1 and 5),
  constraint interactions_once_per_message unique (employee_id, channel, external_id),
  constraint interactions_settled_have_an_outcome check ((state = 'settled') = (outcome is not null and settled_at is not null))
);
create index interactions_of_a_rollout on tenure.interactions (rollout_id, received_at desc);
create index interactions_by_arrival on tenure.interactions (received_at desc, id desc);
-- Serves the sweep that finds interactions whose work was lost or whose agent went silent.
create index interactions_unsettled on tenure.interactions (state, moved_at) where state <> 'settled';

create table tenure.proposals (
  id text primary key,
  interaction_id text not null references tenure.interactions,
  dossier_id text not null references tenure.dossiers,
  attempt int not null,
  agent text not null,
  state text not null constraint proposals_state_is_known check (state in ('open', 'complete', 'abandoned')),
  escalated boolean not null default false,
  reason text,
  trigger_name text,
  phase text not null,
  sample_u double precision,
  sample_ratio double precision,
  weight double precision,
  opened_at timestamptz not null,
  completed_at timestamptz,
  constraint proposals_one_per_interaction unique (interaction_id)
);

create table tenure.effects (
  id text primary key,
  interaction_id text not null references tenure.interactions,
  proposal_id text not null references tenure.proposals,
  position int not null,
  kind text not null constraint effects_kind_is_known check (kind in ('read', 'write', 'reply')),
  system text,
  operation text,
  state text not null constraint effects_state_is_known
    check (state in ('proposed', 'held', 'released', 'attempting', 'unknown', 'performed', 'failed', 'recorded', 'replayed', 'refused', 'escalated', 'declined', 'lapsed')),
  disposition text constraint effects_disposition_is_known check (disposition in ('perform', 'hold', 'record', 'escalate', 'refuse')),
  why text,
  phase text constraint effects_phase_is_known check (phase in ('discovery', 'shadow', 'supervised', 'autonomous', 'halted', 'retired')),
  delivery text constraint effects_delivery_is_known check (delivery in ('observe', 'assist')),
  request_id text not null references tenure.contents,
  result_id text references tenure.contents,
  approval_digest text,
  expires_at timestamptz,
  released_by text,
  performer text not null default 'tenure' constraint effects_performer_is_known check (performer in ('tenure', 'agent')),
  simulated boolean not null default false,
  idempotency_key text not null constraint effects_happen_once_per_key unique,
  provider_ref text,
  attempts int not null default 0,
  claimed_by text,
  asked_at timestamptz not null,
  attempted_at timestamptz,
  ended_at timestamptz,
  constraint effects_once_per_position unique (proposal_id, position),
  constraint effects_performed_has_outcome check (state not in ('performed', 'failed') or (attempted_at is not null and ended_at is not null)),
  constraint effects_in_shadow_need_a_release check (
    kind = 'read' or state not in ('released', 'attempting', 'performed', 'failed', 'unknown')
    or (phase is not null and phase in ('supervised', 'autonomous'))
    or (phase is not null and phase = 'shadow' and delivery = 'assist' and released_by is not null and approval_digest is not null))
);
-- What was ruled stays ruled: the phase and delivery an effect was ruled under cannot be rewritten to get past the check above.
create function tenure.guard_ruling() returns trigger language plpgsql as $$
begin
  if old.phase is not null and (new.phase is distinct from old.phase or new.delivery is distinct from old.delivery) then
    raise exception 'the phase an effect was ruled under does not change' using errcode = '23514', constraint = 'effects_keep_their_ruling';
  end if;
  return new;
end $$;
create trigger effects_keep_their_ruling before update of phase, delivery on tenure.effects for each row execute function tenure.guard_ruling();
create index effects_of_an_interaction on tenure.effects (interaction_id, position);
create index effects_waiting on tenure.effects (state, expires_at) where state in ('held', 'released', 'attempting', 'unknown');

create table tenure.reviews (
  id text primary key,
  interaction_id text not null references tenure.interactions,
  proposal_id text not null references tenure.proposals,
  rollout_id text references tenure.rollouts,
  employee_id text not null,
  workflow text not null,
  query_type text not null,
  channel text not null,
  reason text not null constraint reviews_reason_is_known check (reason in ('shadow', 'sample', 'escalation', 'held', 'monthly')),
  escalated boolean not null,
  ratio double precision not null,
  weight double precision not null,
  state text not null constraint reviews_state_is_known check (state in ('open', 'done', 'withdrawn')),
  reserved_by text,
  reserved_until timestamptz,
  due_at timestamptz not null,
  opened_at timestamptz not null,
  closed_at timestamptz,
  constraint reviews_one_per_proposal unique (proposal_id)
);
-- Serves the queue: the oldest open item nobody has reserved.
create index reviews_open_by_age on tenure.reviews (due_at, id) where state = 'open';
create index reviews_of_an_interaction on tenure.reviews (interaction_id);

create table tenure.verdicts (
  id text primary key,
  review_id text not null references tenure.reviews,
  interaction_id text not null references tenure.interactions,
  proposal_id text not null references tenure.proposals,
  rollout_id text references tenure.rollouts,
  dossier_id text not null references tenure.dossiers,
  query_type text not null,
  channel text not null,
  kind text not null constraint verdicts_kind_is_known
    check (kind in ('correct', 'correct_small_edit', 'wrong', 'should_escalate', 'unsafe', 'needed', 'not_needed')),
  correct boolean,
  should_escalate boolean,
  escalated boolean not null,
  source text not null constraint verdicts_source_is_known check (source in ('person', 'verified_source')),
  given_by text not null,
  weight double precision not null,
  reasons text[] not null default '{}',
  note_id text references tenure.contents,
  given_at timestamptz not null,
  withdrawn_at timestamptz,
  withdrawn_by text
);
create unique index verdicts_one_stands_per_review on tenure.verdicts (review_id) where withdrawn_at is null;
create index verdicts_of_a_cell on tenure.verdicts (query_type, channel, dossier_id) where withdrawn_at is null;
create index verdicts_of_an_interaction on tenure.verdicts (interaction_id);

create table tenure.escalations (
  id text primary key,
  interaction_id text not null references tenure.interactions,
  source text not null constraint escalations_source_is_known check (source in ('agent', 'trigger', 'tenure')),
  reason text not null,
  trigger_name text,
  who text,
  state text not null constraint escalations_state_is_known check (state in ('open', 'taken', 'answered')),
  opened_at timestamptz not null,
  due_at timestamptz,
  taken_by text,
  answered_by text,
  answered_at timestamptz,
  constraint escalations_once_per_interaction unique (interaction_id),
  constraint escalations_answered_name_who check ((state = 'answered') = (answered_by is not null and answered_at is not null))
);
create index escalations_open_by_due on tenure.escalations (due_at) where state <> 'answered';

-- What the person really did: reply, operations, minutes. In shadow it stands beside what the employee would have done.
create table tenure.human_work (
  id text primary key,
  interaction_id text not null references tenure.interactions,
  done_by text not null,
  content_id text not null references tenure.contents,
  minutes double precision,
  done_at timestamptz not null
);
create index human_work_of_an_interaction on tenure.human_work (interaction_id);

create table tenure.idempotency (
  caller text not null,
  key text not null,
  request_digest text not null,
  status int,
  response jsonb,
  at timestamptz not null,
  primary key (caller, key)
);

-- The trail. An entry is the exact canonical text that was hashed; nobody changes or removes one, by grant and by trigger.
create table audit.entries (
  id text primary key,
  at timestamptz not null,
  kind text not null,
  subject text not null,
  body text not null constraint entries_fit_a_tile_bundle check (octet_length(body) between 2 and 65535),
  leaf bytea not null constraint entries_leaf_is_a_hash check (octet_length(leaf) = 32)
);
create index entries_of_a_subject on audit.entries (subject, at);
create index entries_by_time on audit.entries (at desc, id desc);

create table audit.pending (
  arrival bigint generated always as identity primary key,
  id text not null constraint pending_once_per_entry unique,
  leaf bytea not null
);

-- The database itself checks that the leaf is RFC 6962's hash of this very text, that the text carries its own id, kind and subject, and queues it.
create function audit.admit() returns trigger language plpgsql security definer set search_path = pg_catalog, audit as $$
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
end $$;
create trigger entries_are_admitted after insert on audit.entries for each row execute function audit.admit();

create function audit.forbid() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  raise exception 'audit.% is append-only: % refused', tg_table_name, lower(tg_op) using errcode = '42501';
end $$;
create trigger entries_never_change before update or delete on audit.entries for each row execute function audit.forbid();
create trigger entries_never_vanish before truncate on audit.entries for each statement execute function audit.forbid();
create trigger pending_never_changes before update on audit.pending for each row execute function audit.forbid();

alter table audit.entries enable row level security;
create policy entries_are_readable on audit.entries for select to tenure_app, tenure_auditor using (true);
create policy entries_are_appended on audit.entries for insert to tenure_app with check (true);

revoke all on schema tenure, audit from public;
grant usage on schema tenure, audit to tenure_app;
grant select, insert, update on all tables in schema tenure to tenure_app;
grant delete on tenure.cells, tenure.idempotency to tenure_app;
grant select, insert on audit.entries to tenure_app;
grant select on audit.pending to tenure_app, tenure_auditor;
grant usage on schema tenure to tenure_reader, tenure_auditor;
grant select on all tables in schema tenure to tenure_reader, tenure_auditor;
revoke select on tenure.idempotency from tenure_reader, tenure_auditor;
grant usage on schema audit to tenure_auditor;
grant select on audit.entries to tenure_auditor;
