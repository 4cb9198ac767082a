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

select pg_temp.refused('weather', '{}', 'an unknown rule type is refused');
select pg_temp.refused('price', '{"metric": "price"}', 'a metric of a price rule is refused');
select pg_temp.refused('extreme', '{"compare_with": "extreme", "window_days": 7}', 'an extreme rule without a metric is refused');
select pg_temp.refused('extreme', '{"metric": "rating", "compare_with": "extreme", "window_days": 7}', 'an extreme rule of a rating is refused');
select pg_temp.refused('extreme', '{"metric": "price"}', 'an extreme rule against the previous observation is refused');
select pg_temp.refused('extreme', '{"metric": "price", "compare_with": "average", "window_days": 7}', 'an extreme rule against an average is refused');
select pg_temp.refused('extreme', '{"metric": "price", "compare_with": "extreme"}', 'an extreme rule without a window is refused');
select pg_temp.refused('price', '{"tenant_id": "00000000-0000-0000-0000-0000000000b1"}', 'scope all is refused for a tenant other than the default');
select pg_temp.refused('price', '{"scope_type": "planet"}', 'an unknown scope is refused');
select pg_temp.refused('price', '{"scope_type": "product", "scope_asin": "B0TESTA001"}', 'a product scope without a marketplace is refused');
select pg_temp.refused('price', '{"scope_type": "product", "scope_marketplace": "US"}', 'a product scope without an ASIN is refused');
select pg_temp.refused('price', '{"scope_type": "group"}', 'a group scope without a group is refused');
select pg_temp.refused('price', '{"scope_type": "category"}', 'a category scope without a category is refused');
select pg_temp.refused('price', '{"scope_type": "brand"}', 'a brand scope without a brand is refused');
select pg_temp.refused('price', '{"direction": "sideways"}', 'an unknown direction is refused');
select pg_temp.refused('price', '{"threshold_pct": -1}', 'a threshold below 0 is refused');
select pg_temp.refused('price', '{"min_change": -0.01}', 'a smallest change below 0 is refused');
select pg_temp.refused('stock', '{"threshold_pct": 5}', 'a threshold of a stock rule is refused');
select pg_temp.refused('listing', '{"min_change": 5}', 'a threshold of a title rule is refused');
select pg_temp.refused('buybox_seller', '{"threshold_pct": 5}', 'a threshold of a seller rule is refused');
select pg_temp.refused('bestseller_list', '{"min_change": 5}', 'a threshold of a list rule is refused');
select pg_temp.refused('reviews', '{"compare_with": "average", "window_days": 7}', 'an average of the number of ratings is refused');
select pg_temp.refused('rating', '{"compare_with": "extreme", "window_days": 7}', 'an extreme of a rating rule is refused');
select pg_temp.refused('stock', '{"compare_with": "average", "window_days": 7}', 'an average of stock is refused');
select pg_temp.refused('price', '{"compare_with": "yesterday"}', 'an unknown comparison is refused');
select pg_temp.refused('price', '{"window_days": 7}', 'a window for the previous observation is refused');
select pg_temp.refused('price', '{"compare_with": "average"}', 'an average without a window is refused');
select pg_temp.refused('price', '{"compare_with": "average", "window_days": 14}', 'a window without a rollup is refused');
select pg_temp.refused('price', '{"min_observed_days": 0}', 'a minimum of no observed days is refused');
select pg_temp.refused('price', '{"compare_with": "average", "window_days": 7, "min_observed_days": 8}', 'more observed days than the window has are refused');
select pg_temp.refused('bestseller_list', '{"list_places": 0}', 'a list rule with no places is refused');
select pg_temp.refused('price', '{"rearm": "sometimes"}', 'an unknown re-arming is refused');
select pg_temp.refused('price', '{"rearm": "after_cooldown"}', 're-arming after a cooldown without a cooldown is refused');
select pg_temp.refused('price', '{"rearm": "beyond_told"}', 're-arming beyond the last alert without a cooldown is refused');
select pg_temp.refused('price', '{"cooldown": "0 days"}', 'a cooldown of zero is refused');
select pg_temp.refused('price', '{"cooldown": "-1 days"}', 'a negative cooldown is refused');
select pg_temp.refused('price', '{"confirm_count": 0}', 'a confirmation by no observations is refused');
select pg_temp.refused('price', '{"confirm_count": 2}', 'a confirmation by two of one observation is refused');
select pg_temp.refused('price', '{"confirm_count": 2, "confirm_window": 11}', 'a confirmation window above ten is refused');
select pg_temp.refused('stock', '{"confirm_count": 2, "confirm_window": 2}', 'a confirmation of a rule without a numeric value is refused');
select pg_temp.refused('price', '{"max_per_day": 0}', 'a quota of no alerts is refused');
select pg_temp.refused('price', '{"severity": "dire"}', 'an unknown severity is refused');
select throws_ok($$update core.alert_rules set delivery = 'pigeon'$$, '23514', null, 'an unknown delivery is refused');
select throws_ok($$update core.alert_rules set active_from_hour = 8$$, '23514', null, 'active hours without an end are refused');
select throws_ok($$update core.alert_rules set active_from_hour = 8, active_to_hour = 8$$, '23514', null, 'active hours that end when they begin are refused');
select throws_ok($$update core.alert_rules set active_from_hour = 24, active_to_hour = 8$$, '23514', null, 'active hours outside of the day are refused');
select lives_ok($$update core.alert_rules set active_from_hour = 22, active_to_hour = 6$$, 'active hours over midnight are accepted');
select throws_ok($$select pg_temp.rule('Price', 'price')$$, '23505', null, 'two rules of a tenant cannot have one name');
select throws_ok($$update core.alert_rules set scope_marketplace = 'XX'$$, '23503', null, 'an unknown marketplace is refused');
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
    'valid combinations are accepted'
);

select * from finish();
rollback;
