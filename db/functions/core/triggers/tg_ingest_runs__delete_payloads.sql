-- A deleted tenant takes its runs along, and with them its report rows as they were received. Items with facts about products stay:
-- those are shared.
create or replace function core.tg_ingest_runs__delete_payloads()
returns trigger
language plpgsql
volatile
security definer  -- only the owner may delete items
set search_path = pg_catalog, pg_temp
as $$
declare
    v_run core.ingest_runs;
begin
    for v_run in select o.* from old_rows as o where o.owner_tenant_id is not null loop
        if staging_raw.is_report_run(v_run) then
            perform set_config('asinmart.is_deleting_reports', 'on', true);
            delete from staging_raw.raw_events as e
            where e.job_id = v_run.job_id
                and e.fetched_at between v_run.started_at - interval '1 day' and v_run.landed_at + interval '1 day';
            perform set_config('asinmart.is_deleting_reports', 'off', true);
            delete from staging_raw.rejected_events as e where e.job_id = v_run.job_id;
        end if;
    end loop;
    return null;
end;
$$;
comment on function core.tg_ingest_runs__delete_payloads() is 'Deletes the stored report rows of deleted runs of a tenant.';

create or replace trigger delete_payloads
after delete on core.ingest_runs
referencing old table as old_rows
for each statement
execute function core.tg_ingest_runs__delete_payloads();
