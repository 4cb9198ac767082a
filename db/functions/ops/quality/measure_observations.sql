-- Observations of each of the last complete days by source, and how many of them show a blocked or an unreadable page.
create or replace function ops.measure_observations(
    p_now timestamptz,
    p_days integer
)
returns setof ops.quality_measure
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select s.date, s.marketplace, v.check_name, s.source, v.part, s.observation_count, null::numeric
    from (
        select
            o.date,
            o.marketplace,
            o.source,
            count(*)::numeric as observation_count,
            (count(*) filter (where o.status = 'blocked'))::numeric as blocked_count,
            (count(*) filter (where o.status = 'parse_error'))::numeric as parse_error_count
        from core.product_snapshots as o
        inner join core.marketplaces as m on m.marketplace = o.marketplace
        where o.scraped_at > p_now - (p_days + 3) * interval '1 day'
            and o.scraped_at < p_now + interval '2 days'
            and o.date >= (p_now at time zone m.time_zone)::date - p_days
            and o.date < (p_now at time zone m.time_zone)::date
        group by o.date, o.marketplace, o.source
    ) as s
    cross join lateral (values
        ('blocked_share', s.blocked_count), ('parse_error_share', s.parse_error_count)
    ) as v (check_name, part);
$$;
comment on function ops.measure_observations(timestamptz, integer) is 'Part of check-data-quality: shares of blocked and unreadable pages.';
