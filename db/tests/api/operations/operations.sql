begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
select plan(11);

set local role asinmart_owner;
update ops.settings set value = '1' where name = 'reject_share_limit';
select pg_temp.load_run('p1', pg_temp.observed('B0TESTA001', '2025-03-10', '{"price": 1}'), '{"hello": 1}');
select pg_temp.land_run('p2', array[pg_temp.observed('B0TESTA001', '2025-03-11', '{"price": 20}'), pg_temp.observed('B0TESTA001', '2025-03-12')]);
select pg_temp.land_run('p3', array[pg_temp.observed('B0TESTA001', '2025-03-13')]);
update core.ingest_runs as r set queued_at = now() - case r.job_id when 'p2' then interval '2 minutes' else interval '1 minute' end where r.status = 'LANDED';
insert into ops.job_runs (job_name, started_at, finished_at, status, error) values
    ('refresh-benchmarks', '2025-03-10 10:00+00', '2025-03-10 10:00:02.5+00', 'succeeded', null),
    ('refresh-benchmarks', '2025-03-10 11:00+00', '2025-03-10 11:00:01.5+00', 'failed', 'It broke.'),
    ('refresh-benchmarks', '2025-03-10 12:00+00', '2025-03-10 12:00:00+00', 'skipped', 'Another session ran it.');
select ops.enqueue('[{"task": "a", "queue": "q", "scheduled_at": "2025-03-10T11:50:00Z"}]');

set local role asinmart_api;
create temp table told as select api.operations()::jsonb -> 'data' as body;
create function pg_temp.told(p_list text, p_name text) returns jsonb language sql stable as $$
    select i.item from told as t cross join jsonb_array_elements(t.body -> p_list) as i (item) where i.item ->> 'name' = p_name;
$$;
select is(
    (select array_agg(k order by k) from told as t cross join jsonb_object_keys(t.body) as k), array['checks', 'jobs', 'promotion', 'queue', 'rejects'],
    'the document has its five parts'
);
select is(
    (select jsonb_agg(c -> 'name') from told as t cross join jsonb_array_elements(t.body -> 'checks') as c),
    (select jsonb_agg(d.check_name) from ops.doctor() as d), 'checks are those of the doctor in its order'
);
select is(
    pg_temp.told('checks', 'job refresh-benchmarks') ->> 'detail',
    (select d.detail from ops.doctor() as d where d.check_name = 'job refresh-benchmarks'), 'with their sentences'
);
select is(
    (select count(*) from told as t cross join jsonb_array_elements(t.body -> 'checks') as c where (c ->> 'status' = 'ok') <> (c ->> 'advice' is null)),
    0::bigint, 'and with advice where there is a problem'
);
select set_eq(
    $$select j ->> 'name' from told as t cross join jsonb_array_elements(t.body -> 'jobs') as j$$, 'select j.job_name from ops.jobs as j', 'every job is listed'
);
select is(
    pg_temp.told('jobs', 'refresh-benchmarks') - '{description,schedule,is_active,is_overdue}'::text[],
    '{
        "name": "refresh-benchmarks", "last_started_at": "2025-03-10T11:00:00+00:00", "last_status": "failed", "last_duration_seconds": 1.500000,
        "last_success_at": "2025-03-10T10:00:02.5+00:00", "last_error": "It broke."
    }',
    'a job has its last run that was not skipped'
);
select is(pg_temp.told('jobs', 'audit-marts') ->> 'is_overdue', 'false', 'a job that never ran is not overdue before its time');
select is(
    (select t.body -> 'queue' from told as t),
    '[{"kind": "task", "name": "a", "queue": "q", "status": "todo", "count": 1, "oldest_at": "2025-03-10T11:50:00+00:00"}]', 'open tasks are counted'
);
select is(
    (select (t.body -> 'promotion') - '{oldest_waiting_at,last_promoted_at}'::text[] from told as t),
    '{"waiting_run_count": 2, "waiting_item_count": 3, "oldest_job_id": "p2", "stopped_run_count": 0, "open_reject_count": 1}', 'runs that wait are counted'
);
select is(
    (select (t.body #> '{rejects,0}') - 'newest_at' from told as t),
    '{
        "job_id": "p1", "source": "test", "stage": "adapt", "code": "shape_unknown", "reason": "no adapter reads an item with the keys hello",
        "count": 1, "sample": "{\"hello\": 1}"
    }',
    'rejects are grouped'
);
set local role mart_reader;
select throws_ok('select api.operations()', '42501', null, 'another role cannot read it');

select * from finish();
rollback;
