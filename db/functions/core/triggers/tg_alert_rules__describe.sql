create or replace function core.tg_alert_rules__describe()
returns trigger
language plpgsql
volatile
security definer  -- the caller need not be able to read the groups and lists that the sentence names
set search_path = pg_catalog, pg_temp
as $$
begin
    new.sentence := core.rule_sentence(new);
    if tg_op = 'UPDATE' then
        -- A generated column, computed after this trigger: new has null here until then.
        new.change_key := old.change_key;
        if new is distinct from old then
            new.updated_at := clock_timestamp();
        end if;
    end if;
    return new;
end;
$$;
comment on function core.tg_alert_rules__describe() is 'Writes the sentence of a rule.';

create or replace trigger describe
before insert or update on core.alert_rules
for each row execute function core.tg_alert_rules__describe();
