begin;
set local search_path to extensions, public;
set local role asinmart_owner;
\ir ../../support/archive.psql
select plan(7);

select pg_temp.detach() as id \gset
set local role asinmart_worker;
set local timezone = 'Asia/Kathmandu';
select throws_ok('select 1 from partitions.alerts_2021_02', '42501', null, 'the worker cannot read the partition');
select results_eq(
    format('select r.row_count, r.row_bytes > 0, r.columns #>> $p${0,name}$p$ from ops.read_archive(%s) as r', :'id'),
    $$values (2::bigint, true, 'id')$$, 'it gets the columns and the number of rows'
);
select r.rows_of as cursor from ops.read_archive(:id) as r \gset
fetch 1 from :"cursor" \gset row_
select results_eq(
    format('select %L::text, %L::text, %L::text', :'row_title', :'row_date', :'row_details'), $$values (E't"\\,\n\u2028', '2021-02-03', '{"a": 1.10}')$$,
    'and fetches the rows as text'
);
select is(current_setting('timezone'), 'UTC', 'in UTC');
reset role;
set local role asinmart_owner;
select results_eq('select a.row_count, a.row_checksum[1], a.status from ops.archives as a', $$values (2::bigint, 2::numeric, 'planned')$$, 'what the file must hold is noted');
select throws_ok('select ops.read_archive(-1)', 'AM409', 'archive -1 does not wait to be exported', 'only what waits can be read');
select pg_temp.export(:id);
select throws_ok(format('select ops.read_archive(%s)', :'id'), 'AM409', null, 'an exported partition cannot be read again');

select * from finish();
rollback;
