-- Stops: of everything, an employee, a rollout, a tool. They can be ordered with one statement and nothing of ours running, are lifted by two people, and are drilled.

-- An id as the product makes them (a ULID: 48 bits of milliseconds, 80 of chance), for stops ordered in the database itself.
create function tenure.fresh_halt_id() returns text language plpgsql volatile set search_path = pg_catalog as $$
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
end $$;

alter table tenure.halts
  drop constraint halts_scope_is_known,
  add constraint halts_scope_is_known check (scope in ('all', 'employee', 'rollout', 'tool')),
  alter column id set default tenure.fresh_halt_id(),
  alter column target set default '*',
  alter column ordered_by set default session_user,
  alter column ordered_at set default clock_timestamp(),
  -- Null: ordered in the database; the server has not yet said so on the trail. It stops all the same.
  add column recorded_at timestamptz,
  -- A stop that measures how long stopping takes; whoever ordered it lifts it.
  add column drill boolean not null default false,
  add column lift_proposed_by text,
  add column lift_proposed_at timestamptz,
  add constraint halts_reason_is_given check (btrim(reason) <> ''),
  add constraint halts_lifted_know_by_whom_and_when check ((lifted_by is null) = (lifted_at is null)),
  add constraint halts_proposed_lifts_are_whole check ((lift_proposed_by is null) = (lift_proposed_at is null)),
  add constraint halts_are_lifted_by_a_second_person check (lifted_by is null or lift_proposed_by is null or lifted_by <> lift_proposed_by);
update tenure.halts set recorded_at = ordered_at;
create index halts_not_on_the_trail on tenure.halts (id) where recorded_at is null;

-- A stop that stops nothing because of a misspelt name would be worse than an error; a stop ordered by hand names the login that ordered it, at the database's time.
create function tenure.guard_halt() returns trigger language plpgsql as $$
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
end $$;
create trigger halts_name_what_exists before insert on tenure.halts for each row execute function tenure.guard_halt();

-- What was ordered stays as it was ordered, what is lifted stays lifted, and two people lift it wherever there are two who may. A drill is lifted by whoever ordered it.
create function tenure.guard_lift() returns trigger language plpgsql as $$
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
end $$;
create trigger halts_are_lifted_by_two_people before update on tenure.halts for each row execute function tenure.guard_lift();

-- Whoever switches row level security on for all tables (a linter's advice) must not hide a stop from the program that has to see it.
alter table tenure.halts enable row level security;
create policy halts_are_seen on tenure.halts for select using (true);
create policy halts_are_ordered on tenure.halts for insert to tenure_app with check (true);
create policy halts_are_lifted on tenure.halts for update to tenure_app using (true) with check (true);

-- One statement, nothing of ours running: `select tenure.halt_everything('why')`. For the owner of the schema and whoever is granted it; nobody else.
create function tenure.halt(scope text, target text, reason text) returns text
language sql volatile security definer set search_path = pg_catalog as $$
  insert into tenure.halts (scope, target, reason) values ($1, $2, $3) returning id
$$;
create function tenure.halt_everything(reason text) returns text
language sql volatile security definer set search_path = pg_catalog as $$
  insert into tenure.halts (scope, reason) values ('all', $1) returning id
$$;
revoke all on function tenure.halt(text, text, text), tenure.halt_everything(text), tenure.fresh_halt_id(), tenure.guard_halt(), tenure.guard_lift() from public;
grant execute on function tenure.fresh_halt_id() to tenure_app;

-- How long stopping took, measured with a real stop.
create table tenure.halt_drills (
  id text primary key,
  halt_id text not null constraint halt_drills_have_a_halt_of_their_own unique references tenure.halts,
  scope text not null,
  target text not null,
  reason text not null,
  ordered_by text not null,
  ordered_at timestamptz not null,
  ended_at timestamptz not null,
  watched_ms int not null constraint halt_drills_watch_for_a_while check (watched_ms >= 0),
  stopped_within_ms int not null constraint halt_drills_stop_within_what_was_watched check (stopped_within_ms between 0 and watched_ms),
  effects_after int not null constraint halt_drills_count_effects check (effects_after >= 0),
  in_flight int not null constraint halt_drills_count_in_flight check (in_flight >= 0)
);
grant select, insert on tenure.halt_drills to tenure_app;
grant select on tenure.halt_drills to tenure_reader, tenure_auditor;
