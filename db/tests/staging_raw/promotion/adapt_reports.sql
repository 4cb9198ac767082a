begin;
set local search_path to extensions, public;
\ir ../../support/reports.psql
set local role asinmart_owner;
select plan(21);

update ops.settings set value = '1' where name = 'reject_share_limit';
create function pg_temp.sheet(p_cells jsonb default '{}', p_metadata jsonb default '{"ASIN": ["B0TESTA001"], "Reporting Range": ["Weekly"]}')
returns jsonb
language sql
immutable
as $$
    select jsonb_strip_nulls(jsonb_build_object('reportMetadata', p_metadata) || '{
        "Search Query": "gloves", "Impressions: Total Count": "1,000", "Impressions: ASIN Count": "50", "Impressions: ASIN Share %": "5.0",
        "Reporting Date": "2025-01-11"
    }' || p_cells);
$$;

-- Every reject has its code and sentence.
select pg_temp.load_reports('c1', pg_temp.report('{"start": "2025-01-05", "marketplace": "NONE"}', pg_temp.report_line('B0TESTA001', 'gloves')));
select results_eq($$select * from pg_temp.rejects('c1')$$, $$values (1, 'marketplace_unknown', 'no marketplace has the id NONE')$$, 'an unknown marketplace id');
select pg_temp.load_reports('c2', pg_temp.week('2025-01-06', pg_temp.report_line('B0TESTA001', 'gloves')));
select results_eq(
    $$select * from pg_temp.rejects('c2')$$,
    $$
        values (
            1, 'period_invalid',
            '2025-01-06 to 2025-01-12 is no week: weeks run from Sunday to Saturday, months and quarters from their first to their last day'
        )
    $$,
    'a period that is no Amazon week'
);
select pg_temp.load_reports('c3', pg_temp.week('2025-01-05',
    pg_temp.report_line('B0TEST', 'gloves'), pg_temp.report_line('B0TESTA001', ' '), pg_temp.report_line('B0TESTA001', 'gloves', '{"own_clicks": -1, "click_share": 0}'),
    pg_temp.report_line('B0TESTA001', 'hats', '{"own_clicks": "many", "click_share": 0}'), pg_temp.report_line('B0TESTA001', 'socks')));
select results_eq(
    $$select r.item_no, r.reason_code, left(r.detail, 53) from pg_temp.rejects('c3') as r order by 1$$,
    $$
        values
            (1, 'asin_invalid', 'B0TEST is no ASIN'), (2, 'query_missing', 'the row has no search query'), (3, 'count_negative', 'a count is below 0'),
            (4, 'report_unreadable', 'clickData.asinClickCount many is no number')
    $$,
    'a wrong product, a missing query, a negative count and an unreadable one are rejects of their rows'
);
select set_eq('select q.search_query from sqp.search_query_performance as q', array['socks'], 'the other rows of the report are kept');
select pg_temp.load_reports('c4', pg_temp.report('{"start": "2025-01-05", "asins": ""}'));
select results_eq(
    $$select r.reason_code, r.detail from pg_temp.rejects('c4') as r$$,
    $$values ('asin_invalid', 'the report does not name its product; an export names it in the line above its header')$$, 'a report without rows and products'
);
select pg_temp.load_reports('c5', array[
    pg_temp.sheet('{"Impressions: Brand Share %": "5.0"}', '{"Brand": ["Acme"], "Reporting Range": ["Weekly"]}'), pg_temp.sheet('{}', null),
    pg_temp.sheet('{"Ghosts": "1"}'), pg_temp.sheet('{"Clicks: ASIN Share %": "4,0"}'), pg_temp.sheet('{"Reporting Date": "2025-03-31"}', '{"ASIN": ["B0TESTA001"]}')
]);
select results_eq(
    $$select * from pg_temp.rejects('c5') order by 1$$,
    $$
        values
            (1, 'view_mixed', 'the export has columns of the ASIN view and of the brand view'),
            (2, 'asin_invalid', 'the report does not name its product; an export names it in the line above its header'),
            (3, 'report_unreadable', 'no column is known by the name Ghosts'),
            (4, 'locale_mixed', 'percentages are written with a point and with a comma'),
            (5, 'report_unreadable', 'the export does not say whether it is of a week, a month or a quarter that ends on 2025-03-31')
    $$,
    'an export of the wrong view, without its product, with an unknown column, mixed locales or an unclear period'
);
select pg_temp.load_reports('c6', array['{"reportSpecification": {"reportType": "GET_SOMETHING_ELSE"}, "dataByAsin": {}}'::jsonb]);
select results_eq($$select r.reason_code from pg_temp.rejects('c6') as r$$, array['shape_unknown'], 'a report of another type is of no known shape');

-- A share of rejects above the limit stops the run.
update ops.settings set value = '0.5' where name = 'reject_share_limit';
select is(
    (pg_temp.load_reports('c7', pg_temp.week('2025-01-06', pg_temp.report_line('B0TESTA009', 'gloves')))).status, 'HALTED', 'a run of rejects only stops'
);
select is_empty($$select 1 from sqp.asin_performance_data as a where a.asin = 'B0TESTA009'$$, 'and writes nothing');

-- Marketplaces.
select pg_temp.load_reports('e1', pg_temp.report('{"start": "2025-02-02", "marketplace": "A1PA6795UKMFR9"}', pg_temp.report_line('B0TESTA002', 'gloves')), p_marketplace => 'UK');
select is((select a.marketplace from sqp.asin_performance_data as a where a.job_id = 'e1'), 'DE', 'the id in the report decides');
select pg_temp.load_reports('e2', array[pg_temp.sheet()], p_marketplace => 'DE');
select results_eq(
    $$select a.marketplace, a.source from sqp.asin_performance_data as a where a.job_id = 'e2'$$, $$values ('DE', 'csv')$$, 'an export is of the marketplace that the caller names'
);
select pg_temp.load_reports('e3', array[pg_temp.sheet()]);
select is((select a.marketplace from sqp.asin_performance_data as a where a.job_id = 'e3'), 'US', 'without a name it is of the US');

-- The shape of an item, and both sources of one report.
select results_eq(
    $$select staging_raw.payload_shape(i.item) from unnest(pg_temp.week('2025-01-05', pg_temp.report_line('B0TESTA001', 'gloves')) || pg_temp.sheet() || pg_temp.sheet('{}', null)) as i (item)$$,
    array['search_query_report', 'search_query_sheet', 'search_query_sheet'], 'reports are known by their keys'
);
select results_eq(
    $$
        select q.total_query_impression_count, q.asin_impression_count, q.total_click_count from sqp.search_query_performance as q
        inner join sqp.asin_performance_data as a on a.id = q.asin_performance_id where a.job_id = 'e3'
    $$,
    $$values (1000::bigint, 50::bigint, null::bigint)$$, 'an export gives the counts that it has'
);
select pg_temp.load_reports('e4', pg_temp.week('2025-01-05', pg_temp.report_line('B0TESTA001', 'gloves')));
select results_eq(
    $$select a.source, a.asin_clicks from sqp.asin_performance_data as a where a.job_id = 'e4'$$, $$values ('api', 5::bigint)$$, 'a report of the API replaces an export, being later'
);

-- A row that cannot be read.
select is(
    (pg_temp.load_reports('e5', pg_temp.week('2025-02-09',
        pg_temp.report_line('B0TESTA001', 'one'), pg_temp.report_line('B0TESTA001', 'two', '{"volume": "1e99", "click_rate": 0, "cart_add_rate": 0, "purchase_rate": 0}'),
        pg_temp.report_line('B0TESTA001', 'three')))).accepted_count, 2, 'a row that cannot be read does not take the others along'
);
select results_eq($$select r.item_no, r.reason_code from pg_temp.rejects('e5') as r$$, $$values (2, 'report_unreadable')$$, 'it alone is a reject');

-- An adapter that raises all the same: the items are adapted in halves until the one that raises is alone.
alter function staging_raw.from_search_query_report(jsonb) rename to from_search_query_real;
create function staging_raw.from_search_query_report(p_payload jsonb) returns setof staging_raw.search_query_row language plpgsql as $$
begin
    if p_payload #>> '{dataByAsin,searchQueryData,searchQuery}' = 'seven' then
        perform 1 / 0;
    end if;
    return query select * from staging_raw.from_search_query_real(p_payload);
end;
$$;
select pg_temp.load_reports('e7', pg_temp.week('2025-02-16', variadic array(
    select pg_temp.report_line('B0TESTA001', q.query) from unnest(array['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine']) as q (query)
)));
select results_eq(
    $$select r.item_no, r.reason_code, r.detail from pg_temp.rejects('e7') as r$$,
    $$values (7, 'adapter_failed', 'the adapter for search_query_report raised 22012: division by zero')$$, 'only that one is a reject'
);
select is((select a.query_count from sqp.asin_performance_data as a where a.job_id = 'e7'), 8, 'the others are kept, each once');
drop function staging_raw.from_search_query_report(jsonb);
alter function staging_raw.from_search_query_real(jsonb) rename to from_search_query_report;

-- Rejects are settled when the cause is gone.
select pg_temp.load_reports('e6', array[pg_temp.sheet('{"Impressions: Ghost": "1", "Reporting Date": "2025-02-22"}'), pg_temp.sheet('{"Reporting Date": "2025-02-22", "Search Query": "hats"}')]);
select is((select count(*) from pg_temp.rejects('e6')), 1::bigint, 'an unknown column is a reject');
insert into staging_raw.report_columns (name, field, language) values ('impressions: ghost', 'total_click_count', 'en');
select pg_temp.replay('e6');
select results_eq(
    $$select a.query_count, a.total_clicks, (select count(*) from pg_temp.rejects('e6')) from sqp.asin_performance_data as a where a.job_id = 'e6'$$,
    $$values (2, 1::bigint, 0::bigint)$$, 'after its name is entered a replay takes the row'
);

select * from finish();
rollback;
