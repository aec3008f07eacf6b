-- breaking: a server that knows no epochs would receive queries that never count.
-- Evidence, kept in the transaction of the verdict: what counts towards a gate, by cell and epoch, so that a gate over a million reviewed interactions is read from a few
-- thousand rows, and a full recount comes to the same.

-- An epoch of a cell begins when the evidence before it stops counting: the cell is claimed, or something its evidence depends on changed (GATES.md D12: capital resets).
create table tenure.epochs (
  id integer generated always as identity primary key,
  employee_id text not null references tenure.employees,
  workflow text not null,
  query_type text not null,
  channel text not null,
  dossier_id text not null references tenure.dossiers,
  since timestamptz not null,
  why text not null
);
create index epochs_of_a_cell on tenure.epochs (employee_id, workflow, query_type, channel, id);

alter table tenure.cells add column epoch integer references tenure.epochs, add column evidence_since timestamptz;
insert into tenure.epochs (employee_id, workflow, query_type, channel, dossier_id, since, why)
  select c.employee_id, c.workflow, c.query_type, c.channel, r.dossier_id,
    greatest(r.evidence_since, (select max(m.since) from tenure.agent_models m where m.employee_id = r.employee_id)), 'opened'
  from tenure.cells c join tenure.rollouts r on r.id = c.rollout_id;
update tenure.cells c set epoch = e.id, evidence_since = e.since from tenure.epochs e
  where (e.employee_id, e.workflow, e.query_type, e.channel) = (c.employee_id, c.workflow, c.query_type, c.channel);
alter table tenure.cells alter column epoch set not null, alter column evidence_since set not null;
alter table tenure.rollouts drop column evidence_since;

-- The epoch its cell was in when it came; what was under way when another began does not count for that one.
alter table tenure.interactions add column epoch integer references tenure.epochs;
update tenure.interactions i set epoch = c.epoch from tenure.cells c
  where (c.employee_id, c.workflow, c.query_type, c.channel) = (i.employee_id, i.workflow, i.query_type, i.channel) and i.received_at >= c.evidence_since;

-- The numbers agreed before the first counted verdict (GATES.md 8). A change is a new plan; what the old one had shown by then stays with it.
create table tenure.plans (
  id text primary key,
  rollout_id text not null references tenure.rollouts,
  dossier_id text not null references tenure.dossiers,
  hash text not null constraint plans_hash_is_a_sha256 check (hash ~ '^[0-9a-f]{64}$'),
  body jsonb not null,
  registered_by text not null,
  registered_at timestamptz not null,
  replaced_at timestamptz,
  last_reading jsonb,
  constraint plans_replaced_keep_their_numbers check ((replaced_at is null) = (last_reading is null))
);
create unique index plans_one_in_force_per_rollout on tenure.plans (rollout_id) where replaced_at is null;

-- One row per review whose verdict counts. `case_key`: a keyed digest of what makes cases one case (GATES.md D13); it holds no words.
create table tenure.evidence (
  review_id text primary key references tenure.reviews,
  interaction_id text not null references tenure.interactions,
  proposal_id text not null references tenure.proposals,
  epoch integer not null references tenure.epochs,
  phase text not null,
  opened_at timestamptz not null,
  due_at timestamptz not null,
  escalated boolean not null,
  weight double precision not null,
  case_key text not null,
  slices text[] not null,
  correct boolean,
  should_escalate boolean,
  source text,
  judged_by text,
  -- The judge as a slice, where the plan watches reviewers: `reviewer=…`.
  reviewer_slice text,
  closed_at timestamptz,
  constraint evidence_is_weighed_between_zero_and_one check (weight > 0 and weight <= 1),
  constraint evidence_source_is_known check (source in ('person', 'verified_source')),
  constraint evidence_closed_says_by_whom check ((closed_at is null) = (source is null) and (closed_at is null) = (judged_by is null))
);
-- Serves `count_case`: all members of a case.
create index evidence_of_a_case on tenure.evidence (epoch, case_key, escalated, review_id);

-- One row per independent case: what the gate counts. It stands where its first member stands and has that one's weight. `open`: some member has no verdict.
create table tenure.evidence_cases (
  epoch integer not null references tenure.epochs,
  case_key text not null,
  escalated boolean not null,
  head text not null,
  day date not null,
  opened_at timestamptz not null,
  phase text not null,
  weight double precision not null,
  -- The share of its members that were right; null where nobody says.
  share double precision,
  should_escalate boolean,
  slices text[] not null,
  open boolean not null,
  due_at timestamptz not null,
  members integer not null,
  said integer not null,
  correct integer not null,
  needed integer not null,
  unneeded integer not null,
  by_people integer not null,
  constraint evidence_cases_count_once primary key (epoch, case_key, escalated)
);
-- Serves the scan of one day for the moment of proof, in the order in which cases count.
create index evidence_cases_of_a_day on tenure.evidence_cases (epoch, day, head);
-- Serves the end of what counts: the oldest case still open.
create index evidence_cases_open on tenure.evidence_cases (epoch, head) where open;
-- Serves the agreed minimum of a phase, which counts no further than that.
create index evidence_cases_by_time on tenure.evidence_cases (epoch, opened_at);

-- Cases all of whose members have a verdict, summed. -1 in `share` and `should`: nobody says.
create table tenure.evidence_tallies (
  epoch integer not null references tenure.epochs,
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
  -- The transaction that moved it last: a reader that kept a sum of old days asks whether one of them has moved since its snapshot, and trusts nothing it cannot have seen.
  changed xid8 not null default pg_current_xact_id(),
  constraint evidence_tallies_stand_once primary key (epoch, day, escalated, weight, share, should)
);

create index evidence_tallies_by_change on tenure.evidence_tallies (epoch, changed);

-- Handled cases by slice: `dimension=value`, and pairs joined by `&` (GATES.md 5).
create table tenure.evidence_slices (
  epoch integer not null references tenure.epochs,
  slice text not null,
  weight double precision not null,
  share double precision not null,
  n integer not null,
  constraint evidence_slices_stand_once primary key (epoch, slice, weight, share)
);

-- A slice shown to be wrong more often than the target allows. It stays until a person closes it; evidence up to `baseline` was seen then.
create table tenure.flags (
  id text primary key,
  rollout_id text not null references tenure.rollouts,
  slice text not null,
  state text not null constraint flags_state_is_known check (state in ('open', 'closed')),
  log_e double precision not null,
  threshold double precision not null,
  cases integer not null,
  wrong double precision not null,
  opened_at timestamptz not null,
  edge_case_id text,
  baseline jsonb,
  closed_by text,
  closed_at timestamptz,
  reason_id text references tenure.contents,
  constraint flags_closed_say_by_whom_and_why check ((state = 'closed') = (closed_by is not null and closed_at is not null and reason_id is not null and baseline is not null))
);
create unique index flags_one_open_per_slice on tenure.flags (rollout_id, slice) where state = 'open';

-- All that arrived, judged or not: steps leave differences, and a fold sums them up (never a hot row in a hot transaction).
create table tenure.traffic_deltas (
  id bigint generated always as identity primary key,
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
  cost_micros bigint not null default 0
);
create table tenure.traffic_days (
  employee_id text not null references tenure.employees,
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
  constraint traffic_days_stand_once primary key (employee_id, workflow, query_type, channel, epoch, day)
);

create index traffic_days_by_change on tenure.traffic_days (employee_id, workflow, changed);
-- the last days, read with each gate
create index traffic_days_of_a_day on tenure.traffic_days (employee_id, workflow, day);

/* The slices of a case and their pairs, in the order of the dimensions, never two of one dimension (domain/gates/slices.ts says the same). */
create function tenure.slices_and_pairs(slices text[]) returns setof text language sql immutable set search_path to pg_catalog as $$
  with placed as (
    select distinct s, array_position(array['query_type', 'channel', 'system', 'operation', 'language', 'hour_block', 'requester_group', 'reviewer'], split_part(s, '=', 1)) as place
    from unnest(slices) s)
  select s from placed
  union all
  select a.s || '&' || b.s from placed a join placed b on a.place < b.place
$$;

/* Counts one case anew from its members and moves the sums by the difference. Whoever changes a member calls this in the same transaction. */
create function tenure.count_case(of_epoch integer, of_case text, was_escalated boolean) returns void language plpgsql set search_path to pg_catalog as $$
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
end $$;

/* Sums up what the steps left. Two folds at once do no harm: each takes rows the other does not. */
create function tenure.fold_traffic() returns integer language plpgsql set search_path to pg_catalog as $$
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
end $$;

-- What was judged and what had arrived before this migration. Which systems and words it was about is not looked up: such a case lies in the slices of its cell only, and is its own.
insert into tenure.evidence (review_id, interaction_id, proposal_id, epoch, phase, opened_at, due_at, escalated, weight, case_key, slices, correct, should_escalate, source, judged_by, closed_at)
  select w.id, w.interaction_id, w.proposal_id, i.epoch, coalesce(i.phase, 'shadow'), w.opened_at, w.due_at, w.escalated, w.weight, w.interaction_id,
    array['query_type=' || replace(replace(w.query_type, '%', '%25'), '&', '%26'), 'channel=' || replace(replace(w.channel, '%', '%25'), '&', '%26')], v.correct, v.should_escalate, v.source, v.given_by, v.given_at
  from tenure.reviews w join tenure.interactions i on i.id = w.interaction_id left join tenure.verdicts v on v.review_id = w.id and v.withdrawn_at is null
  where i.epoch is not null and w.state <> 'withdrawn';
select tenure.count_case(epoch, case_key, escalated) from tenure.evidence order by review_id;

insert into tenure.traffic_days
  select i.employee_id, i.workflow, i.query_type, i.channel, coalesce(i.epoch, 0), (i.received_at at time zone 'UTC')::date, count(*)::int, count(e.id)::int, count(i.settled_at)::int,
    coalesce(sum(extract(epoch from i.settled_at - i.received_at) * 1000), 0)::bigint, count(i.rating)::int, (count(*) filter (where i.rating >= 4))::int, count(i.cost_micros)::int, coalesce(sum(i.cost_micros), 0)::bigint
  from tenure.interactions i left join tenure.escalations e on e.interaction_id = i.id group by 1, 2, 3, 4, 5, 6;

grant select, insert, update on tenure.epochs, tenure.plans, tenure.evidence, tenure.evidence_cases, tenure.evidence_tallies, tenure.evidence_slices, tenure.flags, tenure.traffic_deltas, tenure.traffic_days to tenure_app;
grant delete on tenure.evidence_cases, tenure.traffic_deltas, tenure.evidence to tenure_app;
grant select on tenure.epochs, tenure.plans, tenure.evidence, tenure.evidence_cases, tenure.evidence_tallies, tenure.evidence_slices, tenure.flags, tenure.traffic_days to tenure_reader, tenure_auditor;
grant execute on function tenure.slices_and_pairs(text[]), tenure.count_case(integer, text, boolean), tenure.fold_traffic() to tenure_app;
