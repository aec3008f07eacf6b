-- Who may touch what. Run once by somebody who may create roles; `tenure migrate` runs it when it may.
-- tenure_app: the product at run time. tenure_reader: dashboards. tenure_auditor: the trail, read only.
do $$
begin
  if not exists (select from pg_roles where rolname = 'tenure_app') then create role tenure_app nologin; end if;
  if not exists (select from pg_roles where rolname = 'tenure_reader') then create role tenure_reader nologin; end if;
  if not exists (select from pg_roles where rolname = 'tenure_auditor') then create role tenure_auditor nologin; end if;
  execute format('grant tenure_app, tenure_reader, tenure_auditor to %I', current_user);
exception
  -- Two installations on one cluster may create the same role at the same moment; the other one's role is as good.
  when duplicate_object or unique_violation then null;
end $$;
