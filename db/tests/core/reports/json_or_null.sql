begin;
set local search_path to extensions, public;
\ir ../../support/prose.psql
set local role asinmart_owner;
select plan(2);

select is(core.json_or_null('{"a": [1]}'), '{"a": [1]}', 'JSON is read');
select is_empty(
    $$select t from unnest(array['', 'x', '{"a": 1', '"\u0000"', '"\ud800"', repeat('[', 100000), null, '1e999999999']) as t where core.json_or_null(t) is not null$$,
    'anything else is null'
);

select * from finish();
rollback;
