-- Evaluate the alert rules on the days in pg_temp.refreshed_days, the lists in pg_temp.changed_lists, and the newest days
-- of products in the scope of new rules with evaluate_on_create. Returns the number of new alerts.
create or replace function core.raise_alerts(
    p_job_id text,
    p_now timestamptz
)
returns integer
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set work_mem = '64MB'
as $$
declare
    v_has_prior_alerts boolean;
    v_rules bigint[];
    v_count integer;
begin
    perform core.load_rules();
    perform core.find_rule_days();
    select core.has_prior_alerts(min(k.date), max(k.date)) into v_has_prior_alerts from pg_temp.rule_days as k;
    perform core.find_list_changes();
    v_count := core.evaluate_rule_days(false, p_job_id, p_now);
    if v_has_prior_alerts then
        perform core.update_alerts(p_now);
        perform core.correct_alerts(p_now);
    end if;

    with taken as (
        delete from ops.dirty_rules as d returning d.rule_id
    )
    select array_agg(t.rule_id) into v_rules from taken as t;
    if v_rules is not null then
        truncate pg_temp.rule_days, pg_temp.rule_changes, pg_temp.rule_matches, pg_temp.rule_history, pg_temp.evaluated_rules,
            pg_temp.watched_changes;
        perform core.load_rules(v_rules);
        insert into pg_temp.rule_days (asin, marketplace, date, base_date, span, is_news, is_pair_only, is_history)
        select n.asin, n.marketplace, n.date, behind.date, n.span, true, false, false
        from (
            select distinct l.asin, l.marketplace, l.date, case when r.compare_with = 'previous' then r.confirm_window else 1 end as span
            from core.rule_products() as i
            inner join mart.product_latest as l on l.asin = i.asin and l.marketplace = i.marketplace
            cross join pg_temp.evaluated_rules as r
            where l.date >= ops.horizon('core.alerts')
        ) as n
        cross join lateral (
            select d.date
            from core.product_metrics_daily as d
            where d.asin = n.asin and d.marketplace = n.marketplace and d.date < n.date
            order by d.date desc
            offset n.span - 1
            limit 1
        ) as behind;
        v_count := v_count + core.evaluate_rule_days(true, p_job_id, p_now);
    end if;
    return v_count;
end;
$$;
comment on function core.raise_alerts(text, timestamptz) is 'Evaluates the alert rules on the changed days and lists, and raises alerts.';
