-- Refuses an invalid value when it is written, so that no job fails on it later. Raises AM422.
create or replace function ops.tg_settings__check()
returns trigger
language plpgsql
volatile
security definer  -- the caller need not be able to call the check
set search_path = pg_catalog, pg_temp
as $$
declare
    v_fault text := ops.setting_fault(new.value, new.value_type, new.min_value, new.max_value);
begin
    if v_fault is not null then
        raise exception 'setting % takes %, not %', new.name, v_fault, quote_nullable(left(new.value, 100))
            using errcode = 'AM422', hint = new.description;
    end if;
    if tg_op = 'UPDATE' then
        new.updated_at := case when new.value is distinct from old.value then now() else old.updated_at end;
    end if;
    return new;
end;
$$;
comment on function ops.tg_settings__check() is 'Refuses a value of the wrong type or out of bounds.';

create or replace trigger check_value
before insert or update on ops.settings
for each row execute function ops.tg_settings__check();
