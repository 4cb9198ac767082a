begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
select plan(13);

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
reset role;
insert into core.ingest_runs (job_id, source, status, queued_at, error) values ('h-secret', 'source-secret', 'FAILED', now(), 'secret');
insert into app.notification_channels (name, channel_type, target, is_active, disabled_at, disabled_reason)
values ('secret', 'email', 'secret@example.com', false, now(), 'secret');
insert into app.tracked_products (asin) values ('B0TESTA001');
set local role asinmart_api;
select ok(exists (select from ops.doctor() as d where d.detail ~ 'secret'), 'the doctor names what went wrong,');
select unalike((select h.body from api.health() as h), '%secret%', 'which is nothing for strangers:');
select results_eq(
    $$select distinct k.name from api.health() as h, jsonb_array_elements(h.body::jsonb -> 'checks') as c (item), jsonb_object_keys(c.item) as k (name) order by 1$$,
    $$values ('check_name'), ('status')$$, 'of a check they hear its name and how it stands,'
);
select results_eq(
    $$select distinct k.name from api.health() as h, jsonb_array_elements(h.body::jsonb -> 'freshness') as f (item), jsonb_object_keys(f.item) as k (name) order by 1$$,
    $$values ('expected_day'), ('is_late'), ('marketplace'), ('newest_day')$$, 'of the data how old they are, not how many'
);
set local role mart_reader;
select throws_ok('select api.health()', '42501', null, 'others do not ask');

select * from finish();
rollback;
