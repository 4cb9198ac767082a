-- Record the rates and means that the reports of the slice state and their counts do not give, beyond rounding to 2 decimals. Earlier
-- records of these reports go. Amazon's session percentages have all sessions below them; some reports divide by those in browsers, so
-- either is taken for agreement.
create or replace function sqp.note_rate_disagreements(
    p_tenant_id uuid,
    p_job_id text
)
returns void
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
    delete from sqp.rate_disagreements as d
    using pg_temp.seller_reports as n
    where d.tenant_id = p_tenant_id and d.report = n.report and d.marketplace = n.marketplace and d.period_type = n.period_type
        and d.start_date = n.start_date and d.end_date = n.end_date
        and (n.covers in ('all', d.row_key) or starts_with(d.row_key, n.covers || ' '));

    insert into sqp.rate_disagreements (
        tenant_id, report, marketplace, period_type, start_date, end_date, row_key, field, stated, computed, job_id
    )
    select
        p_tenant_id, s.report, s.marketplace, s.period_type, s.start_date, s.end_date, s.row_key, f.field, f.stated,
        round(f.scale * f.counted / nullif(f.base, 0), 2), p_job_id
    from pg_temp.seller_report_rows as s
    inner join pg_temp.seller_reports as n
        on n.report = s.report and n.marketplace = s.marketplace and n.period_type = s.period_type and n.start_date = s.start_date
        and n.end_date = s.end_date and n.covers = case when s.covered is null then 'all' else s.scope end
    cross join lateral (select (s.search_catalog).*) as c
    cross join lateral (select (s.sales_and_traffic).*) as t
    cross join lateral (
        values
            ('click_rate_pct', c.click_rate_pct, 100.0, c.click_count::numeric, c.impression_count, null::bigint),
            ('conversion_rate_pct', c.conversion_rate_pct, 100.0, c.purchase_count, c.click_count, null),
            ('average_sales_per_order_item', t.average_sales_per_order_item, 1.0, t.ordered_product_sales, t.total_order_items, null),
            ('average_units_per_order_item', t.average_units_per_order_item, 1.0, t.units_ordered, t.total_order_items, null),
            ('average_selling_price', t.average_selling_price, 1.0, t.ordered_product_sales, t.units_ordered, null),
            ('refund_rate', t.refund_rate, 100.0, t.units_refunded, t.units_ordered, null),
            ('order_item_session_percentage', t.order_item_session_percentage, 100.0, t.total_order_items, t.sessions, t.browser_sessions),
            ('unit_session_percentage', t.unit_session_percentage, 100.0, t.units_ordered, t.sessions, t.browser_sessions)
    ) as f (field, stated, scale, counted, base, other_base)
    where s.reject_code is null and s.row_key is not null and f.stated is not null
        and abs(f.stated - coalesce(f.scale * f.counted / nullif(f.base, 0), 0)) > 0.0100001
        and abs(f.stated - coalesce(f.scale * f.counted / nullif(f.other_base, 0), -1)) > 0.0100001
        and not exists (
            select from sqp.reported_periods as l
            where l.tenant_id = p_tenant_id and l.report = s.report and l.marketplace = s.marketplace and l.period_type = s.period_type
                and l.start_date = s.start_date and l.end_date = s.end_date and l.covers = s.scope and l.raw_event_id > n.raw_event_id
        );
$$;
comment on function sqp.note_rate_disagreements(uuid, text) is 'Records stated rates and means that the counts of other reports do not give.';
