-- Known facts about a product that sentences state, as claims; each is one cell of mart. Null asks for all of them.
create or replace function core.recommendation_claims(
    p_subject core.recommendation_subject,
    p_ids text[] default null
)
returns jsonb
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    with cells as (
        select
            x.metric, x.relation, coalesce(x.named, x.metric) as name, x.unit, f.facts -> x.metric as value
        from (select to_jsonb(p_subject) as facts offset 0) as f
        cross join (
            values
                ('as_of', 'product_daily', 'date', 'date'), ('status', 'product_daily', null, 'text'),
                ('price', 'product_daily', null, 'currency'), ('bsr', 'product_daily', null, 'rank'),
                ('bsr_category', 'product_daily', null, 'text'), ('rating', 'product_daily', null, 'stars'),
                ('reviews_count', 'product_daily', null, 'count'), ('buybox_seller', 'product_daily', null, 'text'),
                ('observed_days', 'product_metrics_rollup', null, 'days'), ('expected_days', 'product_metrics_rollup', null, 'days'),
                ('competitor_count', 'peer_benchmarks', null, 'count'), ('observed_count', 'peer_benchmarks', null, 'count'),
                ('priced_count', 'peer_benchmarks', null, 'count'), ('price_median', 'peer_benchmarks', null, 'currency'),
                ('price_min', 'peer_benchmarks', null, 'currency'), ('price_above_median_pct', 'peer_benchmarks', null, 'percent'),
                ('price_below_min_pct', 'peer_benchmarks', null, 'percent'), ('bsr_median', 'peer_benchmarks', null, 'rank'),
                ('categorised_count', 'peer_benchmarks', null, 'count'), ('common_bsr_category', 'peer_benchmarks', null, 'text'),
                ('common_bsr_category_count', 'peer_benchmarks', null, 'count'), ('rated_count', 'peer_benchmarks', null, 'count'),
                ('rating_mean', 'peer_benchmarks', null, 'stars'), ('rating_shortfall', 'peer_benchmarks', null, 'stars'),
                ('reviewed_count', 'peer_benchmarks', null, 'count'), ('reviews_median', 'peer_benchmarks', null, 'count'),
                ('reviews_share_pct', 'peer_benchmarks', null, 'percent'), ('missed_days_30d', 'peer_benchmarks', null, 'count'),
                ('known_stock_days_30d', 'offer_history', null, 'count'), ('buybox_days_30d', 'offer_history', null, 'count'),
                ('top_buybox_seller', 'offer_history', null, 'text'), ('top_buybox_share_pct_30d', 'offer_history', null, 'percent'),
                ('title_length', 'peer_benchmarks', null, 'count'), ('titled_count', 'peer_benchmarks', null, 'count'),
                ('title_length_median', 'peer_benchmarks', null, 'count'), ('bullet_count', 'peer_benchmarks', null, 'count'),
                ('bulleted_count', 'peer_benchmarks', null, 'count'), ('bullet_count_median', 'peer_benchmarks', null, 'count'),
                ('has_image', 'peer_benchmarks', null, 'yes_no'), ('pictured_count', 'peer_benchmarks', null, 'count')
        ) as x (metric, relation, named, unit)
        where p_ids is null or x.metric = any (p_ids)
    )
    select jsonb_agg(
        jsonb_build_object(
            'id', c.metric, 'metric', c.metric, 'definition', col_description(a.attrelid, a.attnum), 'relation', c.relation,
            'key', case c.relation
                when 'peer_benchmarks' then jsonb_build_object(
                    'tenant_id', p_subject.tenant_id, 'asin_main', p_subject.asin, 'marketplace', p_subject.marketplace,
                    'date', p_subject.as_of
                )
                when 'product_metrics_rollup' then jsonb_build_object(
                    'asin', p_subject.asin, 'marketplace', p_subject.marketplace, 'window_days', 30, 'as_of', p_subject.as_of
                )
                else jsonb_build_object('asin', p_subject.asin, 'marketplace', p_subject.marketplace, 'date', p_subject.as_of)
            end,
            'column', c.name, 'value', c.value, 'unit', c.unit, 'text', core.claim_text(c.value, c.unit, p_subject.currency_code),
            'asin', p_subject.asin, 'asin_comp', null
        )
        order by c.metric
    )
    from cells as c
    inner join pg_catalog.pg_attribute as a on a.attrelid = to_regclass('mart.' || c.relation) and a.attname = c.name
    where jsonb_typeof(c.value) <> 'null';
$$;
comment on function core.recommendation_claims(core.recommendation_subject, text[]) is 'Claims of known facts about a product that recommendations state.';
