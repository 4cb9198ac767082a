-- Rows of core.product_metrics_daily on each of the last complete days since the marketplace was first seen, and how
-- many of them lack a value. A day without rows counts as 0.
create or replace function ops.measure_days(
    p_now timestamptz,
    p_days integer
)
returns setof ops.quality_measure
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    with calendar as (
        select m.marketplace, day.moment::date as date
        from core.marketplaces as m
        inner join (
            select p.marketplace, min(p.first_seen_at) as first_seen_at from core.products as p group by p.marketplace
        ) as known on known.marketplace = m.marketplace
        cross join lateral generate_series(
            greatest(
                (known.first_seen_at at time zone m.time_zone)::date, (p_now at time zone m.time_zone)::date - p_days
            )::timestamp,
            (p_now at time zone m.time_zone)::date::timestamp - interval '1 day',
            interval '1 day'
        ) as day (moment)
    ),
    counted as (
        select
            d.marketplace, d.date, count(*) as row_count, count(d.price) as price, count(d.bsr) as bsr,
            count(d.rating) as rating, count(d.reviews_count) as reviews_count, count(d.buybox_price) as buybox_price
        from core.product_metrics_daily as d
        where d.date > (p_now at time zone 'UTC')::date - p_days - 2
            and d.date <= (p_now at time zone 'UTC')::date
        group by d.marketplace, d.date
    )
    select c.date, c.marketplace, v.check_name, v.subject, v.part, v.whole, null::numeric
    from calendar as c
    left join counted as n on n.marketplace = c.marketplace and n.date = c.date
    cross join lateral (values
        ('row_count', 'product_metrics_daily', coalesce(n.row_count, 0)::numeric, null::numeric),
        ('null_share', 'price', n.row_count - n.price, n.row_count),
        ('null_share', 'bsr', n.row_count - n.bsr, n.row_count),
        ('null_share', 'rating', n.row_count - n.rating, n.row_count),
        ('null_share', 'reviews_count', n.row_count - n.reviews_count, n.row_count),
        ('null_share', 'buybox_price', n.row_count - n.buybox_price, n.row_count)
    ) as v (check_name, subject, part, whole)
    where v.check_name = 'row_count' or v.whole > 0;
$$;
comment on function ops.measure_days(timestamptz, integer) is 'Part of check-data-quality: rows of each day, and missing values.';
