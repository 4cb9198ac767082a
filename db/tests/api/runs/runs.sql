begin;
set local search_path to extensions, public;
\ir ../../support/two_tenants.psql
\ir ../../support/load_run.psql
select plan(3);

select pg_temp.load_run('p1', pg_temp.observed('B0TESTA001', '2025-03-10', '{"price": 10}'));
select pg_temp.load_run('p2', pg_temp.observed('B0TESTA001', '2025-03-11', '{"price": 10}'));
select pg_temp.land_run('p3', array[pg_temp.observed('B0TESTA001', '2025-03-12', '{"price": 10}')]);

set local role asinmart_api;
select is((select pg_temp.items(r.data, 'job_id') from api.runs() as r), 'p3 p2 p1', 'runs are sorted newest first');
select is((select pg_temp.items(r.data, 'job_id') from api.runs('LANDED', 'test') as r), 'p3', 'runs are filtered by status and source');
select is((select pg_temp.items(b.data, 'job_id') from api.runs(p_limit => 1) as a cross join lateral api.runs(p_after => a.next_key::jsonb) as b), 'p2 p1', 'pages follow each other');

select * from finish();
rollback;
