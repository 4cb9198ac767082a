begin;
set local search_path to extensions, public;
\ir ../../support/prose.psql
set local role asinmart_owner;
select plan(2);

select results_eq(
    $$select c.claim ->> 'id' from jsonb_array_elements(core.prose_claims(pg_temp.summary(), pg_temp.evidence())) as c (claim)$$,
    array['title:B0MAIN0001', 'brand:B0MAIN0001', 'title:B0COMP0001', 'title:B0COMP0002', 'price:B0MAIN0001', 'price_diff:B0COMP0001'],
    'a model may use names, and what the sentences by rules state that it writes anew'
);
select is(core.prose_claims('{}', '[]'), '[]', 'a report may have none');

select * from finish();
rollback;
