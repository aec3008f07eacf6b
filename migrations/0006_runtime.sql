-- The own runtime: every answer of a language model is kept before anything follows from it, so that a crash repeats neither the model call nor an effect; and
-- which model really answered, since another model is another employee as far as evidence goes.

create table tenure.agent_steps (
  interaction_id text not null references tenure.interactions,
  position int not null,
  content_id text not null references tenure.contents,
  model text not null,
  fingerprint text,
  input_tokens int not null,
  cached_tokens int not null,
  output_tokens int not null,
  -- Millionths of a dollar; null when nobody knows the price. Unknown is never zero.
  cost_micros bigint,
  at timestamptz not null,
  constraint agent_steps_are_kept_once primary key (interaction_id, position)
);

-- A row each time the provider says that another model, or another build of it, answers for an employee. Evidence from before `since` was another model's.
create table tenure.agent_models (
  employee_id text not null references tenure.employees,
  model text not null,
  fingerprint text,
  since timestamptz not null,
  seen_at timestamptz not null
);
create index agent_models_of_an_employee on tenure.agent_models (employee_id, seen_at desc);

grant select, insert on tenure.agent_steps, tenure.agent_models to tenure_app;
grant select on tenure.agent_steps, tenure.agent_models to tenure_reader, tenure_auditor;
