-- Add the changes of the days in pg_temp.rule_days against the average or the extremes of the days before to
-- pg_temp.rule_changes. As in core.find_observation_changes, only kinds in pg_temp.watched_changes are searched. A
-- window of 7 days is the 7 calendar days before the day: it excludes the day itself and days before a long gap. Only
-- ranks of the day's category count.
-- mart.product_metrics of the day before has the same window, so the window itself is rarely read: when that row is
-- missing, when its ranks are of another category than that of the day, or when its prices are so far apart that one may
-- be wrong. Prices far from both known neighbours in the window are then left out (with one neighbour: far from that
-- one). core.trusted_prices defines far, and whether the price of the day itself is suspect. A price of a product that
-- is out of stock is no change.
create or replace function core.find_window_changes(p_is_history boolean default false)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
set work_mem = '64MB'
as $$
declare
    v_has_windows boolean;
    v_from date;
    v_to date;
    v_base_from date;
    v_reach integer := ops.setting('alert_price_reach_days')::integer;
    v_factor numeric := ops.setting('alert_suspect_price_factor')::numeric;
begin
    v_has_windows := exists (select from pg_temp.watched_changes as a where a.window_days is not null);
    select min(k.date), max(k.date), min(k.base_date) into v_from, v_to, v_base_from
    from pg_temp.rule_days as k
    where k.is_history = p_is_history;
    if v_from is null or not v_has_windows then
        return;
    end if;

    with windows as (
        select
            a.window_days,
            min(a.min_pct) filter (where a.metric = 'price' and a.compare_with = 'average') as price_pct,
            min(a.min_change) filter (where a.metric = 'price' and a.compare_with = 'average') as price_change,
            min(a.min_pct) filter (where a.metric = 'bsr' and a.compare_with = 'average') as bsr_pct,
            min(a.min_change) filter (where a.metric = 'bsr' and a.compare_with = 'average') as bsr_change,
            min(a.min_pct) filter (where a.metric = 'rating') as rating_pct,
            min(a.min_change) filter (where a.metric = 'rating') as rating_change,
            bool_or(a.metric = 'price' and a.compare_with = 'extreme') as has_price_extreme,
            bool_or(a.metric = 'bsr' and a.compare_with = 'extreme') as has_bsr_extreme,
            bool_or(a.metric = 'bsr') as has_bsr
        from pg_temp.watched_changes as a
        where a.window_days is not null
        group by a.window_days
    ),
    suspects as materialized (
        select
            k.asin, k.marketplace, k.date, k.base_date, k.is_news, d.price, d.bsr, d.bsr_category, d.rating, w.window_days,
            r.price_avg, r.price_min, r.price_max, r.bsr_avg, r.bsr_min, r.bsr_max, r.rating_avg,
            r.price_days, r.bsr_days, r.rating_days, r.has_rollup, r.is_other_category, o.has_outliers
        from pg_temp.rule_days as k
        cross join lateral (
            select case when core.is_offered(d.status, d.in_stock) then d.price end as price, d.bsr, d.bsr_category, d.rating
            from core.product_metrics_daily as d
            where d.asin = k.asin and d.marketplace = k.marketplace and d.date = k.date and d.date between v_from and v_to
            offset 0
        ) as d
        left join lateral (
            select m.*
            from mart.product_metrics as m
            where m.asin = k.asin and m.marketplace = k.marketplace and m.date = k.date - 1 and m.date between v_from - 1 and v_to
            offset 0
        ) as m on true
        cross join windows as w
        cross join lateral (
            select
                m.asin is not null as has_rollup,
                case w.window_days when 7 then m.price_avg_7d when 30 then m.price_avg_30d else m.price_avg_90d end as price_avg,
                case w.window_days when 7 then m.price_min_7d when 30 then m.price_min_30d else m.price_min_90d end as price_min,
                case w.window_days when 7 then m.price_max_7d when 30 then m.price_max_30d else m.price_max_90d end as price_max,
                case w.window_days when 7 then m.bsr_avg_7d when 30 then m.bsr_avg_30d else m.bsr_avg_90d end as bsr_avg,
                case w.window_days when 7 then m.bsr_min_7d when 30 then m.bsr_min_30d else m.bsr_min_90d end as bsr_min,
                case w.window_days when 7 then m.bsr_max_7d when 30 then m.bsr_max_30d else m.bsr_max_90d end as bsr_max,
                case w.window_days when 7 then m.rating_avg_7d when 30 then m.rating_avg_30d else m.rating_avg_90d end as rating_avg,
                case w.window_days when 7 then m.price_days_7d when 30 then m.price_days_30d else m.price_days_90d end as price_days,
                case w.window_days when 7 then m.bsr_days_7d when 30 then m.bsr_days_30d else m.bsr_days_90d end as bsr_days,
                case w.window_days when 7 then m.rating_days_7d when 30 then m.rating_days_30d else m.rating_days_90d end as rating_days,
                d.bsr_category is distinct from m.bsr_category_last as is_other_category
        ) as r
        cross join lateral (
            select coalesce(core.is_implausible(r.price_min, r.price_max, v_factor), false) as has_outliers
        ) as o
        where k.is_history = p_is_history and k.span = 1 and not k.is_pair_only
            and (
                not r.has_rollup
                or w.has_bsr and d.bsr is not null and r.is_other_category
                or o.has_outliers and d.price is not null
                or core.exceeds_thresholds(d.price, r.price_avg, w.price_pct, w.price_change)
                or core.exceeds_thresholds(d.bsr, r.bsr_avg, w.bsr_pct, w.bsr_change)
                or core.exceeds_thresholds(d.rating, r.rating_avg, w.rating_pct, w.rating_change)
                or w.has_price_extreme and d.price not between r.price_min and r.price_max
                or w.has_bsr_extreme and d.bsr not between r.bsr_min and r.bsr_max
            )
    )
    insert into pg_temp.rule_changes (
        asin, marketplace, date, base_date, is_news, is_history, change_key, direction, old_value, new_value, change, change_pct,
        new_text, observed_days, is_suspect
    )
    select
        k.asin, k.marketplace, k.date, k.base_date, k.is_news, p_is_history, a.change_key, sign(v.new_value - m.old_value),
        m.old_value, v.new_value, v.new_value - m.old_value,
        round((v.new_value - m.old_value) * 100 / nullif(m.old_value, 0), 2),
        case when a.metric = 'bsr' then k.bsr_category end, case when v.is_known then v.known_days else b.known_days end,
        s.is_suspect
    from suspects as k
    inner join pg_temp.watched_changes as a on a.window_days = k.window_days
    cross join lateral (
        select
            k.has_rollup and case a.metric when 'bsr' then not k.is_other_category when 'price' then not k.has_outliers else true end as is_known,
            case a.metric when 'price' then k.price when 'bsr' then k.bsr else k.rating end as new_value,
            case
                when a.compare_with = 'average' then
                    case a.metric when 'price' then k.price_avg when 'bsr' then k.bsr_avg else k.rating_avg end
                when a.metric = 'price' then core.exceeded_extreme(k.price, k.price_min, k.price_max)
                else core.exceeded_extreme(k.bsr, k.bsr_min, k.bsr_max)
            end as known_value,
            case a.metric when 'price' then k.price_days when 'bsr' then k.bsr_days else k.rating_days end as known_days
        offset 0
    ) as v
    left join lateral (
        select
            case a.compare_with
                when 'average' then round(avg(x.value), case a.metric when 'price' then 4 when 'bsr' then 2 else 3 end)
                else core.exceeded_extreme(v.new_value, min(x.value), max(x.value))
            end as old_value,
            count(x.value) as known_days
        from (
            select
                e.value,
                a.metric = 'price' and core.is_implausible(e.value, coalesce(lag(e.value) over days, lead(e.value) over days), v_factor)
                and core.is_implausible(e.value, coalesce(lead(e.value) over days, lag(e.value) over days), v_factor) as is_outlier
            from core.product_metrics_daily as d
            cross join lateral (
                select case a.metric
                    when 'price' then d.price
                    when 'bsr' then case when d.bsr_category is not distinct from k.bsr_category then d.bsr end
                    else d.rating
                end as value
            ) as e
            where not v.is_known
                and d.asin = k.asin and d.marketplace = k.marketplace and d.date >= k.date - k.window_days and d.date < k.date
                and d.date >= v_from - 90 and d.date < v_to
                and e.value is not null
            window days as (order by d.date)
        ) as x
        where x.is_outlier is not true
    ) as b on true
    cross join lateral (
        select case when v.is_known then v.known_value else b.old_value end as old_value offset 0
    ) as m
    left join lateral (
        select p.is_suspect
        from core.trusted_prices(
            k.asin, k.marketplace, k.date, k.base_date, 1, v.new_value, v_reach, v_factor,
            least(v_from - v_reach, v_base_from), v_to
        ) as p
        where a.metric = 'price' and core.is_implausible(v.new_value, m.old_value, v_factor)
    ) as s on true
    where v.new_value is not null
        and (not v.is_known or core.exceeds_thresholds(v.new_value, v.known_value, a.min_pct, a.min_change))
        and core.exceeds_thresholds(v.new_value, m.old_value, a.min_pct, a.min_change);
end;
$$;
comment on function core.find_window_changes(boolean) is 'Finds values that changed against a window of earlier days, on the days to evaluate.';
