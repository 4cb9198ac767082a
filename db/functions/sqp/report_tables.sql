-- The tables of the reports besides Search Query Performance, named after them. line: the column of pg_temp.seller_report_rows with their
-- rows. part: the part of the account that a row t belongs to, as sqp.reported_periods names it. holds: condition by which t belongs to
-- the report n of pg_temp.seller_reports, its period apart; only catalogue reports are of all products or of some.
create or replace function sqp.report_tables()
returns table (report text, line text, part text, holds text)
language sql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
    values
        ('search_catalog_performance', 'search_catalog', 't.asin', 'n.covers in (''all'', t.asin)'),
        ('search_terms', 'search_term', 'null', 'true'),
        ('sales_and_traffic', 'sales_and_traffic', 'null', 'true'),
        ('sales_and_traffic_by_asin', 'sales_and_traffic', 't.asin_granularity', 'n.covers = t.asin_granularity'),
        ('keyword_counts', 'keyword_count', 't.asin', 'n.covers = t.asin');
$$;
comment on function sqp.report_tables() is 'Tables of the reports besides Search Query Performance, and where their rows come from.';
