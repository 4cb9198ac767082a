begin;
set local search_path to extensions, public;
set local role asinmart_owner;
\ir ../../support/archive.psql
select plan(4);

select pg_temp.detach() as id \gset
select pg_temp.export(:id);
select pg_temp.lines('partitions.alerts_2021_02') as lines \gset
select is(ops.checksum_rows(:id, :'lines'), (select a.row_checksum from ops.archives as a), 'the rows of the file have the checksum of the partition');
select is(
    (select ops.checksum_rows(:id, l[2:2], ops.checksum_rows(:id, l[1:1])) from (select :'lines'::text[]) as s (l)),
    (select a.row_checksum from ops.archives as a), 'also when they come in two batches'
);
select isnt(
    (select ops.checksum_rows(:id, array[l[1], replace(l[2], '0.285714', '0.285715')]) from (select :'lines'::text[]) as s (l)),
    (select a.row_checksum from ops.archives as a), 'a digit makes a difference'
);
set local role asinmart_worker;
select lives_ok(format($$select ops.checksum_rows(%s, '{}')$$, :'id'), 'the worker can call it');

select * from finish();
rollback;
