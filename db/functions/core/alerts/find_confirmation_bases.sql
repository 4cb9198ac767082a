-- Rules that need several observations for confirmation compare a day with the observation before all of those. For the
-- days in pg_temp.rule_days, add these pairs of days; for news, only pairs whose values differ by a minimum threshold
-- of such rules. Where rules watch prices and ranks alone, the lowest and highest of the last 7 days show that most
-- products have no such pair.
create or replace function core.find_confirmation_bases()
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
as $$
declare
    v_to date;
begin
    select max(k.date) into v_to from pg_temp.rule_days as k;
    insert into pg_temp.rule_days (asin, marketplace, date, base_date, span, is_news, is_pair_only, is_history)
    select k.asin, k.marketplace, k.date, base.date, asked.span, k.is_news, false, false
    from core.minimum_thresholds() as asked
    cross join pg_temp.rule_days as k
    left join mart.product_latest as l on k.is_news and l.asin = k.asin and l.marketplace = k.marketplace and l.date = k.date
    left join pg_temp.day_rows as r
        on k.is_news and r.asin = k.asin and r.marketplace = k.marketplace and r.date = k.date
        and r.observed_days_7 > asked.span and r.price_days_7 = r.observed_days_7
        and num_nonnulls(asked.rating_change, asked.reviews_change, asked.buybox_change) = 0
    cross join lateral (
        select d.date, d.price, d.bsr, d.rating, d.reviews_count, d.buybox_price
        from core.product_metrics_daily as d
        where d.asin = k.asin and d.marketplace = k.marketplace and d.date < k.date and d.date < v_to
        order by d.date desc
        offset asked.span - 1
        limit 1
    ) as base
    where asked.span > 1
        and (
            r.asin is null
            or core.exceeds_thresholds(r.price, r.price_min_7, asked.price_pct, asked.price_change * 100)
            or core.exceeds_thresholds(r.price, r.price_max_7, asked.price_pct, asked.price_change * 100)
            or core.exceeds_thresholds(r.bsr, r.bsr_min_7, asked.bsr_pct, asked.bsr_change)
            or core.exceeds_thresholds(r.bsr, r.bsr_max_7, asked.bsr_pct, asked.bsr_change)
        )
        and (
            l.asin is null
            or l.price is not null and base.price is null and asked.price_change is not null
            or core.exceeds_thresholds(l.price, base.price, asked.price_pct, asked.price_change)
            or core.exceeds_thresholds(l.bsr, base.bsr, asked.bsr_pct, asked.bsr_change)
            or core.exceeds_thresholds(l.rating, base.rating, asked.rating_pct, asked.rating_change)
            or core.exceeds_thresholds(l.reviews_count, base.reviews_count, asked.reviews_pct, asked.reviews_change)
            or core.exceeds_thresholds(l.buybox_price, base.buybox_price, asked.buybox_pct, asked.buybox_change)
        );
end;
$$;
comment on function core.find_confirmation_bases() is 'Finds the earlier observations that rules with a confirmation window compare with.';
