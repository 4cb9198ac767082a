begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
set local role asinmart_owner;
select plan(4);

select pg_temp.load_run('p1', pg_temp.observed('B0TESTA001', '2025-03-01', '{"price": 10}'), pg_temp.observed('B0TESTA001', '2025-03-09', '{"price": 12}'));
select pg_temp.load_run('p2', pg_temp.observed('B0TESTA002', '2025-03-11', '{"status": "blocked"}'));
set local role asinmart_api;
select results_eq(
    $$
        select (w.row ->> 'window_days')::integer, w.row ->> 'as_of', (w.row ->> 'price_avg')::numeric, (w.row ->> 'observed_days')::integer
        from api.product_rollups('B0TESTA001', 'US', '24 hours') as a
        cross join lateral jsonb_array_elements(a.body::jsonb #> '{data,windows}') as w (row)
    $$,
    $$values (7, '2025-03-09', 12::numeric, 1), (30, '2025-03-09', 11, 2), (90, '2025-03-09', 11, 2)$$,
    'the three windows that end on the newest observed day, shortest first'
);
select is(
    (select a.body::jsonb #> '{data,windows}' from api.product_rollups('B0TESTA002', 'US', '24 hours') as a), '[]'::jsonb,
    'a product without a valid observation has no windows'
);
reset role;
set local role asinmart_owner;
select pg_temp.load_run('p3', pg_temp.observed('B0TESTA001', '2025-03-10', '{"price": 0.1}'));
set local role asinmart_api;
select results_eq(
    $$
        select (w.row ->> 'window_days')::integer, (w.row ->> 'has_suspect_price')::boolean
        from api.product_rollups('B0TESTA001', 'US', '24 hours') as a
        cross join lateral jsonb_array_elements(a.body::jsonb #> '{data,windows}') as w (row)
    $$,
    'values (7, true), (30, true), (90, true)',
    'a window whose lowest price is a hundredth of its highest is marked as suspect'
);
select is_empty($$select 1 from api.product_rollups('B0TESTA009', 'US', '24 hours')$$, 'an unknown product is not found');

select * from finish();
rollback;
