-- The tenant is compared before anything else ("offset 0"): see mart.alerts.
set role mart_owner;
create or replace view mart.missing_days as
with tracked as (
    select
        w.asin,
        w.marketplace,
        greatest(1, ceil(extract(epoch from min(w.tracking_frequency)) / 86400))::integer as frequency_days,
        greatest(
            (min(w.created_at) at time zone m.time_zone)::date,
            (now() at time zone m.time_zone)::date - 90
        ) as first_day,
        (now() at time zone m.time_zone)::date - 1 as last_day
    from (select * from app.tracked_products union all select * from app.tracked_products where false offset 0) as w
    inner join core.marketplaces as m on m.marketplace = w.marketplace
    where w.is_active
    group by w.asin, w.marketplace, m.time_zone
)
select
    t.asin,
    t.marketplace,
    e.day::date as date,
    p.title,
    t.frequency_days,
    (
        select max(o.date)
        from core.product_metrics_daily as o
        where o.asin = t.asin and o.marketplace = t.marketplace and o.date < e.day::date
    ) as previous_date,
    (
        select s.status
        from core.product_snapshots as s
        where s.asin = t.asin
            and s.marketplace = t.marketplace
            and s.scraped_at >= e.day::date - interval '1 day'
            and s.scraped_at < e.day::date + interval '2 days'
            and s.date = e.day::date
        order by s.scraped_at desc
        limit 1
    ) as failed_status
from tracked as t
cross join lateral generate_series(t.first_day::timestamp, t.last_day::timestamp, interval '1 day') as e (day)
left join core.products as p on p.asin = t.asin and p.marketplace = t.marketplace
where not exists (
    select from core.product_metrics_daily as d
    where d.asin = t.asin
        and d.marketplace = t.marketplace
        and d.date > e.day::date - t.frequency_days
        and d.date <= e.day::date
);
comment on view mart.missing_days is 'One row per tracked product and day, of the last 90 days before today, on which an observation was due and no valid one was made.';
comment on column mart.missing_days.asin is 'Product.';
comment on column mart.missing_days.marketplace is 'Marketplace code.';
comment on column mart.missing_days.date is 'The day without a valid observation, marketplace time; from the day on which the product was first tracked.';
comment on column mart.missing_days.title is 'Listing title as last seen; null: no source gave one.';
comment on column mart.missing_days.frequency_days is 'Days within which an observation is due: the tracking frequency, 1 at least.';
comment on column mart.missing_days.previous_date is 'Last observed day before it; null: none.';
comment on column mart.missing_days.failed_status is 'Status of the last failed fetch of that day: redirected, delisted, blocked or parse_error; null: nothing was fetched.';
grant select on mart.missing_days to mart_reader, tenant_reader, asinmart_api, asinmart_admin, asinmart_owner;
reset role;
