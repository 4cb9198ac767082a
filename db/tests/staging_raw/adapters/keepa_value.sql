begin;
set local search_path to extensions, public;
select plan(4);

select is(staging_raw.keepa_value('2499'), 2499::numeric, 'a number is the value');
select is(staging_raw.keepa_value('-1'), null, '-1 means none');
select is(staging_raw.keepa_value('-2'), null, '-2 means no value');
select is(staging_raw.keepa_value('"2499"'), null, 'a text is not a slot');

select * from finish();
rollback;
