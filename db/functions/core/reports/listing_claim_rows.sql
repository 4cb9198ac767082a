-- The rows of mart about listings and reviews that a report states columns of: counts of features, the features that the main product
-- lacks or alone states (the five that most competitors state, and five of its own), what each listing consists of, what the reviews of
-- each product say, and three words that set the main product's reviews apart. label tells claims of such lists apart.
create or replace function core.listing_claim_rows(
    p_tenant_id uuid,
    p_asin_main text,
    p_marketplace text
)
returns table (place integer, relation text, prefix text, asin text, asin_comp text, key jsonb, cells jsonb, label text)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan  -- planning costs more than running
as $$
begin
    return query
    with members as (
        select p_asin_main as asin
        union
        select p.asin_comp
        from core.compared_pairs as p
        where p.tenant_id = p_tenant_id and p.asin_main = p_asin_main and p.marketplace = p_marketplace
    ),
    grouped as (
        select jsonb_build_object('tenant_id', p_tenant_id, 'asin_main', p_asin_main, 'marketplace', p_marketplace) as key
    )
    select 7, 'feature_gaps', '', p_asin_main, null::text, g.key, to_jsonb(f), ''
    from grouped as g
    inner join mart.feature_gaps as f
        on f.tenant_id = p_tenant_id and f.asin_main = p_asin_main and f.marketplace = p_marketplace
    union all
    select 8, 'feature_comparison', '', p_asin_main, null, g.key || jsonb_build_object('feature_name', f.feature_name), f.cells,
        '.' || translate(f.feature_name, '{}|:', '    ')
    from grouped as g
    cross join (
        select
            c.feature_name, to_jsonb(c) as cells,
            row_number() over (partition by c.verdict order by c.stated_count desc, c.feature_name) as feature_no
        from mart.feature_comparison as c
        where c.tenant_id = p_tenant_id and c.asin_main = p_asin_main and c.marketplace = p_marketplace
            and c.verdict in ('missing', 'unique')
    ) as f
    where f.feature_no <= 5
    union all
    select 9, 'listing_content', '', m.asin, null, jsonb_build_object('asin', m.asin, 'marketplace', p_marketplace), to_jsonb(c), ''
    from members as m
    inner join mart.listing_content as c on c.asin = m.asin and c.marketplace = p_marketplace
    union all
    select 10, 'review_summary', '', m.asin, null, jsonb_build_object('asin', m.asin, 'marketplace', p_marketplace), to_jsonb(s), ''
    from members as m
    inner join mart.review_summary as s on s.asin = m.asin and s.marketplace = p_marketplace
    union all
    select 11, 'review_words', '', p_asin_main, null, g.key || jsonb_build_object('word', w.word), w.cells, '.' || w.word
    from grouped as g
    cross join (
        select r.word, to_jsonb(r) as cells
        from mart.review_words as r
        where r.tenant_id = p_tenant_id and r.asin_main = p_asin_main and r.marketplace = p_marketplace and r.z_score >= 2
        order by r.z_score desc, r.word
        limit 3
    ) as w;
end;
$$;
comment on function core.listing_claim_rows(uuid, text, text) is 'Rows of mart about listings and reviews whose columns a competition report states.';
