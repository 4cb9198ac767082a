begin;
set local search_path to extensions, public;
set local role asinmart_owner;
\ir ../../support/archive.psql
select plan(5);

select is_empty('select ops.archive_work()', 'at first nothing waits');
select pg_temp.detach() as id \gset
select results_eq(
    'select w.id, w.parent, w.partition_name, w.status from ops.archive_work() as w',
    format($$values (%s::bigint, 'core.alerts', 'partitions.alerts_2021_02', 'planned')$$, :'id'), 'a detached partition waits'
);
select ops.reattach_partition('partitions.alerts_2021_02', '2021-03-01 00:00+00');
select is_empty('select ops.archive_work()', 'attached again it does not');
select pg_temp.detach('2021-03-01');
drop table partitions.alerts_2021_03;
select is_empty('select ops.archive_work()', 'nor does one that somebody dropped');
set local role asinmart_admin;
select lives_ok('select ops.archive_work()', 'an admin can read it');

select * from finish();
rollback;
