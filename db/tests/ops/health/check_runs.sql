begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(12);

delete from core.ingest_runs;
create temp view line as select c.check_name, c.status, c.detail from ops.check_runs(now()) as c;
select results_eq(
    'table line',
    $$values
        ('runs waiting', 'ok', '0 waiting, oldest since none'), ('replays', 'ok', '0 runs waiting to be replayed'),
        ('runs stopped', 'ok', '0 FAILED or HALTED'),
        ('changes waiting', 'ok', '0 manual changes not refreshed yet')
    $$,
    'an idle pipeline is ok'
);
insert into core.ingest_runs (job_id, source, status, queued_at) values ('r1', 'file', 'LANDED', now() - interval '9 minutes');
select is((select l.status from line as l where l.check_name = 'runs waiting'), 'ok', 'a run may wait a little');
update core.ingest_runs set queued_at = now() - interval '11 minutes';
select is((select l.status from line as l where l.check_name = 'runs waiting'), 'critical', 'a longer wait is reported');
select matches((select l.detail from line as l where l.check_name = 'runs waiting'), '^1 waiting, oldest since 20', 'the report says since when');
update core.ingest_runs set replay_id = 1;
select results_eq(
    $$select l.check_name, l.status, l.detail from line as l where l.check_name in ('runs waiting', 'replays')$$,
    $$values ('runs waiting', 'ok', '0 waiting, oldest since none'), ('replays', 'ok', '1 runs waiting to be replayed')$$,
    'a replayed run may wait behind new runs'
);
update core.ingest_runs set queued_at = now() - interval '25 hours';
select is((select l.status from line as l where l.check_name = 'replays'), 'warning', 'but not for days');
update core.ingest_runs set status = 'FAILED';
select results_eq($$select l.status, l.detail from line as l where l.check_name = 'runs stopped'$$, $$values ('warning', '1 FAILED or HALTED: r1')$$, 'a failed run is a warning with its job id');
update core.ingest_runs set status = 'HALTED';
select is((select l.status from line as l where l.check_name = 'runs stopped'), 'warning', 'a halted run is a warning');
insert into core.ingest_runs (job_id, source, status) select repeat('x', 150) || n, 'file', 'FAILED' from generate_series(1, 9) as n;
select ok((select length(l.detail) < 250 from line as l where l.check_name = 'runs stopped'), 'the detail has a limited length');
insert into ops.dirty_pairs (asin_main, asin_comp, marketplace, noted_at) values ('B0TESTA001', 'B0TESTA002', 'US', now() - interval '5 minutes');
select results_eq(
    $$select l.status, l.detail from line as l where l.check_name = 'changes waiting'$$, $$values ('ok', '1 manual changes not refreshed yet')$$,
    'manual changes may wait a little'
);
insert into ops.dirty_products (asin, marketplace, noted_at) values ('B0TESTA001', 'US', now() - interval '11 minutes');
select is((select l.status from line as l where l.check_name = 'changes waiting'), 'critical', 'but not long');
delete from ops.dirty_products;
insert into ops.dirty_days (asin, marketplace, date, level, noted_at) values ('B0TESTA001', 'US', '2025-03-10', 'daily', now() - interval '11 minutes');
select is((select l.status from line as l where l.check_name = 'changes waiting'), 'critical', 'this holds for every kind of change');

select * from finish();
rollback;
