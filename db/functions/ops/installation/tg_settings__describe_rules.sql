-- Sentences of rules name the default thresholds where a rule has none of its own.
create or replace function ops.tg_settings__describe_rules()
returns trigger
language plpgsql
volatile
security definer  -- whoever changes a setting need not be able to write rules
set search_path = pg_catalog, pg_temp
as $$
begin
    update core.alert_rules as r set sentence = core.rule_sentence(r) where r.sentence <> core.rule_sentence(r);
    return null;
end;
$$;
comment on function ops.tg_settings__describe_rules() is 'Brings the sentences of rules up to date with the default thresholds.';

create or replace trigger describe_rules
after update on ops.settings
for each statement execute function ops.tg_settings__describe_rules();

-- Another wording reaches the rules that are there.
update core.alert_rules as r set sentence = core.rule_sentence(r) where r.sentence <> core.rule_sentence(r);
