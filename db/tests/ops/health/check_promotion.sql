begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(7);

create view pg_temp.found as select c.status, c.detail from ops.check_promotion(now()) as c;
select results_eq('table pg_temp.found', $$values ('ok', 'no session is promoting')$$, 'without a promotion and without work the check is ok');
insert into core.ingest_runs (job_id, source, status, queued_at) values ('r1', 'file', 'LANDED', now() - interval '3 minutes');
select is((select f.status from pg_temp.found as f), 'ok', 'work that waits for the next minute is ok');
select ops.lock_promotion(true);
select results_eq(
    'select f.status, f.detail ~ $$^process \d+ \(asinmart.*\) holds the promotion lock; work has been waiting since $$ or f.detail ~ $$^process \d+ \(.*\) holds the promotion lock; work has been waiting since $$ from pg_temp.found as f',
    $$values ('critical', true)$$, 'work that has waited for minutes while a session holds the lock is reported with the session'
);
insert into ops.cache_invalidations (created_at, product_keys, pair_keys) values (now() - interval '1 minute', '{}', '{}');
select is((select f.status from pg_temp.found as f), 'ok', 'unless a run was promoted meanwhile');
delete from ops.cache_invalidations;
insert into ops.job_runs (job_name, pid) values ('promote-pending-runs', pg_backend_pid());
select is((select f.status from pg_temp.found as f), 'ok', 'or the job itself holds the lock');
update ops.job_runs set status = 'skipped';
update core.ingest_runs set queued_at = now() - interval '1 minute';
select is((select f.status from pg_temp.found as f), 'ok', 'one minute is too short');
insert into ops.dirty_days (asin, marketplace, date, level, noted_at) values ('B0TESTA001', 'US', '2025-03-10', 'daily', now() - interval '5 minutes');
select is((select f.status from pg_temp.found as f), 'critical', 'waiting manual changes are reported too');

select * from finish();
rollback;
