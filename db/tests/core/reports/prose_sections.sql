begin;
set local search_path to extensions, public;
\ir ../../support/prose.psql
set local role asinmart_owner;
select plan(2);

select results_eq(
    'select s.section, s.place, s.sentence ->> ''tone'' from core.prose_sections(pg_temp.summary()) as s order by 1, 2',
    $$values ('position', 1::bigint, 'neutral'), ('position', 2, 'bad')$$, 'a model writes all sections but freshness and changes'
);
select is_empty($$select * from core.prose_sections('{"price": [], "rank": null}')$$, 'empty ones are not written');

select * from finish();
rollback;
