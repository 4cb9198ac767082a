-- Raise the default alerts for the days in pg_temp.delta_days, one a product, kind and day; returns how many were new.
-- Only the newest observed day of a product can alert: importing history or a late row is no news.
create or replace function core.raise_alerts(
    p_job_id text,
    p_now timestamptz
)
returns integer
language plpgsql
volatile
set search_path = ''
set plan_cache_mode = force_custom_plan
as $$
declare
    v_price_limit numeric := ops.setting('alert_price_change_pct')::numeric;
    v_bsr_limit numeric := ops.setting('alert_bsr_change_pct')::numeric;
    v_rating_limit numeric := ops.setting('alert_rating_drop')::numeric;
    -- A day whose alerts retention took away would alert a second time.
    v_horizon date := ops.horizon('core.alerts');
    v_from date;
    v_to date;
    v_previous_from date;
    v_count integer;
begin
    -- Near days have their previous one within the reach of mart.refresh_product_metrics_delta_daily.
    select
        greatest(min(k.date), v_horizon), max(k.date),
        case when bool_and(k.is_near) then min(k.date) - 45 else '-infinity' end
    into v_from, v_to, v_previous_from
    from pg_temp.delta_days as k;
    perform ops.ensure_partition('core.alerts', months.month)
    from (
        select distinct date_trunc('month', k.date)::date as month from pg_temp.delta_days as k where k.date >= v_horizon
    ) as months;

    with moved as (
        select d.*, l.price, l.bsr, l.bsr_category, l.rating, l.buybox_price, l.buybox_seller, m.currency_code
        from pg_temp.delta_days as k
        inner join mart.product_latest as l on l.asin = k.asin and l.marketplace = k.marketplace and l.date = k.date
        inner join mart.product_metrics_delta_daily as d
            on d.asin = k.asin and d.marketplace = k.marketplace and d.date = k.date
        inner join core.marketplaces as m on m.marketplace = k.marketplace
        where d.date between v_from and v_to
            and (
                abs(d.price_change_pct) > v_price_limit
                or abs(d.bsr_change_pct) > v_bsr_limit
                or d.rating_delta <= -v_rating_limit
                or d.buybox_delta <> 0
                or d.is_buybox_seller_changed
            )
    ),
    candidates as (
        select a.*, v.asin, v.marketplace, v.date, v.previous_date, v.days_since_previous, p.title as product_title
        from moved as v
        left join core.products as p on p.asin = v.asin and p.marketplace = v.marketplace
        left join core.product_metrics_daily as b
            on b.asin = v.asin and b.marketplace = v.marketplace and b.date = v.previous_date
            and b.date between v_previous_from and v_to
        cross join lateral (values
            (
                'PRICE_SPIKE',
                case when abs(v.price_change_pct) > v_price_limit then v.price_change_pct end,
                v.price - v.price_delta, v.price,
                case when abs(v.price_change_pct) >= 3 * v_price_limit then 'high' else 'medium' end,
                format('Price %s %s %%', case when v.price_delta < 0 then 'down' else 'up' end, abs(v.price_change_pct)),
                format('price %s to %s %s (%s %%; alerts beyond %s %%)', v.price - v.price_delta, v.price, v.currency_code, to_char(v.price_change_pct, 'SGFM99999999999990.00'), v_price_limit),
                jsonb_build_object('price_change_pct', v.price_change_pct, 'threshold_pct', v_price_limit, 'currency', v.currency_code)
            ),
            (
                'BSR_DROP',
                case when abs(v.bsr_change_pct) > v_bsr_limit then v.bsr_change_pct end,
                v.bsr - v.bsr_delta, v.bsr,
                case when abs(v.bsr_change_pct) >= 3 * v_bsr_limit then 'high' else 'medium' end,
                format('Rank %s %s %%', case when v.bsr_delta < 0 then 'better by' else 'worse by' end, abs(v.bsr_change_pct)),
                format('rank in %s %s to %s (%s %%; alerts beyond %s %%)', coalesce(v.bsr_category, 'its category'), v.bsr - v.bsr_delta, v.bsr, to_char(v.bsr_change_pct, 'SGFM99999999999990.00'), v_bsr_limit),
                jsonb_build_object('bsr_change_pct', v.bsr_change_pct, 'threshold_pct', v_bsr_limit, 'category', v.bsr_category)
            ),
            (
                'RATING_DROP',
                case when v.rating_delta <= -v_rating_limit
                    then round(v.rating_delta * 100 / nullif(v.rating - v.rating_delta, 0), 2) end,
                v.rating - v.rating_delta, v.rating, 'medium',
                format('Rating down to %s', v.rating),
                format('rating %s to %s stars (alerts from a drop of %s)', v.rating - v.rating_delta, v.rating, v_rating_limit),
                jsonb_build_object('rating_delta', v.rating_delta, 'threshold', v_rating_limit)
            ),
            (
                'BUYBOX_CHANGE',
                case when v.buybox_delta <> 0 or v.is_buybox_seller_changed then coalesce(v.buybox_change_pct, 0) end,
                v.buybox_price - v.buybox_delta, v.buybox_price,
                case when v.is_buybox_seller_changed then 'high' else 'low' end,
                case when v.is_buybox_seller_changed then 'Buy box moved to ' || v.buybox_seller else 'Buy box price changed' end,
                format(
                    'featured offer of %s at %s to %s at %s %s',
                    coalesce(b.buybox_seller, 'an unknown seller'), coalesce(b.buybox_price::text, 'no price'),
                    coalesce(v.buybox_seller, 'an unknown seller'), coalesce(v.buybox_price::text, 'no price'), v.currency_code
                ),
                jsonb_build_object('old_seller', b.buybox_seller, 'new_seller', v.buybox_seller, 'buybox_delta', v.buybox_delta)
            )
        ) as a (kind, change_pct, old_value, new_value, severity, headline, sentence, facts)
        where a.change_pct is not null
    ),
    raised as (
        insert into core.alerts (
            asin, marketplace, kind, date, severity, title, message, old_value, new_value, change_pct, details, job_id, detected_at
        )
        select
            c.asin, c.marketplace, c.kind, c.date,
            c.severity,
            c.headline || ': ' || coalesce(left(c.product_title, 80), c.asin),
            format('%s (%s): from %s to %s, %s.', c.asin, c.marketplace, c.previous_date, c.date, c.sentence),
            c.old_value, c.new_value, c.change_pct,
            c.facts || jsonb_build_object(
                'date', c.date, 'previous_date', c.previous_date, 'days_since_previous', c.days_since_previous
            ),
            p_job_id, p_now
        from candidates as c
        order by c.asin, c.marketplace, c.kind
        on conflict (asin, marketplace, kind, date, tenant_id) do nothing
        returning 1
    )
    select count(*)::integer into v_count from raised;
    return v_count;
end;
$$;
comment on function core.raise_alerts(text, timestamptz) is 'Raises the default alerts for changed days, one a product, kind and day.';
