-- Record the shares and rates that the reports of the slice state and their counts do not give, beyond rounding to 2 decimals, and own
-- counts above their totals. Earlier records of these reports go. Amazon's rates have the query volume below them; some reports
-- divide by impressions instead, so either is taken for agreement.
create or replace function sqp.note_disagreements(p_job_id text)
returns void
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
    delete from sqp.report_disagreements as d
    using pg_temp.search_reports as r
    where d.tenant_id = r.tenant_id and d.asin_performance_id = r.id;
    delete from sqp.brand_report_disagreements as d
    using sqp.brand_performance_data as r
    where r.job_id = p_job_id and d.tenant_id = r.tenant_id and d.brand_performance_id = r.id;

    with found as (
        select s.view, s.asin, s.brand, s.marketplace, s.period_type, s.start_date, s.search_query, f.field, f.stated, f.computed
        from pg_temp.search_query_rows as s
        cross join lateral (
            select v.field, v.stated, round(100.0 * v.own / nullif(v.total, 0), 2) as computed
            from (
                values
                    ('impression_share_pct', s.impression_share_pct, s.asin_impression_count, s.total_query_impression_count, null::bigint),
                    ('click_share_pct', s.click_share_pct, s.asin_click_count, s.total_click_count, null),
                    ('cart_add_share_pct', s.cart_add_share_pct, s.asin_cart_add_count, s.total_cart_add_count, null),
                    ('purchase_share_pct', s.purchase_share_pct, s.asin_purchase_count, s.total_purchase_count, null),
                    ('click_rate_pct', s.click_rate_pct, s.total_click_count, s.search_query_volume, s.total_query_impression_count),
                    ('cart_add_rate_pct', s.cart_add_rate_pct, s.total_cart_add_count, s.search_query_volume, s.total_query_impression_count),
                    ('purchase_rate_pct', s.purchase_rate_pct, s.total_purchase_count, s.search_query_volume, s.total_query_impression_count)
            ) as v (field, stated, own, total, other_total)
            where v.stated is not null
                and abs(v.stated - coalesce(100.0 * v.own / nullif(v.total, 0), 0)) > 0.0100001
                and abs(v.stated - coalesce(100.0 * v.own / nullif(v.other_total, 0), -1)) > 0.0100001
            union all
            select n.field, v.own, v.total
            from (
                values
                    ('impression_count', s.asin_impression_count, s.total_query_impression_count),
                    ('click_count', s.asin_click_count, s.total_click_count),
                    ('cart_add_count', s.asin_cart_add_count, s.total_cart_add_count),
                    ('purchase_count', s.asin_purchase_count, s.total_purchase_count)
            ) as v (step, own, total)
            cross join lateral (select case s.view when 'brand' then 'brand_' else 'asin_' end || v.step as field) as n
            where v.own > v.total
        ) as f
        where s.reject_code is null and s.view <> 'empty'
            -- Nearly all rows agree, which this finds out without a division. Unknown is no agreement.
            and not coalesce(
                abs(s.impression_share_pct * nullif(s.total_query_impression_count, 0) - 100 * s.asin_impression_count)
                    <= 0.01 * s.total_query_impression_count
                and abs(s.click_share_pct * nullif(s.total_click_count, 0) - 100 * s.asin_click_count) <= 0.01 * s.total_click_count
                and abs(s.cart_add_share_pct * nullif(s.total_cart_add_count, 0) - 100 * s.asin_cart_add_count)
                    <= 0.01 * s.total_cart_add_count
                and abs(s.purchase_share_pct * nullif(s.total_purchase_count, 0) - 100 * s.asin_purchase_count)
                    <= 0.01 * s.total_purchase_count
                and abs(s.click_rate_pct * nullif(s.search_query_volume, 0) - 100 * s.total_click_count) <= 0.01 * s.search_query_volume
                and abs(s.cart_add_rate_pct * nullif(s.search_query_volume, 0) - 100 * s.total_cart_add_count)
                    <= 0.01 * s.search_query_volume
                and abs(s.purchase_rate_pct * nullif(s.search_query_volume, 0) - 100 * s.total_purchase_count)
                    <= 0.01 * s.search_query_volume
                and s.asin_impression_count <= s.total_query_impression_count
                and s.asin_click_count <= s.total_click_count
                and s.asin_cart_add_count <= s.total_cart_add_count
                and s.asin_purchase_count <= s.total_purchase_count,
                false
            )
    ),
    of_products as (
        insert into sqp.report_disagreements (asin_performance_id, tenant_id, search_query, field, stated, computed, job_id)
        select r.id, r.tenant_id, f.search_query, f.field, f.stated, f.computed, p_job_id
        from found as f
        inner join pg_temp.search_reports as r
            on r.asin = f.asin and r.marketplace = f.marketplace and r.period_type = f.period_type and r.start_date = f.start_date
        where f.view = 'asin'
    )
    insert into sqp.brand_report_disagreements (brand_performance_id, tenant_id, search_query, field, stated, computed, job_id)
    select r.id, r.tenant_id, f.search_query, f.field, f.stated, f.computed, p_job_id
    from found as f
    inner join sqp.brand_performance_data as r
        on r.job_id = p_job_id and r.marketplace = f.marketplace and r.period_type = f.period_type and r.start_date = f.start_date
    inner join core.brands as b on b.id = r.brand_id and b.tenant_id = r.tenant_id and lower(b.brand_name) = lower(f.brand)
    where f.view = 'brand';
$$;
comment on function sqp.note_disagreements(text) is 'Records stated shares and rates that the counts of a report do not give.';
