-- The days that rules judge, into pg_temp.rule_days: those of pg_temp.delta_days that are a product's newest, which are news,
-- and those with alerts, which may have been taken back: see also core.find_alerted_days and core.find_pair_days. Importing
-- history or a late row is no news.
-- A day is compared with the observation before it. The deltas, and core.find_confirmation_bases for what is compared with earlier ones, say
-- where anything moved by what any rule asks: only there are both looked at. A price may have to be compared with an earlier one,
-- see core.trusted_prices, where the observation before had none to buy at or was suspect: such days are looked at too.
create or replace function core.find_rule_days()
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
as $$
declare
    -- A day whose alerts retention took away would alert a second time.
    v_horizon date := ops.horizon('core.alerts');
    v_from date;
    v_to date;
    v_minimum record;
    v_reach integer := ops.setting('alert_price_reach_days')::integer;
begin
    select min(k.date), max(k.date) into v_from, v_to from pg_temp.delta_days as k where k.date >= v_horizon;
    select a.* into v_minimum from core.minimum_thresholds() as a where a.span = 1;

    insert into pg_temp.rule_days (asin, marketplace, date, base_date, span, is_news, is_pair_only, is_history, has_changed)
    select
        k.asin, k.marketplace, k.date, d.previous_date, 1, l.asin is not null, false, false,
        case when l.asin is not null and (k.asin, k.marketplace) not in (
            select s.asin, s.marketplace
            from core.alert_suppressions as s
            where s.reason = 'suspect' and s.date between v_from - v_reach and v_to
        ) then coalesce(
            v_minimum.price_change is not null and l.price is not null and d.previous_date is not null
            and (d.price_delta is null or d.stock_change is not null)
            or core.exceeds_thresholds(l.price, l.price - d.price_delta, v_minimum.price_pct, v_minimum.price_change)
            or core.exceeds_thresholds(l.bsr, l.bsr - d.bsr_delta, v_minimum.bsr_pct, v_minimum.bsr_change)
            or core.exceeds_thresholds(l.rating, l.rating - d.rating_delta, v_minimum.rating_pct, v_minimum.rating_change)
            or core.exceeds_thresholds(l.reviews_count, l.reviews_count - d.reviews_delta, v_minimum.reviews_pct, v_minimum.reviews_change)
            or core.exceeds_thresholds(l.buybox_price, l.buybox_price - d.buybox_delta, v_minimum.buybox_pct, v_minimum.buybox_change)
            or (d.is_buybox_seller_changed and v_minimum.has_seller)
            or (d.stock_change is not null and v_minimum.has_stock),
            false
        ) end
    from pg_temp.delta_days as k
    left join mart.product_latest as l on l.asin = k.asin and l.marketplace = k.marketplace and l.date = k.date
    left join lateral (
        select
            m.previous_date, m.price_delta, m.bsr_delta, m.rating_delta, m.reviews_delta, m.buybox_delta,
            m.is_buybox_seller_changed, m.stock_change
        from mart.product_metrics_delta_daily as m
        where m.asin = k.asin and m.marketplace = k.marketplace and m.date = k.date and m.date between v_from and v_to
        offset 0
    ) as d on true
    where k.date >= v_horizon
        and (
            l.asin is not null
            or (k.asin, k.marketplace, k.date) in (
                select a.asin, a.marketplace, a.date from core.alerts as a where a.date between v_from and v_to
            )
        );
    perform core.find_alerted_days(v_horizon);

    perform core.find_confirmation_bases();
    perform core.find_pair_days(v_horizon);
end;
$$;
comment on function core.find_rule_days() is 'Finds the days that alert rules judge among those that changed.';
