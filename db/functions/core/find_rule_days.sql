-- The days that rules judge, into pg_temp.rule_days: those of pg_temp.delta_days that are a product's newest, which are news,
-- and those with alerts, which may have been taken back: see also core.find_alerted_days and core.find_pair_days. Importing
-- history or a late row is no news.
-- A day is compared with the observation before it; for rules that ask several observations for confirmation also with the one
-- before all of those.
create or replace function core.find_rule_days()
returns void
language plpgsql
volatile
set search_path = ''
set plan_cache_mode = force_custom_plan
as $$
declare
    -- A day whose alerts retention took away would alert a second time.
    v_horizon date := ops.horizon('core.alerts');
    v_from date;
    v_to date;
begin
    select min(k.date), max(k.date) into v_from, v_to from pg_temp.delta_days as k where k.date >= v_horizon;

    insert into pg_temp.rule_days (asin, marketplace, date, base_date, span, is_news, is_pair_only, is_history)
    select k.asin, k.marketplace, k.date, d.previous_date, 1, l.asin is not null, false, false
    from pg_temp.delta_days as k
    left join mart.product_latest as l on l.asin = k.asin and l.marketplace = k.marketplace and l.date = k.date
    left join lateral (
        select m.previous_date
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

    select max(k.date) into v_to from pg_temp.rule_days as k;
    insert into pg_temp.rule_days (asin, marketplace, date, base_date, span, is_news, is_pair_only, is_history)
    select k.asin, k.marketplace, k.date, base.date, spans.span, k.is_news, false, false
    from (
        select distinct r.confirm_window as span
        from pg_temp.judged_rules as r
        where r.compare_with = 'previous' and r.confirm_window > 1
    ) as spans
    cross join pg_temp.rule_days as k
    cross join lateral (
        select d.date
        from core.product_metrics_daily as d
        where d.asin = k.asin and d.marketplace = k.marketplace and d.date < k.date and d.date < v_to
        order by d.date desc
        offset spans.span - 1
        limit 1
    ) as base;
    perform core.find_pair_days(v_horizon);
end;
$$;
comment on function core.find_rule_days() is 'Finds the days that alert rules judge among those that changed.';
