-- Returns on which days a rule of the tenant would have alerted in a period, and on which it would have been suppressed
-- and why. p_changes overrides fields of the rule. Lists the first p_limit outcomes; the counts cover all. Raises as
-- ops.backtest_rule does.
create or replace function api.backtest_alert_rule(
    p_tenant_id uuid,
    p_id bigint,
    p_from date,
    p_to date,
    p_changes jsonb default '{}',
    p_limit integer default 1000
)
returns text
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
    v_body text;
begin
    perform api.act_as(p_tenant_id);
    with outcomes as materialized (
        select b.date, b.asin, b.marketplace, b.outcome, b.title, b.old_value, b.new_value, b.change_pct,
            row_number() over (order by b.date, b.asin, b.marketplace) as place
        from ops.backtest_rule(p_id, p_from, p_to, coalesce(p_changes, '{}')) as b
    )
    select json_build_object(
        'data', json_build_object(
            'rule_id', p_id, 'from', p_from, 'to', p_to,
            'alert_count', (select count(*) from outcomes as o where o.outcome = 'alert'),
            'suppressed', (
                select coalesce(json_object_agg(g.outcome, g.outcome_count), '{}')
                from (
                    select o.outcome, count(*) as outcome_count
                    from outcomes as o
                    where o.outcome <> 'alert'
                    group by o.outcome
                    order by o.outcome
                ) as g
            ),
            'is_complete', (select count(*) <= p_limit from outcomes),
            'outcomes', (
                select coalesce(json_agg(
                    json_build_object(
                        'date', o.date, 'asin', o.asin, 'marketplace', o.marketplace, 'outcome', o.outcome, 'title', o.title,
                        'old_value', o.old_value, 'new_value', o.new_value, 'change_pct', o.change_pct
                    )
                    order by o.place
                ), '[]')
                from outcomes as o
                where o.place <= p_limit
            )
        )
    )::text into v_body;
    return v_body;
end;
$$;
comment on function api.backtest_alert_rule(uuid, bigint, date, date, jsonb, integer)
    is 'When an alert rule of a tenant would have alerted in a period.';
grant execute on function api.backtest_alert_rule(uuid, bigint, date, date, jsonb, integer) to asinmart_api;
