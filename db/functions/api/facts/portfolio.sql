-- Returns a page of api.products, each product with the 30 days up to its newest one and the open alerts of the tenant. The days and the
-- alerts are looked up by key, for the products of the page alone. Days without an observation are null, and so are ranks of another
-- category than the one of the product's newest rank. A product that was never observed counts as late.
-- Raises what api.products raises.
create or replace function api.portfolio(
    p_tenant_id uuid,
    p_marketplace text default 'US',
    p_query text default null,
    p_brand text default null,
    p_category text default null,
    p_price_min numeric default null,
    p_price_max numeric default null,
    p_in_stock boolean default null,
    p_is_unlisted boolean default null,
    p_is_tracked boolean default null,
    p_sort text default null,
    p_after jsonb default null,
    p_limit integer default 50
)
returns table (data text, next_key text, meta text)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan  -- planning costs more than running; partitions are pruned at run time
as $$
declare
    v_products json;
    v_next_key text;
    v_meta text;
    v_asins text[];
    v_expected_day date;
begin
    perform api.act_as(p_tenant_id);
    select p.data::json, p.next_key, p.meta into v_products, v_next_key, v_meta
    from api.products(
        p_tenant_id, p_marketplace, p_query, p_brand, p_category, p_price_min, p_price_max, p_in_stock, p_is_unlisted, p_is_tracked, p_sort,
        p_after, p_limit
    ) as p;
    v_asins := array(select i.asin from json_to_recordset(v_products) as i (asin text));
    -- As in mart.data_freshness, which would count the products of all marketplaces.
    select (now() at time zone m.time_zone)::date - 1 into v_expected_day from core.marketplaces as m where m.marketplace = p_marketplace;

    return query
    with alerted as (
        select a.asin, count(*) as alert_count, max(a.id) as newest_id
        from core.alerts as a
        where a.tenant_id = p_tenant_id and a.marketplace = p_marketplace and a.asin = any (v_asins) and not a.is_resolved
        group by a.asin
    )
    select
        coalesce(json_agg(
            json_build_object(
                'product', e.product, 'first_day', i.latest_date - 29, 'prices', series.prices, 'ranks', series.ranks,
                'expected_day', v_expected_day, 'is_late', coalesce(i.latest_date < v_expected_day, true),
                'open_alert_count', coalesce(a.alert_count, 0),
                'newest_alert', (
                    select json_build_object('id', n.id, 'kind', n.kind, 'severity', n.severity, 'date', n.date, 'title', n.title)
                    from core.alerts as n
                    where n.tenant_id = p_tenant_id and n.id = a.newest_id
                )
            )
            order by e.place
        ), '[]')::text,
        v_next_key,
        v_meta
    from json_array_elements(v_products) with ordinality as e (product, place)
    cross join lateral json_to_record(e.product) as i (asin text, latest_date date, bsr_category text)
    left join alerted as a on a.asin = i.asin
    cross join lateral (
        select
            json_agg(d.price order by g.days_back desc) as prices,
            json_agg(case when d.bsr_category = i.bsr_category then d.bsr end order by g.days_back desc) as ranks
        from generate_series(0, 29) as g (days_back)
        left join (
            select i.latest_date - m.date as days_back, m.price, m.bsr, m.bsr_category
            from core.product_metrics_daily as m
            where m.asin = i.asin and m.marketplace = p_marketplace and m.date between i.latest_date - 29 and i.latest_date
            offset 0
        ) as d on d.days_back = g.days_back
    ) as series;
end;
$$;
comment on function api.portfolio(uuid, text, text, text, text, numeric, numeric, boolean, boolean, boolean, text, jsonb, integer)
    is 'A page of the products of a marketplace, each with its last 30 days and the open alerts of the tenant.';
grant execute on function api.portfolio(uuid, text, text, text, text, numeric, numeric, boolean, boolean, boolean, text, jsonb, integer)
    to asinmart_api;
