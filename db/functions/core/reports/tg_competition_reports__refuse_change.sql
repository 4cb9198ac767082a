-- A report version is evidence: it stays as it was sent. Only the deletion of its tenant removes it.
-- Raises AM409.
create or replace function core.tg_competition_reports__refuse_change()
returns trigger
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
    if tg_op = 'TRUNCATE' then
        raise exception 'versions of reports are final' using errcode = 'AM409', hint = 'They go with their tenant.';
    end if;
    if tg_op = 'DELETE' and not exists (select from app.tenants as t where t.tenant_id = old.tenant_id) then
        return old;
    end if;
    raise exception 'version % of the report of % is final', old.version, old.asin_main
        using errcode = 'AM409', hint = 'Make a new version: asinmart report --refresh, or POST .../report:refresh.';
end;
$$;
comment on function core.tg_competition_reports__refuse_change() is 'Refuses to change or delete a report version.';

create or replace trigger refuse_change
before update or delete on core.competition_reports
for each row
execute function core.tg_competition_reports__refuse_change();

create or replace trigger refuse_truncate
before truncate on core.competition_reports
for each statement
execute function core.tg_competition_reports__refuse_change();
