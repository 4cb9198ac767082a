create or replace function staging_raw.parse_rank(p_text text)
returns bigint
language sql
stable
parallel safe
as $$
    -- An object or a list of ranks is not a rank.
    select case when p_text not like '%{%' then nullif(greatest(staging_raw.parse_count(p_text), 0), 0) end;
$$;
comment on function staging_raw.parse_rank(text) is 'Best-seller rank from a text; null without one, and for 0 and less, which are no ranks.';
