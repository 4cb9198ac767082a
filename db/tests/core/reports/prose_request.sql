begin;
set local search_path to extensions, public;
\ir ../../support/prose.psql
set local role asinmart_owner;
select plan(8);

select pg_temp.report();
create temp table request as
select core.prose_request(r, 500) as body from core.competition_reports as r;
create temp view asked as
select (r.body #>> '{messages,1,content}')::jsonb as content from request as r;
select is((select r.body - 'messages' - 'response_format' from request as r), '{"max_completion_tokens": 500}', 'it has no tools and no stream');
select is((select r.body #>> '{messages,0,content}' from request as r), core.prose_instructions(), 'instructions are the same for all reports');
select is(
    (select jsonb_agg(e.claim -> 'id') from asked as a cross join lateral jsonb_array_elements(a.content -> 'claims') as e (claim)),
    (
        select jsonb_agg(c.claim -> 'id')
        from core.competition_reports as r cross join lateral jsonb_array_elements(core.prose_claims(r.summary, r.evidence)) as c (claim)
    ),
    'claims are those that may be used'
);
select is(
    (select a.content #> '{claims,4}' from asked as a),
    '{"id": "price:B0MAIN0001", "unit": "currency", "value": "24.99 USD", "metric": "price", "meaning": "What it means.", "product": "title:B0MAIN0001"}',
    'with unit, meaning and product'
);
select results_eq(
    $$
        select e.claim -> 'words' from asked as a cross join lateral jsonb_array_elements(a.content -> 'claims') as e (claim)
        where e.claim ->> 'metric' = 'price_diff' order by e.claim ->> 'id'
    $$,
    array['["more", "dearer"]', '["less", "cheaper"]']::jsonb[], 'a difference has the words of its sign'
);
select ok((select a.content #> '{word_lists,better}' ? 'ahead' from asked as a), 'which are listed once');
select is(
    (select a.content -> 'draft' from asked as a),
    '{"position": ["{title:B0MAIN0001} costs {price:B0MAIN0001}.", "The difference is {price_diff:B0COMP0001}."]}', 'the draft has slots, not figures'
);
select is(
    (select r.body #> '{response_format,json_schema,schema}' from request as r), core.prose_schema('{position}'), 'the answer has the sections of the draft'
);

select * from finish();
rollback;
