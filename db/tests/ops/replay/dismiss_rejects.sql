begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
set local role asinmart_owner;
select plan(5);

select pg_temp.load_run('d1', pg_temp.observed('B0TESTA001', '2025-03-10', '{"price": 1}'), pg_temp.observed('B0TESTA001', '2025-03-11', '{"asin": "bad"}'));
set local role asinmart_admin;
select is(ops.dismiss_rejects('d1', '2025-04-01 00:00+00'), 1, 'open rejects are dismissed');
select results_eq('select e.resolved_at from staging_raw.rejected_events as e', $$values (timestamptz '2025-04-01 00:00+00')$$, 'they stay otherwise unchanged');
select is(ops.dismiss_rejects('d1'), 0, 'dismissing twice changes nothing');
select throws_ok($$select ops.dismiss_rejects('no such run')$$, 'AM404', 'there is no run no such run', 'a missing run is an error');
set local role asinmart_owner;
select pg_temp.replay('d1');
select is((select count(*) from staging_raw.rejected_events as e where e.resolved_at is null), 1::bigint, 'a replay that rejects them again opens them again');

select * from finish();
rollback;
