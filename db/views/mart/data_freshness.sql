-- Deltas and rollups show a row of mart.product_days for every observed day of every product, so their counts are those of
-- product_latest. Their newest day is looked up by key, newest product first (the offset and the inner limit keep the planner to that),
-- so that the history is not read.
create or replace view mart.data_freshness as
with members as (
    select
        'product_latest' as table_name,
        l.marketplace,
        l.asin,
        l.date,
        max(l.date) over (partition by l.marketplace) as newest_day,
        l.observed_at
    from mart.product_latest as l
    union all
    select
        'competitor_comparison_daily',
        p.marketplace,
        p.asin_main,
        max(compared.date),
        max(max(compared.date)) over (partition by p.marketplace),
        max(compared.observed_at)
    from mart.competitor_pairs as p
    cross join lateral (
        select c.date, d.observed_at
        from mart.competitor_comparison_daily as c
        inner join core.product_metrics_daily as d
            on d.asin = c.asin_main and d.marketplace = c.marketplace and d.date = c.date
        where c.asin_main = p.asin_main and c.asin_comp = p.asin_comp and c.marketplace = p.marketplace
        order by c.date desc
        limit 1
    ) as compared
    group by p.marketplace, p.asin_main
),
tracked as (
    select distinct t.asin, t.marketplace from app.tracked_products as t where t.is_active
),
counted as (
    select
        m.table_name,
        m.marketplace,
        m.newest_day,
        max(m.observed_at) as newest_observation_at,
        count(*) as product_count,
        count(*) filter (where m.date < (now() at time zone place.time_zone)::date - 1) as stale_product_count,
        count(*) filter (where m.date = m.newest_day) as observed_count,
        count(*) filter (where m.date = m.newest_day and t.asin is not null) as observed_tracked_count
    from members as m
    inner join core.marketplaces as place on place.marketplace = m.marketplace
    left join tracked as t on t.asin = m.asin and t.marketplace = m.marketplace
    group by m.table_name, m.marketplace, m.newest_day
),
tables as (
    select c.*, null::timestamptz as computed_at, null::timestamptz as behind_since_at
    from counted as c
    union all
    select
        derived.table_name, c.marketplace, newest.day, c.newest_observation_at, c.product_count, c.stale_product_count,
        c.observed_count, c.observed_tracked_count, null, null
    from counted as c
    cross join (values ('product_metrics_delta_daily'), ('product_metrics_rollup')) as derived (table_name)
    cross join lateral (
        select (
            select l.date
            from (
                select n.asin, n.marketplace, n.date
                from mart.product_latest as n
                where n.marketplace = c.marketplace
                order by n.date desc
                offset 0
            ) as l
            cross join lateral (
                select from mart.product_days as d
                where d.asin = l.asin and d.marketplace = l.marketplace and d.date = l.date
                limit 1
            ) as kept
            order by l.date desc
            limit 1
        ) as day
    ) as newest
    where c.table_name = 'product_latest'
    union all
    select
        'category_benchmarks', b.marketplace, max(b.newest_day), null, sum(b.product_count)::bigint, null, null, null,
        max(s.last_success_at), max(s.stale_since_at)
    from definitions.mv_category_benchmarks as b
    cross join ops.refresh_status as s
    where s.view_name = 'category_benchmarks'
    group by b.marketplace
)
select
    t.marketplace,
    t.table_name,
    t.newest_day,
    (now() at time zone place.time_zone)::date - 1 as expected_day,
    t.newest_day < (now() at time zone place.time_zone)::date - 1 as is_late,
    t.newest_observation_at,
    coalesce(
        t.computed_at,
        (select max(v.changed_at) from ops.product_versions as v where v.marketplace = t.marketplace)
    ) as refreshed_at,
    coalesce(
        t.behind_since_at,
        (select min(n.noted_at) from ops.dirty_days as n where n.marketplace = t.marketplace)
    ) as stale_since_at,
    t.product_count,
    t.stale_product_count,
    round(t.observed_count::numeric / t.product_count, 4) as observed_share,
    (select count(*) from tracked as k where k.marketplace = t.marketplace) as tracked_product_count,
    round(
        t.observed_tracked_count::numeric
        / nullif((select count(*) from tracked as k where k.marketplace = t.marketplace), 0),
        4
    ) as tracked_observed_share
from tables as t
inner join core.marketplaces as place on place.marketplace = t.marketplace;
comment on view mart.data_freshness is 'Freshness of the data of each marketplace: one row per marketplace and table of mart.';
comment on column mart.data_freshness.marketplace is 'Marketplace code.';
comment on column mart.data_freshness.table_name is 'Table or view of mart.';
comment on column mart.data_freshness.newest_day is 'Newest day in the table.';
comment on column mart.data_freshness.expected_day is 'Newest day that is due: yesterday, marketplace time.';
comment on column mart.data_freshness.is_late is 'Whether newest_day is before expected_day.';
comment on column mart.data_freshness.newest_observation_at is 'Newest observation in the table.';
comment on column mart.data_freshness.refreshed_at is 'When a row of the table last changed; for category_benchmarks when it was last computed.';
comment on column mart.data_freshness.stale_since_at is 'Time of the oldest change of core that has not reached the table; null: it has all of them.';
comment on column mart.data_freshness.product_count is 'Products in the table; in competitor_comparison_daily main products.';
comment on column mart.data_freshness.stale_product_count is 'Products of product_count not observed since the day before yesterday, marketplace time; null for category_benchmarks.';
comment on column mart.data_freshness.observed_share is 'Share (0-1) of product_count observed on newest_day; null for category_benchmarks.';
comment on column mart.data_freshness.tracked_product_count is 'Products of the marketplace that at least one tenant tracks.';
comment on column mart.data_freshness.tracked_observed_share is 'Share (0-1) of tracked_product_count observed on newest_day; null: no product is tracked, and for category_benchmarks.';
grant select on mart.data_freshness to mart_reader, asinmart_api, asinmart_admin;
