-- Incidents: wrong actions with a real consequence that needed remedy. And what promotions were decided on, frozen, with the public keys that sign it.

create table tenure.incidents (
  id text primary key,
  employee_id text not null references tenure.employees,
  workflow text not null,
  rollout_id text references tenure.rollouts,
  severity text not null constraint incidents_severity_is_known check (severity in ('minor', 'major', 'severe')),
  state text not null constraint incidents_state_is_known check (state in ('open', 'remedied', 'closed')),
  source text not null constraint incidents_source_is_known check (source in ('report', 'verdict', 'ground_truth')),
  -- The version of the role it happened under, and the tool it happened with.
  dossier_id text references tenure.dossiers,
  role_hash text,
  tool text,
  happened_id text not null references tenure.contents,
  consequence_id text references tenure.contents,
  remedy_id text references tenure.contents,
  opened_by text not null,
  opened_at timestamptz not null,
  remedied_by text,
  remedied_at timestamptz,
  closed_by text,
  closed_at timestamptz,
  constraint incidents_remedied_say_how_and_by_whom check ((state = 'open') = (remedied_by is null) and (remedied_by is null) = (remedied_at is null) and (remedied_by is null) = (remedy_id is null)),
  constraint incidents_closed_say_by_whom check ((state = 'closed') = (closed_by is not null) and (closed_by is null) = (closed_at is null)),
  constraint incidents_are_closed_by_a_second_person check (closed_by is null or closed_by <> remedied_by)
);
create index incidents_not_closed on tenure.incidents (employee_id) where state <> 'closed';

create table tenure.incident_interactions (
  incident_id text not null references tenure.incidents,
  interaction_id text not null references tenure.interactions,
  constraint incidents_name_an_interaction_once primary key (incident_id, interaction_id)
);
create index incidents_of_an_interaction on tenure.incident_interactions (interaction_id);

-- What was reported stays as it was reported, and a state once left is not returned to.
create function tenure.guard_incident() returns trigger language plpgsql as $$
begin
  if (new.id, new.employee_id, new.severity, new.source, new.happened_id, new.consequence_id, new.opened_by, new.opened_at, new.dossier_id, new.tool)
     is distinct from (old.id, old.employee_id, old.severity, old.source, old.happened_id, old.consequence_id, old.opened_by, old.opened_at, old.dossier_id, old.tool)
     or old.state = 'closed' or (old.state = 'remedied' and new.state = 'open') or (old.state = 'open' and new.state = 'closed') then
    raise exception 'an incident stays as it was reported, and goes from open to remedied to closed' using errcode = '23514', constraint = 'incidents_go_one_way';
  end if;
  return new;
end $$;
create trigger incidents_go_one_way before update on tenure.incidents for each row execute function tenure.guard_incident();

-- What a promotion was decided on, as canonical JSON, gzipped: its facts, and the ids of the records they were taken from. The digest of the facts is on the trail.
create table tenure.bundles (
  promotion_id text primary key references tenure.promotions,
  digest text not null constraint bundles_digest_is_a_sha256 check (digest ~ '^[0-9a-f]{64}$'),
  frozen bytea not null,
  frozen_at timestamptz not null
);
create function tenure.guard_bundle() returns trigger language plpgsql as $$
begin
  raise exception 'what a promotion was decided on does not change' using errcode = '23514', constraint = 'bundles_do_not_change';
end $$;
create trigger bundles_do_not_change before update or delete on tenure.bundles for each row execute function tenure.guard_bundle();

-- Public keys this installation has signed with; the private one is never in the database.
create table tenure.signing_keys (
  key text primary key,
  created_at timestamptz not null
);

grant select, insert, update on tenure.incidents to tenure_app;
grant select, insert on tenure.incident_interactions, tenure.bundles, tenure.signing_keys to tenure_app;
grant select on tenure.incidents, tenure.incident_interactions, tenure.bundles, tenure.signing_keys to tenure_reader, tenure_auditor;
