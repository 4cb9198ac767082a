begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(2);

select is(ops.row_text('mart.score_weights', '{weight,metric,nonsense}', 'i'), 'jsonb_build_object(''metric'', i.metric, ''weight'', i.weight)',
    'columns that exist, in their order');
select is(ops.row_text('mart.score_weights', '{nonsense}', 'i'), 'jsonb_build_object()', 'none of them');

select * from finish();
rollback;
