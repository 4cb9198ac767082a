-- The next refresh evaluates a rule created with evaluate_on_create on the newest days.
create or replace function core.tg_alert_rules__queue()
returns trigger
language plpgsql
volatile
security definer  -- the caller need not be able to write ops
set search_path = pg_catalog, pg_temp
as $$
begin
    insert into ops.dirty_rules (rule_id)
    select n.id from new_rows as n where n.evaluate_on_create and n.is_active
    on conflict (rule_id) do nothing;
    return null;
end;
$$;
comment on function core.tg_alert_rules__queue() is 'Queues new rules with evaluate_on_create for the next refresh.';

create or replace trigger queue
after insert on core.alert_rules
referencing new table as new_rows
for each statement execute function core.tg_alert_rules__queue();
