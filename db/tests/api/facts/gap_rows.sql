begin;
set local search_path to extensions, public;
\ir ../../support/two_tenants.psql
select plan(3);

set local role asinmart_api;
select is(
    api.gap_rows('{
        "data": {"main": {"asin": "M"}, "competitors": [
            {"asin": "A", "title": "x", "gaps": [{"date": "2025-03-01", "price_diff": 1}, {"date": "2025-03-02", "price_diff": 2}]},
            {"asin": "B", "gaps": null}
        ]},
        "meta": {"marketplace": "US", "currency": "USD"}
    }')::jsonb -> 1 ->> 'price_diff', '2', 'gaps become one row per competitor and day'
);
select is(
    jsonb_array_length(api.gap_rows('{"data": {"main": {}, "competitors": [{"asin": "B", "gaps": null}]}, "meta": {}}')::jsonb), 0,
    'a competitor without a common day has no row'
);
select is(api.gap_rows('{"data": {"competitors": []}}')::text, '[]', 'an answer without competitors has no rows');

select * from finish();
rollback;
