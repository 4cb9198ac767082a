-- An instant from the forms that people write: a date in any form of staging_raw.parse_date, alone (the day of
-- p_time_zone) or with a time of day (UTC when it has no offset), seconds, milliseconds or microseconds since 1970.
-- Null for everything else: an unreadable time never becomes the current one.
create or replace function staging_raw.parse_time(
    p_text text,
    p_time_zone text,
    p_date_order text default ''
)
returns timestamptz
language plpgsql
stable
strict
parallel safe
as $$
declare
    v_text text := btrim(p_text);
    v_day date;
    v_rest text;
    v_parts text[];
    v_hour integer;
    v_offset interval := interval '0';
    v_number numeric;
begin
    if v_text ~ '^(?:[0-9]{12}|[0-9]{14}|[0-9]{17})$' then
        -- 20261120100530: as an epoch these digits would mean another century.
        v_text := substring(v_text from '^(?:19|20)[0-9]{6}') || ' ' || substr(v_text, 9, 6) || coalesce('.' || nullif(substr(v_text, 15), ''), '');
    elsif v_text ~ '^[0-9]{9,16}([.][0-9]{1,9})?$' then
        v_number := v_text::numeric;
        return timestamptz 'epoch' + case
            when v_number < 100000000000 then v_number
            when v_number < 100000000000000 then v_number / 1000
            else v_number / 1000000
        end * interval '1 second';
    end if;
    select d.day, d.rest into v_day, v_rest from staging_raw.parse_date(v_text, p_date_order) as d;
    if v_day is null then
        return null;
    elsif v_rest ~ '^[[:space:]]*$' then
        return v_day::timestamp at time zone p_time_zone;
    end if;
    -- 10:05, 10:05:30.123, 10-05-30-123, 100530, 10:05 AM; then Z, UTC, GMT, +01:00, -08, GMT+0100 (CET). Dashes are
    -- separators only when the whole time has them, so that an offset is not read as seconds or a fraction.
    v_parts := regexp_match(
        v_rest,
        '^[T_, ]+(?:at )?([0-9]{1,2})[:.h]?([0-9]{2})(?:[:.]?([0-9]{2})(?:[.,:]([0-9]{1,9}))?)?[[:space:]]*([aApP])?[.]?(?:[mM][.]?)?'
        '[[:space:]]*(?:Z|z|UTC|GMT)?[[:space:]]*(?:([-+])([0-9]{2}):?([0-9]{2})?)?(?:[[:space:]]*[(][^()]*[)])?$'
    );
    if v_parts is null then
        v_parts := regexp_match(
            v_rest,
            '^[T_ -]([0-9]{2})-([0-9]{2})(?:-([0-9]{2})(?:[.,-]([0-9]{3}|[0-9]{6}))?)?()()()()Z?$'
        );
        if v_parts is null then
            return null;
        end if;
        v_parts[5:8] := array[null, null, null, null]::text[];
    end if;
    v_hour := v_parts[1]::integer;
    if v_parts[5] is not null then
        if v_hour not between 1 and 12 then
            return null;
        end if;
        v_hour := v_hour % 12 + case when lower(v_parts[5]) = 'p' then 12 else 0 end;
    end if;
    if v_hour > 23 or v_parts[2]::integer > 59 or v_parts[3]::integer > 59 or v_parts[7]::integer > 15 or v_parts[8]::integer > 59 then
        return null;
    end if;
    if v_parts[6] is not null then
        v_offset := make_interval(hours => v_parts[7]::integer, mins => coalesce(v_parts[8], '0')::integer)
            * case v_parts[6] when '-' then -1 else 1 end;
    end if;
    return (
        v_day + make_interval(hours => v_hour, mins => v_parts[2]::integer)
        + (coalesce(v_parts[3], '0') || '.' || coalesce(v_parts[4], '0'))::numeric * interval '1 second' - v_offset
    ) at time zone 'UTC';
end;
$$;
comment on function staging_raw.parse_time(text, text, text) is 'Instant from a date with or without a time of day, or an epoch number; null when it cannot be read.';
