-- One deletion is let through, that of the reports of a deleted tenant: core.tg_ingest_runs__delete_payloads announces it, and roles
-- other than the owner may not delete items whatever they announce.
create or replace function staging_raw.tg_raw_events__append_only()
returns trigger
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
    if tg_op = 'DELETE' and current_setting('asinmart.is_deleting_reports', true) = 'on' then
        return null;
    end if;
    raise exception 'staging_raw.raw_events is append-only'
        using errcode = 'AM409', hint = 'Load a corrected item as a new run; retention drops whole partitions.';
end;
$$;
comment on function staging_raw.tg_raw_events__append_only() is 'Refuses changes of stored items: they stay as the source delivered them.';

create or replace trigger append_only
before update or delete or truncate on staging_raw.raw_events
for each statement
execute function staging_raw.tg_raw_events__append_only();
