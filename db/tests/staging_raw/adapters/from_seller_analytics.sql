begin;
set local search_path to extensions, public;
\ir ../../support/seller_reports.psql
set local role asinmart_owner;
select plan(11);

create function pg_temp.read(p_item jsonb)
returns setof staging_raw.keyword_count_row
language sql
as $$
    select o.* from staging_raw.from_seller_analytics(p_item) as o order by o.element_no;
$$;

select results_eq(
    $$
        select o.report, o.document_no, o.element_no, o.marketplace_id, o.scope, o.covered, o.row_key, o.asin, o.query_keyword
        from pg_temp.read(pg_temp.day('2025-01-05', '{"B0TESTA001": {"gloves": {"clicks": 7}, "hats": {}}, "b0testa002": {"gloves": {}}}')) as o
    $$,
    $$
        values
            ('keyword_counts', 1, 1, 'ATVPDKIKX0DER', 'B0TESTA001', array['B0TESTA001'], 'B0TESTA001 gloves', 'B0TESTA001', 'gloves'),
            ('keyword_counts', 1, 2, 'ATVPDKIKX0DER', 'B0TESTA001', array['B0TESTA001'], 'B0TESTA001 hats', 'B0TESTA001', 'hats'),
            ('keyword_counts', 1, 3, 'ATVPDKIKX0DER', 'B0TESTA002', array['B0TESTA002'], 'B0TESTA002 gloves', 'B0TESTA002', 'gloves')
    $$,
    'a line has a row for each product and keyword'
);
select results_eq(
    $$
        select d.place, o.period_type
        from (values (1, '2025-01-05', '2025-01-05'), (2, '2025-01-05', '2025-01-11'), (3, '2025-02-01', '2025-02-28'), (4, '2025-01-06', '2025-01-12')) as d (place, day, last_day)
        cross join lateral pg_temp.read(pg_temp.analytics(d.day::date, d.last_day::date, '{"B0TESTA001": {"gloves": {}}}')) as o
        order by d.place
    $$,
    $$values (1, 'DAY'), (2, 'WEEK'), (3, 'MONTH'), (4, 'RANGE')$$, 'its days say whether it is of a day, a week or a month'
);
select results_eq(
    $$
        select o.impression_count, o.impression_value, o.click_count, o.click_value, o.cart_add_count, o.cart_add_value, o.purchase_count,
            o.purchase_value, o.same_day_shipping_click_count, o.two_day_shipping_purchase_count, o.currency
        from pg_temp.read(pg_temp.day('2025-01-05', '{"B0TESTA001": {" gloves ": {"impressions": 100, "clicks": 7, "cart_adds": 3, "purchases": 1}}}')) as o
    $$,
    $$values (100::bigint, 200::numeric, 7::bigint, 14::numeric, 3::bigint, 6::numeric, 1::bigint, 2::numeric, 3::bigint, null::bigint, 'USD')$$,
    'counts and values are read by their names'
);
select results_eq(
    $$select o.asin, o.row_key from pg_temp.read(pg_temp.day('2025-01-05', '{"B0TESTA001": {}}')) as o$$, $$values ('B0TESTA001', null::text)$$,
    'a product without keywords is reported too'
);
select is_empty(
    $$select 1 from pg_temp.read('{"startDate": "2025-01-05", "endDate": "2025-01-05", "metrics": [{"groupByKey": {"asin": "B0TESTA001"}, "metrics": {"search": {"query": null}}}]}') as o$$,
    'one whose counts are not there yet is not'
);
select results_eq(
    $$
        select o.asin, o.query_keyword, o.click_count from pg_temp.read('{
            "startDate": "2025-01-05", "endDate": "2025-01-05", "groupByKey": {"asin": "B0TESTA001"},
            "metrics": {"search": {"query": [{"queryKeyword": "gloves", "priceAndCountMetrics": {"clicksWithPrice": {"unitsWithValue": {"units": 7}}}}]}}
        }') as o
    $$,
    $$values ('B0TESTA001', 'gloves', 7::bigint)$$, 'a group may be a line of its own'
);
select results_eq(
    $$
        select o.fault
        from (values (1, '{"brand": "Acme"}'), (2, '{"asin": "B0TESTA001", "msku": "AB-1"}'), (3, '{"asin": "B0TESTA001", "fulfilmentChannel": "FBA"}')) as g (place, key)
        cross join lateral pg_temp.read(jsonb_build_object(
            'startDate', '2025-01-05', 'endDate', '2025-01-05', 'groupByKey', g.key::jsonb, 'metrics', '{"search": {"query": [{"queryKeyword": "gloves"}]}}'::jsonb)) as o
        order by g.place
    $$,
    array[
        'the counts are not grouped by ASIN', 'the counts are split by SKU: query them without msku',
        'the counts are split by channel: query them without fulfilmentChannel'
    ],
    'counts that are of no product, or of a part of its sales, say so'
);
select is(
    (select o.fault from pg_temp.read('{"startDate": "2025-01-05", "endDate": "2025-01-05", "groupByKey": {"asin": "B0TESTA001", "productTitle": "x", "brand": "y", "parentAsin": "z"},
        "metrics": {"search": {"query": [{"queryKeyword": "gloves"}]}}}') as o), null, 'what a product has one of may be in the group'
);
select results_eq(
    $$select o.asin, o.covered, o.row_key, o.fault from pg_temp.read('{"startDate": "2025-01-05", "endDate": "2025-01-05", "metrics": []}') as o$$,
    $$values (null::text, '{}'::text[], null::text, null::text)$$, 'a line without products covers nothing'
);
select results_eq(
    $$
        select o.asin, o.query_keyword from pg_temp.read('{
            "startDate": "2025-01-05", "endDate": "2025-01-05", "totals": null,
            "metrics": {"groupByKey": {"asin": "B0TESTA001"}, "metrics": {"search": {"query": [{"queryKeyword": "gloves"}]}}}
        }') as o
    $$,
    $$values ('B0TESTA001', 'gloves')$$, 'as is a group of a line that was split'
);
select is((select o.marketplace_id from pg_temp.read(pg_temp.analytics('2025-01-05', '2025-01-05', '{"B0TESTA001": {"gloves": {}}}', null)) as o), null, 'the marketplace need not be');

select * from finish();
rollback;
