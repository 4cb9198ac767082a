-- Returns the ASINs of a marketplace's products that have these words or begin with p_prefix, at most p_limit.
-- api.products chooses its plan by their number: it sorts few matches, but scans the sort's own index when many match,
-- because such a scan soon meets a page of them.
-- The matches are counted, not estimated: the planner assumes that words occur independently, and for words that never
-- occur together it would scan an index to its end. The settings allow only bitmap scans, so that the word index is
-- used whatever the statistics say.
create or replace function api.matching_products(
    p_marketplace text,
    p_words tsquery,
    p_prefix text,
    p_limit integer
)
returns text[]
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set enable_seqscan = off
set enable_indexscan = off
set enable_indexonlyscan = off
set plan_cache_mode = force_custom_plan  -- the index serves ^@ only for a known prefix
as $$
begin
    -- Same expression as in the index core.products_words_idx.
    return (
        select coalesce(array_agg(m.asin), '{}')
        from (
            select p.asin
            from core.products as p
            where p.marketplace = p_marketplace
                and (
                    to_tsvector('simple', coalesce(p.title, '') || ' ' || coalesce(p.brand, '') || ' ' || coalesce(p.category, '')) @@ p_words
                    or p.asin ^@ p_prefix
                )
            limit p_limit
        ) as m
    );
end;
$$;
comment on function api.matching_products(text, tsquery, text, integer) is 'ASINs that match the words or the prefix of a search, at most p_limit.';
grant execute on function api.matching_products(text, tsquery, text, integer) to asinmart_api;
