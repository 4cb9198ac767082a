create or replace function ops.check_freshness(p_now timestamptz)
returns table (check_name text, status text, detail text, advice text)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select
        'freshness',
        case when count(*) > 0 then 'warning' else 'ok' end,
        coalesce(
            string_agg(
                format('the newest day of %s is %s, %s days before the day that is due', n.marketplace, n.newest_day, n.expected_day - n.newest_day),
                '; ' order by n.newest_day, n.marketplace
            ),
            'every marketplace with tracked products has the day that is due'
        ),
        'See checks "fetches" and "runs waiting"; asinmart load brings days that a source still has. What is missing: select * from mart.data_freshness where is_late.'
    from ops.newest_days(p_now) as n
    where n.newest_day < n.expected_day;
$$;
comment on function ops.check_freshness(timestamptz) is 'Part of ops.doctor: marketplaces whose newest day is late.';
