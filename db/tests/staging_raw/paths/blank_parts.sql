begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(5);

select is(staging_raw.blank_parts('{"a": 1, "b": 2, "c": 3}', '{}', 2, 3), '{"a": 1, "b": null, "c": null}', 'members at places 2 and 3');
select is(staging_raw.blank_parts('{"a": [1, {"b": 2}]}', '{a}', 2, 2), '{"a": [1, null]}', 'an element; the others keep their places');
select is(staging_raw.blank_parts('{"a": [1, {"b": 2, "c": 3}]}', '{a, 1}', 1, 1), '{"a": [1, {"b": null, "c": 3}]}', 'a member further down');
select is(staging_raw.blank_parts('{"a": 1}', '{}', 1, 0), '{"a": 1}', 'an empty range changes nothing');
select is(staging_raw.blank_parts('{"a": {}}', '{a}', 1, 0), '{"a": {}}', 'nor does an empty part');

select * from finish();
rollback;
