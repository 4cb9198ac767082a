begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
set local role asinmart_owner;
\ir ../../support/recommendations.psql
select plan(2);

select is(
    core.filled_sentence('At {price} of {price} it is {as_of}.', 'good', core.recommendation_claims(pg_temp.subject())),
    '{"template": "At {price} of {price} it is {as_of}.", "text": "At 20.00 USD of 20.00 USD it is 2025-03-30.", "claims": ["as_of", "price"], "tone": "good"}'::jsonb,
    'a sentence names each of its claims once'
);
select is(
    core.filled_sentence('Nothing.', 'bad', '[]'), '{"template": "Nothing.", "text": "Nothing.", "claims": [], "tone": "bad"}'::jsonb, 'or none'
);

select * from finish();
rollback;
