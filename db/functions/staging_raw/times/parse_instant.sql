-- An instant from ISO 8601 text (UTC when it has no offset) or from epoch seconds or milliseconds. Null for everything
-- else, including a bare date: a day is not an instant, see parse_day.
-- The text is validated before it is cast, because catching the error would cost a subtransaction and forbid parallel
-- plans.
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
    -- The usual form, up to day 28, is validated without a pattern, which would cost five times as much.
    if translate(left(v_text, 19), '123456789', '000000000') = '0000-00-00T00:00:00'
        and substr(v_text, 20) in ('Z', '.000Z', '+00:00')
        and substr(v_text, 1, 1) collate "C" between '1' and '2'
        and substr(v_text, 6, 2) collate "C" between '01' and '12'
        and substr(v_text, 9, 2) collate "C" between '01' and '28'
        and substr(v_text, 12, 2) collate "C" <= '23'
        and substr(v_text, 15, 2) collate "C" <= '59'
        and substr(v_text, 18, 2) collate "C" <= '59' then
        return v_text::timestamptz;
    elsif v_text ~ '^(?:[0-9]{9,11}|[0-9]{13})([.][0-9]{1,9})?$' then
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
