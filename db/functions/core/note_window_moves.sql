-- What moved on the days in pg_temp.rule_days against the average or the extremes of the days before, into pg_temp.rule_moves; as
-- core.note_rule_moves, only where a rule asks. A window of 7 days is the 7 calendar days before the day: the day itself, and
-- what lies behind a long gap, are not part of what it is compared with. What it knew of the value is counted, not what it
-- observed; of ranks only those of the day's category are in it.
-- A price within the extremes of the rollup as of the day before is at no extreme: most days need no look at the window.
create or replace function core.note_window_moves(p_is_history boolean default false)
returns void
language plpgsql
volatile
set search_path = ''
set plan_cache_mode = force_custom_plan
as $$
declare
    v_wanted text[];
    v_windows smallint[];
    -- Windows of which more than price extremes is asked.
    v_full_windows smallint[];
    v_from date;
    v_to date;
begin
    select
        array_agg(distinct r.move_key), array_agg(distinct r.window_days),
        array_agg(distinct r.window_days) filter (where r.compare_with = 'average' or 'bsr' in (r.rule_type, r.metric))
    into v_wanted, v_windows, v_full_windows
    from pg_temp.judged_rules as r
    where r.compare_with <> 'previous';
    select min(k.date), max(k.date) into v_from, v_to from pg_temp.rule_days as k where k.is_history = p_is_history;
    if v_from is null or v_wanted is null then
        return;
    end if;

    insert into pg_temp.rule_moves (
        asin, marketplace, date, base_date, is_news, is_history, move_key, direction, old_value, new_value, change, change_pct,
        new_text, observed_days
    )
    select
        k.asin, k.marketplace, k.date, k.base_date, k.is_news, p_is_history, m.move_key, sign(m.new_value - m.old_value),
        m.old_value, m.new_value, m.new_value - m.old_value,
        round((m.new_value - m.old_value) * 100 / nullif(m.old_value, 0), 2),
        case when m.move_key ~ 'bsr' then d.bsr_category end, m.known_days
    from pg_temp.rule_days as k
    cross join unnest(v_windows) as w (days)
    cross join lateral (
        select d.price, d.bsr, d.bsr_category, d.rating
        from core.product_metrics_daily as d
        where d.asin = k.asin and d.marketplace = k.marketplace and d.date = k.date and d.date between v_from and v_to
        offset 0
    ) as d
    left join lateral (
        select r.price_min, r.price_max
        from mart.product_metrics_rollup as r
        where (w.days = any (v_full_windows)) is not true
            and r.asin = k.asin and r.marketplace = k.marketplace and r.as_of = k.date - 1 and r.window_days = w.days
            and r.as_of between v_from - 1 and v_to
        offset 0
    ) as r on true
    cross join lateral (
        select
            round(avg(b.price), 4) as price_avg, min(b.price) as price_min, max(b.price) as price_max,
            count(b.price) as price_days, round(avg(b.rating), 3) as rating_avg, count(b.rating) as rating_days,
            round(avg(b.bsr) filter (where b.bsr_category is not distinct from d.bsr_category), 2) as bsr_avg,
            min(b.bsr) filter (where b.bsr_category is not distinct from d.bsr_category) as bsr_min,
            max(b.bsr) filter (where b.bsr_category is not distinct from d.bsr_category) as bsr_max,
            count(b.bsr) filter (where b.bsr_category is not distinct from d.bsr_category) as bsr_days
        from core.product_metrics_daily as b
        where b.asin = k.asin and b.marketplace = k.marketplace and b.date >= k.date - w.days and b.date < k.date
            and b.date >= v_from - 90 and b.date < v_to
            and (d.price between r.price_min and r.price_max) is not true
        offset 0
    ) as b
    cross join lateral (values
        ('price:average:' || w.days || '::1', b.price_avg, d.price, b.price_days),
        ('bsr:average:' || w.days || '::1', b.bsr_avg, d.bsr, b.bsr_days),
        ('rating:average:' || w.days || '::1', b.rating_avg, d.rating, b.rating_days),
        ('price:extreme:' || w.days || '::1', core.passed_extreme(d.price, b.price_min, b.price_max), d.price, b.price_days),
        ('bsr:extreme:' || w.days || '::1', core.passed_extreme(d.bsr, b.bsr_min, b.bsr_max), d.bsr, b.bsr_days),
        ('extreme:extreme:' || w.days || ':price:1', core.passed_extreme(d.price, b.price_min, b.price_max), d.price, b.price_days),
        ('extreme:extreme:' || w.days || ':bsr:1', core.passed_extreme(d.bsr, b.bsr_min, b.bsr_max), d.bsr, b.bsr_days)
    ) as m (move_key, old_value, new_value, known_days)
    where k.is_history = p_is_history
        and k.span = 1
        and not k.is_pair_only
        and m.new_value <> m.old_value
        and m.move_key = any (v_wanted);
end;
$$;
comment on function core.note_window_moves(boolean) is 'Notes what moved against the days before on the days that alert rules judge.';
