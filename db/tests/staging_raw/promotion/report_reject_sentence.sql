begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(10);

select is(staging_raw.report_reject_sentence('asin_invalid', '{"asin": null}'), 'the row names no product', 'a missing product');
select is(staging_raw.report_reject_sentence('asin_invalid', '{"asin": "B0TEST"}'), 'B0TEST is no ASIN', 'a wrong one is named');
select is(staging_raw.report_reject_sentence('asin_invalid', '{"clicked_asin": "B0T"}'), 'B0T is no ASIN', 'the clicked product of a search term is named');
select is(staging_raw.report_reject_sentence('query_missing', '{"report": "search_terms"}'), 'the row has no search term', 'a missing term');
select is(staging_raw.report_reject_sentence('query_missing', '{"report": "keyword_counts"}'), 'the row has no search query', 'a missing query');
select is(staging_raw.report_reject_sentence('report_unreadable', '{"fault": "a rank is below 1"}'), 'a rank is below 1', 'a fault is its own sentence');
select is(
    staging_raw.report_reject_sentence('report_unreadable', '{"fault": null, "scope": "MSKU"}'), 'MSKU is no granularity: PARENT, CHILD and SKU are', 'a wrong granularity'
);
select is(staging_raw.report_reject_sentence('share_invalid', '{"report": "search_terms"}'), 'a share lies outside 0 to 1', 'a share');
select is(staging_raw.report_reject_sentence('share_invalid', '{"report": "sales_and_traffic"}'), 'a percentage lies outside 0 to 100', 'a percentage');
select is(
    staging_raw.report_reject_sentence('period_invalid', '{"period_type": "WEEK", "start_date": "2025-01-06", "end_date": "2025-01-12"}'),
    staging_raw.report_reject_detail('period_invalid', jsonb_populate_record(null::staging_raw.search_query_row, '{"period_type": "WEEK", "start_date": "2025-01-06", "end_date": "2025-01-12"}')),
    'what all reports have in common is said alike'
);

select * from finish();
rollback;
