-- The temporary tables in which Brand Analytics reports are promoted. ops.promotion_scratch calls this once a session and empties the
-- tables afterwards; the register at each table is explained there.
create or replace function ops.report_scratch()
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
    -- A row: a row of a search query report that a slice offers. reject_code is null where it is accepted.
    -- Written by sqp.reject_replaced_rows, staging_raw.reject_mixed_exports, staging_raw.report_statement. Read by ops.preview_run,
    -- sqp.apply_brand_reports, sqp.apply_search_reports, sqp.note_disagreements, sqp.reject_replaced_rows, sqp.withdraw_reports,
    -- sqp.write_reports, staging_raw.adapt_run, staging_raw.count_received, staging_raw.reject_mixed_exports,
    -- staging_raw.reject_unread_items.
    create temp table search_query_rows (
        raw_event_id bigint,
        item_no integer,
        item_source text,
        marketplace text,
        reject_code text,
        reject_detail text,
        like staging_raw.search_query_row
    ) on commit delete rows;
    -- A row: a report, one product and period, that the slice brings anew or again. is_new: the period was not reported before.
    -- Written by sqp.rebuild_reports, sqp.withdraw_reports, sqp.write_reports. Read by sqp.apply_search_reports, sqp.note_disagreements,
    -- sqp.refresh_report_totals, sqp.restore_report_runs, sqp.withdraw_reports.
    create temp table search_reports (
        id bigint,
        tenant_id uuid,
        asin text,
        marketplace text,
        period_type text,
        start_date date,
        is_new boolean
    ) on commit delete rows;
    -- A row: a row of those reports as it is to stand.
    -- Written by sqp.apply_search_reports. Read by sqp.apply_search_reports.
    create temp table reported_queries (
        like sqp.search_query_performance
    ) on commit delete rows;
    -- A row: a report whose rows changed, or whose product has another brand.
    -- Written by ops.drain_dirty_brand_products, sqp.apply_search_reports, sqp.rebuild_reports, sqp.withdraw_reports. Read by
    -- ops.drain_dirty_brand_products, ops.refresh_marts, ops.take_changed_brands, sqp.apply_search_reports,
    -- sqp.find_changed_segments.
    create temp table changed_reports (
        tenant_id uuid,
        asin text,
        marketplace text,
        period_type text,
        start_date date
    ) on commit delete rows;
    -- A row: a segment to compute again.
    -- Written by sqp.find_changed_segments. Read by sqp.refresh_brand_product_segments.
    create temp table changed_segments (
        tenant_id uuid,
        asin text,
        marketplace text,
        segment_type text,
        period_start date
    ) on commit delete rows;
    -- A row: a row of another report that a slice offers, in the column of its kind (staging_raw.report_kinds); reject_code is null where
    -- it is accepted. covered: the parts of the account that its document reports, null for all; scope: the part that the row belongs to,
    -- null for all; row_key: what tells it from others of its period, null in a document without rows.
    -- Written by sqp.reject_replaced_lines, staging_raw.report_statement. Read by ops.preview_run, sqp.apply_seller_reports,
    -- sqp.note_rate_disagreements, sqp.offered_rows_statement, sqp.reject_replaced_lines, sqp.withdraw_seller_reports,
    -- staging_raw.adapt_run, staging_raw.count_received, staging_raw.reject_unread_items.
    create temp table seller_report_rows (
        raw_event_id bigint,
        item_no integer,
        element_no integer,
        item_source text,
        marketplace text,
        reject_code text,
        reject_detail text,
        report text,
        document_no integer,
        period_type text,
        start_date date,
        end_date date,
        scope text,
        covered text[],
        row_key text,
        search_catalog staging_raw.search_catalog_row,
        search_term staging_raw.search_term_row,
        sales_and_traffic staging_raw.sales_and_traffic_row,
        keyword_count staging_raw.keyword_count_row
    ) on commit delete rows;
    -- A row: a report of those that the slice brings anew or again, and that no later arrival replaced; before, one that is withdrawn.
    -- Written by sqp.apply_seller_reports, sqp.withdraw_seller_reports. Read by sqp.apply_seller_reports, sqp.note_rate_disagreements,
    -- sqp.offered_rows_statement, sqp.remove_rows_statement, sqp.restore_periods_statement, sqp.restore_rows_statement,
    -- sqp.withdraw_rows_statement, sqp.withdraw_seller_reports.
    create temp table seller_reports (
        report text,
        marketplace text,
        period_type text,
        start_date date,
        end_date date,
        covers text,
        raw_event_id bigint
    ) on commit delete rows;
end;
$$;
comment on function ops.report_scratch() is 'Creates the temporary tables in which reports are promoted.';
