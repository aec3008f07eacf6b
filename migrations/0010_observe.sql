-- The doors that only observe: what an agent that cannot be rewired asked of models and, from its own spans, what it did. None of it is enforced, so an employee
-- bound to such an agent never leaves shadow observe, whatever the code says.

-- One row per call through the proxy. What was said is not kept.
create table tenure.model_calls (
  id text primary key,
  employee_id text not null references tenure.employees,
  key_id text not null,
  door text not null constraint model_calls_door_is_known check (door in ('chat_completions', 'responses', 'embeddings')),
  -- As the agent wrote it, cut to size; `answered` and `fingerprint` as the provider says.
  asked text not null,
  answered text,
  fingerprint text,
  -- Null: the provider did not say. Unknown is never zero.
  input_tokens bigint constraint model_calls_count_input check (input_tokens >= 0),
  cached_tokens bigint constraint model_calls_count_cached check (cached_tokens >= 0),
  output_tokens bigint constraint model_calls_count_output check (output_tokens >= 0),
  -- Millionths of a dollar; null when nobody knows the price.
  cost_micros bigint constraint model_calls_cost_something_or_nobody_knows check (cost_micros >= 0),
  outcome text not null constraint model_calls_outcome_is_known check (outcome in ('answered', 'refused', 'halted', 'cut', 'failed', 'left')),
  status int not null,
  took_ms int not null constraint model_calls_take_time check (took_ms >= 0),
  at timestamptz not null
);
create index model_calls_of_an_employee on tenure.model_calls (employee_id, at desc);
grant select, insert on tenure.model_calls to tenure_app;
grant select on tenure.model_calls to tenure_reader, tenure_auditor;

-- Which name was asked for when this model answered; null: the own runtime, which asks for one. An agent may use several models, and going from one to the other
-- is no change.
alter table tenure.agent_models add column asked text;

-- A trace while its spans come in, and the run it became. The body of a run is in tenure.contents, those of spans are removed once the trace is complete.
create table tenure.observed_traces (
  id text primary key,
  employee_id text not null references tenure.employees,
  trace_id text not null constraint observed_traces_have_a_trace_id check (trace_id ~ '^[0-9a-f]{32}$'),
  state text not null constraint observed_traces_state_is_known check (state in ('gathering', 'complete', 'dropped')),
  why text,
  spans int not null default 0,
  kept_bytes bigint not null default 0,
  first_at timestamptz not null,
  last_at timestamptz not null,
  root_at timestamptz,
  run_id text references tenure.contents,
  interaction_id text references tenure.interactions,
  constraint observed_traces_are_one_per_employee unique (employee_id, trace_id),
  constraint observed_traces_complete_have_a_run check ((state = 'complete') = (run_id is not null)),
  constraint observed_traces_dropped_say_why check ((state = 'dropped') = (why is not null))
);
create table tenure.observed_spans (
  trace text not null references tenure.observed_traces,
  span_id text not null constraint observed_spans_have_a_span_id check (span_id ~ '^[0-9a-f]{16}$'),
  body jsonb,
  constraint observed_spans_count_once primary key (trace, span_id)
);
grant select, insert, update on tenure.observed_traces, tenure.observed_spans to tenure_app;
grant select on tenure.observed_traces to tenure_reader, tenure_auditor;

-- Nothing of an observed employee is ever performed: not by phase, not by delivery, not by a released effect, and not by binding it to something else later on
-- (or something else to it), which would carry evidence of the one over to the other.
create function tenure.is_observed(employee text) returns boolean language sql stable set search_path = pg_catalog as $$
  select coalesce((select e.agent ->> 'kind' = 'observed' from tenure.employees e where e.id = $1), false)
$$;

create function tenure.guard_observed_rollout() returns trigger language plpgsql as $$
begin
  if (new.phase in ('supervised', 'autonomous') or new.halted_from in ('supervised', 'autonomous') or new.delivery <> 'observe')
     and tenure.is_observed(new.employee_id) then
    raise exception 'a rollout of an employee that is observed only stays in shadow observe'
      using errcode = '23514', constraint = 'rollouts_of_observed_employees_stay_in_shadow_observe';
  end if;
  return new;
end $$;
create trigger rollouts_of_observed_employees_stay_in_shadow_observe before insert or update on tenure.rollouts
  for each row execute function tenure.guard_observed_rollout();

create function tenure.guard_observed_effect() returns trigger language plpgsql as $$
begin
  if new.kind <> 'read' and new.state in ('held', 'released', 'attempting', 'performed', 'unknown')
     and tenure.is_observed((select i.employee_id from tenure.interactions i where i.id = new.interaction_id)) then
    raise exception 'an effect of an employee that is observed only is never performed'
      using errcode = '23514', constraint = 'effects_of_observed_employees_are_only_recorded';
  end if;
  return new;
end $$;
create trigger effects_of_observed_employees_are_only_recorded before insert or update of state, kind on tenure.effects
  for each row when (new.kind <> 'read' and new.state in ('held', 'released', 'attempting', 'performed', 'unknown'))
  execute function tenure.guard_observed_effect();

create function tenure.guard_observed_binding() returns trigger language plpgsql as $$
begin
  if (new.agent ->> 'kind' = 'observed') is distinct from (old.agent ->> 'kind' = 'observed') then
    raise exception 'an employee is observed only from the day it is hired or not at all'
      using errcode = '23514', constraint = 'employees_observed_stay_so';
  end if;
  return new;
end $$;
create trigger employees_observed_stay_so before update of agent on tenure.employees for each row execute function tenure.guard_observed_binding();
