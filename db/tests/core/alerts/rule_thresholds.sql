begin;
set local search_path to extensions, public;
set local role asinmart_owner;
\ir ../../support/rules.psql
select plan(9);

select results_eq($$select * from core.rule_thresholds(pg_temp.rule_row('price', '{}'))$$, $$values (10::numeric, null::numeric)$$, 'a price rule without thresholds goes by the setting');
select results_eq($$select * from core.rule_thresholds(pg_temp.rule_row('buybox_price', '{}'))$$, $$values (10::numeric, null::numeric)$$, 'as does one of the buy box price');
select results_eq($$select * from core.rule_thresholds(pg_temp.rule_row('bsr', '{}'))$$, $$values (30::numeric, null::numeric)$$, 'a rank rule by that of ranks');
select results_eq($$select * from core.rule_thresholds(pg_temp.rule_row('rating', '{}'))$$, $$values (null::numeric, 0.2)$$, 'a rating rule by a change');
select results_eq($$select * from core.rule_thresholds(pg_temp.rule_row('price', '{"min_change": 1}'))$$, $$values (null::numeric, 1::numeric)$$, 'one threshold of its own is all there is');
select results_eq($$select * from core.rule_thresholds(pg_temp.rule_row('rating', '{"threshold_pct": 5}'))$$, $$values (5::numeric, null::numeric)$$, 'whichever it is');
select results_eq($$select * from core.rule_thresholds(pg_temp.rule_row('reviews', '{}'))$$, $$values (null::numeric, null::numeric)$$, 'the number of ratings has no default');
select results_eq($$select * from core.rule_thresholds(pg_temp.rule_row('undercut', '{}'))$$, $$values (null::numeric, null::numeric)$$, 'nor has undercutting');
update ops.settings set value = '3' where name = 'alert_price_change_pct';
select results_eq($$select * from core.rule_thresholds(pg_temp.rule_row('price', '{}'))$$, $$values (3::numeric, null::numeric)$$, 'a changed setting counts at once');

select * from finish();
rollback;
