-- What moved on the days in pg_temp.rule_days against the average or the extremes of the days before, into pg_temp.rule_moves; as
-- core.note_rule_moves, only where a rule asks. A window of 7 days is the 7 calendar days before the day: the day itself, and
-- what lies behind a long gap, are not part of what it is compared with. What it knew of the value is counted, not what it
-- observed; of ranks only those of the day's category are in it.
-- Reading the windows of every product would cost as much as the rollups do. So the rollup as of the day before says where to
-- look: where the day is beyond its average or extremes by what the least demanding rule asks. Where there is none, or the
-- ranks of a window are not all of one category, which the rollup takes for one, the window is read in any case.
create or replace function core.note_window_moves(p_is_history boolean default false)
returns void
language plpgsql
volatile
set search_path = ''
set plan_cache_mode = force_custom_plan
as $$
declare
    v_wanted text[];
    v_own_price_pct numeric;
    v_own_bsr_pct numeric;
    v_from date;
    v_to date;
begin
    select array_agg(distinct r.move_key) into v_wanted from pg_temp.judged_rules as r where r.compare_with <> 'previous';
    select min(k.date), max(k.date) into v_from, v_to from pg_temp.rule_days as k where k.is_history = p_is_history;
    if v_from is null or v_wanted is null then
        return;
    end if;
    select min(t.price_change_threshold_pct), min(t.bsr_change_threshold_pct) into v_own_price_pct, v_own_bsr_pct
    from app.tracked_products as t
    where num_nonnulls(t.price_change_threshold_pct, t.bsr_change_threshold_pct) > 0;

    with windows as (
        select
            r.window_days,
            min(least(coalesce(r.limit_pct, 0), v_own_price_pct)) filter (where r.rule_type = 'price') as price_pct,
            min(coalesce(r.limit_change, 0)) filter (where r.rule_type = 'price') as price_change,
            min(least(coalesce(r.limit_pct, 0), v_own_bsr_pct)) filter (where r.rule_type = 'bsr') as bsr_pct,
            min(coalesce(r.limit_change, 0)) filter (where r.rule_type = 'bsr') as bsr_change,
            min(coalesce(r.limit_pct, 0)) filter (where r.rule_type = 'rating') as rating_pct,
            min(coalesce(r.limit_change, 0)) filter (where r.rule_type = 'rating') as rating_change,
            coalesce(bool_or(r.compare_with = 'extreme' and 'price' in (r.rule_type, r.metric)), false) as has_price_extreme,
            coalesce(bool_or(r.compare_with = 'extreme' and 'bsr' in (r.rule_type, r.metric)), false) as has_bsr_extreme
        from pg_temp.judged_rules as r
        where r.compare_with <> 'previous'
        group by r.window_days
    ),
    suspects as materialized (
        select
            k.asin, k.marketplace, k.date, k.base_date, k.is_news, w.window_days as days, d.price, d.bsr, d.bsr_category, d.rating
        from pg_temp.rule_days as k
        cross join lateral (
            select d.price, d.bsr, d.bsr_category, d.rating
            from core.product_metrics_daily as d
            where d.asin = k.asin and d.marketplace = k.marketplace and d.date = k.date and d.date between v_from and v_to
            offset 0
        ) as d
        cross join windows as w
        left join lateral (
            select r.asin, r.price_avg, r.price_min, r.price_max, r.bsr_avg, r.bsr_min, r.bsr_max, r.rating_avg
            from mart.product_metrics_rollup as r
            where r.asin = k.asin and r.marketplace = k.marketplace and r.as_of = k.date - 1 and r.window_days = w.window_days
                and r.as_of between v_from - 1 and v_to
            offset 0
        ) as r on true
        where k.is_history = p_is_history
            and k.span = 1
            and not k.is_pair_only
            and (
                r.asin is null
                or num_nonnulls(w.bsr_pct, nullif(w.has_bsr_extreme, false)) > 0 and exists (
                    select from mart.product_metrics_delta_daily as m
                    where m.asin = k.asin and m.marketplace = k.marketplace and m.is_bsr_category_changed
                        and m.date > k.date - w.window_days and m.date <= k.date and m.date between v_from - 90 and v_to
                    offset 0
                )
                or abs(d.price - r.price_avg) * 100 > w.price_pct * r.price_avg and abs(d.price - r.price_avg) >= w.price_change
                or abs(d.bsr - r.bsr_avg) * 100 > w.bsr_pct * r.bsr_avg and abs(d.bsr - r.bsr_avg) >= w.bsr_change
                or abs(d.rating - r.rating_avg) * 100 > w.rating_pct * r.rating_avg
                    and abs(d.rating - r.rating_avg) >= w.rating_change
                or w.has_price_extreme and d.price not between r.price_min and r.price_max
                or w.has_bsr_extreme and d.bsr not between r.bsr_min and r.bsr_max
            )
    )
    insert into pg_temp.rule_moves (
        asin, marketplace, date, base_date, is_news, is_history, move_key, direction, old_value, new_value, change, change_pct,
        new_text, observed_days
    )
    select
        k.asin, k.marketplace, k.date, k.base_date, k.is_news, p_is_history, m.move_key, sign(m.new_value - m.old_value),
        m.old_value, m.new_value, m.new_value - m.old_value,
        round((m.new_value - m.old_value) * 100 / nullif(m.old_value, 0), 2),
        case when m.move_key ~ 'bsr' then k.bsr_category end, m.known_days
    from suspects as k
    cross join lateral (
        select
            round(avg(b.price), 4) as price_avg, min(b.price) as price_min, max(b.price) as price_max,
            count(b.price) as price_days, round(avg(b.rating), 3) as rating_avg, count(b.rating) as rating_days,
            round(avg(b.bsr) filter (where b.bsr_category is not distinct from k.bsr_category), 2) as bsr_avg,
            min(b.bsr) filter (where b.bsr_category is not distinct from k.bsr_category) as bsr_min,
            max(b.bsr) filter (where b.bsr_category is not distinct from k.bsr_category) as bsr_max,
            count(b.bsr) filter (where b.bsr_category is not distinct from k.bsr_category) as bsr_days
        from core.product_metrics_daily as b
        where b.asin = k.asin and b.marketplace = k.marketplace and b.date >= k.date - k.days and b.date < k.date
            and b.date >= v_from - 90 and b.date < v_to
        offset 0
    ) as b
    cross join lateral (values
        ('price:average:' || k.days || '::1', b.price_avg, k.price, b.price_days),
        ('bsr:average:' || k.days || '::1', b.bsr_avg, k.bsr, b.bsr_days),
        ('rating:average:' || k.days || '::1', b.rating_avg, k.rating, b.rating_days),
        ('price:extreme:' || k.days || '::1', core.passed_extreme(k.price, b.price_min, b.price_max), k.price, b.price_days),
        ('bsr:extreme:' || k.days || '::1', core.passed_extreme(k.bsr, b.bsr_min, b.bsr_max), k.bsr, b.bsr_days),
        ('extreme:extreme:' || k.days || ':price:1', core.passed_extreme(k.price, b.price_min, b.price_max), k.price, b.price_days),
        ('extreme:extreme:' || k.days || ':bsr:1', core.passed_extreme(k.bsr, b.bsr_min, b.bsr_max), k.bsr, b.bsr_days)
    ) as m (move_key, old_value, new_value, known_days)
    where m.new_value <> m.old_value and m.move_key = any (v_wanted);
end;
$$;
comment on function core.note_window_moves(boolean) is 'Notes what moved against the days before on the days that alert rules judge.';
