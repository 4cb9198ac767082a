begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(4);

insert into core.ingest_runs (job_id, source, status) values ('r1', 'file', 'LOADING'), ('r2', 'file', 'SUCCESS');
select throws_ok('select ops.refuse_replay(null)', 'AM404', 'staging holds no run that arrived in this range', 'a range without runs has a reason');
select throws_ok($$select ops.refuse_replay('r9')$$, 'AM404', 'there is no run r9', 'a missing run has a reason');
select throws_ok($$select ops.refuse_replay('r1')$$, 'AM409', 'run r1 is still loading', 'a loading run has a reason');
select throws_ok($$select ops.refuse_replay('r2')$$, 'AM409', 'staging no longer holds the items of run r2', 'a run without items has a reason');

select * from finish();
rollback;
