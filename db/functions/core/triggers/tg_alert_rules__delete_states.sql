-- core.alert_states has no foreign key, see core.alerts.
create or replace function core.tg_alert_rules__delete_states()
returns trigger
language plpgsql
volatile
security definer  -- the caller need not be able to write its states
set search_path = pg_catalog, pg_temp
as $$
begin
    delete from core.alert_states as s using old_rows as o where s.rule_id = o.id;
    return null;
end;
$$;
comment on function core.tg_alert_rules__delete_states() is 'Deletes the alert states of deleted rules.';

create or replace trigger delete_states
after delete on core.alert_rules
referencing old table as old_rows
for each statement execute function core.tg_alert_rules__delete_states();
