-- Load the rules to evaluate, with their thresholds, into pg_temp.evaluated_rules: all active rules of active tenants,
-- or those of p_rules among them.
create or replace function core.load_rules(p_rules bigint[] default null)
returns void
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
    insert into pg_temp.evaluated_rules
    select r.*, t.threshold_pct, t.min_change
    from core.alert_rules as r
    inner join app.tenants as a on a.tenant_id = r.tenant_id
    cross join lateral core.rule_thresholds(r) as t
    where r.is_active and a.is_active and (p_rules is null or r.id = any (p_rules));
    select core.load_watched_changes();
$$;
comment on function core.load_rules(bigint[]) is 'Loads the alert rules to evaluate.';
