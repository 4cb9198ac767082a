-- An instant from ISO 8601 text (UTC where it has no offset) or from epoch seconds or milliseconds. Null for everything else, a
-- bare date included: a day is not an instant, see parse_day.
-- The text is proved before it is cast, because catching the error would cost a subtransaction and forbid parallel plans.
create or replace function staging_raw.parse_instant(p_value jsonb)
returns timestamptz
language plpgsql
immutable
strict
parallel safe
as $$
declare
    v_text text := p_value #>> '{}';
    v_epoch numeric;
begin
    if v_text ~ '^[0-9]{9,13}([.][0-9]{1,9})?$' then
        v_epoch := v_text::numeric;
        return timestamptz 'epoch' + case
            when v_epoch < 100000000000 then v_epoch * interval '1 second'
            else v_epoch * interval '1 millisecond'
        end;
    end if;
    v_text := upper(btrim(v_text));
    if v_text !~ (
        '^[12][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])[T ]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]{1,9})?)?'
        ' ?(Z|UTC|[-+](0[0-9]|1[0-5])(:?[0-5][0-9])?)?$'
    ) then
        return null;
    end if;
    if staging_raw.parse_day(left(v_text, 10)) is null then
        return null;
    end if;
    return (v_text || case when v_text ~ '(Z|UTC|[-+][0-9:]{2,5})$' and length(v_text) > 16 then '' else 'Z' end)::timestamptz;
end;
$$;
comment on function staging_raw.parse_instant(jsonb) is 'Instant from ISO 8601 text or an epoch number; null when it is neither.';
