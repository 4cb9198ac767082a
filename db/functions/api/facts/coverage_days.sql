-- Returns how many products were due, observed, failed and missing on each complete day of a period (without one the last 90). What is
-- due is what mart.missing_days and ops.measure_coverage say: tracked products from the day they are tracked, one observation for as
-- many days as the tracking frequency has; without any tracked product those in use, from the day they were first seen, one a day.
-- Raises AM422 for a period that has not 1 to 366 days.
create or replace function api.coverage_days(
    p_tenant_id uuid,
    p_marketplace text default null,
    p_from date default null,
    p_to date default null,
    p_now timestamptz default now()
)
returns text
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan  -- a plan for this period: partitions of other months are left out
as $$
declare
    -- Wide enough for every time zone; each marketplace has its own last complete day.
    v_to date := least(p_to, (p_now at time zone 'UTC')::date);
    v_from date := coalesce(p_from, v_to - 91);
    v_longest integer;
begin
    perform api.act_as(p_tenant_id);
    if coalesce(p_to, v_to) - p_from + 1 not between 1 and 366 then
        raise exception 'the period from % to % has not 1 to 366 days', p_from, coalesce(p_to, v_to)
            using errcode = 'AM422', hint = 'Send another from or to.';
    end if;
    select max(greatest(1, ceil(extract(epoch from t.tracking_frequency) / 86400)))::integer into v_longest
    from app.tracked_products as t
    where t.is_active;
    return (
        with wanted as materialized (
            select
                w.asin, w.marketplace, w.frequency_days,
                greatest((w.known_at at time zone m.time_zone)::date, d.from_day) as first_day, d.from_day, d.last_day
            from (
                select
                    t.asin, t.marketplace, t.created_at as known_at,
                    greatest(1, ceil(extract(epoch from t.tracking_frequency) / 86400))::integer as frequency_days
                from app.tracked_products as t
                where t.is_active
                union all
                select p.asin, p.marketplace, p.first_seen_at, 1
                from core.products as p
                where v_longest is null and p.is_active and not p.is_unlisted
            ) as w
            inner join core.marketplaces as m on m.marketplace = w.marketplace
            cross join lateral (select least(p_to, (p_now at time zone m.time_zone)::date - 1) as last_day) as l
            cross join lateral (select l.last_day, coalesce(p_from, l.last_day - 89) as from_day) as d
            where p_marketplace is null or w.marketplace = p_marketplace
        ),
        shops as (select distinct w.marketplace, w.from_day, w.last_day from wanted as w),
        expected as (
            select w.marketplace, w.first_day as date, count(*) as product_count from wanted as w group by w.marketplace, w.first_day
        ),
        -- Daily products apart: their observations need not be told from each other, and a sort by day alone is cheap.
        observed_daily as (
            select x.marketplace, o.date, o.product_count
            from shops as x
            cross join lateral (
                select r.date, count(*) as product_count
                from wanted as w
                inner join core.product_metrics_daily as r on r.asin = w.asin and r.marketplace = w.marketplace and r.date >= w.first_day
                where w.marketplace = x.marketplace and w.frequency_days = 1 and r.date >= v_from and r.date <= v_to
                group by r.date
            ) as o
        ),
        observed_rarely as (
            select w.marketplace, s.day::date as date, count(distinct w.asin) as product_count
            from wanted as w
            inner join core.product_metrics_daily as r
                on r.asin = w.asin and r.marketplace = w.marketplace and r.date > w.first_day - w.frequency_days and r.date <= w.last_day
            cross join lateral generate_series(
                greatest(r.date, w.first_day)::timestamp, least(r.date + w.frequency_days - 1, w.last_day), interval '1 day'
            ) as s (day)
            where w.frequency_days > 1 and r.date > v_from - v_longest and r.date <= v_to
            group by w.marketplace, s.day
        ),
        failed as (
            select f.marketplace, f.date, count(*) as product_count
            from (
                select distinct w.asin, w.marketplace, w.frequency_days, o.date
                from wanted as w
                inner join mart.observations as o
                    on o.asin = w.asin and o.marketplace = w.marketplace and o.date >= w.first_day and o.date <= w.last_day
                where o.is_failed
                    and o.observed_at >= v_from::timestamp at time zone 'UTC' - interval '1 day'
                    and o.observed_at < v_to::timestamp at time zone 'UTC' + interval '2 days'
            ) as f
            where not exists (
                select from core.product_metrics_daily as r
                where r.asin = f.asin and r.marketplace = f.marketplace and r.date > f.date - f.frequency_days and r.date <= f.date
            )
            group by f.marketplace, f.date
        )
        select json_build_object(
            'data', coalesce(json_agg(r order by r.marketplace, r.date), '[]'),
            'meta', json_build_object('products', case when v_longest is null then 'known' else 'tracked' end)
        )::text
        from (
            select
                d.marketplace, d.date, d.expected_count, d.observed_count, d.failed_count,
                d.expected_count - d.observed_count - d.failed_count as missing_count
            from (
                select
                    x.marketplace, c.day::date as date, coalesce(f.product_count, 0) as failed_count,
                    coalesce(sum(e.product_count) over (partition by x.marketplace order by c.day), 0) as expected_count,
                    coalesce(o.product_count, 0) + coalesce(n.product_count, 0) as observed_count
                from shops as x
                cross join lateral generate_series(x.from_day::timestamp, x.last_day, interval '1 day') as c (day)
                left join expected as e on e.marketplace = x.marketplace and e.date = c.day::date
                left join observed_daily as o on o.marketplace = x.marketplace and o.date = c.day::date
                left join observed_rarely as n on n.marketplace = x.marketplace and n.date = c.day::date
                left join failed as f on f.marketplace = x.marketplace and f.date = c.day::date
            ) as d
        ) as r
    );
end;
$$;
comment on function api.coverage_days(uuid, text, date, date, timestamptz)
    is 'Products due, observed, failed and missing on each day and marketplace: the tenant''s tracked products, or all known ones where it tracks none.';
grant execute on function api.coverage_days(uuid, text, date, date, timestamptz) to asinmart_api;
