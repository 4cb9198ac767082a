-- A count of tokens as an endpoint wrote it; null when it is no whole number from 0 to a thousand million.
create or replace function core.token_count(p_value jsonb)
returns bigint
language sql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select case
        when jsonb_typeof(p_value) = 'number' and p_value::numeric between 0 and 1000000000 and p_value::numeric % 1 = 0 then p_value::bigint
    end;
$$;
comment on function core.token_count(jsonb) is 'A count of tokens from an endpoint''s answer; null when it is none.';
