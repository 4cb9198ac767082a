-- How many of the active products (as known on that day) were observed on each of the last complete days.
create or replace function ops.measure_coverage(
    p_now timestamptz,
    p_days integer
)
returns setof ops.quality_measure
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    with products as (
        select p.asin, p.marketplace, (p.first_seen_at at time zone m.time_zone)::date as first_day
        from core.products as p
        inner join core.marketplaces as m on m.marketplace = p.marketplace
        where p.is_active and not p.is_unlisted
    ),
    known as (
        select m.marketplace, day.moment::date as date, sum(added.added_count) as product_count
        from core.marketplaces as m
        cross join lateral generate_series(
            (p_now at time zone m.time_zone)::date::timestamp - p_days * interval '1 day',
            (p_now at time zone m.time_zone)::date::timestamp - interval '1 day',
            interval '1 day'
        ) as day (moment)
        inner join (
            select p.marketplace, p.first_day, count(*) as added_count from products as p group by p.marketplace, p.first_day
        ) as added on added.marketplace = m.marketplace and added.first_day <= day.moment::date
        group by m.marketplace, day.moment
    ),
    observed as (
        select d.marketplace, d.date, count(*) as product_count
        from core.product_metrics_daily as d
        inner join products as p on p.asin = d.asin and p.marketplace = d.marketplace and p.first_day <= d.date
        where d.date > (p_now at time zone 'UTC')::date - p_days - 2
            and d.date <= (p_now at time zone 'UTC')::date
        group by d.marketplace, d.date
    )
    select
        k.date, k.marketplace, 'coverage', 'known products', coalesce(o.product_count, 0)::numeric, k.product_count,
        null::numeric
    from known as k
    left join observed as o on o.marketplace = k.marketplace and o.date = k.date;
$$;
comment on function ops.measure_coverage(timestamptz, integer) is 'Part of check-data-quality: share of the known products observed each day.';
