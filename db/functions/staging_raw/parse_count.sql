-- A count from 1234, "1,234 ratings", "(23,642)", "4K+ bought", "1.2M"; the lower bound where the text rounds.
-- What no bigint holds comes back as its limit, so that the check stage rejects it instead of an overflow failing the batch.
create or replace function staging_raw.parse_count(p_text text)
returns bigint
language plpgsql
immutable
strict
parallel safe
as $$
declare
    v_count numeric;
begin
    if p_text ~ '^[0-9]{1,18}$' then
        return p_text::bigint;
    end if;
    v_count := trunc(
        staging_raw.parse_number(p_text)
        * case lower(substring(p_text from '^[^0-9]*[0-9][0-9.,]*[[:space:]]?([kKmM])(?![[:alpha:]])'))
            when 'k' then 1000
            when 'm' then 1000000
            else 1
        end
    );
    if v_count is null then
        return null;
    end if;
    return greatest(least(v_count, 9223372036854775807), -9223372036854775807)::bigint;
end;
$$;
comment on function staging_raw.parse_count(text) is 'Whole number from a text such as 1,234 or 4K+; null when there is none.';
