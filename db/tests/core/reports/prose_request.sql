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
select results_eq(
    $$select e.claim ->> 'id' from asked as a cross join lateral jsonb_array_elements(a.content -> 'claims') as e (claim)$$,
    array['title:B0MAIN0001', 'brand:B0MAIN0001', 'title:B0COMP0001', 'title:B0COMP0002', 'price:B0MAIN0001', 'price_diff:B0COMP0001'],
    'claims are the names and what the draft uses'
);
select is(
    (select a.content #> '{claims,4}' from asked as a),
    '{"id": "price:B0MAIN0001", "unit": "currency", "value": "24.99 USD", "metric": "price", "meaning": "What it means.", "product": "title:B0MAIN0001"}',
    'with unit, meaning and product'
);
select ok((select a.content #> '{claims,5,words}' ?& array['dearer', 'more', 'higher'] from asked as a), 'a difference has the words of its sign');
select ok(not (select a.content #> '{claims,5,words}' ?| array['cheaper', 'less', 'better', 'same'] from asked as a), 'and no others');
select is(
    (select a.content -> 'draft' from asked as a),
    '{"position": ["{title:B0MAIN0001} costs {price:B0MAIN0001}.", "The difference is {price_diff:B0COMP0001}."]}', 'the draft has slots, not figures'
);
select is(
    (select r.body #> '{response_format,json_schema,schema}' from request as r), core.prose_schema('{position}'), 'the answer has the sections of the draft'
);

select * from finish();
rollback;
