-- People, their sessions and accounts (written by better-auth through its own queries), API keys, and one-time links.
-- Nothing here holds a usable secret: passwords are scrypt hashes, keys and links are kept as SHA-256 only.

create table tenure.people (
  id text primary key,
  name text not null,
  email text not null constraint people_have_one_email unique constraint people_emails_are_lower_case check (email = lower(email)),
  email_verified boolean not null default false,
  image text,
  role text not null default 'none' constraint people_role_is_known
    check (role in ('ops_lead', 'reviewer', 'engineer', 'auditor', 'privacy_officer', 'admin', 'none')),
  disabled boolean not null default false,
  created_at timestamptz not null,
  updated_at timestamptz not null
);

create table tenure.sessions (
  id text primary key,
  token text not null constraint sessions_have_one_token unique,
  user_id text not null references tenure.people on delete cascade,
  expires_at timestamptz not null,
  ip_address text,
  user_agent text,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index sessions_of_a_person on tenure.sessions (user_id);

create table tenure.accounts (
  id text primary key,
  account_id text not null,
  provider_id text not null,
  user_id text not null references tenure.people on delete cascade,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  password text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint accounts_once_per_provider unique (provider_id, account_id)
);
create index accounts_of_a_person on tenure.accounts (user_id);

create table tenure.verifications (
  id text primary key,
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index verifications_by_identifier on tenure.verifications (identifier);

create table tenure.api_keys (
  id text primary key,
  name text not null,
  prefix text not null constraint api_keys_have_one_prefix unique,
  sha256 text not null constraint api_keys_have_one_hash unique,
  scopes text[] not null constraint api_keys_scopes_are_known
    check (cardinality(scopes) > 0 and scopes <@ array['agent', 'inbound', 'read', 'review', 'govern', 'admin']),
  employee_id text references tenure.employees,
  created_by text not null references tenure.people,
  created_at timestamptz not null,
  expires_at timestamptz,
  revoked_at timestamptz,
  last_used_at timestamptz,
  -- A key of a machine is bound to one employee; a key of a person acts with that person's role, and is bound to none.
  constraint api_keys_of_agents_name_their_employee check ((scopes && array['agent', 'inbound']) = (employee_id is not null)),
  constraint api_keys_of_agents_judge_nothing check (not (scopes && array['agent', 'inbound']) or not (scopes && array['read', 'review', 'govern', 'admin']))
);
create index api_keys_of_a_person on tenure.api_keys (created_by);

create table tenure.one_time_links (
  id text primary key,
  sha256 text not null constraint one_time_links_have_one_hash unique,
  purpose text not null constraint one_time_links_purpose_is_known check (purpose in ('first_admin', 'invite')),
  role text not null constraint one_time_links_role_is_known
    check (role in ('ops_lead', 'reviewer', 'engineer', 'auditor', 'privacy_officer', 'admin', 'none')),
  email text constraint one_time_links_emails_are_lower_case check (email = lower(email)),
  created_by text,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  voided_at timestamptz,
  constraint one_time_links_of_invitations_name_whom check ((purpose = 'invite') = (email is not null))
);

grant select, insert, update on tenure.people, tenure.sessions, tenure.accounts, tenure.verifications, tenure.api_keys, tenure.one_time_links to tenure_app;
grant delete on tenure.sessions, tenure.verifications to tenure_app;

-- Readers and auditors see who exists and which keys exist, never anything that opens a door.
grant select (id, name, email, role, disabled, created_at, updated_at) on tenure.people to tenure_reader, tenure_auditor;
grant select (id, name, prefix, scopes, employee_id, created_by, created_at, expires_at, revoked_at, last_used_at) on tenure.api_keys to tenure_reader, tenure_auditor;
