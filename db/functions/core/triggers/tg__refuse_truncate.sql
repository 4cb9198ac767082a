-- TRUNCATE names no rows, so the marts could not be updated and would show rows that no longer exist.
create or replace function core.tg__refuse_truncate()
returns trigger
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
    raise exception 'truncating %.% would not update the marts', tg_table_schema, tg_table_name
        using errcode = 'AM409', hint = 'Use delete: the marts are updated within a minute.';
end;
$$;
comment on function core.tg__refuse_truncate() is 'Refuses TRUNCATE of tables that marts are computed from.';

create or replace trigger refuse_truncate
before truncate on core.product_metrics_daily
for each statement
execute function core.tg__refuse_truncate();

create or replace trigger refuse_truncate
before truncate on core.product_snapshots
for each statement
execute function core.tg__refuse_truncate();

create or replace trigger refuse_truncate
before truncate on core.products
for each statement
execute function core.tg__refuse_truncate();

create or replace trigger refuse_truncate
before truncate on core.competitor_links
for each statement
execute function core.tg__refuse_truncate();

create or replace trigger refuse_truncate
before truncate on core.competitive_group_members
for each statement
execute function core.tg__refuse_truncate();
