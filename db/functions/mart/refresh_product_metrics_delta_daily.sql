-- Update the deltas of pg_temp.changed_days and of the observed day after each, writing only rows that differ. These
-- days stay in pg_temp.delta_days for the alerts.
-- A day is near when its previous observed day is known to be at most p_reach days before the batch; near days need
-- only a few partitions, the others may read the whole history. The previous day is read from mart.product_latest, so
-- this must run before that table is refreshed. A newest day that is itself among the changed days proves nothing: the
-- change may have removed it. Nor does a recent first_seen_at: days may have been written manually, or the product
-- deleted and created again.
create or replace function mart.refresh_product_metrics_delta_daily(p_reach integer default 45)
returns integer
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
as $$
declare
    v_horizon date := ops.horizon('mart.product_metrics_delta_daily');
    v_from date;
    v_to date;
    v_far_from date := date '-infinity';
    v_count integer;
begin
    select min(c.date) into v_from from pg_temp.changed_days as c;
    insert into pg_temp.delta_days (asin, marketplace, date, is_near, is_new)
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
            ),
        bool_and(k.is_new)
    from (
        select c.asin, c.marketplace, c.date, c.is_new from pg_temp.changed_days as c
        union all
        select c.asin, c.marketplace, successor.date, false
        from pg_temp.changed_days as c
        left join mart.product_latest as l on l.asin = c.asin and l.marketplace = c.marketplace
        cross join lateral (
            select d.date
            from core.product_metrics_daily as d
            where d.asin = c.asin and d.marketplace = c.marketplace and d.date > c.date and d.date > v_from
            order by d.date
            limit 1
        ) as successor
        where coalesce(l.date > c.date, true)
    ) as k
    left join mart.product_latest as l on l.asin = k.asin and l.marketplace = k.marketplace
    where k.date >= v_horizon
    group by k.asin, k.marketplace, k.date, l.asin, l.marketplace;
    analyze pg_temp.delta_days;
    select max(k.date) into v_to from pg_temp.delta_days as k;
    -- A plan over years of partitions costs as much as a small batch, so it is made only when a day is not near.
    if not exists (select from pg_temp.delta_days as k where not k.is_near) then
        v_far_from := v_from;
    end if;
    perform ops.ensure_partition('mart.product_metrics_delta_daily', months.month)
    from (select distinct date_trunc('month', k.date)::date as month from pg_temp.delta_days as k) as months;

    with target as (
        select f.*, k.is_new
        from pg_temp.delta_days as k
        cross join lateral (
            select d.*
            from definitions.product_metrics_delta_daily(v_from, v_to, v_from - p_reach) as d
            where d.asin = k.asin and d.marketplace = k.marketplace and d.date = k.date
            offset 0
        ) as f
        where k.is_near
        union all
        select f.*, k.is_new
        from pg_temp.delta_days as k
        cross join lateral (
            select d.*
            from definitions.product_metrics_delta_daily(v_from, v_to, v_far_from) as d
            where d.asin = k.asin and d.marketplace = k.marketplace and d.date = k.date
            offset 0
        ) as f
        where not k.is_near
    ),
    gone as (
        select c.asin, c.marketplace, c.date from pg_temp.changed_days as c where not c.is_new
        except
        select t.asin, t.marketplace, t.date from target as t where not t.is_new
    ),
    removed as (
        delete from mart.product_metrics_delta_daily as m
        using gone as g
        where m.asin = g.asin and m.marketplace = g.marketplace and m.date = g.date
            and m.date between date_trunc('month', v_from)::date and v_to
            and m.date >= v_horizon
        returning m.asin
    ),
    written as (
        insert into mart.product_metrics_delta_daily as m (
            asin, marketplace, date, previous_date, days_since_previous, price_delta, price_change_pct, bsr_delta,
            bsr_change_pct, rating_delta, reviews_delta, buybox_delta, buybox_change_pct, is_buybox_seller_changed, stock_change,
            is_bsr_category_changed
        )
        select
            t.asin, t.marketplace, t.date, t.previous_date, t.days_since_previous, t.price_delta, t.price_change_pct,
            t.bsr_delta, t.bsr_change_pct, t.rating_delta, t.reviews_delta, t.buybox_delta, t.buybox_change_pct,
            t.is_buybox_seller_changed, t.stock_change, t.is_bsr_category_changed
        from target as t
        left join lateral (
            select d.*
            from mart.product_metrics_delta_daily as d
            where not t.is_new
                and d.asin = t.asin and d.marketplace = t.marketplace and d.date = t.date and d.date between v_from and v_to
            offset 0
        ) as m on true
        where m.asin is null
            or (
                m.previous_date, m.days_since_previous, m.price_delta, m.price_change_pct, m.bsr_delta, m.bsr_change_pct,
                m.rating_delta, m.reviews_delta, m.buybox_delta, m.buybox_change_pct, m.is_buybox_seller_changed,
                m.stock_change, m.is_bsr_category_changed
            ) is distinct from (
                t.previous_date, t.days_since_previous, t.price_delta, t.price_change_pct, t.bsr_delta, t.bsr_change_pct,
                t.rating_delta, t.reviews_delta, t.buybox_delta, t.buybox_change_pct, t.is_buybox_seller_changed,
                t.stock_change, t.is_bsr_category_changed
            )
        order by t.asin, t.marketplace, t.date
        on conflict (asin, marketplace, date) do update
        set previous_date = excluded.previous_date, days_since_previous = excluded.days_since_previous,
            price_delta = excluded.price_delta, price_change_pct = excluded.price_change_pct, bsr_delta = excluded.bsr_delta,
            bsr_change_pct = excluded.bsr_change_pct, rating_delta = excluded.rating_delta,
            reviews_delta = excluded.reviews_delta, buybox_delta = excluded.buybox_delta,
            buybox_change_pct = excluded.buybox_change_pct,
            is_buybox_seller_changed = excluded.is_buybox_seller_changed, stock_change = excluded.stock_change,
            is_bsr_category_changed = excluded.is_bsr_category_changed
        returning m.asin
    )
    select ((select count(*) from removed) + (select count(*) from written))::integer into v_count;
    return v_count;
end;
$$;
comment on function mart.refresh_product_metrics_delta_daily(integer) is 'Updates mart.product_metrics_delta_daily for the changed days.';
