create or replace function staging_raw.keepa_instant(p_minutes jsonb)
returns timestamptz
language sql
immutable
parallel safe
as $$
    select case
        when jsonb_typeof(p_minutes) = 'number' and p_minutes::numeric between 1 and 100000000
            then timestamptz '2011-01-01 00:00:00+00' + p_minutes::numeric * interval '1 minute'
    end;
$$;
comment on function staging_raw.keepa_instant(jsonb) is 'Instant from Keepa minutes, which count from 2011-01-01 UTC; null for anything else.';
