begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(6);

select is(
    mart.explain_statement('score_weights', '{"metric": "price"}', 'weight'),
    'select jsonb_build_object(''metric'', t.metric), jsonb_build_object(''metric'', t.metric, ''weight'', t.weight) from mart.score_weights as t where t.metric = ($1 ->> ''metric'')::text',
    'key and row by the key in $1'
);
select ok(mart.explain_statement('competitor_scores_daily', '{"asin_main": "a", "asin": "b", "marketplace": "US", "date": "x"}', 'price_z') !~ 't.tenant_id = ',
    'the tenant may be left out');
select throws_ok($$select mart.explain_statement(null, '{}', 'x')$$, 'AM422', 'nothing cannot be explained', 'a relation is needed');
select throws_ok($$select mart.explain_statement('score_weights', '[]', 'weight')$$, 'AM422', 'the key does not say which row of score_weights is meant', 'the key is an object');
select throws_ok($$select mart.explain_statement('score_weights', '{"metric": "price", "x": 1}', 'weight')$$, 'AM422', null, 'with no other columns');
select throws_ok($$select mart.explain_statement('score_weights', '{"metric": ["price"]}', 'weight')$$, 'AM422', null, 'and plain values');

select * from finish();
rollback;
