-- Write the accepted rows of pg_temp.search_query_rows: a report is replaced as a whole, rows that differ only. What was known before
-- goes to sqp.search_query_history. Of two reports of a period the later arrival counts, in whatever order they are promoted.
-- Returns how many rows were new or different.
create or replace function sqp.apply_search_reports(p_run core.ingest_runs)
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
begin
    if not exists (select from pg_temp.search_query_rows) then
        return 0;
    end if;
    analyze pg_temp.search_query_rows (asin, marketplace, period_type, start_date, search_query, view, reject_code);

    perform sqp.write_reports(p_run.job_id, v_tenant_id, v_known_at);
    analyze pg_temp.search_reports;

    insert into pg_temp.reported_queries
    select
        r.id, r.tenant_id, s.search_query, s.search_query_score, s.search_query_volume, s.total_query_impression_count,
        s.asin_impression_count, s.total_click_count, s.asin_click_count, s.total_cart_add_count, s.asin_cart_add_count,
        s.total_purchase_count, s.asin_purchase_count, s.total_median_click_price, s.asin_median_click_price,
        s.total_median_cart_add_price, s.asin_median_cart_add_price, s.total_median_purchase_price, s.asin_median_purchase_price,
        s.total_same_day_shipping_click_count, s.total_one_day_shipping_click_count, s.total_two_day_shipping_click_count,
        s.total_same_day_shipping_cart_add_count, s.total_one_day_shipping_cart_add_count, s.total_two_day_shipping_cart_add_count,
        s.total_same_day_shipping_purchase_count, s.total_one_day_shipping_purchase_count, s.total_two_day_shipping_purchase_count,
        coalesce(o.known_from_at, v_known_at)
    from pg_temp.search_query_rows as s
    inner join pg_temp.search_reports as r
        on r.asin = s.asin and r.marketplace = s.marketplace and r.period_type = s.period_type and r.start_date = s.start_date
    left join (
        -- Joined to the reports alone first: it must not read the history of all others.
        select k.asin_performance_id, k.search_query, k.known_from_at
        from pg_temp.search_reports as e
        inner join sqp.search_query_performance as k on k.tenant_id = e.tenant_id and k.asin_performance_id = e.id
        where not e.is_new
    ) as o on o.asin_performance_id = r.id and o.search_query = s.search_query
    where s.reject_code is null and s.view = 'asin';
    analyze pg_temp.reported_queries (tenant_id, asin_performance_id, search_query);

    with removed as (
        delete from sqp.search_query_performance as t
        using pg_temp.search_reports as r
        where not r.is_new and t.tenant_id = r.tenant_id and t.asin_performance_id = r.id
            and not exists (
                select from pg_temp.reported_queries as n
                where n.tenant_id = t.tenant_id and n.asin_performance_id = t.asin_performance_id and n.search_query = t.search_query
                    and row(n.*) is not distinct from row(t.*)
            )
        returning t.*
    ),
    kept as (
        insert into sqp.search_query_history
        select r.*, v_known_at from removed as r
        on conflict do nothing
    )
    insert into pg_temp.changed_reports (tenant_id, asin, marketplace, period_type, start_date)
    select distinct r.tenant_id, r.asin, r.marketplace, r.period_type, r.start_date
    from pg_temp.search_reports as r
    inner join removed as x on x.tenant_id = r.tenant_id and x.asin_performance_id = r.id;

    delete from pg_temp.reported_queries as n
    using pg_temp.search_reports as e, sqp.search_query_performance as t
    where not e.is_new and t.tenant_id = e.tenant_id and t.asin_performance_id = e.id
        and t.tenant_id = n.tenant_id and t.asin_performance_id = n.asin_performance_id and t.search_query = n.search_query;
    update pg_temp.reported_queries as n set known_from_at = v_known_at where n.known_from_at <> v_known_at;
    insert into sqp.search_query_performance
    select n.* from pg_temp.reported_queries as n
    order by n.tenant_id, n.asin_performance_id, n.search_query;
    get diagnostics v_count = row_count;

    insert into pg_temp.changed_reports (tenant_id, asin, marketplace, period_type, start_date)
    select r.tenant_id, r.asin, r.marketplace, r.period_type, r.start_date
    from pg_temp.search_reports as r
    where r.is_new or exists (select from pg_temp.reported_queries as n where n.asin_performance_id = r.id)
    except
    select c.tenant_id, c.asin, c.marketplace, c.period_type, c.start_date from pg_temp.changed_reports as c;

    v_count := v_count + sqp.apply_brand_reports(p_run.job_id, v_tenant_id, v_known_at);
    perform sqp.refresh_report_totals();
    perform sqp.note_disagreements(p_run.job_id);
    perform sqp.map_brands(v_tenant_id);
    return v_count;
end;
$$;
comment on function sqp.apply_search_reports(core.ingest_runs) is 'Writes accepted search query reports and records the reports they change.';
