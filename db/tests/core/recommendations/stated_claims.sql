begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
set local role asinmart_owner;
\ir ../../support/recommendations.psql
select plan(3);

select is(
    core.stated_claims('[{"id": "a"}, {"id": "b"}, {"id": "c"}]', '[{"claims": ["c"]}]', '[{"claims": ["a"]}]'), '[{"id": "a"}, {"id": "c"}]'::jsonb,
    'claims that sentences or actions name are kept, in their order'
);
select is(core.stated_claims('[{"id": "a"}]', '[]', null), '[]'::jsonb, 'the others are not');
select is(core.stated_claims(null, '[{"claims": ["a"]}]', '[]'), '[]'::jsonb, 'a product without claims has no evidence');

select * from finish();
rollback;
