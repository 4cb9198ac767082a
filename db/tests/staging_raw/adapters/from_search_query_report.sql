begin;
set local search_path to extensions, public;
\ir ../../support/reports.psql
set local role asinmart_owner;
select plan(15);

create temp view rows_read as
select i.place, o.*
from unnest(pg_temp.week('2025-01-05',
    pg_temp.report_line('b0testa001', ' garden gloves ', '{"impressions": 12000, "own_impressions": 918, "click_rate": 0.2}'),
    pg_temp.report_line('B0TESTA002', 'gloves', '{"score": null, "volume": null, "purchases": 0, "own_purchases": 0, "own_price": null}')
)) with ordinality as i (item, place)
cross join lateral staging_raw.from_search_query_report(i.item) as o;

select results_eq(
    $$
        select o.document_no, o.source, o.view, o.asin, o.requested_asins, o.marketplace_id, o.period_type, o.start_date, o.end_date, o.fault
        from rows_read as o where o.place = 1
    $$,
    $$
        values (
            1, 'api', 'asin', 'B0TESTA001', array['B0TESTA002', 'B0TESTA001'], 'ATVPDKIKX0DER', 'WEEK', '2025-01-05'::date, '2025-01-11'::date,
            null
        )
    $$,
    'the header says what was requested, the row which product it is of'
);
select results_eq(
    $$select o.search_query, o.search_query_score, o.search_query_volume from rows_read as o order by o.place$$,
    $$values ('garden gloves', 1, 500::bigint), ('gloves', null, null)$$, 'the query comes without spaces at its ends'
);
select results_eq(
    $$
        select o.total_query_impression_count, o.asin_impression_count, o.total_click_count, o.asin_click_count, o.total_cart_add_count,
            o.asin_cart_add_count, o.total_purchase_count, o.asin_purchase_count
        from rows_read as o order by o.place
    $$,
    $$
        values (12000::bigint, 918::bigint, 100::bigint, 5::bigint, 40::bigint, 2::bigint, 20::bigint, 1::bigint), (1000, 50, 100, 5, 40, 2, 0, 0)
    $$,
    'counts are kept, and 0 is not unknown'
);
select results_eq(
    $$
        select o.impression_share_pct, o.click_share_pct, o.cart_add_share_pct, o.purchase_share_pct, o.click_rate_pct, o.cart_add_rate_pct,
            o.purchase_rate_pct
        from rows_read as o where o.place = 1
    $$,
    $$values (7.65, 5.00, 5.00, 5.00, 20.0, 8.00, 4.00)$$, 'shares and rates are fractions: they become percentages'
);
select results_eq(
    $$
        select o.total_median_click_price, o.asin_median_click_price, o.total_median_cart_add_price, o.total_median_purchase_price,
            o.asin_median_purchase_price, o.currency
        from rows_read as o order by o.place
    $$,
    $$values (12.5, 11::numeric, null::numeric, 12.5, 11::numeric, 'USD'), (12.5, null, null, 12.5, null, 'USD')$$,
    'a price that is not given is unknown'
);
select results_eq(
    $$
        select o.total_same_day_shipping_click_count, o.total_one_day_shipping_click_count, o.total_two_day_shipping_click_count,
            o.total_same_day_shipping_cart_add_count, o.total_one_day_shipping_cart_add_count, o.total_two_day_shipping_cart_add_count,
            o.total_same_day_shipping_purchase_count, o.total_one_day_shipping_purchase_count, o.total_two_day_shipping_purchase_count
        from staging_raw.from_search_query_report((pg_temp.week('2025-01-05', pg_temp.report_line('B0TESTA001', 'gloves') || '{
            "clickData": {"totalSameDayShippingClickCount": 1, "totalOneDayShippingClickCount": 2, "totalTwoDayShippingClickCount": 3},
            "cartAddData": {"totalSameDayShippingCartAddCount": 4, "totalOneDayShippingCartAddCount": 5, "totalTwoDayShippingCartAddCount": 6},
            "purchaseData": {"totalSameDayShippingPurchaseCount": 7, "totalOneDayShippingPurchaseCount": 8, "totalTwoDayShippingPurchaseCount": 9}
        }'))[1]) as o
    $$,
    $$values (1::bigint, 2::bigint, 3::bigint, 4::bigint, 5::bigint, 6::bigint, 7::bigint, 8::bigint, 9::bigint)$$,
    'counts by delivery speed are kept'
);
select results_eq(
    $$
        select o.view, o.asin, o.requested_asins, o.period_type, o.start_date, o.end_date, o.search_query
        from staging_raw.from_search_query_report((pg_temp.report('{"start": "2025-01-05", "asins": "B0TESTA002,  b0testa001 B0TESTA002"}'))[1]) as o
    $$,
    $$values ('empty', null, array['B0TESTA002', 'B0TESTA001', 'B0TESTA002'], 'WEEK', '2025-01-05'::date, '2025-01-11'::date, null)$$,
    'a report without rows is of the products and the period in its header, as they are listed there'
);
select results_eq(
    $$
        select o.requested_asins, o.period_type, o.start_date, o.marketplace_id
        from staging_raw.from_search_query_report('{"reportSpecification": {"reportOptions": {"reportPeriod": "month", "asins": "B0TESTA001"},
            "dataStartTime": "2025-01-01T00:00:00Z"}, "dataByAsin": null}') as o
    $$,
    $$values (array['B0TESTA001'], 'MONTH', '2025-01-01'::date, null)$$, 'times are cut to days, and the products may be named asins'
);
select results_eq(
    $$
        select o.start_date, o.end_date
        from staging_raw.from_search_query_report((pg_temp.week('2025-01-05',
            pg_temp.report_line('B0TESTA001', 'gloves') || '{"startDate": "2025-01-12", "endDate": "2025-01-18"}'))[1]) as o
    $$,
    $$values ('2025-01-12'::date, '2025-01-18'::date)$$, 'the dates of the row come before those of the header'
);
select is(
    (
        select o.search_query from staging_raw.from_search_query_report((pg_temp.week('2025-01-05', pg_temp.report_line('B0TESTA001', '  ')))[1]) as o
    ),
    null, 'an empty query is no query'
);
-- A value of another type raises; by way of staging_raw.readable_report nothing does.
create function pg_temp.with_value(p_path text[], p_value jsonb)
returns jsonb
language sql
stable
as $$
    select jsonb_set((pg_temp.week('2025-01-05', pg_temp.report_line('B0TESTA001', 'gloves')))[1], p_path, p_value);
$$;
select throws_ok(
    $$select o.* from staging_raw.from_search_query_report(pg_temp.with_value('{dataByAsin,clickData,asinClickCount}', '"five"')) as o$$,
    '22P02', null, 'a count that is no number is an error'
);
select results_eq(
    $$
        select o.asin, o.search_query, o.asin_click_count, o.asin_impression_count, o.fault
        from staging_raw.from_search_query_report(staging_raw.readable_report(pg_temp.with_value('{dataByAsin,clickData,asinClickCount}', '"five"'))) as o
    $$,
    $$values ('B0TESTA001', 'gloves', null::bigint, null::bigint, 'clickData.asinClickCount five is no number')$$,
    'made readable its row has no numbers, and a fault that names the field'
);
select results_eq(
    $$
        select t.kind, o.fault is null, o.asin_purchase_count
        from jsonb_each('{"null": null, "text": "x", "object": {}, "list": [1], "true": true, "fraction": 1.5, "large": 99999999999999999999}') as t (kind, value)
        cross join lateral staging_raw.from_search_query_report(
            staging_raw.readable_report(pg_temp.with_value('{dataByAsin,purchaseData,asinPurchaseCount}', t.value))
        ) as o
        order by t.kind
    $$,
    $$
        values
            ('fraction', false, null::bigint), ('large', false, null), ('list', false, null), ('null', true, null), ('object', false, null),
            ('text', false, null), ('true', false, null)
    $$,
    'a count is a whole number or missing, whatever its type'
);
select is_empty(
    $$
        select t.path, v.value
        from (
            select array['dataByAsin', o.key, f.key] as path
            from jsonb_each((pg_temp.week('2025-01-05', pg_temp.report_line('B0TESTA001', 'gloves')))[1] -> 'dataByAsin') as o
            cross join lateral jsonb_each(case jsonb_typeof(o.value) when 'object' then o.value else '{}' end) as f
            where f.key <> 'searchQuery' and f.key !~ 'Price$'
            union all
            values (array['dataByAsin', 'startDate']), (array['dataByAsin', 'clickData']), (array['dataByAsin', 'clickData', 'asinMedianClickPrice', 'amount'])
        ) as t
        cross join unnest(array['"x"', 'true', '[1]', '99999999999999999999999999999', '"1e5"', '"2025-02-30"']::jsonb[]) as v (value)
        cross join lateral staging_raw.from_search_query_report(staging_raw.readable_report(pg_temp.with_value(t.path, v.value))) as o
        where o.fault is null
    $$,
    'no field can have a wrong type without a fault, and none raises'
);
select lives_ok(
    $$
        select count(*)
        from unnest(array['{}', '{"reportSpecification": [], "dataByAsin": "x"}', '{"reportSpecification": "x", "dataByAsin": [1]}', '{"reportSpecification": 1, "dataByAsin": 1}']::jsonb[]) as t (item)
        cross join lateral staging_raw.from_search_query_report(staging_raw.readable_report(t.item)) as o
    $$,
    'header and row may be of any type'
);

select * from finish();
rollback;
