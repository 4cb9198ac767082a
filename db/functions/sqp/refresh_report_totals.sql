-- Bring the sums of the reports in pg_temp.search_reports up to date with their definition.
create or replace function sqp.refresh_report_totals()
returns void
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
    update sqp.asin_performance_data as t
    set query_count = n.query_count, total_impressions = n.total_impressions, asin_impressions = n.asin_impressions,
        total_clicks = n.total_clicks, asin_clicks = n.asin_clicks, total_cart_adds = n.total_cart_adds,
        asin_cart_adds = n.asin_cart_adds, total_purchases = n.total_purchases, asin_purchases = n.asin_purchases,
        priced_purchases = n.priced_purchases, purchase_value = n.purchase_value,
        smallest_impressions = n.smallest_impressions
    from pg_temp.search_reports as r
    cross join lateral (
        select d.* from definitions.search_report_totals(r.start_date, r.start_date) as d
        where d.tenant_id = r.tenant_id and d.id = r.id
    ) as n
    where t.id = r.id and t.tenant_id = r.tenant_id
        and t.asin = r.asin and t.marketplace = r.marketplace and t.period_type = r.period_type and t.start_date = r.start_date
        and (
            t.query_count, t.total_impressions, t.asin_impressions, t.total_clicks, t.asin_clicks, t.total_cart_adds, t.asin_cart_adds,
            t.total_purchases, t.asin_purchases, t.priced_purchases, t.purchase_value, t.smallest_impressions
        ) is distinct from (
            n.query_count, n.total_impressions, n.asin_impressions, n.total_clicks, n.asin_clicks, n.total_cart_adds, n.asin_cart_adds,
            n.total_purchases, n.asin_purchases, n.priced_purchases, n.purchase_value, n.smallest_impressions
        );
$$;
comment on function sqp.refresh_report_totals() is 'Refreshes the sums of the reports of a slice.';
