-- The rules that are judged, into pg_temp.evaluated_rules with the thresholds they go by: all active ones of active tenants, or of
-- those the ones in p_rules.
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
comment on function core.load_rules(bigint[]) is 'Takes over the alert rules that are judged.';
