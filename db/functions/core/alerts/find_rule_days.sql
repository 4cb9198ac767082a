-- Fill pg_temp.rule_days with the days to evaluate: those of pg_temp.refreshed_days that are a product's newest day, which
-- are news, and those with alerts, which may have to be corrected; see also core.find_alerted_days and
-- core.find_pair_days. Imported history and late rows are not news.
-- A day is compared with the previous observation. The deltas (for earlier observations core.find_confirmation_bases)
-- show whether a value changed by a minimum threshold; only then are both days read. Where the previous observation had
-- no price, or a suspect one, the price is compared with an earlier one (core.trusted_prices): such days are read as
-- well. So is a day whose previous one is of the same batch: no suppression tells whether that was suspect.
create or replace function core.find_rule_days()
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
as $$
declare
    -- A day whose alerts retention has dropped would alert a second time.
    v_horizon date := ops.horizon('core.alerts');
    v_from date;
    v_to date;
    v_minimum record;
    v_reach integer := ops.setting('alert_price_reach_days')::integer;
begin
    select min(k.date), max(k.date) into v_from, v_to from pg_temp.refreshed_days as k where k.is_changed and k.date >= v_horizon;
    select a.* into v_minimum from core.minimum_thresholds() as a where a.span = 1;

    insert into pg_temp.rule_days (asin, marketplace, date, base_date, span, is_news, is_pair_only, is_history, has_changed)
    select
        k.asin, k.marketplace, k.date, d.previous_date, 1, l.asin is not null, false, false,
        case when l.asin is not null and (k.asin, k.marketplace) not in (
            select s.asin, s.marketplace
            from core.alert_suppressions as s
            where s.reason = 'suspect' and s.date between v_from - v_reach and v_to
        ) and (
            v_from = v_to or (k.asin, k.marketplace, d.previous_date) not in (
                select r.asin, r.marketplace, r.date from pg_temp.refreshed_days as r where r.is_changed
            )
        ) then coalesce(
            v_minimum.price_change is not null and l.price is not null and d.previous_date is not null
            and (d.price_delta is null or d.stock_change is not null)
            or core.exceeds_thresholds(l.price, l.price - d.price_delta / 100.0, v_minimum.price_pct, v_minimum.price_change)
            or core.exceeds_thresholds(l.bsr, l.bsr - d.bsr_delta, v_minimum.bsr_pct, v_minimum.bsr_change)
            or core.exceeds_thresholds(l.rating, l.rating - d.rating_delta / 100.0, v_minimum.rating_pct, v_minimum.rating_change)
            or core.exceeds_thresholds(l.reviews_count, l.reviews_count - d.reviews_delta, v_minimum.reviews_pct, v_minimum.reviews_change)
            or core.exceeds_thresholds(
                l.buybox_price, l.buybox_price - d.buybox_delta / 100.0, v_minimum.buybox_pct, v_minimum.buybox_change
            )
            or (d.is_buybox_seller_changed and v_minimum.has_seller)
            or (d.stock_change is not null and v_minimum.has_stock),
            false
        ) end
    from pg_temp.refreshed_days as k
    left join mart.product_latest as l on l.asin = k.asin and l.marketplace = k.marketplace and l.date = k.date
    left join pg_temp.day_rows as d on d.asin = k.asin and d.marketplace = k.marketplace and d.date = k.date
    where k.is_changed and k.date >= v_horizon
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
comment on function core.find_rule_days() is 'Finds the changed days that alert rules must evaluate.';
