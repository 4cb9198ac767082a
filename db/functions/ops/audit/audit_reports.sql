-- Compare the sums of search query reports, and the segments of brands' products, with their definitions, for reports and periods that
-- begin in [p_from, p_to]: as ops.audit does for marts. Products whose brand changed and waits for its refresh are left out.
create or replace function ops.audit_reports(
    p_from date default '2000-01-01',
    p_to date default '2100-01-01',
    p_asins text[] default null
)
returns table (table_name text, row_count bigint, missing_count bigint, unexpected_count bigint)
language plpgsql
stable  -- so that all of its statements see one snapshot
security definer  -- the caller need not be able to call the definitions
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
set jit = off
as $$
declare
    v_waiting text[] := array(select d.asin from ops.dirty_brand_products as d);
begin
    return query
    with kept as (
        select
            t.tenant_id, t.id, t.query_count, t.total_impressions, t.asin_impressions, t.total_clicks, t.asin_clicks, t.total_cart_adds,
            t.asin_cart_adds, t.total_purchases, t.asin_purchases, t.priced_purchases, t.purchase_value, t.smallest_impressions
        from sqp.asin_performance_data as t
        where t.start_date between p_from and p_to and (p_asins is null or t.asin = any (p_asins))
    ),
    defined as (
        select
            d.tenant_id, d.id, d.query_count, d.total_impressions, d.asin_impressions, d.total_clicks, d.asin_clicks, d.total_cart_adds,
            d.asin_cart_adds, d.total_purchases, d.asin_purchases, d.priced_purchases, d.purchase_value, d.smallest_impressions
        from definitions.search_report_totals(p_from, p_to) as d
        inner join kept as k on k.tenant_id = d.tenant_id and k.id = d.id
    )
    select
        'sqp.asin_performance_data',
        (select count(*) from kept),
        (select count(*) from (table defined except all table kept) as m),
        (select count(*) from (table kept except all table defined) as u);

    return query
    with kept as (
        select to_jsonb(t) - 'last_refreshed' as line
        from sqp.brand_product_segments as t
        where t.period_start between p_from and p_to and (p_asins is null or t.asin = any (p_asins)) and t.asin <> all (v_waiting)
    ),
    defined as (
        select to_jsonb(d) as line
        from definitions.brand_product_segments(p_from, p_to) as d
        where (p_asins is null or d.asin = any (p_asins)) and d.asin <> all (v_waiting)
    )
    select
        'sqp.brand_product_segments',
        (select count(*) from kept),
        (select count(*) from (table defined except all table kept) as m),
        (select count(*) from (table kept except all table defined) as u);
end;
$$;
comment on function ops.audit_reports(date, date, text[]) is 'Reports and segments that differ from their definition, by table; all zero when they are right.';
grant execute on function ops.audit_reports(date, date, text[]) to asinmart_admin;
