begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(3);

delete from core.ingest_runs;
insert into core.ingest_runs (job_id, source, status, finished_at, received_count, accepted_count, duplicate_count, rejected_count) values
    ('r1', 'file', 'PARTIAL', '2025-03-07 10:00+00', 10, 6, 3, 1), ('r2', 'file', 'HALTED', '2025-03-07 23:59+00', 10, 0, 0, 9),
    ('r3', 'file', 'SUCCESS', '2025-03-09 10:00+00', 5, 5, 0, 0), ('r4', 'file', 'SUCCESS', '2025-03-10 10:00+00', 5, 5, 0, 0),
    ('r5', 'file', 'LANDED', null, 0, 0, 0, 0);
create temp view line as select m.* from ops.measure_runs('2025-03-10 12:00+00', 5) as m;
select results_eq(
    $$select l.date, l.subject, l.part, l.marketplace from line as l where l.check_name = 'received_count' order by 1$$,
    $$values ('2025-03-07'::date, 'file', 20::numeric, null), ('2025-03-08', 'file', 0, null), ('2025-03-09', 'file', 5, null)$$,
    'rows of each complete day since the first run are counted; a day without a run has 0'
);
select results_eq(
    $$select l.check_name, l.part, l.whole from line as l where l.whole is not null and l.date = '2025-03-07' order by 1$$,
    $$values ('duplicate_share', 3::numeric, 20::numeric), ('reject_share', 10, 20)$$,
    'rejects of halted runs count'
);
select is_empty($$select 1 from line as l where l.whole is not null and l.date = '2025-03-08'$$, 'a day without rows has no share');

select * from finish();
rollback;
