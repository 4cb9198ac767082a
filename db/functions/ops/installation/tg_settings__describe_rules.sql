-- The sentence of a rule without its own thresholds names the defaults.
create or replace function ops.tg_settings__describe_rules()
returns trigger
language plpgsql
volatile
security definer  -- the caller need not be able to write rules
set search_path = pg_catalog, pg_temp
as $$
begin
    update core.alert_rules as r set sentence = core.rule_sentence(r) where r.sentence <> core.rule_sentence(r);
    return null;
end;
$$;
comment on function ops.tg_settings__describe_rules() is 'Updates the sentences of rules when default thresholds change.';

create or replace trigger describe_rules
after update on ops.settings
for each statement execute function ops.tg_settings__describe_rules();

-- Existing rules get the current wording when it has changed.
update core.alert_rules as r set sentence = core.rule_sentence(r) where r.sentence <> core.rule_sentence(r);
