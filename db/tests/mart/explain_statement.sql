begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(6);

select is(
    mart.explain_statement('{"relation": "score_weights", "key": {"metric": "price"}, "column": "weight"}'),
    'select array_agg(r.k), array_agg(r.v) from (select jsonb_build_object(''metric'', t.metric), jsonb_build_object(''metric'', t.metric, ''weight'', t.weight)'
        ' from mart.score_weights as t where t.metric = ($1 ->> ''metric'')::text limit 2) as r (k, v)',
    'key and row by the key in $1'
);
select ok(mart.explain_statement('{"relation": "competitor_scores_daily", "key": {"asin_main": "a", "asin": "b", "marketplace": "US", "date": "x"}, "column": "price_z"}') !~ 't.tenant_id = ',
    'the tenant may be left out');
select throws_ok($$select mart.explain_statement('{"relation": null, "key": {}, "column": "x"}')$$, 'AM422', 'nothing cannot be explained', 'a relation is needed');
select throws_ok($$select mart.explain_statement('{"relation": "score_weights", "key": [], "column": "weight"}')$$, 'AM422', 'the key does not say which row of score_weights is meant', 'the key is an object');
select throws_ok($$select mart.explain_statement('{"relation": "score_weights", "key": {"metric": "price", "x": 1}, "column": "weight"}')$$, 'AM422', null, 'with no other columns');
select throws_ok($$select mart.explain_statement('{"relation": "score_weights", "key": {"metric": ["price"]}, "column": "weight"}')$$, 'AM422', null, 'and plain values');

select * from finish();
rollback;
