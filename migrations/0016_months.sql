-- What somebody who answers for the work has seen of a month and signed: the numbers as they stood then, whose digest is on the trail. A verdict that comes later changes
-- the month, never what was signed; whoever has seen the new numbers may sign again.
create table tenure.month_signatures (
  month text not null constraint month_signatures_name_a_month check (month ~ '^\d{4}-(0[1-9]|1[0-2])$'),
  digest text not null constraint month_signatures_digest_is_a_sha256 check (digest ~ '^[0-9a-f]{64}$'),
  person_id text not null,
  numbers jsonb not null,
  note_id text references tenure.contents,
  signed_at timestamptz not null,
  constraint months_are_signed_once_per_person_and_reading primary key (month, digest, person_id)
);
create function tenure.guard_month_signature() returns trigger language plpgsql as $$
begin
  raise exception 'what was signed does not change' using errcode = '23514', constraint = 'month_signatures_do_not_change';
end $$;
create trigger month_signatures_do_not_change before update or delete on tenure.month_signatures for each row execute function tenure.guard_month_signature();

grant select, insert on tenure.month_signatures to tenure_app;
grant select on tenure.month_signatures to tenure_reader, tenure_auditor;
