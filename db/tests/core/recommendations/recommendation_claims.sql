begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
set local role asinmart_owner;
\ir ../../support/recommendations.psql
select plan(7);

create temp table claims as
select c.claim ->> 'id' as id, c.claim from jsonb_array_elements(core.recommendation_claims(pg_temp.subject())) as c (claim);
select is(
    (select c.claim from claims as c where c.id = 'price'),
    '{"id": "price", "metric": "price", "definition": "Price shown; null: none shown, or status is null.", "relation": "product_daily",
        "key": {"asin": "B0TESTMAIN", "marketplace": "US", "date": "2025-03-30"}, "column": "price", "value": 20, "unit": "currency",
        "text": "20.00 USD", "asin": "B0TESTMAIN", "asin_comp": null}'::jsonb,
    'a claim is one cell, with its definition and text'
);
select is(
    (select c.claim - 'definition' from claims as c where c.id = 'as_of'),
    '{"id": "as_of", "metric": "as_of", "relation": "product_daily", "key": {"asin": "B0TESTMAIN", "marketplace": "US", "date": "2025-03-30"},
        "column": "date", "value": "2025-03-30", "unit": "date", "text": "2025-03-30", "asin": "B0TESTMAIN", "asin_comp": null}'::jsonb,
    'the day is the date of the daily row'
);
select is(
    (select c.claim -> 'key' from claims as c where c.id = 'price_median'),
    '{"tenant_id": "00000000-0000-0000-0000-000000000001", "asin_main": "B0TESTMAIN", "marketplace": "US", "date": "2025-03-30"}'::jsonb,
    'competitors are those of a tenant'
);
select is(
    (select c.claim -> 'key' from claims as c where c.id = 'observed_days'),
    '{"asin": "B0TESTMAIN", "marketplace": "US", "window_days": 30, "as_of": "2025-03-30"}'::jsonb, 'days are those of the window of 30'
);
select is_empty(
    $$
        select c.id from claims as c
        where not exists (
            select from information_schema.columns as k
            where k.table_schema = 'mart' and k.table_name = c.claim ->> 'relation' and k.column_name = c.claim ->> 'column'
        ) or c.claim ->> 'definition' is null
    $$,
    'every claim is a commented column of mart'
);
select is((select count(*) from claims), 40::bigint, 'no column is lost by a wrong name');
select is_empty(
    $$
        select 1 from jsonb_array_elements(core.recommendation_claims(pg_temp.subject('{"price": null}'))) as c (claim) where c.claim ->> 'id' = 'price'
    $$,
    'an unknown value is no claim'
);

select * from finish();
rollback;
