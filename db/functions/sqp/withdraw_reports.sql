-- Take back the reports that a run brought and that its items no longer give, because their rows are rejected now or read as another
-- product or period: for replays, before the new rows are applied. What was known before the run stands again, from
-- sqp.search_query_history, with the run that brought it; a report that was first known by the run goes. Of a brand view, which has no
-- history, the report goes. Returns how many reports were withdrawn.
create or replace function sqp.withdraw_reports(p_run core.ingest_runs)
returns integer
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
as $$
declare
    v_tenant_id uuid := coalesce(p_run.owner_tenant_id, '00000000-0000-0000-0000-000000000001'::uuid);
    v_known_at timestamptz := p_run.landed_at;
    v_count integer;
    v_brand_count integer;
begin
    with given as (
        select distinct n.asin, d.marketplace, d.period_type, d.start_date
        from (
            select distinct s.requested_asins, s.asin, s.marketplace, s.period_type, s.start_date
            from pg_temp.search_query_rows as s
            where s.reject_code is null and s.view <> 'brand'
        ) as d
        cross join lateral unnest(d.requested_asins || d.asin) as n (asin)
    )
    insert into pg_temp.search_reports (id, tenant_id, asin, marketplace, period_type, start_date, is_new)
    select a.id, a.tenant_id, a.asin, a.marketplace, a.period_type, a.start_date, a.first_reported_at >= v_known_at
    from sqp.asin_performance_data as a
    where a.tenant_id = v_tenant_id and a.job_id = p_run.job_id
        and not exists (
            select from given as g
            where g.asin = a.asin and g.marketplace = a.marketplace and g.period_type = a.period_type and g.start_date = a.start_date
        );
    get diagnostics v_count = row_count;

    delete from sqp.search_query_performance as t
    using pg_temp.search_reports as r
    where t.tenant_id = r.tenant_id and t.asin_performance_id = r.id and (r.is_new or t.known_from_at >= v_known_at);
    with restored as (
        delete from sqp.search_query_history as h
        using pg_temp.search_reports as r
        where h.tenant_id = r.tenant_id and h.asin_performance_id = r.id and (r.is_new or h.known_until_at >= v_known_at)
        returning h.*, r.is_new
    )
    insert into sqp.search_query_performance (
        asin_performance_id, tenant_id, search_query, known_from_at,
        search_query_score, search_query_volume, total_query_impression_count, asin_impression_count, total_click_count,
        asin_click_count, total_cart_add_count, asin_cart_add_count, total_purchase_count, asin_purchase_count,
        total_median_click_price, asin_median_click_price, total_median_cart_add_price, asin_median_cart_add_price,
        total_median_purchase_price, asin_median_purchase_price, total_same_day_shipping_click_count,
        total_one_day_shipping_click_count, total_two_day_shipping_click_count, total_same_day_shipping_cart_add_count,
        total_one_day_shipping_cart_add_count, total_two_day_shipping_cart_add_count, total_same_day_shipping_purchase_count,
        total_one_day_shipping_purchase_count, total_two_day_shipping_purchase_count
    )
    select
        o.asin_performance_id, o.tenant_id, o.search_query, o.known_from_at,
        o.search_query_score, o.search_query_volume, o.total_query_impression_count, o.asin_impression_count,
        o.total_click_count, o.asin_click_count, o.total_cart_add_count, o.asin_cart_add_count, o.total_purchase_count,
        o.asin_purchase_count, o.total_median_click_price, o.asin_median_click_price, o.total_median_cart_add_price,
        o.asin_median_cart_add_price, o.total_median_purchase_price, o.asin_median_purchase_price,
        o.total_same_day_shipping_click_count, o.total_one_day_shipping_click_count, o.total_two_day_shipping_click_count,
        o.total_same_day_shipping_cart_add_count, o.total_one_day_shipping_cart_add_count,
        o.total_two_day_shipping_cart_add_count, o.total_same_day_shipping_purchase_count,
        o.total_one_day_shipping_purchase_count, o.total_two_day_shipping_purchase_count
    from restored as o
    where not o.is_new and o.known_from_at < v_known_at;
    delete from sqp.report_disagreements as d
    using pg_temp.search_reports as r
    where d.tenant_id = r.tenant_id and d.asin_performance_id = r.id;
    delete from sqp.asin_performance_data as a
    using pg_temp.search_reports as r
    where a.tenant_id = r.tenant_id and a.id = r.id and r.is_new;
    perform sqp.restore_report_runs(p_run.job_id);
    perform sqp.refresh_report_totals();

    insert into pg_temp.changed_reports (tenant_id, asin, marketplace, period_type, start_date)
    select r.tenant_id, r.asin, r.marketplace, r.period_type, r.start_date from pg_temp.search_reports as r;
    -- The rows that the slice brings are written next.
    delete from pg_temp.search_reports;

    delete from sqp.brand_performance_data as t
    using core.brands as b
    where t.tenant_id = v_tenant_id and t.job_id = p_run.job_id and b.tenant_id = t.tenant_id and b.id = t.brand_id
        and not exists (
            select from pg_temp.search_query_rows as s
            where s.reject_code is null and s.view = 'brand' and lower(s.brand) = lower(b.brand_name)
                and s.marketplace = t.marketplace and s.period_type = t.period_type and s.start_date = t.start_date
        );
    get diagnostics v_brand_count = row_count;
    return v_count + v_brand_count;
end;
$$;
comment on function sqp.withdraw_reports(core.ingest_runs) is 'Withdraws the reports of a replayed run that its items no longer give.';
