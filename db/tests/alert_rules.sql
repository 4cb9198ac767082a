begin;
set local search_path to extensions, public;
set local role asinmart_owner;
\ir support/rules.psql
select plan(50);

insert into core.competitive_groups (name, asin_main) values ('kettles', 'B0TESTA001');
create function pg_temp.refused(p_rule_type text, p_values jsonb, p_description text)
returns text
language sql
volatile
as $$
    select throws_ok(format('select pg_temp.rule_row(%L, %L)', p_rule_type, p_values), '23514', null, p_description);
$$;

select pg_temp.refused('weather', '{}', 'a type of rule that nobody knows');
select pg_temp.refused('price', '{"metric": "price"}', 'a metric where the type says it');
select pg_temp.refused('extreme', '{"compare_with": "extreme", "window_days": 7}', 'an extreme of nothing');
select pg_temp.refused('extreme', '{"metric": "rating", "compare_with": "extreme", "window_days": 7}', 'an extreme of a rating');
select pg_temp.refused('extreme', '{"metric": "price"}', 'an extreme against the observation before');
select pg_temp.refused('extreme', '{"metric": "price", "compare_with": "average", "window_days": 7}', 'or against an average');
select pg_temp.refused('extreme', '{"metric": "price", "compare_with": "extreme"}', 'or of no window');
select pg_temp.refused('price', '{"tenant_id": "00000000-0000-0000-0000-0000000000b1"}', 'every observed product, for another than the default tenant');
select pg_temp.refused('price', '{"scope_type": "planet"}', 'a scope that nobody knows');
select pg_temp.refused('price', '{"scope_type": "product", "scope_asin": "B0TESTA001"}', 'a product without its marketplace');
select pg_temp.refused('price', '{"scope_type": "product", "scope_marketplace": "US"}', 'a product without its ASIN');
select pg_temp.refused('price', '{"scope_type": "group"}', 'no group');
select pg_temp.refused('price', '{"scope_type": "category"}', 'no category');
select pg_temp.refused('price', '{"scope_type": "brand"}', 'no brand');
select pg_temp.refused('price', '{"direction": "sideways"}', 'a direction that there is not');
select pg_temp.refused('price', '{"threshold_pct": -1}', 'a threshold below 0');
select pg_temp.refused('price', '{"min_change": -0.01}', 'a smallest change below 0');
select pg_temp.refused('stock', '{"threshold_pct": 5}', 'a threshold of stock');
select pg_temp.refused('listing', '{"min_change": 5}', 'or of a title');
select pg_temp.refused('buybox_seller', '{"threshold_pct": 5}', 'or of a seller');
select pg_temp.refused('bestseller_list', '{"min_change": 5}', 'or of a list');
select pg_temp.refused('reviews', '{"compare_with": "average", "window_days": 7}', 'an average of the number of ratings');
select pg_temp.refused('rating', '{"compare_with": "extreme", "window_days": 7}', 'an extreme of a rating, by its type');
select pg_temp.refused('stock', '{"compare_with": "average", "window_days": 7}', 'an average of stock');
select pg_temp.refused('price', '{"compare_with": "yesterday"}', 'a comparison that nobody knows');
select pg_temp.refused('price', '{"window_days": 7}', 'a window of the observation before');
select pg_temp.refused('price', '{"compare_with": "average"}', 'an average of no window');
select pg_temp.refused('price', '{"compare_with": "average", "window_days": 14}', 'a window that no rollup has');
select pg_temp.refused('price', '{"min_observed_days": 0}', 'no day to compare with');
select pg_temp.refused('price', '{"compare_with": "average", "window_days": 7, "min_observed_days": 8}', 'more days than the window has');
select pg_temp.refused('bestseller_list', '{"list_places": 0}', 'a list of no places');
select pg_temp.refused('price', '{"rearm": "sometimes"}', 'a re-arming that nobody knows');
select pg_temp.refused('price', '{"rearm": "after_cooldown"}', 're-arming after a cooldown that there is not');
select pg_temp.refused('price', '{"rearm": "beyond_told"}', 'a cooldown to look beyond that there is not');
select pg_temp.refused('price', '{"cooldown": "0 days"}', 'a cooldown of nothing');
select pg_temp.refused('price', '{"cooldown": "-1 days"}', 'or of less');
select pg_temp.refused('price', '{"confirm_count": 0}', 'confirmed by nothing');
select pg_temp.refused('price', '{"confirm_count": 2}', 'two of one');
select pg_temp.refused('price', '{"confirm_count": 2, "confirm_window": 11}', 'of more than ten');
select pg_temp.refused('stock', '{"confirm_count": 2, "confirm_window": 2}', 'of something that is no value');
select pg_temp.refused('price', '{"max_per_day": 0}', 'none a day');
select pg_temp.refused('price', '{"severity": "dire"}', 'a severity that nobody knows');
select throws_ok($$update core.alert_rules set delivery = 'pigeon'$$, '23514', null, 'a delivery that nobody knows');
select throws_ok($$update core.alert_rules set active_from_hour = 8$$, '23514', null, 'hours without an end');
select throws_ok($$update core.alert_rules set active_from_hour = 8, active_to_hour = 8$$, '23514', null, 'hours that end when they begin');
select throws_ok($$update core.alert_rules set active_from_hour = 24, active_to_hour = 8$$, '23514', null, 'hours that are none');
select lives_ok($$update core.alert_rules set active_from_hour = 22, active_to_hour = 6$$, 'hours over midnight are some');
select throws_ok($$select pg_temp.rule('Price', 'price')$$, '23505', null, 'a tenant''s rules differ in their names');
select throws_ok($$update core.alert_rules set scope_marketplace = 'XX'$$, '23503', null, 'a marketplace that there is not');
select lives_ok(
    $$
        select pg_temp.rule_row(t.rule_type, t.fields)
        from (values
            ('price', '{"threshold_pct": 0}'::jsonb), ('price', '{"compare_with": "extreme", "window_days": 90}'),
            ('bsr', '{"compare_with": "average", "window_days": 30}'), ('extreme', '{"metric": "bsr", "compare_with": "extreme", "window_days": 7}'),
            ('undercut', '{"min_change": 1}'), ('bestseller_list', '{"list_places": 1000}'),
            ('buybox_price', '{"confirm_count": 3, "confirm_window": 10}'), ('stock', '{"rearm": "after_cooldown", "cooldown": "1 hour"}')
        ) as t (rule_type, fields)
    $$,
    'what makes sense is taken'
);

select * from finish();
rollback;
