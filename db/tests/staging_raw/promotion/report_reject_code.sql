begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(17);

create function pg_temp.code(p_values jsonb, p_marketplace text default 'US')
returns text
language sql
as $$
    select staging_raw.report_reject_code(
        jsonb_populate_record(null::staging_raw.search_query_row, '{
            "document_no": 1, "source": "api", "view": "asin", "asin": "B0TESTA001", "requested_asins": ["B0TESTA001"], "period_type": "WEEK",
            "start_date": "2025-01-05", "end_date": "2025-01-11", "search_query": "gloves", "asin_click_count": 0
        }' || p_values), p_marketplace
    );
$$;

select is(pg_temp.code('{}'), null, 'a row with product, period and query is kept, whatever else it lacks');
select is(pg_temp.code('{"fault": "it is broken"}', null), 'marketplace_unknown', 'a report of an unknown marketplace is not');
select is(pg_temp.code('{"fault": "it is broken", "period_type": null}'), 'report_unreadable', 'nor is a row with a fault');
select results_eq(
    $$
        select pg_temp.code(c.column2::jsonb)
        from (
            values
                (1, '{"start_date": "2025-01-06", "end_date": "2025-01-12"}'), (2, '{"end_date": "2025-01-12"}'), (3, '{"period_type": null}'),
                (4, '{"period_type": "DAY", "end_date": "2025-01-05"}'), (5, '{"start_date": null}'), (6, '{"end_date": null}'),
                (7, '{"period_type": "MONTH", "start_date": "2025-01-01", "end_date": "2025-01-30"}'),
                (8, '{"period_type": "QUARTER", "start_date": "2025-02-01", "end_date": "2025-04-30"}')
        ) as c
        order by c.column1
    $$,
    array_fill('period_invalid'::text, array[8]), 'a week that begins on a Monday or is too long, an unknown or incomplete period is none'
);
select is(pg_temp.code('{"period_type": "MONTH", "start_date": "2024-02-01", "end_date": "2024-02-29"}'), null, 'a month is one');
select is(pg_temp.code('{"period_type": "QUARTER", "start_date": "2025-10-01", "end_date": "2025-12-31"}'), null, 'a quarter is one');
select results_eq(
    $$select pg_temp.code(jsonb_build_object('view', 'brand', 'asin', null, 'brand', b.brand)) from unnest(array['Acme', null, repeat('x', 201)]) as b (brand)$$,
    array[null, 'brand_invalid', 'brand_invalid'], 'a row of the brand view needs a brand, and no product'
);
select is(pg_temp.code('{"fault": "it is broken", "fault_code": "locale_mixed"}'), 'locale_mixed', 'a fault can have a code of its own');
select results_eq(
    $$select pg_temp.code(jsonb_build_object('asin', a.asin)) from unnest(array[null, 'B0TEST', 'b0testa001', 'B0TESTA0012']) as a (asin)$$,
    array_fill('asin_invalid'::text, array[4]), 'a row needs an ASIN'
);
select is(pg_temp.code('{"view": "empty", "asin": null, "search_query": null}'), null, 'a report without rows needs none of its own');
select is(pg_temp.code('{"view": "empty", "asin": null, "requested_asins": []}'), 'asin_invalid', 'its header must name a product');
select is(pg_temp.code('{"view": "empty", "asin": null, "end_date": "2025-01-12"}'), 'period_invalid', 'and its period');
select is(pg_temp.code('{"search_query": null}'), 'query_missing', 'a row needs a query');
select results_eq(
    $$
        select pg_temp.code(jsonb_build_object(c.name, -1))
        from unnest(array[
            'search_query_volume', 'total_query_impression_count', 'asin_impression_count', 'total_click_count', 'asin_click_count',
            'total_cart_add_count', 'asin_cart_add_count', 'total_purchase_count', 'asin_purchase_count'
        ]) as c (name)
    $$,
    array_fill('count_negative'::text, array[9]), 'no count is below 0'
);
select is(pg_temp.code('{"asin_click_count": 200, "total_click_count": 100}'), null, 'an own count above its total is no reason to reject: it is recorded');
select is(pg_temp.code('{"impression_share_pct": 765}'), null, 'nor is a share above 100');
select is(pg_temp.code('{"asin_median_click_price": 10000000000}'), 'price_too_large', 'a price has at most 10 digits before its decimal sign');

select * from finish();
rollback;
