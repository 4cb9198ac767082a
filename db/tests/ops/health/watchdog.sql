begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(4);

delete from ops.heartbeats;
delete from ops.job_runs;
select results_eq(
    $$select s.row_count, s.has_more from ops.watchdog('2025-03-10 12:00+00') as s$$, $$values (0::bigint, false)$$, 'without stuck runs it only writes the heartbeat'
);
select results_eq('select h.name, h.beat_at from ops.heartbeats as h', $$values ('watchdog', '2025-03-10 12:00+00'::timestamptz)$$, 'once');
insert into ops.job_runs (job_name, started_at, pid) values ('rotate-history', '2025-03-10 11:00+00', 99999999);
select is((ops.watchdog('2025-03-10 12:01+00')).row_count, 1::bigint, 'it returns the number of closed runs');
select is((select h.beat_at from ops.heartbeats as h), '2025-03-10 12:01+00'::timestamptz, 'each heartbeat replaces the one before');

select * from finish();
rollback;
