-- The value of a claim as a reader sees it, with its unit. English digits and signs: the sentences are English. Long texts, such as
-- titles, are cut at a word.
create or replace function core.claim_text(
    p_value jsonb,
    p_unit text,
    p_currency text
)
returns text
language plpgsql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
begin
    return case
        when p_value is null or jsonb_typeof(p_value) = 'null' then 'unknown'
        when p_unit = 'yes_no' then case when p_value = 'true' then 'yes' else 'no' end
        when jsonb_typeof(p_value) <> 'number' then case
            when length(p_value #>> '{}') <= 60 then p_value #>> '{}'
            else regexp_replace(left(p_value #>> '{}', 57), '[[:space:],;]+[^[:space:]]*$', '') || '...'
        end
        -- Yen have no decimals.
        when p_unit = 'currency'
            then to_char(p_value::numeric, case p_currency when 'JPY' then 'FM999,999,999,990' else 'FM999,999,999,990.00' end) || ' ' || p_currency
        when p_unit = 'percent' then trim_scale(round(p_value::numeric, 2)) || ' %'
        when p_unit = 'stars' then trim_scale(round(p_value::numeric, 2)) || case abs(p_value::numeric) when 1 then ' star' else ' stars' end
        when p_unit = 'rank' then '#' || to_char(p_value::numeric, 'FM999,999,999,990')
        when p_unit = 'score' then trim_scale(round(p_value::numeric, 1))::text
        when p_unit in ('count', 'days') then to_char(p_value::numeric, 'FM999,999,999,990')
        else trim_scale(p_value::numeric)::text
    end;
end;
$$;
comment on function core.claim_text(jsonb, text, text) is 'A claim''s value as text. Units: currency, percent, stars, rank (a place), count (also differences), days, score, points (percentage points), yes_no, date, text.';
