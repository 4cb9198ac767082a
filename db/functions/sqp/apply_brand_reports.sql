-- Write the accepted rows of brand views: a report of a brand and period is replaced as a whole, rows that differ only, and no history is
-- kept. The brand is found by its name, whatever its case, and created where it is not there yet. Of two reports of a period the later
-- arrival counts. Returns how many rows were new or different.
create or replace function sqp.apply_brand_reports(
    p_job_id text,
    p_tenant_id uuid,
    p_known_at timestamptz
)
returns integer
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
    v_count integer;
begin
    if not exists (select from pg_temp.search_query_rows as s where s.reject_code is null and s.view = 'brand') then
        return 0;
    end if;
    insert into core.brands (tenant_id, brand_name)
    select distinct on (lower(s.brand)) p_tenant_id, s.brand
    from pg_temp.search_query_rows as s
    where s.reject_code is null and s.view = 'brand'
        and not exists (select from core.brands as b where b.tenant_id = p_tenant_id and lower(b.brand_name) = lower(s.brand))
    order by lower(s.brand), s.raw_event_id;

    with given as (
        select s.*, b.id as brand_id
        from pg_temp.search_query_rows as s
        inner join core.brands as b on b.tenant_id = p_tenant_id and lower(b.brand_name) = lower(s.brand)
        where s.reject_code is null and s.view = 'brand'
    ),
    reports as (
        insert into sqp.brand_performance_data as t (
            tenant_id, brand_id, marketplace, period_type, start_date, end_date, query_count, source, job_id, raw_event_id,
            first_reported_at, reported_at
        )
        select
            p_tenant_id, g.brand_id, g.marketplace, g.period_type, g.start_date, g.end_date, count(*), min(g.source), p_job_id,
            max(g.raw_event_id), p_known_at, p_known_at
        from given as g
        group by g.brand_id, g.marketplace, g.period_type, g.start_date, g.end_date
        on conflict (tenant_id, brand_id, marketplace, period_type, start_date) do update
        set query_count = excluded.query_count, source = excluded.source, job_id = excluded.job_id,
            raw_event_id = excluded.raw_event_id, reported_at = excluded.reported_at
        where excluded.raw_event_id >= t.raw_event_id
        returning t.id, t.brand_id, t.marketplace, t.period_type, t.start_date
    ),
    removed as (
        delete from sqp.brand_search_performance as t
        using reports as r
        where t.tenant_id = p_tenant_id and t.brand_performance_id = r.id
            and not exists (
                select from given as g
                where g.brand_id = r.brand_id and g.marketplace = r.marketplace and g.period_type = r.period_type
                    and g.start_date = r.start_date and g.search_query = t.search_query
            )
    ),
    written as (
        insert into sqp.brand_search_performance as t (
            brand_performance_id, tenant_id, search_query,
            search_query_score, search_query_volume, total_query_impression_count, brand_impression_count, total_click_count,
            brand_click_count, total_cart_add_count, brand_cart_add_count, total_purchase_count, brand_purchase_count,
            total_median_click_price, brand_median_click_price, total_median_cart_add_price, brand_median_cart_add_price,
            total_median_purchase_price, brand_median_purchase_price, total_same_day_shipping_click_count,
            total_one_day_shipping_click_count, total_two_day_shipping_click_count, total_same_day_shipping_cart_add_count,
            total_one_day_shipping_cart_add_count, total_two_day_shipping_cart_add_count,
            total_same_day_shipping_purchase_count, total_one_day_shipping_purchase_count, total_two_day_shipping_purchase_count
        )
        select
            r.id, p_tenant_id, g.search_query,
            g.search_query_score, g.search_query_volume, g.total_query_impression_count, g.asin_impression_count,
            g.total_click_count, g.asin_click_count, g.total_cart_add_count, g.asin_cart_add_count, g.total_purchase_count,
            g.asin_purchase_count, g.total_median_click_price, g.asin_median_click_price, g.total_median_cart_add_price,
            g.asin_median_cart_add_price, g.total_median_purchase_price, g.asin_median_purchase_price,
            g.total_same_day_shipping_click_count, g.total_one_day_shipping_click_count, g.total_two_day_shipping_click_count,
            g.total_same_day_shipping_cart_add_count, g.total_one_day_shipping_cart_add_count,
            g.total_two_day_shipping_cart_add_count, g.total_same_day_shipping_purchase_count,
            g.total_one_day_shipping_purchase_count, g.total_two_day_shipping_purchase_count
        from given as g
        inner join reports as r
            on r.brand_id = g.brand_id and r.marketplace = g.marketplace and r.period_type = g.period_type and r.start_date = g.start_date
        on conflict (tenant_id, brand_performance_id, search_query) do update
        set
            search_query_score = excluded.search_query_score, search_query_volume = excluded.search_query_volume,
            total_query_impression_count = excluded.total_query_impression_count,
            brand_impression_count = excluded.brand_impression_count, total_click_count = excluded.total_click_count,
            brand_click_count = excluded.brand_click_count, total_cart_add_count = excluded.total_cart_add_count,
            brand_cart_add_count = excluded.brand_cart_add_count, total_purchase_count = excluded.total_purchase_count,
            brand_purchase_count = excluded.brand_purchase_count, total_median_click_price = excluded.total_median_click_price,
            brand_median_click_price = excluded.brand_median_click_price,
            total_median_cart_add_price = excluded.total_median_cart_add_price,
            brand_median_cart_add_price = excluded.brand_median_cart_add_price,
            total_median_purchase_price = excluded.total_median_purchase_price,
            brand_median_purchase_price = excluded.brand_median_purchase_price,
            total_same_day_shipping_click_count = excluded.total_same_day_shipping_click_count,
            total_one_day_shipping_click_count = excluded.total_one_day_shipping_click_count,
            total_two_day_shipping_click_count = excluded.total_two_day_shipping_click_count,
            total_same_day_shipping_cart_add_count = excluded.total_same_day_shipping_cart_add_count,
            total_one_day_shipping_cart_add_count = excluded.total_one_day_shipping_cart_add_count,
            total_two_day_shipping_cart_add_count = excluded.total_two_day_shipping_cart_add_count,
            total_same_day_shipping_purchase_count = excluded.total_same_day_shipping_purchase_count,
            total_one_day_shipping_purchase_count = excluded.total_one_day_shipping_purchase_count,
            total_two_day_shipping_purchase_count = excluded.total_two_day_shipping_purchase_count
        where row(t.*) is distinct from row(excluded.*)
        returning 1
    )
    select count(*)::integer into v_count from written;
    return v_count;
end;
$$;
comment on function sqp.apply_brand_reports(text, uuid, timestamptz) is 'Writes the accepted rows of brand views; returns how many were new or different.';
