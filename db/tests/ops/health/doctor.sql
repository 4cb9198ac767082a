begin;
set local search_path to extensions, public;
select plan(7);

update ops.jobs set registered_at = now();
delete from core.ingest_runs;
select results_eq(
    $$select d.check_name, d.status from ops.doctor() as d where d.check_name !~ '^job '$$,
    $$values
        ('scheduler', 'warning'), ('archives', 'ok'), ('archiving', 'ok'), ('backups', 'ok'), ('changes waiting', 'ok'),
        ('channels', 'ok'), ('connections', 'ok'), ('data quality', 'ok'), ('database size', 'ok'), ('dead letters', 'ok'),
        ('default partitions', 'ok'), ('dropped roles', 'ok'), ('fetches', 'ok'), ('freshness', 'ok'), ('installation', 'ok'),
        ('marts', 'ok'), ('notify queue', 'ok'), ('open transactions', 'ok'), ('partitions ahead', 'ok'),
        ('partitions half detached', 'ok'), ('privileges', 'ok'), ('promotion', 'ok'), ('refresh category_benchmarks', 'ok'),
        ('replays', 'ok'), ('replication', 'ok'), ('report prose', 'ok'), ('reports', 'ok'), ('retention', 'ok'), ('runs stopped', 'ok'),
        ('runs waiting', 'ok'), ('search reports', 'ok'), ('server version', 'ok'), ('transaction ids', 'ok'), ('worker', 'ok')
    $$,
    'every check has a row, problems first'
);
select results_eq(
    $$select substr(d.check_name, 5) from ops.doctor() as d where d.check_name ~ '^job ' order by 1$$, 'select j.job_name from ops.jobs as j order by 1',
    'every job has a row'
);
insert into core.ingest_runs (job_id, source, status, queued_at) values ('r1', 'file', 'LANDED', now() - interval '1 hour');
select is((select d.check_name from ops.doctor() as d limit 1), 'runs waiting', 'the most severe problem comes first');
select is_empty($$select 1 from ops.doctor() as d where d.status <> 'ok' and d.advice is null$$, 'problems have advice');
select is_empty($$select 1 from ops.doctor() as d where d.status = 'ok' and d.advice is not null$$, 'checks that are ok have no advice');
set local role asinmart_loader;
select isnt_empty('select 1 from ops.doctor()', 'a loader can call it without rights on the tables');
set local role mart_reader;
select throws_ok('select ops.doctor()', '42501', null, 'a reader of mart cannot call it');

select * from finish();
rollback;
