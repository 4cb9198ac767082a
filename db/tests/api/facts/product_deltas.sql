begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
set local role asinmart_owner;
select plan(5);

select pg_temp.load_run('p1', pg_temp.observed('B0TESTA001', '2025-03-01', '{"price": 10}'), pg_temp.observed('B0TESTA001', '2025-03-08', '{"price": 15}'), pg_temp.observed('B0TESTA001', '2025-03-09', '{"price": 12}'));
select pg_temp.load_run('p2', pg_temp.observed('B0TESTA002', '2025-03-11', '{"status": "blocked"}'));
set local role asinmart_api;
select results_eq(
    $$
        select d.day ->> 'date', d.day ->> 'previous_date', (d.day ->> 'price_delta')::numeric, (d.day ->> 'price_change_pct')::numeric
        from api.product_deltas('B0TESTA001', 'US', 7, '24 hours') as a
        cross join lateral jsonb_array_elements(a.body::jsonb #> '{data,days}') as d (day)
    $$,
    $$values ('2025-03-08', '2025-03-01', 5::numeric, 50::numeric), ('2025-03-09', '2025-03-08', -3, -20)$$,
    'changes of the range are sorted oldest first'
);
select results_eq(
    $$select a.body::jsonb #>> '{meta,as_of}', a.body::jsonb #>> '{data,range_days}' from api.product_deltas('B0TESTA001', 'US', 7, '24 hours') as a$$,
    $$values ('2025-03-09', '7')$$,
    'the range ends on the newest observed day'
);
select results_eq(
    $$
        select jsonb_array_length(a.body::jsonb #> '{data,days}')
        from (values (8), (9)) as r (n) cross join lateral api.product_deltas('B0TESTA001', 'US', r.n, '24 hours') as a
    $$,
    $$values (2), (3)$$,
    'a range of n days has exactly n days'
);
select is(
    (select a.body::jsonb #> '{data,days}' from api.product_deltas('B0TESTA002', 'US', 7, '24 hours') as a), '[]'::jsonb,
    'a product without a valid observation has an empty list'
);
select is_empty($$select 1 from api.product_deltas('B0TESTA009', 'US', 7, '24 hours')$$, 'an unknown product is not found');

select * from finish();
rollback;
