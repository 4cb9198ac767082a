begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
set local role asinmart_owner;
select plan(6);

select pg_temp.land_run('p1', array(
    select pg_temp.observed('B0TESTA001', '2025-03-01'::date + n, jsonb_build_object('price', n + 1)) from generate_series(0, 39) as n where n <> 38
));
select pg_temp.promote('p1');
select pg_temp.load_run('p2', pg_temp.observed('B0TESTA002', '2025-03-11', '{"status": "blocked"}'));
set local role asinmart_api;
create function pg_temp.days(p_asin text, p_range integer)
returns table (date text, price numeric)
language sql
stable
as $$
    select d.day ->> 'date', (d.day ->> 'price')::numeric
    from api.product_metrics(p_asin, 'US', p_range, '24 hours') as a
    cross join lateral jsonb_array_elements(a.body::jsonb #> '{data,days}') as d (day);
$$;
select results_eq(
    $$select d.date, d.price from pg_temp.days('B0TESTA001', 3) as d$$, $$values ('2025-04-07', 38::numeric), ('2025-04-09', 40)$$,
    'the range is counted back from the newest observed day, oldest first, without missing days'
);
select is((select count(*) from pg_temp.days('B0TESTA001', 30)), 29::bigint, 'a range of thirty days has thirty days');
select is((select count(*) from pg_temp.days('B0TESTA001', 90)), 39::bigint, 'a longer range has all existing days');
select is(
    (select a.body::jsonb #>> '{data,range_days}' from api.product_metrics('B0TESTA001', 'US', 7, '24 hours') as a), '7', 'the answer repeats its range'
);
select is(
    (select a.body::jsonb #> '{data,days}' from api.product_metrics('B0TESTA002', 'US', 7, '24 hours') as a), '[]'::jsonb,
    'a product without a valid observation has an empty list'
);
select is_empty($$select 1 from api.product_metrics('B0TESTA009', 'US', 7, '24 hours')$$, 'an unknown product is not found');

select * from finish();
rollback;
