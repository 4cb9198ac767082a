begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(5);

insert into ops.cache_invalidations (product_keys, pair_keys) values (array['B0TESTA001:UK'], '{}');
create temp table answer on commit drop as
select a.data_version, a.body, a.computed_at_version
from api.answer('{"b": 1, "a": [2]}', 'B0TESTA001', 'UK', 7, '2025-03-10', interval '24 hours') as a;

select is(
    (select jsonb_set(a.body::jsonb, '{meta}', (a.body::jsonb -> 'meta') - 'generated_at' - 'stale_at' - 'computed_at_version') from answer as a),
    '{
        "data": {"b": 1, "a": [2]},
        "meta": {"asin": "B0TESTA001", "marketplace": "UK", "currency": "GBP", "data_version": 7, "as_of": "2025-03-10"}
    }'::jsonb,
    'the envelope has product, currency, day and data version'
);
select is(
    (select (a.body::jsonb #>> '{meta,stale_at}')::timestamptz - (a.body::jsonb #>> '{meta,generated_at}')::timestamptz from answer as a),
    interval '24 hours', 'the envelope has the end of the soft life'
);
select results_eq(
    $$select a.data_version, a.computed_at_version, (a.body::jsonb #>> '{meta,computed_at_version}')::bigint from answer as a$$,
    'select 7::bigint, api.data_version(), api.data_version()',
    'the version of the computation is in the row and in the body'
);
select matches((select a.body from answer as a), '^\{"data" : \{"b": 1, "a": \[2\]\}', 'the data keeps its order of keys');
select is_empty(
    $$select 1 from api.answer('{}', 'B0TESTA001', 'XX', 7, '2025-03-10', interval '24 hours')$$, 'an unknown marketplace has no answer'
);

select * from finish();
rollback;
