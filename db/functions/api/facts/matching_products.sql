-- ASINs of a marketplace's products that have these words, or begin with p_prefix: at most so many. How many there are
-- decides how api.products goes on: few are sorted, of many one out of so few has the words that the sort's own index
-- finds a page soon. Counted, not estimated: the planner would take words that never stand together for independent,
-- and walk an index to its end. Only index scans that begin with the words: a bitmap, whatever the statistics say.
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
set plan_cache_mode = force_custom_plan  -- a prefix is a range only where it is known
as $$
begin
    -- The expression is that of the index core.products_words_idx.
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
comment on function api.matching_products(text, tsquery, text, integer) is 'Products that have the words looked for, at most so many.';
grant execute on function api.matching_products(text, tsquery, text, integer) to asinmart_api;
