begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
select plan(13);

update ops.jobs set registered_at = now();
delete from core.ingest_runs;
set local role asinmart_api;
select results_eq(
    $$select h.is_healthy, h.body::jsonb ->> 'status' from api.health() as h$$, $$values (true, 'warning')$$,
    'a database without pg_cron is healthy while nothing is overdue'
);
select is(
    (select jsonb_array_length(h.body::jsonb -> 'checks') from api.health() as h), (select count(*)::integer from ops.doctor()), 'the body has every check'
);
select is((select (h.body::jsonb ->> 'data_version')::bigint from api.health() as h), api.data_version(), 'the body has the data version');
select is((select (h.body::jsonb ->> 'schema_version')::bigint from api.health() as h), (select max(v.version)::bigint from public.schema_version as v), 'the body has the schema version');
select is((select h.body::jsonb -> 'freshness' from api.health() as h), '[]'::jsonb, 'without data there is no freshness');
set local role asinmart_owner;
insert into ops.heartbeats (name, beat_at) values ('watchdog', '2025-03-10 12:00+00') on conflict (name) do update set beat_at = excluded.beat_at;
select pg_temp.load_run('h1', pg_temp.observed('B0TESTA001', '2025-03-10', '{"price": 1}'));
set local role asinmart_api;
select is(
    (select h.body::jsonb #>> '{freshness,0,newest_day}' from api.health() as h), '2025-03-10', 'with data there is the freshness of each marketplace'
);
select is(
    (select (h.body::jsonb ->> 'heartbeat_at')::timestamptz from api.health() as h), '2025-03-10 12:00+00'::timestamptz, 'the body has the last heartbeat'
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
select ok(exists (select from ops.doctor() as d where d.detail ~ 'secret'), 'the doctor gives the details of a fault');
select unalike((select h.body from api.health() as h), '%secret%', 'health does not contain these details');
select results_eq(
    $$select distinct k.name from api.health() as h, jsonb_array_elements(h.body::jsonb -> 'checks') as c (item), jsonb_object_keys(c.item) as k (name) order by 1$$,
    $$values ('check_name'), ('status')$$, 'of a check it has only name and status'
);
select results_eq(
    $$select distinct k.name from api.health() as h, jsonb_array_elements(h.body::jsonb -> 'freshness') as f (item), jsonb_object_keys(f.item) as k (name) order by 1$$,
    $$values ('expected_day'), ('is_late'), ('marketplace'), ('newest_day')$$, 'of the data it has only days, no counts'
);
set local role mart_reader;
select throws_ok('select api.health()', '42501', null, 'another role cannot read health');

select * from finish();
rollback;
