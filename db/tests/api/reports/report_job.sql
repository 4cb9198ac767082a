begin;
set local search_path to extensions, public;
\ir ../../support/two_tenants.psql
select plan(4);

set local role asinmart_owner;
insert into core.report_requests (tenant_id, asin_main, marketplace, depth, requested_at, status, finished_at, version) values
    (pg_temp.a(), 'B0TESTA001', 'US', 'basic', '2025-04-01 12:00+00', 'succeeded', '2025-04-01 12:01+00', 3);
create temp table made as select q.id from core.report_requests as q;
grant select on made to asinmart_api;
set local role asinmart_api;
select is(
    (select (api.report_job(pg_temp.a(), m.id)::jsonb -> 'data') - array['id', 'requested_at', 'finished_at'] from made as m),
    '{"kind": "competition_report", "status": "succeeded", "asin_main": "B0TESTA001", "marketplace": "US", "depth": "basic", "version": 3, "error": null}'::jsonb, 'a job has its state'
);
select is((select (api.report_job(pg_temp.a(), m.id)::jsonb #>> '{data,id}')::bigint from made as m), (select m.id from made as m), 'and its id');
select throws_ok(format('select api.report_job(pg_temp.b(), %s)', (select m.id from made as m)), 'AM404', null, 'another tenant does not find it');
select throws_ok('select api.report_job(pg_temp.a(), 0)', 'AM404', 'there is no job 0', 'a job that does not exist is not found');

select * from finish();
rollback;
