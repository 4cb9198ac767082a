-- Fill pg_temp.refreshed_days with the observed days whose row of mart.product_days may change: the days in
-- pg_temp.changed_days, the p_reach days after each, whose windows contain it, and the first day after those, which may
-- be compared with it. mart.product_latest must be current: a product whose newest day alone changed has no later ones.
-- A product that was deleted manually has no newest day; its daily rows remain.
-- Days of a product with few of them are computed from stored windows, with p_reach 0 none: stored windows of earlier
-- days may be what is being rebuilt.
create or replace function mart.find_refreshed_days(p_reach integer)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
as $$
declare
    c_few_days constant integer := 10;
    v_horizon date := ops.horizon('mart.product_days');
    v_from date;
    v_to date;
    v_newest date;
begin
    select
        greatest(min(c.date), v_horizon), max(c.date) + p_reach,
        case when count(*) = count(l.asin) then max(l.date) else 'infinity' end
    into v_from, v_to, v_newest
    from pg_temp.changed_days as c
    left join mart.product_latest as l on l.asin = c.asin and l.marketplace = c.marketplace;
    v_to := least(v_to, v_newest);

    insert into pg_temp.refreshed_days (asin, marketplace, date, is_changed, is_few)
    with ranges as materialized (
        select
            c.asin, c.marketplace, min(c.date) as first_date, max(c.date) as last_date,
            coalesce(max(l.date), 'infinity') as newest_date
        from pg_temp.changed_days as c
        left join mart.product_latest as l on l.asin = c.asin and l.marketplace = c.marketplace
        group by c.asin, c.marketplace
    )
    select r.asin, r.marketplace, r.first_date, true, p_reach > 0
    from ranges as r
    where r.first_date = r.newest_date and r.first_date >= v_horizon
    union all
    select
        d.asin, d.marketplace, d.date, c.date is not null,
        p_reach > 0 and count(*) over (partition by d.asin, d.marketplace) <= c_few_days
    from (
        select r.asin, r.marketplace, d.date
        from ranges as r
        cross join lateral (
            select d.date
            from core.product_metrics_daily as d
            where d.asin = r.asin and d.marketplace = r.marketplace and d.date between r.first_date and r.last_date + p_reach
                and d.date between v_from and v_to
            offset 0
        ) as d
        where r.first_date < r.newest_date
        union all
        select r.asin, r.marketplace, successor.date
        from ranges as r
        cross join lateral (
            select d.date
            from core.product_metrics_daily as d
            where d.asin = r.asin and d.marketplace = r.marketplace and d.date > r.last_date + p_reach and d.date >= v_from
                and d.date <= v_newest
            order by d.date
            limit 1
        ) as successor
        where r.last_date + p_reach < r.newest_date and successor.date >= v_horizon
    ) as d
    left join (
        select distinct c.asin, c.marketplace, c.date from pg_temp.changed_days as c
    ) as c on c.asin = d.asin and c.marketplace = d.marketplace and c.date = d.date;
    analyze pg_temp.refreshed_days;
end;
$$;
comment on function mart.find_refreshed_days(integer) is 'Finds the days whose row of mart.product_days may change.';
