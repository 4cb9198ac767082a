-- How many of the tracked products were observed on each of the last complete days as often as required; and the
-- observed share of the week before it, compared with the 30 days before it.
create or replace function ops.measure_tracked(
    p_now timestamptz,
    p_days integer
)
returns setof ops.quality_measure
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    with tracked as (
        select
            t.asin,
            t.marketplace,
            greatest(ceil(extract(epoch from min(t.tracking_frequency)) / 86400), 1)::integer as every_days,
            min(t.created_at) as created_at
        from app.tracked_products as t
        where t.is_active
        group by t.asin, t.marketplace
    ),
    due as (
        select t.asin, t.marketplace, t.every_days, (p_now at time zone m.time_zone)::date - age.days as date
        from tracked as t
        inner join core.marketplaces as m on m.marketplace = t.marketplace
        cross join lateral generate_series(1, p_days) as age (days)
        where (t.created_at at time zone m.time_zone)::date + t.every_days <= (p_now at time zone m.time_zone)::date - age.days
    ),
    observed as (
        select distinct d.asin, d.marketplace, d.date
        from due as d
        inner join core.product_metrics_daily as r
            on r.asin = d.asin and r.marketplace = d.marketplace and r.date > d.date - d.every_days and r.date <= d.date
        where r.date > (p_now at time zone 'UTC')::date - p_days - 2 - (select max(t.every_days) from tracked as t)
    )
    select d.date, d.marketplace, 'coverage', 'tracked products', count(o.asin)::numeric, count(*)::numeric, 1::numeric
    from due as d
    left join observed as o on o.asin = d.asin and o.marketplace = d.marketplace and o.date = d.date
    group by d.date, d.marketplace
    union all
    select
        w.as_of, w.marketplace, 'coverage', 'observed days',
        sum(w.observed_days) filter (where w.window_days = 7),
        sum(w.expected_days) filter (where w.window_days = 7),
        sum(w.observed_days) filter (where w.window_days = 30)::numeric
        / sum(w.expected_days) filter (where w.window_days = 30)
    from mart.product_metrics_rollup as w
    inner join core.marketplaces as m on m.marketplace = w.marketplace
    where w.as_of >= (p_now at time zone 'UTC')::date - p_days - 2
        and w.as_of >= (p_now at time zone m.time_zone)::date - p_days
        and w.as_of < (p_now at time zone m.time_zone)::date
        and w.window_days in (7, 30)
    group by w.as_of, w.marketplace;
$$;
comment on function ops.measure_tracked(timestamptz, integer) is 'Part of check-data-quality: tracked products observed as often as required, and the share of days observed.';
