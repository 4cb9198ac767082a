begin;
set local search_path to extensions, public;
\ir ../../support/prose.psql
set local role asinmart_owner;
select plan(2);

select results_eq(
    $$select core.token_count(t) from unnest(array['0'::jsonb, '1200', '1200.0', '1000000000']) as t$$, array[0, 1200, 1200, 1000000000]::bigint[], 'whole numbers are counts'
);
select is_empty(
    $$select t from unnest(array[null, 'null'::jsonb, '-1', '1.5', '"12"', '[]', '1e30', 'true']) as t where core.token_count(t) is not null$$, 'nothing else is'
);

select * from finish();
rollback;
