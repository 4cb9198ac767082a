begin;
set local search_path to extensions, public;
set local role asinmart_owner;
\ir ../../support/rules.psql
select plan(4);

update core.alert_rules set is_active = false;
select pg_temp.rule('ten', 'price', '{"threshold_pct": 10}'), pg_temp.rule('five', 'price', '{"threshold_pct": 5, "min_change": 3}');
select pg_temp.rule('low', 'extreme', '{"metric": "bsr", "compare_with": "extreme", "window_days": 30}');
select pg_temp.rule('2 of 3', 'rating', '{"min_change": 0.2, "confirm_count": 2, "confirm_window": 3}');
select ops.promotion_scratch();
select core.load_rules();
select results_eq(
    'select a.change_key, a.metric, a.span, a.min_pct, a.min_change from pg_temp.watched_changes as a order by a.change_key collate "C"',
    $$values ('extreme:extreme:30:bsr:1', 'bsr', 1::smallint, -1::numeric, 0::numeric), ('price:previous:0::1', 'price', 1::smallint, 5, 0),
        ('rating:previous:0::3', 'rating', 3::smallint, -1, 0.2)$$,
    'one row per kind of change, with the lowest threshold of the rules'
);
insert into app.tracked_products (asin, marketplace, price_change_threshold_pct) values ('B0TESTA001', 'US', 2);
select ops.promotion_scratch();
select core.load_rules();
select is((select a.min_pct from pg_temp.watched_changes as a where a.rule_type = 'price'), 2::numeric, 'a product''s own threshold can be the lowest');
select is((select a.min_pct from pg_temp.watched_changes as a where a.rule_type = 'rating'), -1::numeric, 'product thresholds apply to prices and ranks only');
select ops.promotion_scratch();
select core.load_rules('{}');
select is_empty('table pg_temp.watched_changes', 'without rules no change is watched');

select * from finish();
rollback;
