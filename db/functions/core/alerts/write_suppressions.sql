-- Record the changes that core.apply_alert_policy suppressed, with the reason. A day that is evaluated again keeps only
-- the suppressions that still apply.
create or replace function core.write_suppressions(
    p_job_id text,
    p_now timestamptz
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
as $$
declare
    v_from date;
    v_to date;
begin
    select min(k.date), max(k.date) into v_from, v_to from pg_temp.rule_days as k where k.is_news;
    delete from core.alert_suppressions as s
    using pg_temp.rule_days as k, pg_temp.evaluated_rules as r
    where k.is_news and k.span = 1
        and s.asin = k.asin and s.marketplace = k.marketplace and s.date = k.date and s.date between v_from and v_to
        and r.id = s.rule_id
        and case when k.is_pair_only then r.rule_type = 'undercut' else r.rule_type <> 'bestseller_list' end
        and (s.rule_id, s.asin, s.marketplace, s.kind, s.date) not in (
            select m.rule_id, m.asin, m.marketplace, m.kind, m.date
            from pg_temp.rule_matches as m
            where m.outcome not in ('alert', 'told')
        );

    perform ops.ensure_partition('core.alert_suppressions', months.month)
    from (
        select distinct date_trunc('month', m.date)::date as month
        from pg_temp.rule_matches as m
        where m.outcome not in ('alert', 'told')
    ) as months;
    with written as (
        insert into core.alert_suppressions as s (
            tenant_id, rule_id, asin, marketplace, kind, date, reason, old_value, new_value, change_pct, job_id, detected_at
        )
        select
            m.tenant_id, m.rule_id, m.asin, m.marketplace, m.kind, m.date, m.outcome, m.old_value, m.new_value, m.change_pct,
            p_job_id, p_now
        from pg_temp.rule_matches as m
        where m.outcome not in ('alert', 'told')
        order by m.asin, m.marketplace, m.kind, m.rule_id
        on conflict (asin, marketplace, kind, date, rule_id) do update
        set reason = excluded.reason, old_value = excluded.old_value, new_value = excluded.new_value,
            change_pct = excluded.change_pct, job_id = excluded.job_id, detected_at = excluded.detected_at
        where (s.reason, s.old_value, s.new_value, s.change_pct)
            is distinct from (excluded.reason, excluded.old_value, excluded.new_value, excluded.change_pct)
        returning s.kind, s.reason
    )
    insert into ops.alert_totals as t (outcome, kind, detail, alert_count, counted_at)
    select 'suppressed', w.kind, w.reason, count(*), p_now
    from written as w
    group by w.kind, w.reason
    order by w.kind, w.reason
    on conflict (outcome, kind, detail) do update
    set alert_count = t.alert_count + excluded.alert_count, counted_at = excluded.counted_at;
    perform ops.analyze_grown('core.alert_suppressions', min(m.date), max(m.date))
    from pg_temp.rule_matches as m
    where m.outcome not in ('alert', 'told')
    having count(*) > 0;
end;
$$;
comment on function core.write_suppressions(text, timestamptz) is 'Records the changes that alert rules suppressed, with the reason.';
