-- A path in a payload as jsonpath: $.bestsellerRanks[0].rank. Keys that are no plain names stand in double quotes.
create or replace function staging_raw.path_text(
    p_item jsonb,
    p_path text[]
)
returns text
language sql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select '$' || coalesce(string_agg(
        case
            when jsonb_typeof(p_item #> p_path[1:p.place::integer - 1]) = 'array' then format('[%s]', p.key)
            when p.key ~ '^[A-Za-z_][A-Za-z0-9_]*$' then '.' || p.key
            else '.' || to_json(p.key)::text
        end,
        '' order by p.place
    ), '')
    from unnest(p_path) with ordinality as p (key, place);
$$;
comment on function staging_raw.path_text(jsonb, text[]) is 'A path in a payload as jsonpath.';
