begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(2);

select is(
    staging_raw.readable_report('{"reportSpecification": {"reportType": "T"}, "dataByAsin": {"asin": "B0TESTA001", "clickData": {"asinClickCount": 5}}}'),
    '{"reportSpecification": {"reportType": "T"}, "dataByAsin": {"asin": "B0TESTA001", "clickData": {"asinClickCount": 5}}}', 'a row in order stays as it is'
);
select is(
    staging_raw.readable_report('{
        "reportSpecification": {"reportType": "T", "dataStartTime": "2025-02-30"}, "reportDocument": 2,
        "dataByAsin": {"asin": "B0TESTA001", "searchQueryData": {"searchQuery": "gloves", "searchQueryScore": 1}, "clickData": {"asinClickCount": "five"}}
    }'),
    '{
        "reportSpecification": {"reportType": "T"}, "reportDocument": 2,
        "dataByAsin": {
            "asin": "B0TESTA001", "searchQueryData": {"searchQuery": "gloves"}, "fault": "clickData.asinClickCount five is no number"
        }
    }',
    'another loses its numbers and days and says why'
);

select * from finish();
rollback;
