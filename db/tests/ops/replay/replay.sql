begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
select plan(23);

set local role asinmart_owner;
select pg_temp.load_run('r1', pg_temp.observed('B0TESTA001', '2025-03-10', '{"price": 10}'), pg_temp.observed('B0TESTA001', '2025-03-10', '{"asin": "bad"}'));
select pg_temp.land_run('r2', array[pg_temp.observed('B0TESTA001', '2025-03-11', '{"price": 20}')]);
select pg_temp.load_run('r3', pg_temp.observed('B0TESTA001', '2025-03-12', '{"price": 30}'));
select pg_temp.promote('r2');
select pg_temp.land_run('r4', array[pg_temp.observed('B0TESTA001', '2025-03-13', '{"price": 40}')]);
-- All runs of a transaction have one instant: these get different ones, as in practice.
update core.ingest_runs as r set promoted_at = now() + o.n * interval '1 microsecond'
from (values ('r1', 1), ('r3', 2), ('r2', 3)) as o (job_id, n)
where r.job_id = o.job_id;

set local role asinmart_loader;
select results_eq(
    $$select l.place, l.job_id, l.status, l.item_count, l.rejected_count from ops.replayable_runs('2000-01-01') as l$$,
    $$values (1, 'r1', 'PARTIAL', 2, 1), (2, 'r3', 'SUCCESS', 1, 0), (3, 'r2', 'SUCCESS', 1, 0)$$,
    'runs are replayed in the order of their first promotion; a waiting run without a promoted slice is not queued'
);
select is_empty($$select l.job_id from ops.replayable_runs(now() + interval '1 second') as l$$, 'none arrived later');
select is_empty($$select l.job_id from ops.replayable_runs('2000-01-01', now()) as l$$, 'the end of the range is not part of it');
select throws_ok($$select ops.replay(p_from => now() + interval '1 second')$$, 'AM404', null, 'a range without runs is an error');
select throws_ok($$select ops.replay()$$, 'AM422', null, 'so is a replay of nothing in particular');
select throws_ok($$select ops.replay('r9')$$, 'AM404', 'there is no run r9', 'or of a run that is not there');
select throws_ok(
    $$select ops.replay('2025-03-01', '2025-04-01')$$, 'AM404', 'there is no run 2025-03-01', 'a range is named: what comes first is a job id'
);

create temp table first_replay as select ops.replay(p_from => '2000-01-01') as id;
grant select on first_replay to public;
set local role asinmart_owner;
select results_eq(
    $$select r.job_id, r.status, r.replay_id = f.id from core.ingest_runs as r left join first_replay as f on true order by r.replay_id is not null, r.queued_at$$,
    $$values ('r4', 'LANDED', null::boolean), ('r1', 'LANDED', true), ('r3', 'LANDED', true), ('r2', 'LANDED', true)$$,
    'the runs wait in that order, behind new ones'
);
select results_eq(
    $$select x.place, x.job_id, x.status, x.received_count, x.accepted_count, x.duplicate_count, x.rejected_count, x.changed_day_count from ops.replayed_runs as x order by x.place$$,
    $$values (1, 'r1', 'PARTIAL', 2, 1, 0, 1, 1), (2, 'r3', 'SUCCESS', 1, 1, 0, 0, 1), (3, 'r2', 'SUCCESS', 1, 1, 0, 0, 1)$$,
    'the previous state of each run is stored'
);
select ops.promote_pending();
select is((select r.status from core.ingest_runs as r where r.job_id = 'r4'), 'SUCCESS', 'a new run is promoted first');
select ops.promote_pending();
select results_eq(
    'select p.run_count, p.waiting_runs, p.stopped_runs, p.item_count, p.done_item_count, p.finished_at from ops.replay_progress as p',
    $$values (3, 2::bigint, 0::bigint, 4::bigint, 2::bigint, null::timestamptz)$$, 'the view shows the progress'
);
set local role asinmart_loader;
select is(ops.replay(p_from => '2000-01-01'), (select f.id from first_replay as f), 'asked for again while runs wait it is the same replay');
select is(ops.replay(null, '2000-01-01', null), (select f.id from first_replay as f), 'however often');
set local role asinmart_owner;
select is((select r.status from core.ingest_runs as r where r.job_id = 'r1'), 'PARTIAL', 'promoted runs are not queued again');
select ops.promote_pending();
select ops.promote_pending();
select results_eq(
    'select p.waiting_runs, p.accepted_count, p.withdrawn_count, p.changed_day_count, p.alert_count, p.rejected_before, p.rejected_after, p.error from ops.replay_progress as p',
    $$values (0::bigint, 0::bigint, 0::bigint, 0::bigint, 0::bigint, 1::bigint, 1::bigint, null::text)$$,
    'when all runs are promoted, nothing has changed'
);
select isnt((select p.finished_at from ops.replay_progress as p), null, 'and when that was is told');
select isnt(ops.replay(p_from => '2000-01-01'), (select f.id from first_replay as f), 'the next request is a replay of its own');
select results_eq(
    $$select r.job_id from core.ingest_runs as r where r.status = 'LANDED' order by r.queued_at$$, $$values ('r1'), ('r3'), ('r2'), ('r4')$$,
    'in the order of first promotion again'
);

-- Of one run.
select isnt(ops.replay('r3'), null, 'a run that waits in one replay can be asked for by itself, by its job id alone');
select is((select r.replay_id from core.ingest_runs as r where r.job_id = 'r3'), (select max(x.id) from ops.replays as x), 'and goes over to that one');
select ops.start_run('r5', 'file');
select throws_ok($$select ops.replay('r5')$$, 'AM409', null, 'one that is loading cannot be replayed');
set local role postgres;
alter table staging_raw.raw_events disable trigger append_only;
delete from staging_raw.raw_events where job_id = 'r1';
alter table staging_raw.raw_events enable trigger append_only;
set local role asinmart_owner;
select is_empty($$select l.job_id from ops.replayable_runs('2000-01-01') as l where l.job_id = 'r1'$$, 'a run whose items were dropped is in no range');
update core.ingest_runs set status = 'SUCCESS', replay_id = null, rejected_count = 0, received_count = 0, accepted_count = 0, duplicate_count = 0 where job_id = 'r1';
select throws_ok($$select ops.replay('r1')$$, 'AM409', null, 'nor can it be replayed by name: its counts would be lost for nothing');

select * from finish();
rollback;
