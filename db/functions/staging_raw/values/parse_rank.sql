create or replace function staging_raw.parse_rank(p_text text)
returns bigint
language sql
stable
parallel safe
as $$
    select nullif(greatest(staging_raw.parse_count(p_text), 0), 0);
$$;
comment on function staging_raw.parse_rank(text) is 'Best-seller rank from a text; null when there is none, and for 0 and less, which are no ranks.';
