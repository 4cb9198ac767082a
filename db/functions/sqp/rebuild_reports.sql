-- Make the sums of the reports that begin in [p_from, p_to], and the segments of these periods, equal to their definitions; returns the
-- number of rows written. The caller has created the scratch tables.
create or replace function sqp.rebuild_reports(
    p_from date,
    p_to date,
    p_now timestamptz
)
returns integer
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
as $$
declare
    v_count integer;
begin
    insert into pg_temp.search_reports (id, tenant_id, asin, marketplace, period_type, start_date, is_new)
    select t.id, t.tenant_id, t.asin, t.marketplace, t.period_type, t.start_date, false
    from sqp.asin_performance_data as t
    inner join definitions.search_report_totals(p_from, p_to) as n on n.tenant_id = t.tenant_id and n.id = t.id
    where (
        t.query_count, t.total_impressions, t.asin_impressions, t.total_clicks, t.asin_clicks, t.total_cart_adds, t.asin_cart_adds,
        t.total_purchases, t.asin_purchases, t.priced_purchases, t.purchase_value, t.smallest_impressions
    ) is distinct from (
        n.query_count, n.total_impressions, n.asin_impressions, n.total_clicks, n.asin_clicks, n.total_cart_adds, n.asin_cart_adds,
        n.total_purchases, n.asin_purchases, n.priced_purchases, n.purchase_value, n.smallest_impressions
    );
    get diagnostics v_count = row_count;
    analyze pg_temp.search_reports;
    perform sqp.refresh_report_totals();

    -- Every report and segment counts as changed, so the regular refresh does the work.
    insert into pg_temp.changed_reports (tenant_id, asin, marketplace, period_type, start_date)
    select a.tenant_id, a.asin, a.marketplace, a.period_type, a.start_date
    from sqp.asin_performance_data as a
    where a.start_date between p_from and p_to
    union
    select s.tenant_id, s.asin, s.marketplace, case s.segment_type when 'weekly' then 'WEEK' else 'MONTH' end, s.period_start
    from sqp.brand_product_segments as s
    where s.period_start between p_from and p_to;
    if found then
        v_count := v_count + sqp.refresh_brand_product_segments(p_now);
    end if;
    return v_count;
end;
$$;
comment on function sqp.rebuild_reports(date, date, timestamptz) is 'Makes sums and segments of some periods equal to their definitions; returns the number of rows written.';
