-- Keep the deltas of pg_temp.changed_days and of the observed day after each, writing only rows that differ. The days looked
-- at stay in pg_temp.delta_days for the alerts.
-- A day is near when its previous observed day is known to lie within p_reach days of the batch: from mart.product_latest, so
-- this must run before that is refreshed; it is no guide where that very day is among the changed ones, which may have
-- removed it. That a product was first seen lately proves nothing: its days may have been written by hand, or it was deleted
-- and came back. Near days need a few partitions of history; the others may look at all of it.
create or replace function mart.refresh_product_metrics_delta_daily(p_reach integer default 45)
returns integer
language plpgsql
volatile
set search_path = ''
set plan_cache_mode = force_custom_plan
as $$
declare
    v_from date;
    v_to date;
    v_count integer;
begin
    select min(c.date) into v_from from pg_temp.changed_days as c;
    insert into pg_temp.delta_days (asin, marketplace, date, is_near)
    select
        k.asin,
        k.marketplace,
        k.date,
        l.asin is not null
            and l.date < k.date
            and l.date >= v_from - p_reach
            and not exists (
                select from pg_temp.changed_days as c
                where c.asin = k.asin and c.marketplace = k.marketplace and c.date = l.date
            )
    from (
        select c.asin, c.marketplace, c.date from pg_temp.changed_days as c
        union
        select c.asin, c.marketplace, successor.date
        from pg_temp.changed_days as c
        cross join lateral (
            select d.date
            from core.product_metrics_daily as d
            where d.asin = c.asin and d.marketplace = c.marketplace and d.date > c.date and d.date > v_from
            order by d.date
            limit 1
        ) as successor
    ) as k
    left join mart.product_latest as l on l.asin = k.asin and l.marketplace = k.marketplace;
    analyze pg_temp.delta_days;
    select max(k.date) into v_to from pg_temp.delta_days as k;
    perform ops.ensure_partition('mart.product_metrics_delta_daily', months.month)
    from (select distinct date_trunc('month', k.date)::date as month from pg_temp.delta_days as k) as months;

    with target as (
        select f.*
        from pg_temp.delta_days as k
        inner join definitions.product_metrics_delta_daily(v_from, v_to, v_from - p_reach) as f
            on f.asin = k.asin and f.marketplace = k.marketplace and f.date = k.date
        where k.is_near
        union all
        select f.*
        from pg_temp.delta_days as k
        inner join definitions.product_metrics_delta_daily(v_from, v_to) as f
            on f.asin = k.asin and f.marketplace = k.marketplace and f.date = k.date
        where not k.is_near
    ),
    removed as (
        delete from mart.product_metrics_delta_daily as m
        using pg_temp.changed_days as c
        where m.asin = c.asin and m.marketplace = c.marketplace and m.date = c.date
            and m.date between v_from and v_to
            and not exists (
                select from target as t where t.asin = c.asin and t.marketplace = c.marketplace and t.date = c.date
            )
        returning m.asin
    ),
    written as (
        insert into mart.product_metrics_delta_daily as m (
            asin, marketplace, date, previous_date, days_since_previous, price_delta, price_change_pct, bsr_delta,
            bsr_change_pct, rating_delta, reviews_delta, buybox_delta, buybox_change_pct, is_buybox_seller_changed, stock_change
        )
        select
            t.asin, t.marketplace, t.date, t.previous_date, t.days_since_previous, t.price_delta, t.price_change_pct,
            t.bsr_delta, t.bsr_change_pct, t.rating_delta, t.reviews_delta, t.buybox_delta, t.buybox_change_pct,
            t.is_buybox_seller_changed, t.stock_change
        from target as t
        left join mart.product_metrics_delta_daily as m
            on m.asin = t.asin and m.marketplace = t.marketplace and m.date = t.date and m.date between v_from and v_to
        where m.asin is null
            or (
                m.previous_date, m.days_since_previous, m.price_delta, m.price_change_pct, m.bsr_delta, m.bsr_change_pct,
                m.rating_delta, m.reviews_delta, m.buybox_delta, m.buybox_change_pct, m.is_buybox_seller_changed,
                m.stock_change
            ) is distinct from (
                t.previous_date, t.days_since_previous, t.price_delta, t.price_change_pct, t.bsr_delta, t.bsr_change_pct,
                t.rating_delta, t.reviews_delta, t.buybox_delta, t.buybox_change_pct, t.is_buybox_seller_changed,
                t.stock_change
            )
        order by t.asin, t.marketplace, t.date
        on conflict (asin, marketplace, date) do update
        set previous_date = excluded.previous_date, days_since_previous = excluded.days_since_previous,
            price_delta = excluded.price_delta, price_change_pct = excluded.price_change_pct, bsr_delta = excluded.bsr_delta,
            bsr_change_pct = excluded.bsr_change_pct, rating_delta = excluded.rating_delta,
            reviews_delta = excluded.reviews_delta, buybox_delta = excluded.buybox_delta,
            buybox_change_pct = excluded.buybox_change_pct,
            is_buybox_seller_changed = excluded.is_buybox_seller_changed, stock_change = excluded.stock_change
        returning m.asin
    )
    select ((select count(*) from removed) + (select count(*) from written))::integer into v_count;
    return v_count;
end;
$$;
comment on function mart.refresh_product_metrics_delta_daily(integer) is 'Keeps mart.product_metrics_delta_daily for the changed days.';
