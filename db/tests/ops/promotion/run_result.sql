begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(2);

select ops.start_run('r1', 'file');
update core.ingest_runs
set status = 'LANDED', received_count = 9, accepted_count = 4, duplicate_count = 3, rejected_count = 2, changed_day_count = 5, alert_count = 1;
select results_eq(
    $$select (ops.run_result(r)).* from core.ingest_runs as r$$,
    $$values ('r1', 'LANDED', 9, 4, 3, 2, 5, 1, true)$$,
    'a landed run still has slices to promote'
);
update core.ingest_runs set status = 'PARTIAL';
select is((select (ops.run_result(r)).has_more from core.ingest_runs as r), false, 'a run of another status has none');

select * from finish();
rollback;
