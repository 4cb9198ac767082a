begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(4);

select is(staging_raw.part_count('{"a": 1, "b": null}'), 2, 'members of an object');
select is(staging_raw.part_count('[1, 2, 3]'), 3, 'elements of an array');
select is(staging_raw.part_count('"text"'), 0, 'a scalar has no parts');
select is(staging_raw.part_count(null), 0, 'nor has what is not there');

select * from finish();
rollback;
