begin;
set local search_path to extensions, public;
\ir ../support/load_run.psql
set local role asinmart_owner;
select plan(1);

select pg_temp.load_run(
    's1', pg_temp.observed('B0TESTA001', '2025-03-01', '{"price": 8, "availability": "In Stock"}'), pg_temp.observed('B0TESTA001', '2025-03-02', '{"status": "blocked"}')
);
set local role mart_reader;
select results_eq(
    'select o.date, o.status, o.is_failed, o.price, o.in_stock, o.currency_code, o.job_id from mart.observations as o order by o.observed_at',
    $$values ('2025-03-01'::date, 'ok', false, 8::numeric, true, 'USD', 's1'), ('2025-03-02', 'blocked', true, null, null, 'USD', 's1')$$,
    'each observation is there, failed ones too'
);
select * from finish();
rollback;
