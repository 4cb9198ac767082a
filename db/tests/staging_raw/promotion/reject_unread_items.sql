begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
\ir ../../support/reviews.psql
set local role asinmart_owner;
select plan(2);

select pg_temp.land_run('u1', array[
    '{"slug": "mugs", "products": [], "updatedAt": "2025-03-10T18:00:00Z"}'::jsonb, pg_temp.observed('B0TESTA001', '2025-03-10', '{"price": 10}'),
    pg_temp.review('RTEST00001'), pg_temp.review('RTEST00002')
]);
select lives_ok($$select pg_temp.promote('u1')$$, 'a run with an item without a product is promoted');
select results_eq(
    'select e.item_no, e.stage, e.reason_code, e.detail from staging_raw.rejected_events as e',
    $$values (1, 'adapt', 'no_observation', 'the item contains no product')$$, 'an item that gave nothing is a reject; products and reviews are not'
);

select * from finish();
rollback;
