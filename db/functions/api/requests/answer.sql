-- Builds the envelope of every answer about a product: its data and the metadata of its freshness. json, not jsonb: it
-- is only sent, and keeps the order of keys. Plain SQL without settings of its own, so that it is inlined into the
-- query of each endpoint; those are plpgsql, whose plans the session keeps, while a SQL function that is not inlined is
-- planned at each call.
create or replace function api.answer(
    p_data json,
    p_asin text,
    p_marketplace text,
    p_data_version bigint,
    p_as_of date,
    p_soft_life interval
)
returns table (data_version bigint, body text, computed_at_version bigint)
language sql
stable
as $$
    select
        p_data_version,
        pg_catalog.json_build_object(
            'data', p_data,
            'meta', pg_catalog.json_build_object(
                'asin', p_asin,
                'marketplace', p_marketplace,
                'currency', m.currency_code,
                'data_version', p_data_version,
                'computed_at_version', v.version,
                'as_of', p_as_of,
                'generated_at', pg_catalog.now(),
                'stale_at', pg_catalog.now() + p_soft_life
            )
        )::text,
        v.version
    from core.marketplaces as m
    cross join (select api.data_version() as version offset 0) as v
    where m.marketplace = p_marketplace;
$$;
comment on function api.answer(json, text, text, bigint, date, interval) is 'Wraps the data about a product in the envelope of an answer.';
grant execute on function api.answer(json, text, text, bigint, date, interval) to asinmart_api;
