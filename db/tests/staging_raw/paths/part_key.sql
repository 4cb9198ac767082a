begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(4);

select is(staging_raw.part_key('{"b": 1, "a": 2}', 1), 'a', 'the first key in the order of jsonb');
select is(staging_raw.part_key('[7, 8]', 2), '1', 'places count from 1, indexes from 0');
select is(staging_raw.part_key('{"a": 1}', 2), null, 'there is no second key');
select is(staging_raw.part_key('5', 1), null, 'a scalar has none');

select * from finish();
rollback;
