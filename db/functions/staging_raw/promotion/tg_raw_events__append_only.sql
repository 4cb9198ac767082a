create or replace function staging_raw.tg_raw_events__append_only()
returns trigger
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
    raise exception 'staging_raw.raw_events is append-only'
        using errcode = 'AM409', hint = 'Load a corrected item as a new run; retention drops whole partitions.';
end;
$$;
comment on function staging_raw.tg_raw_events__append_only() is 'Refuses changes of stored items: they stay as the source delivered them.';

create or replace trigger append_only
before update or delete or truncate on staging_raw.raw_events
for each statement
execute function staging_raw.tg_raw_events__append_only();
