-- Performing with providers that honour no key: a call whose outcome never came back is looked for before anybody tries again; and what was done can be undone by an
-- effect of its own.

-- Set while a released effect may have taken effect already: `perform` looks first. `compensates`: the effect this one makes good.
alter table tenure.effects
  add column unsure_since timestamptz,
  add column compensates text references tenure.effects,
  add constraint effects_are_unsure_only_before_they_end check (unsure_since is null or state in ('released', 'unknown', 'performed', 'failed')),
  add constraint effects_that_compensate_have_a_person check (compensates is null or (released_by is not null and approval_digest is not null and compensates <> id));
-- Asked for after the agent had gone on from a simulated receipt: what it does from there is not what it would do, so such steps leave the metrics of steps.
alter table tenure.effects add column after_divergence boolean not null default false;
create index effects_that_compensate on tenure.effects (compensates) where compensates is not null;
-- What a grant's rate counts.
create index effects_of_an_operation on tenure.effects (operation, asked_at) where operation is not null;
