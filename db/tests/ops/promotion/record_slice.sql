begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(7);

select ops.start_run('s1', 'file');
select ops.land_run('s1', 10, 100);
create function pg_temp.settle(p_to integer, p_received integer, p_accepted integer, p_rejected integer, p_stages jsonb)
returns text
language sql
volatile
as $$
    select (ops.record_slice(r, p_to, p_received, p_accepted, p_rejected, '{"changed_days": 3, "alerts": 1}', p_stages)).status
    from core.ingest_runs as r;
$$;
select is(pg_temp.settle(4, 4, 2, 1, '{"apply": 10, "days": 5}'), 'LANDED', 'before the last slice a run stays LANDED');
select results_eq(
    'select r.promoted_item_no, r.finished_at is null, r.attempts from core.ingest_runs as r', $$values (4, true, 1)$$,
    'it has the position reached'
);
select is(pg_temp.settle(10, 6, 6, 0, '{"apply": 1.5, "alerts": 2}'), 'PARTIAL', 'after the last slice it is PARTIAL when any slice had rejects');
select results_eq(
    $$
        select r.received_count, r.accepted_count, r.duplicate_count, r.rejected_count, r.changed_day_count, r.alert_count,
            r.finished_at is not null, r.attempts
        from core.ingest_runs as r
    $$,
    $$values (10, 8, 1, 1, 6, 2, true, 2)$$,
    'counts are added up over the slices'
);
select results_eq(
    'select r.stage_ms, r.duration_ms from core.ingest_runs as r',
    $$values ('{"apply": 11.5, "days": 5, "alerts": 2}'::jsonb, 18.5)$$,
    'times are added up too, also of a stage that only one slice had'
);
select ops.start_run('s2', 'file');
select ops.land_run('s2', 1, 100);
delete from core.ingest_runs where job_id = 's1';
select is(pg_temp.settle(1, 1, 0, 0, '{}'), 'SUCCESS', 'a run without rejects is SUCCESS, with or without duplicates');
select throws_ok(
    $$update core.ingest_runs set received_count = received_count + 1$$, '23514', null, 'a constraint refuses a finished run whose counts do not add up'
);

select * from finish();
rollback;
