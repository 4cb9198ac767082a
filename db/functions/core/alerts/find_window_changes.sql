-- Add the changes of the days in pg_temp.rule_days against the average or the extremes of the days before to
-- pg_temp.rule_changes. As in core.find_observation_changes, only kinds in pg_temp.watched_changes are searched. A
-- window of 7 days is the 7 calendar days before the day: it excludes the day itself and days before a long gap. Only
-- ranks of the day's category count.
-- The row of the day before has the same window. The whole numbers of mart.product_days leave few products in question;
-- mart.product_metrics has what those are compared with. The days of the window are read only when that row is missing,
-- when ranks of several categories are in it and the last is not the day's, or when its prices are so far apart that one
-- may be wrong. Prices far from both known neighbours in the window are then left out (with one neighbour: far from that
-- one). core.trusted_prices defines far, and whether the price of the day itself is suspect. A price of a product that
-- is out of stock is no change.
create or replace function core.find_window_changes(p_is_history boolean default false)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
set work_mem = '64MB'
set enable_nestloop = on
set enable_hashjoin = on
set enable_mergejoin = on
set jit = off
as $$
declare
    c_known_days constant integer := 45;
    v_has_windows boolean;
    v_days date[];
    v_from date;
    v_to date;
    v_base_from date;
    v_known_from date;
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

    select mart.choose_joins(array_agg(distinct k.date), count(*)) into v_days
    from pg_temp.rule_days as k
    where k.is_history = p_is_history and k.span = 1 and not k.is_pair_only;
    -- As in mart.read_day_values.
    v_known_from := v_from - case when v_days is null then c_known_days else 1 end;
    with windows as materialized (  -- read once a product, which is cheaper from a list than from an aggregate
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
            p.asin is not null as has_window, r.is_other_category, r.has_outliers
        from pg_temp.rule_days as k
        inner join core.product_metrics_daily as o
            on o.asin = k.asin and o.marketplace = k.marketplace and o.date = k.date and o.date between v_known_from and v_to
            and (v_days is null or o.date = any (v_days))
        left join mart.product_days as p
            on p.asin = k.asin and p.marketplace = k.marketplace and p.date = k.date - 1 and p.date between v_known_from and v_to - 1
        cross join lateral (
            select case when core.is_offered(o.status, o.in_stock) then o.price end as price, o.bsr, o.bsr_category, o.rating
        ) as d
        cross join windows as w
        cross join lateral (
            select
                case w.window_days when 7 then p.price_sum_7 when 30 then p.price_sum_30 else p.price_sum_90 end as price_sum,
                case w.window_days when 7 then p.price_days_7 when 30 then p.price_days_30 else p.price_days_90 end as price_days,
                case w.window_days when 7 then p.price_min_7 when 30 then p.price_min_30 else p.price_min_90 end as price_min,
                case w.window_days when 7 then p.price_max_7 when 30 then p.price_max_30 else p.price_max_90 end as price_max,
                case w.window_days when 7 then p.bsr_sum_7 when 30 then p.bsr_sum_30 else p.bsr_sum_90 end as bsr_sum,
                case w.window_days when 7 then p.bsr_days_7 when 30 then p.bsr_days_30 else p.bsr_days_90 end as bsr_days,
                case w.window_days when 7 then p.bsr_min_7 when 30 then p.bsr_min_30 else p.bsr_min_90 end as bsr_min,
                case w.window_days when 7 then p.bsr_max_7 when 30 then p.bsr_max_30 else p.bsr_max_90 end as bsr_max,
                case w.window_days when 7 then p.rating_sum_7 when 30 then p.rating_sum_30 else p.rating_sum_90 end as rating_sum,
                case w.window_days when 7 then p.rating_days_7 when 30 then p.rating_days_30 else p.rating_days_90 end as rating_days,
                case w.window_days
                    when 7 then p.has_one_bsr_category_7 when 30 then p.has_one_bsr_category_30 else p.has_one_bsr_category_90
                end as has_one_bsr_category
        ) as s
        cross join lateral (
            select
                o.bsr_category is distinct from p.bsr_category_last as is_other_category,
                coalesce(core.is_implausible(s.price_min, s.price_max, v_factor), false) as has_outliers
        ) as r
        where k.is_history = p_is_history and k.span = 1 and not k.is_pair_only
            and (
                p.asin is null
                -- A window with ranks of one category has none of another.
                or w.has_bsr and d.bsr is not null and r.is_other_category and not s.has_one_bsr_category
                or d.price is not null and r.has_outliers
                or w.price_change is not null
                and core.may_exceed_thresholds(d.price, s.price_sum / 100.0, s.price_days, w.price_pct, w.price_change)
                or w.bsr_change is not null
                and core.may_exceed_thresholds(d.bsr, s.bsr_sum, s.bsr_days, w.bsr_pct, w.bsr_change)
                or w.rating_change is not null
                and core.may_exceed_thresholds(d.rating, s.rating_sum / 100.0, s.rating_days, w.rating_pct, w.rating_change)
                or w.has_price_extreme and d.price * 100 not between s.price_min and s.price_max
                or w.has_bsr_extreme and d.bsr not between s.bsr_min and s.bsr_max
            )
    ),
    known as materialized (
        select
            k.*,
            case k.window_days when 7 then m.price_avg_7d when 30 then m.price_avg_30d else m.price_avg_90d end as price_avg,
            case k.window_days when 7 then m.price_min_7d when 30 then m.price_min_30d else m.price_min_90d end as price_min,
            case k.window_days when 7 then m.price_max_7d when 30 then m.price_max_30d else m.price_max_90d end as price_max,
            case k.window_days when 7 then m.bsr_avg_7d when 30 then m.bsr_avg_30d else m.bsr_avg_90d end as bsr_avg,
            case k.window_days when 7 then m.bsr_min_7d when 30 then m.bsr_min_30d else m.bsr_min_90d end as bsr_min,
            case k.window_days when 7 then m.bsr_max_7d when 30 then m.bsr_max_30d else m.bsr_max_90d end as bsr_max,
            case k.window_days when 7 then m.rating_avg_7d when 30 then m.rating_avg_30d else m.rating_avg_90d end as rating_avg,
            case k.window_days when 7 then m.price_days_7d when 30 then m.price_days_30d else m.price_days_90d end as price_days,
            case k.window_days when 7 then m.bsr_days_7d when 30 then m.bsr_days_30d else m.bsr_days_90d end as bsr_days,
            case k.window_days when 7 then m.rating_days_7d when 30 then m.rating_days_30d else m.rating_days_90d end as rating_days
        from suspects as k
        left join mart.product_metrics as m
            on m.asin = k.asin and m.marketplace = k.marketplace and m.date = k.date - 1 and m.date between v_known_from and v_to - 1
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
    from known as k
    inner join pg_temp.watched_changes as a on a.window_days = k.window_days
    cross join lateral (
        select
            k.has_window and case a.metric when 'bsr' then not k.is_other_category when 'price' then not k.has_outliers else true end as is_known,
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
        offset 0
    ) as s on true
    where v.new_value is not null
        and (not v.is_known or core.exceeds_thresholds(v.new_value, v.known_value, a.min_pct, a.min_change))
        and core.exceeds_thresholds(v.new_value, m.old_value, a.min_pct, a.min_change);
end;
$$;
comment on function core.find_window_changes(boolean) is 'Finds values that changed against a window of earlier days, on the days to evaluate.';
