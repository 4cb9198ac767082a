-- The shapes of items that are reports. line: column of pg_temp.seller_report_rows for its standard rows, of type
-- staging_raw.<line>_row and checked by staging_raw.<line>_reject_code; null for the reports of pg_temp.search_query_rows.
create or replace function staging_raw.report_kinds()
returns table (shape text, line text)
language sql
immutable
parallel safe
as $$
    values
        ('search_query_report', null),
        ('search_query_sheet', null),
        ('search_catalog_report', 'search_catalog'),
        ('search_terms_report', 'search_term'),
        ('sales_and_traffic_report', 'sales_and_traffic'),
        ('seller_analytics', 'keyword_count');
$$;
comment on function staging_raw.report_kinds() is 'Shapes of items that are reports of a seller, and how their rows are read.';
