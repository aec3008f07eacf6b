-- The gateway: which definition of each tool people have looked at. A definition that changes suspends the tool until two people have looked at the new one.

create table tenure.tools (
  id text primary key,
  -- Where the tool lives: the address its connector names. Two dossiers that name one address speak of one tool.
  address text not null,
  system text not null,
  tool text not null,
  access text not null constraint tools_access_is_known check (access in ('read', 'write')),
  approved_hash text not null constraint tools_approved_hash_is_a_sha256 check (approved_hash ~ '^[0-9a-f]{64}$'),
  approved_definition jsonb,
  seen_hash text not null constraint tools_seen_hash_is_a_sha256 check (seen_hash ~ '^[0-9a-f]{64}$'),
  seen_definition jsonb,
  seen_at timestamptz not null,
  suspended_at timestamptz,
  proposed_by text,
  proposed_hash text,
  proposed_at timestamptz,
  constraint tools_are_pinned_once unique (address, tool),
  constraint tools_proposals_are_whole check ((proposed_by is null) = (proposed_hash is null) and (proposed_by is null) = (proposed_at is null)),
  -- Only a suspended tool waits for anybody.
  constraint tools_proposals_are_for_suspended_ones check (proposed_by is null or suspended_at is not null)
);

grant select, insert, update on tenure.tools to tenure_app;
grant select on tenure.tools to tenure_reader, tenure_auditor;
