-- The last weeks and months that are over (UTC), as many as ops.settings says. available_at: Amazon reports them a while later.
create or replace function sqp.wanted_periods(p_now timestamptz)
returns table (period_type text, start_date date, end_date date, available_at timestamptz)
language sql
stable
security definer  -- views of mart call it for readers, who may not read settings
set search_path = pg_catalog, pg_temp
rows 15
as $$
    with today as (
        select (p_now at time zone 'UTC')::date as day
    ),
    periods as (
        select 'WEEK' as period_type, w.start_date, w.start_date + 6 as end_date, ops.setting('sqp_week_lag')::interval as lag
        from today as t
        cross join lateral generate_series(1, ops.setting('sqp_wanted_weeks')::integer) as n
        cross join lateral (select t.day - extract(dow from t.day)::integer - 7 * n as start_date) as w
        union all
        select 'MONTH', m.start_date, (m.start_date + interval '1 month - 1 day')::date, ops.setting('sqp_month_lag')::interval
        from today as t
        cross join lateral generate_series(1, ops.setting('sqp_wanted_months')::integer) as n
        cross join lateral (select (date_trunc('month', t.day::timestamp) - make_interval(months => n))::date as start_date) as m
    )
    select p.period_type, p.start_date, p.end_date, (p.end_date + 1)::timestamp at time zone 'UTC' + p.lag
    from periods as p;
$$;
comment on function sqp.wanted_periods(timestamptz) is 'Periods of which reports are wanted, and when Amazon has them.';
grant execute on function sqp.wanted_periods(timestamptz) to mart_owner, mart_reader, tenant_reader, asinmart_api, asinmart_admin;
