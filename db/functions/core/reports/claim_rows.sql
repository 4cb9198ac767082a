-- The rows of mart that a report of a main product states columns of: the main product and its competitors on their newest days up
-- to the day of the report, gaps and scores of that day, and the values on the day of the version before. Claims about a pair are
-- about the main product; all others about the product of their row. Scores and trends are read from the views of core that those of
-- mart repeat: without the policies of mart the executor sets up half as much for each report.
create or replace function core.claim_rows(
    p_tenant_id uuid,
    p_asin_main text,
    p_marketplace text,
    p_as_of date,
    p_previous_as_of date
)
returns table (place integer, relation text, prefix text, asin text, asin_comp text, key jsonb, cells jsonb)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan  -- planning costs more than running
as $$
begin
    return query
    with members as (
        select m.asin, m.asin = p_asin_main as is_main, newest.date, earlier.date as previous_date
        from (
            select p_asin_main as asin
            union
            select p.asin_comp
            from core.compared_pairs as p
            where p.tenant_id = p_tenant_id and p.asin_main = p_asin_main and p.marketplace = p_marketplace
        ) as m
        cross join lateral (
            select max(d.date) as date
            from core.product_metrics_daily as d
            where d.asin = m.asin and d.marketplace = p_marketplace and d.date > p_as_of - 30 and d.date <= p_as_of
        ) as newest
        cross join lateral (
            select max(d.date) as date
            from core.product_metrics_daily as d
            where d.asin = m.asin and d.marketplace = p_marketplace
                and d.date > p_previous_as_of - 30 and d.date <= p_previous_as_of and p_previous_as_of < p_as_of
        ) as earlier
    ),
    days as (
        select m.asin, m.is_main, m.date, '' as prefix from members as m where m.date is not null
        union all
        select m.asin, m.is_main, m.previous_date, 'previous.' from members as m where m.date is not null and m.previous_date is not null
    )
    -- A competitor without an observation in the 30 days is named, so that it is not missing in silence.
    select 0, 'competitor_pairs', '', m.asin, null,
        jsonb_build_object('asin_main', p_asin_main, 'asin_comp', m.asin, 'marketplace', p_marketplace),
        jsonb_build_object('asin_main', p_asin_main, 'asin_comp', m.asin, 'marketplace', p_marketplace)
    from members as m
    where m.date is null and not m.is_main
    union all
    select 1, 'product_daily', m.prefix, m.asin, null,
        jsonb_build_object('asin', m.asin, 'marketplace', p_marketplace, 'date', m.date), to_jsonb(d)
    from days as m
    inner join mart.product_daily as d on d.asin = m.asin and d.marketplace = p_marketplace and d.date = m.date
    union all
    select 2, 'competitor_scores_daily', '', s.asin, null,
        jsonb_build_object(
            'tenant_id', s.tenant_id, 'asin_main', s.asin_main, 'asin', s.asin, 'marketplace', s.marketplace, 'date', s.date
        ),
        to_jsonb(s)
    from core.competitor_scores_daily as s
    where s.tenant_id = p_tenant_id and s.asin_main = p_asin_main and s.marketplace = p_marketplace and s.date = p_as_of
    union all
    select 3, 'competitor_sensitivity', '', s.asin, null,
        jsonb_build_object(
            'tenant_id', s.tenant_id, 'asin_main', s.asin_main, 'asin', s.asin, 'marketplace', s.marketplace, 'date', s.date
        ),
        to_jsonb(s)
    from core.competitor_sensitivity as s
    where s.tenant_id = p_tenant_id and s.asin_main = p_asin_main and s.marketplace = p_marketplace and s.date = p_as_of
    union all
    select 4, 'competitor_comparison', '', p_asin_main, m.asin,
        jsonb_build_object('asin_main', p_asin_main, 'asin_comp', m.asin, 'marketplace', p_marketplace, 'date', p_as_of), to_jsonb(c)
    from members as m
    inner join mart.competitor_comparison as c
        on c.asin_main = p_asin_main and c.asin_comp = m.asin and c.marketplace = p_marketplace and c.date = p_as_of
    union all
    select 5, 'competitor_trends', t.metric || '.', p_asin_main, m.asin,
        jsonb_build_object(
            'asin_main', p_asin_main, 'asin_comp', m.asin, 'marketplace', p_marketplace, 'date', p_as_of, 'metric', t.metric
        ),
        to_jsonb(t)
    from members as m
    inner join core.competitor_trends as t
        on t.asin_main = p_asin_main and t.asin_comp = m.asin and t.marketplace = p_marketplace and t.date = p_as_of
    union all
    select 6, 'offer_history', '', m.asin, null,
        jsonb_build_object('asin', m.asin, 'marketplace', p_marketplace, 'date', m.date), to_jsonb(o)
    from members as m
    inner join mart.offer_history as o on o.asin = m.asin and o.marketplace = p_marketplace and o.date = m.date;
end;
$$;
comment on function core.claim_rows(uuid, text, text, date, date) is 'Rows of mart whose columns a competition report states.';
