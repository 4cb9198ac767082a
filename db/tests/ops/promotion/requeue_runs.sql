begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
set local role asinmart_owner;
select plan(4);

select pg_temp.load_run('p' || n, pg_temp.observed('B0TESTA001', '2025-03-10', '{"price": 10}')) from generate_series(1, 4) as n;
insert into ops.replays (job_id, run_count) values (null, 3);
insert into ops.replayed_runs (replay_id, place, job_id, status, received_count, accepted_count, duplicate_count, rejected_count, changed_day_count, alert_count, withdrawn_count)
select x.id, 1, 'p1', 'SUCCESS', 1, 1, 0, 0, 1, 0, 7 from ops.replays as x;
select pg_temp.land_run('p5', array[pg_temp.observed('B0TESTA001', '2025-03-10', '{"price": 10}')]);
select ops.requeue_runs(x.id, array['p3', 'p1', 'p4']) from ops.replays as x;
select results_eq(
    $$select r.job_id from core.ingest_runs as r where r.status = 'LANDED' order by r.queued_at$$, array['p5', 'p3', 'p1', 'p4'],
    'runs are at the end of the line in the given order'
);
select results_eq(
    $$
        select distinct r.promoted_item_no, r.received_count, r.accepted_count, r.duplicate_count, r.rejected_count, r.changed_day_count, r.attempts,
            r.finished_at, r.stage_ms
        from core.ingest_runs as r where r.replay_id is not null
    $$,
    $$values (0, 0, 0, 0, 0, 0, 0, null::timestamptz, '{}'::jsonb)$$, 'their promoted position is reset'
);
select ok((select bool_and(r.landed_at is not null and r.promoted_at is not null) from core.ingest_runs as r where r.replay_id is not null), 'the times of landing and first promotion are kept');
select is((select x.withdrawn_count from ops.replayed_runs as x), 0, 'their counts begin again');

select * from finish();
rollback;
