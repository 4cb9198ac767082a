begin;
set local search_path to extensions, public;
set local role asinmart_owner;
\ir ../../support/archive.psql
select plan(7);

select pg_temp.detach() as id \gset
select pg_temp.export(:id);
select pg_temp.verify(:id);
select pg_temp.lines('partitions.alerts_2021_02') as lines \gset
create temp table before as select a::text as line from partitions.alerts_2021_02 as a;
drop table partitions.alerts_2021_02;
select ops.reconcile_detached('2025-01-03 00:00+00');
select is((select a.status from ops.archives as a), 'dropped', 'the rows are in the file alone');
select throws_ok(format('select ops.finish_restore(%s)', :'id'), 'AM409', null, 'a restore must be under way');
select ops.start_restore(a.id, 'f00d', a.manifest, null, '2021-04-01 00:00+00') from ops.archives as a;
select ops.restore_rows(:id, (:'lines'::text[])[1:1]);
select throws_ok(
    format($$select ops.finish_restore(%s, '2021-04-01 00:00+00')$$, :'id'), 'AM422',
    'the file core.alerts/file.parquet gives 1 rows which are not the 2 that were archived', 'rows that differ are refused'
);
select ops.restore_rows(:id, (:'lines'::text[])[2:2]);
set local role asinmart_admin;
select is(ops.finish_restore(:id, '2021-04-01 00:00+00'), 2::bigint, 'an admin restores all rows');
set local role asinmart_owner;
select results_eq('select a::text from core.alerts as a where a.date < $$2021-03-01$$ order by 1', 'select b.line from before as b order by 1', 'they are those that were archived');
select results_eq(
    'select a.status, a.restoring from ops.archives as a', $$values ('restored', null::text)$$, 'the archive says so'
);
select results_eq(
    'select l.reattached_at from ops.retention_log as l order by l.id', $$values (null), (timestamptz '2021-04-01 00:00+00')$$, 'and so does the ledger of retention'
);

select * from finish();
rollback;
