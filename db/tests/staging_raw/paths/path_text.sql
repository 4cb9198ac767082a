begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(5);

select is(staging_raw.path_text('{"price": {"value": 1}}', '{price, value}'), '$.price.value', 'members');
select is(staging_raw.path_text('{"ranks": [{"rank": 1}]}', '{ranks, 0, rank}'), '$.ranks[0].rank', 'elements');
select is(staging_raw.path_text('{"Item \"x\"": {"0": 1}}', array['Item "x"', '0']), '$."Item \"x\""."0"', 'keys that are no names stand in quotes');
select is(staging_raw.path_text('{}', '{}'), '$', 'the whole item');
select is(jsonb_path_query_first('{"a b": [5]}', staging_raw.path_text('{"a b": [5]}', array['a b', '0'])::jsonpath), '5', 'it is jsonpath');

select * from finish();
rollback;
