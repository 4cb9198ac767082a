begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
select plan(2);

select pg_temp.load_run('p1', pg_temp.observed('B0TESTA001', '2025-03-10', '{"price": 10}'));
select pg_temp.load_run('p2', pg_temp.observed('B0TESTA001', '2025-03-11', '{"price": 10}'));
select pg_temp.land_run('p3', array[pg_temp.observed('B0TESTA001', '2025-03-12', '{"price": 10}')]);

set local role asinmart_api;
select is(api.run('p2')::jsonb #>> '{data,status}', 'SUCCESS', 'a run is returned');
select throws_ok($$select api.run('p9')$$, 'AM404', 'there is no job p9', 'a missing run is not found');

select * from finish();
rollback;
