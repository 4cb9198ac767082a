begin;
set local search_path to extensions, public;
\ir ../support/load_run.psql
select plan(9);

update ops.jobs set registered_at = now();
delete from core.ingest_runs;
set local role asinmart_api;
select results_eq(
    $$select h.is_healthy, h.body::jsonb ->> 'status' from api.health() as h$$, $$values (true, 'warning')$$,
    'a database without pg_cron is healthy as long as nothing is overdue'
);
select is(
    (select jsonb_array_length(h.body::jsonb -> 'checks') from api.health() as h), (select count(*)::integer from ops.doctor()), 'every check is there'
);
select is((select (h.body::jsonb ->> 'data_version')::bigint from api.health() as h), api.data_version(), 'and the data version');
select is((select (h.body::jsonb ->> 'schema_version')::bigint from api.health() as h), (select max(v.version)::bigint from public.schema_version as v), 'and that of the schema');
select is((select h.body::jsonb -> 'freshness' from api.health() as h), '[]'::jsonb, 'without data nothing is fresh or stale');
set local role asinmart_owner;
insert into ops.heartbeats (name, beat_at) values ('watchdog', '2025-03-10 12:00+00') on conflict (name) do update set beat_at = excluded.beat_at;
select pg_temp.load_run('h1', pg_temp.observed('B0TESTA001', '2025-03-10', '{"price": 1}'));
set local role asinmart_api;
select is(
    (select h.body::jsonb #>> '{freshness,0,newest_day}' from api.health() as h), '2025-03-10', 'with data, how fresh each marketplace is'
);
select is(
    (select (h.body::jsonb ->> 'heartbeat_at')::timestamptz from api.health() as h), '2025-03-10 12:00+00'::timestamptz, 'and the last sign of life'
);
reset role;
insert into core.ingest_runs (job_id, source, status, queued_at) values ('h2', 'file', 'LANDED', now() - interval '1 hour');
set local role asinmart_api;
select results_eq(
    $$select h.is_healthy, h.body::jsonb ->> 'status' from api.health() as h$$, $$values (false, 'critical')$$, 'a critical check makes it unhealthy'
);
set local role mart_reader;
select throws_ok('select api.health()', '42501', null, 'others do not ask');

select * from finish();
rollback;
