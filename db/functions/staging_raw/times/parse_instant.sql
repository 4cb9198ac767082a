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
    -- The usual forms are validated without a pattern, which would cost several times as much: by their signs, the places of these,
    -- and the range of each number. 29 February is left to the pattern.
    if (case translate(v_text, '0123456789', '')
            when '--T::Z' then v_text like '____-__-__T__:__:__Z'
            when '--T::.Z' then v_text like '____-__-__T__:__:__.___Z'
            when '--T::+:' then v_text like '____-__-__T__:__:__+00:00'
            when '--T::.+:' then v_text like '____-__-__T__:__:__.______+00:00'
        end)
        and substr(v_text, 1, 1) collate "C" between '1' and '2'
        and substr(v_text, 6, 2) collate "C" between '01' and '12'
        and substr(v_text, 9, 2) collate "C" between '01' and '31'
        and (
            substr(v_text, 9, 2) collate "C" <= '28'
            or substr(v_text, 9, 2) collate "C" <= '30' and substr(v_text, 6, 2) <> '02'
            or substr(v_text, 6, 5) in ('01-31', '03-31', '05-31', '07-31', '08-31', '10-31', '12-31')
        )
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
