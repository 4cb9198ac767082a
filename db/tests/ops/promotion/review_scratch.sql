begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(3);

select lives_ok('select ops.promotion_scratch()', 'the temporary table is created with those of a promotion');
insert into pg_temp.review_rows (raw_event_id) values (1);
select ops.promotion_scratch();
select is((select count(*) from pg_temp.review_rows), 0::bigint, 'a second call empties it');
select throws_ok('select ops.review_scratch()', '42P07', null, 'alone it creates it once');

select * from finish();
rollback;
