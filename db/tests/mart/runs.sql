begin;
set local search_path to extensions, public;
\ir ../support/load_run.psql
set local role asinmart_owner;
select plan(2);

select pg_temp.load_run('s1', pg_temp.observed('B0TESTA001', '2025-03-01', '{"price": 8}'), pg_temp.observed('NO ASIN', '2025-03-01', '{"price": 8}'));
set local role mart_reader;
select results_eq(
    'select r.job_id, r.source, r.status, r.received_count, r.accepted_count, r.rejected_count, r.rejected_pct, r.cost from mart.runs as r',
    $$values ('s1', 'test', 'PARTIAL', 2, 1, 1, 50.00, 0::numeric)$$, 'a run has what arrived, what was rejected and its cost'
);
set local role tenant_reader;
select throws_ok('select 1 from mart.runs', '42501', null, 'tenants do not see what the installation loads');
select * from finish();
rollback;
