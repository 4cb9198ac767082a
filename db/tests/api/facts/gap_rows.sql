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
    }')::jsonb -> 1 ->> 'price_diff', '2', 'a row a competitor and day'
);
select is(
    jsonb_array_length(api.gap_rows('{"data": {"main": {}, "competitors": [{"asin": "B", "gaps": null}]}, "meta": {}}')::jsonb), 0,
    'none of a competitor without a common day'
);
select is(api.gap_rows('{"data": {"competitors": []}}')::text, '[]', 'nor of none');

select * from finish();
rollback;
