-- Discovery: dossiers still being written, who changed what in them, and what is frozen with a version: its compiled policy, its findings and its plan.

create table tenure.drafts (
  id text primary key,
  workflow text not null,
  title text not null,
  employee text not null,
  files jsonb not null,
  revision int not null constraint drafts_revisions_count_up check (revision > 0),
  opened_by text not null,
  opened_at timestamptz not null,
  changed_by text not null,
  changed_at timestamptz not null,
  registered_dossier_id text references tenure.dossiers,
  registered_revision int,
  discarded_at timestamptz,
  constraint drafts_name_what_was_registered check ((registered_dossier_id is null) = (registered_revision is null))
);
create index drafts_by_change on tenure.drafts (changed_at desc, id desc) where discarded_at is null;

-- Every change of a draft, so that two people who meet in one place are told who was there, and so that everybody who wrote on a role is known.
create table tenure.draft_edits (
  draft_id text not null references tenure.drafts,
  revision int not null,
  edits jsonb not null,
  touches_role boolean not null,
  edited_by text not null,
  edited_at timestamptz not null,
  constraint draft_edits_are_kept_once_per_revision primary key (draft_id, revision)
);

alter table tenure.dossiers
  add column policy jsonb,
  add column policy_hash text,
  add column findings jsonb,
  add column plan jsonb,
  add column role_editors text[] not null default '{}',
  add constraint dossiers_policy_has_its_hash check ((policy is null) = (policy_hash is null));
create index dossiers_by_policy on tenure.dossiers (policy_hash);

-- A version is what it was when it was registered. Only what has never been there may be added.
create function tenure.guard_version() returns trigger language plpgsql as $$
begin
  if new.hash is distinct from old.hash or new.role_hash is distinct from old.role_hash or new.files is distinct from old.files
    or new.content is distinct from old.content or new.policy is distinct from old.policy or new.policy_hash is distinct from old.policy_hash
    or new.findings is distinct from old.findings or new.plan is distinct from old.plan or new.errors is distinct from old.errors
    or new.registered_by is distinct from old.registered_by or new.role_editors is distinct from old.role_editors
  then
    raise exception 'a registered version of a dossier does not change' using errcode = '23514', constraint = 'dossiers_do_not_change';
  end if;
  return new;
end $$;
create trigger dossiers_do_not_change before update on tenure.dossiers for each row execute function tenure.guard_version();

alter table tenure.effects
  add column policy_hash text,
  add column amount numeric constraint effects_move_no_negative_money check (amount >= 0),
  add column recipients text[];

grant select, insert, update on tenure.drafts, tenure.draft_edits to tenure_app;
grant select on tenure.drafts, tenure.draft_edits to tenure_reader, tenure_auditor;
