create or replace function ops.last_complete_day(p_now timestamptz)
returns table (marketplace text, date date)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select m.marketplace, (p_now at time zone m.time_zone)::date - 1 from core.marketplaces as m
    union all
    select null, (p_now at time zone 'UTC')::date - 1;
$$;
comment on function ops.last_complete_day(timestamptz) is 'The last day that has ended in each marketplace, and in UTC where marketplace is null.';
