-- The findings of ops.doctor(), which is asked once. Every check has a series, so that one alert covers those without their own.
create or replace function ops.check_metrics(p_now timestamptz)
returns setof ops.metric
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    with checks as materialized (
        select d.check_name, d.status from ops.doctor(p_now) as d
    ),
    statuses as (
        select s.status, s.place - 1 as value
        from unnest(array['ok', 'warning', 'critical']) with ordinality as s (status, place)
    )
    select
        'asinmart_check_status', 'gauge', 'What a check of ops.doctor() found; 0: ok, 1: warning, 2: critical.',
        jsonb_build_object('check', c.check_name), s.value
    from checks as c
    inner join statuses as s on s.status = c.status
    union all
    select
        'asinmart_checks', 'gauge', 'Checks of ops.doctor() by what they found.', jsonb_build_object('status', s.status), count(c.status)
    from statuses as s
    left join checks as c on c.status = s.status
    group by s.status;
$$;
comment on function ops.check_metrics(timestamptz) is 'Part of api.metrics: what the checks of ops.doctor found.';
