begin;
set local search_path to extensions, public;
set local role asinmart_owner;
\ir ../../support/rules.psql
select plan(2);

select pg_temp.rule('ten', 'price', '{"threshold_pct": 10}'), pg_temp.rule('five', 'price', '{"threshold_pct": 5, "min_change": 3}'), pg_temp.rule('stock', 'stock');
select pg_temp.rule('2 of 3', 'rating', '{"min_change": 0.2, "confirm_count": 2, "confirm_window": 3}');
select pg_temp.rule('average', 'bsr', '{"compare_with": "average", "window_days": 7}');
select ops.promotion_scratch();
select core.load_rules();
select results_eq(
    'select a.span, a.price_pct, a.price_change, a.bsr_pct, a.rating_change, a.has_seller, a.has_stock from core.minimum_thresholds() as a order by a.span',
    $$values (1::smallint, 5::numeric, 0::numeric, null::numeric, null::numeric, false, true), (3::smallint, null, null, null, 0.2, false, false)$$,
    'one row per span, with the lowest threshold of each value; averages have no span'
);
truncate pg_temp.watched_changes;
select is_empty('select from core.minimum_thresholds()', 'without rules there is no row');

select * from finish();
rollback;
