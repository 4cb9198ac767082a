begin;
set local search_path to extensions, public;
select plan(6);

set local role asinmart_owner;
delete from ops.heartbeats;
update ops.settings set value = '3 minutes' where name = 'heartbeat_max_age';
set local role asinmart_api;
create temp view told as select r.schema_version, r.body::jsonb as body from api.readiness('2025-03-10 12:00+00') as r;
select is((select t.schema_version from told as t), (select max(v.version) from public.schema_version as v), 'there is a schema version');
select is((select (t.body ->> 'data_version')::bigint from told as t), api.data_version(), 'there is a data version');
select is((select t.body ->> 'scheduler' from told as t), 'late', 'a scheduler without a heartbeat is late');
set local role asinmart_owner;
insert into ops.heartbeats (name, beat_at) values ('watchdog', '2025-03-10 11:59+00');
set local role asinmart_api;
select is((select t.body ->> 'scheduler' from told as t), 'ok', 'a scheduler with a fresh heartbeat is not late');
set local role asinmart_owner;
insert into core.ingest_runs (job_id, source, status, finished_at) values ('r1', 'file', 'SUCCESS', '2025-03-10 11:00+00');
set local role asinmart_api;
select is((select (t.body ->> 'last_promoted_at')::timestamptz from told as t), '2025-03-10 11:00+00'::timestamptz, 'there is the time of the last promoted run');
set local role mart_reader;
select throws_ok('select api.readiness()', '42501', null, 'another role cannot read readiness');

select * from finish();
rollback;
