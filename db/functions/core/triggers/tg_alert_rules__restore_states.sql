-- A rule that had neither re-arming nor cooldown has no alert states. When it gets either, its states are restored: the
-- last alert of each product that was not corrected.
create or replace function core.tg_alert_rules__restore_states()
returns trigger
language plpgsql
volatile
security definer  -- the caller need not be able to write its states
set search_path = pg_catalog, pg_temp
as $$
begin
    insert into core.alert_states (
        rule_id, asin, marketplace, tenant_id, last_alert_at, last_alert_date, last_value, last_old_value, alert_count
    )
    select distinct on (a.rule_id, a.asin, a.marketplace)
        a.rule_id, a.asin, a.marketplace, a.tenant_id, a.detected_at, a.date, a.new_value, a.old_value,
        count(*) over (partition by a.rule_id, a.asin, a.marketplace)
    from new_rows as n
    inner join old_rows as o on o.id = n.id
    inner join core.alerts as a on a.rule_id = n.id and a.corrected_at is null
    where (n.rearm <> 'every_crossing' or n.cooldown is not null) and o.rearm = 'every_crossing' and o.cooldown is null
    order by a.rule_id, a.asin, a.marketplace, a.date desc
    on conflict (asin, marketplace, rule_id) do nothing;
    return null;
end;
$$;
comment on function core.tg_alert_rules__restore_states() is 'Restores the last alerts of rules that begin to need them for cooldown or re-arming.';

create or replace trigger restore_states
after update on core.alert_rules
referencing old table as old_rows new table as new_rows
for each statement execute function core.tg_alert_rules__restore_states();
