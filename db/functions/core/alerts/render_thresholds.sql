create or replace function core.render_thresholds(p_rule core.alert_rules)
returns text
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select nullif(
        concat_ws(
            ' and ',
            'more than ' || trim_scale(t.threshold_pct) || ' %',
            'at least ' || trim_scale(t.min_change)
        ),
        ''
    )
    from core.rule_thresholds(p_rule) as t;
$$;
comment on function core.render_thresholds(core.alert_rules) is 'The thresholds of a rule as text; null when it has none.';
