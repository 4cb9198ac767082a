begin;
set local search_path to extensions, public;
set local role asinmart_owner;
\ir ../../support/archive.psql
select plan(9);

select pg_temp.detach() as id \gset
select results_eq(
    format($$select s.outcome, s.detail, s.path from ops.start_archive(%s, 'there') as s$$, :'id'),
    $$values ('held', 'this database belongs to installation here, not to there', null)$$, 'a copy of the database archives nothing'
);
select results_eq(format($$select s.outcome, s.partition_name from ops.start_archive(%s, 'here') as s$$, :'id'), $$values ('export', 'partitions.alerts_2021_02')$$, 'what is planned is exported');
select matches(
    (select s.path from ops.start_archive(:id, 'here') as s), '^core\.alerts/alerts_2021_02-\d{8}T\d{6}-[0-9a-f]{8}\.parquet$', 'to a file under the name of the table'
);
select isnt((select s.path from ops.start_archive(:id, 'here') as s), (select s.path from ops.start_archive(:id, 'here') as s), 'each attempt has a file of its own');
select pg_temp.export(:id);
select results_eq(
    format($$select s.outcome, s.path, s.file_sha256, s.manifest is not null from ops.start_archive(%s, 'here') as s$$, :'id'),
    $$values ('verify', 'core.alerts/file.parquet', 'f00d', true)$$, 'what is exported is verified'
);
select pg_temp.verify(:id);
select results_eq(format($$select s.outcome, s.detail from ops.start_archive(%s, 'here') as s$$, :'id'), $$values ('over', 'verified')$$, 'a verified archive is over');
update ops.archives set status = 'planned';
drop table partitions.alerts_2021_02;
select results_eq(
    format($$select s.outcome, s.detail from ops.start_archive(%s, 'here') as s$$, :'id'), $$values ('over', 'the partition is gone or attached again')$$,
    'there is nothing to do for a partition that is gone'
);
set local role asinmart_worker;
select results_eq($$select s.outcome, s.detail from ops.start_archive(-1, 'here') as s$$, $$values ('over', 'gone')$$, 'the worker can call it');
select throws_ok('select 1 from ops.archives', '42501', null, 'but cannot read the archives');

select * from finish();
rollback;
