begin;
set local search_path to extensions, public;
set local role asinmart_owner;
\ir ../../support/rules.psql
select plan(28);

insert into core.competitive_groups (name, asin_main) values ('Kettles', 'B0TESTA001');
create function pg_temp.says(p_rule_type text, p_values jsonb, p_sentence text)
returns text
language sql
volatile
as $$
    select is((pg_temp.rule_row(p_rule_type, p_values)).sentence, p_sentence, concat(p_rule_type, ' ', p_values));
$$;

select pg_temp.says('price', '{}', 'Any observed product: the price changes by more than 10 % against the previous observation; again on the same day at three times the threshold or in the other direction.');
select pg_temp.says('price', '{"scope_type": "tracked", "direction": "up", "threshold_pct": 7.50}', 'Any tracked product: the price rises by more than 7.5 % against the previous observation; again on the same day at three times the threshold.');
select pg_temp.says('price', '{"direction": "down", "min_change": 2}', 'Any observed product: the price falls by at least 2 against the previous observation; again on the same day at three times the threshold.');
select pg_temp.says('price', '{"threshold_pct": 5, "min_change": 0.5}', 'Any observed product: the price changes by more than 5 % and at least 0.5 against the previous observation; again on the same day at three times the threshold or in the other direction.');
select pg_temp.says('price', '{"threshold_pct": 0}', 'Any observed product: the price changes by more than 0 % against the previous observation; again on the same day in the other direction.');
select pg_temp.says(
    'price', '{"scope_type": "product", "scope_asin": "B0TESTA001", "scope_marketplace": "DE", "compare_with": "average", "window_days": 30}',
    'Product B0TESTA001 in DE: the price changes by more than 10 % against the average of the previous 30 days, with values on at least 3 of those days; again on the same day at three times the threshold or in the other direction.'
);
select pg_temp.says(
    'price', '{"compare_with": "extreme", "window_days": 7, "threshold_pct": 1, "min_observed_days": 5}',
    'Any observed product: the price changes by more than 1 % against the low or high of the previous 7 days, with values on at least 5 of those days; again on the same day at three times the threshold or in the other direction.'
);
select pg_temp.says('bsr', '{"direction": "up"}', 'Any observed product: the rank in the smallest category rises by more than 30 % against the previous observation; again on the same day at three times the threshold.');
select pg_temp.says('rating', '{"direction": "down"}', 'Any observed product: the rating falls by at least 0.2 against the previous observation; again on the same day at three times the threshold.');
select pg_temp.says('reviews', '{}', 'Any observed product: the number of ratings changes against the previous observation; again on the same day in the other direction.');
select pg_temp.says('buybox_price', '{"scope_marketplace": "US"}', 'Any observed product in US: the buy box price changes by more than 10 % against the previous observation; again on the same day at three times the threshold or in the other direction.');
select pg_temp.says('buybox_seller', '{}', 'Any observed product: another seller holds the buy box.');
select pg_temp.says('stock', '{}', 'Any observed product: it goes out of stock or is back; again on the same day in the other direction.');
select pg_temp.says('stock', '{"direction": "down"}', 'Any observed product: it goes out of stock.');
select pg_temp.says('listing', '{}', 'Any observed product: the title changes.');
select pg_temp.says('undercut', '{"threshold_pct": 3}', 'Any observed product: a competitor is cheaper by more than 3 %; again on the same day at three times the threshold.');
select pg_temp.says('undercut', '{}', 'Any observed product: a competitor is cheaper.');
select pg_temp.says('bestseller_list', '{"direction": "up", "list_places": 10}', 'Any observed product: enters the first 10 places of a best-seller list.');
select pg_temp.says(
    'extreme', '{"metric": "price", "compare_with": "extreme", "window_days": 90, "min_observed_days": 14}',
    'Any observed product: the price reaches a new 90-day low or high, with values on at least 14 of those days; again on the same day in the other direction.'
);
select pg_temp.says(
    'extreme', '{"metric": "bsr", "compare_with": "extreme", "window_days": 7, "direction": "down", "min_change": 100}',
    'Any observed product: the rank reaches a new 7-day low, by at least 100, with values on at least 3 of those days; again on the same day at three times the threshold.'
);
select pg_temp.says(
    'price', '{"confirm_count": 2, "confirm_window": 3, "rearm": "new_extreme", "cooldown": "1 day", "max_per_day": 5}',
    'Any observed product: the price changes by more than 10 % against the previous observation, in 2 of 3 observations; again when it goes further; not twice within 1 day; at most 5 alerts a day.'
);
select pg_temp.says('stock', '{"rearm": "once"}', 'Any observed product: it goes out of stock or is back; once per product.');
select pg_temp.says(
    'undercut', '{"rearm": "after_cooldown", "cooldown": "36 hours"}', 'Any observed product: a competitor is cheaper; again while it holds; not twice within 36:00:00.'
);
select pg_temp.says('stock', '{"scope_type": "category", "scope_category": "Kettles"}', 'Any tracked product or competitor in category "Kettles": it goes out of stock or is back; again on the same day in the other direction.');
select pg_temp.says('stock', '{"scope_type": "brand", "scope_brand": "Acme", "scope_marketplace": "UK"}', 'Any tracked product or competitor of brand "Acme" in UK: it goes out of stock or is back; again on the same day in the other direction.');
select pg_temp.rule('group', 'stock', jsonb_build_object('scope_type', 'group', 'scope_group_id', g.id)) from core.competitive_groups as g;
select is((select r.sentence from core.alert_rules as r where r.name = 'group'), 'Any product of group "Kettles": it goes out of stock or is back; again on the same day in the other direction.', 'the sentence has the name of the group');
update core.competitive_groups set name = 'Pots';
update core.alert_rules set severity = 'high' where name = 'group';
select is((select r.sentence from core.alert_rules as r where r.name = 'group'), 'Any product of group "Pots": it goes out of stock or is back; again on the same day in the other direction.', 'saving the rule again updates the name');
select is((select count(*) from core.alert_rules as r where r.sentence ~ '  | ,| :|^$' or r.sentence !~ '\.$'), 0::bigint, 'every sentence is complete, including those of the default rules');

select * from finish();
rollback;
