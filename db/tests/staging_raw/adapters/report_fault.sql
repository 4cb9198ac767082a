begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(3);

select is(
    staging_raw.report_fault('{"dataByAsin": {"asin": "B0TESTA001", "clickData": {"asinClickCount": "many", "totalClickCount": 5}}}'),
    'clickData.asinClickCount many is no number', 'the field and its value are named'
);
select results_eq(
    $$
        select staging_raw.report_fault(jsonb_build_object('dataByAsin', t.line, 'reportSpecification', t.line))
        from (
            values
                (1, '{"clickData": [1]}'::jsonb), (2, '{"clickData": {"asinMedianClickPrice": {"amount": true}}}'),
                (3, '{"impressionData": {"asinImpressionShare": {}}}'), (4, '{"purchaseData": {"asinPurchaseCount": 1.5}}'),
                (5, '{"searchQueryData": {"searchQueryScore": 99999999999}}'), (6, '{"clickData": {"totalClickRate": "0,1"}}'),
                (7, '{"startDate": "2025-02-30"}'), (8, '{"dataEndTime": 7}')
        ) as t (place, line)
        order by t.place
    $$,
    array[
        'clickData is no object', 'clickData.asinMedianClickPrice true is no number', 'impressionData.asinImpressionShare {} is no number',
        'purchaseData.asinPurchaseCount 1.5 is no number', 'searchQueryData.searchQueryScore 99999999999 is no number',
        'clickData.totalClickRate 0,1 is no number', 'startDate 2025-02-30 is no day', 'reportSpecification.dataEndTime 7 is no day'
    ],
    'a wrong type, a fraction of a count, a number that is too large and a day that does not exist are faults'
);
select is(
    staging_raw.report_fault('{"dataByAsin": {"clickData": null, "cartAddData": {"asinCartAddCount": null}, "startDate": "2025-01-05"}}'), null,
    'a row in order has no fault'
);

select * from finish();
rollback;
